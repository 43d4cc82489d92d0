import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { LoadWire } from '../../../src/api/wire.ts'
import { filterFromText } from '../cases/filter.ts'
import { clockText, countText, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { READS_CASES } from '../session.ts'
import { useTitle } from '../shell/title.ts'
import { loadQuery } from './queries.ts'
import './work.css'

/** In the morning it says that the afternoon is short, while something can be done about it. */
export function LoadPage() {
  const say = useSay()
  const { language } = usePreferences()
  const { data: load } = useSuspenseQuery(loadQuery)
  useTitle(say('load.title'))
  return (
    <div className="load">
      <h1>{say('load.title')}</h1>
      <p className="muted">
        {say('load.until', {
          until: clockText(load.until, load.zone, language),
          zone: zoneText(load.zone, language),
        })}
      </p>
      <Warnings load={load} />
      <Hours load={load} />
      <Lists load={load} />
      <div className="load-pair">
        <People load={load} />
        <Ends load={load} />
      </div>
    </div>
  )
}

type Props = { load: LoadWire }

function Warnings({ load }: Props) {
  const say = useSay()
  if (load.warnings.length === 0) {
    return <Alert type="success" showIcon role="status" title={say('load.enough')} />
  }
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={say('load.warnings')}
      description={
        <ul>
          {load.warnings.map(({ at, sentence }) => (
            <li key={`${at} ${sentence}`}>{sentence}</li>
          ))}
        </ul>
      }
    />
  )
}

/** A bar and its number: the bar is decoration, the table says it all. */
function Hours({ load }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const most = Math.max(1, ...load.hours.flatMap((hour) => [hour.people, hour.worked + hour.short]))
  return (
    <section className="sheet" aria-labelledby="hours-title">
      <h2 id="hours-title">{say('load.hours')}</h2>
      <div className="wide" tabIndex={0} role="region" aria-labelledby="hours-title">
        <table className="lines load-hours">
          <thead>
            <tr>
              <th scope="col">{say('load.hour')}</th>
              <th scope="col" className="figure">
                {say('load.people')}
              </th>
              <th scope="col" className="figure">
                {say('load.worked')}
              </th>
              <th scope="col" className="figure">
                {say('load.waiting')}
              </th>
              <th scope="col" className="figure">
                {say('load.short')}
              </th>
              <td aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {load.hours.map((hour) => (
              <tr key={hour.from} className={hour.short > 0 ? 'is-short' : undefined}>
                <th scope="row">{clockText(hour.from, load.zone, language)}</th>
                <td className="figure">{countText(hour.people, language)}</td>
                <td className="figure">{countText(hour.worked, language)}</td>
                <td className="figure">{countText(hour.waiting, language)}</td>
                <td className="figure">{countText(hour.short, language)}</td>
                <td aria-hidden="true" className="load-bar">
                  <span>
                    <i style={{ width: `${(hour.worked / most) * 100}%` }} />
                    <i
                      className="spare"
                      style={{ width: `${((hour.people - hour.worked) / most) * 100}%` }}
                    />
                    <i className="short" style={{ width: `${(hour.short / most) * 100}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Lists({ load }: Props) {
  const say = useSay()
  return (
    <section className="sheet" aria-labelledby="lists-title">
      <h2 id="lists-title">{say('load.lists')}</h2>
      {load.lists.length === 0 && <p className="muted">{say('load.none')}</p>}
      {load.lists.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-labelledby="lists-title">
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">{say('load.list')}</th>
                <th scope="col">{say('load.language')}</th>
                <th scope="col" className="figure">
                  {say('load.cases')}
                </th>
                <th scope="col" className="figure">
                  {say('load.reached')}
                </th>
                <th scope="col" className="figure">
                  {say('load.cut')}
                </th>
                <th scope="col">{say('load.edge')}</th>
              </tr>
            </thead>
            <tbody>
              {load.lists.map((list) => (
                <ListRow key={`${list.worklist.code} ${list.language}`} list={list} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function ListRow({ list }: { list: LoadWire['lists'][number] }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { language } = usePreferences()
  return (
    <tr className={list.reached < list.cases ? 'is-short' : undefined}>
      <th scope="row">
        {list.worklist.name}
        {!list.set_up && <span className="mark wait">{say('load.not_set_up')}</span>}
      </th>
      <td>{say(`language.${list.language}`)}</td>
      <td className="figure">
        {READS_CASES[me.role] ? (
          <Link
            to="/cases"
            search={filterFromText(list.opens)}
            aria-label={say('load.opens', {
              list: list.worklist.name,
              language: say(`language.${list.language}`),
              cases: list.cases,
            })}
          >
            {countText(list.cases, language)}
          </Link>
        ) : (
          countText(list.cases, language)
        )}
      </td>
      <td className="figure">{countText(list.reached, language)}</td>
      <td className="figure">{list.cut_priority ?? '–'}</td>
      <td>
        {list.edge.map((one) => (
          <span key={one.case_id} className="load-edge">
            <Link to="/cases/$id" params={{ id: one.case_id }}>
              {one.name}
            </Link>{' '}
            <small className="muted">
              {one.priority} · {say(one.reached ? 'load.edge_in' : 'load.edge_out')}
            </small>
          </span>
        ))}
      </td>
    </tr>
  )
}

function People({ load }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section className="sheet" aria-labelledby="people-title">
      <h2 id="people-title">{say('load.staff')}</h2>
      <dl className="facts">
        {load.people.map(({ name, minutes }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{say('load.minutes', { minutes: countText(minutes, language) })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Ends({ load }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section className="sheet" aria-labelledby="ends-title">
      <h2 id="ends-title">{say('load.ends')}</h2>
      {load.ends.length === 0 && <p className="muted">{say('load.no_ends')}</p>}
      <dl className="facts">
        {load.ends.map(({ worklist, end, count }) => (
          <div key={`${worklist?.code} ${end.code}`}>
            <dt>
              {worklist === null ? '' : `${worklist.name} · `}
              {end.name}
            </dt>
            <dd>{countText(count, language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
