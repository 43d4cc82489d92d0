import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { CareBoard, CareDueWire } from '../../../src/api/wire-care.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { careBoardQuery } from './queries.ts'
import './care.css'

/** Everything that is open, the next day first: what is stopped, and what must be done by when. */
export function CarePage() {
  const say = useSay()
  const { kind } = useSearch({ from: '/desk/care' })
  const { data } = useSuspenseQuery(careBoardQuery(kind))
  useTitle(say('care.title'))
  return (
    <div>
      <h1>{say('care.title')}</h1>
      <p className="muted">{say('care.lead')}</p>
      <Counts counts={data.counts} />
      {data.items.length === 0 && <p>{say('care.none')}</p>}
      {data.items.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label={say('care.title')}>
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">{say('care.due')}</th>
                <th scope="col">{say('care.todo')}</th>
                <th scope="col">{say('care.who')}</th>
                <th scope="col">{say('care.what')}</th>
                <th scope="col">{say('care.stops')}</th>
                <th scope="col">{say('care.hand')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

/** The filter is in the URL, and every count opens the rows that it counts. */
function Counts({ counts }: { counts: CareBoard['counts'] }) {
  const say = useSay()
  return (
    <nav className="care-counts" aria-label={say('care.filter')}>
      <Link to="/care" search={{ kind: undefined }} activeOptions={{ exact: true }}>
        {say('care.all')}
      </Link>
      {counts.map(({ kind, name, open, overdue }) => (
        <Link key={kind} to="/care" search={{ kind }}>
          {overdue === 0
            ? say('care.count', { name, open })
            : say('care.count_late', { name, open, late: overdue })}
        </Link>
      ))}
    </nav>
  )
}

function Row({ row }: { row: CareDueWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { clock } = row
  return (
    <tr>
      <td>
        {clock !== null && dayText(clock.due_on, language)}
        {clock?.overdue === true && <div className="care-late">{say('care.overdue')}</div>}
      </td>
      <td>
        {clock?.what}
        {clock !== null && (
          <div>
            <small className="muted">
              {say('care.rule', { rule: clock.rule, mark: clock.mark_name })}
            </small>
          </div>
        )}
      </td>
      <td>
        <Link to="/cases/$id" params={{ id: row.case_id }} hash="care">
          {row.name}
        </Link>
        {row.account_ref !== null && <div className="muted">{row.account_ref}</div>}
      </td>
      <td>
        {row.kind_name}
        {row.sort_name !== null && <div className="muted">{row.sort_name}</div>}
        <span className="mark">{row.state_name}</span>
      </td>
      <td>
        {row.stop_names.length === 0
          ? say('care.stops_none')
          : row.stop_names.join(language === 'zh' ? '、' : ', ')}
      </td>
      <td>
        {row.last_by}
        <div className="muted">{say('care.papers', { n: row.evidence })}</div>
      </td>
    </tr>
  )
}
