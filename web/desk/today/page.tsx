import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { MeWire, TodayWire } from '../../../src/api/wire.ts'
import { useNextCase } from '../case/next-case.ts'
import { ALL } from '../shell/saved-view.ts'
import { instantText, longDayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { firstInLineQuery, meQuery, todayQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { READS_CASES, READS_STRATEGIES } from '../session.ts'
import { useTitle } from '../shell/title.ts'
import { Morning } from '../views/morning.tsx'
import { TodaySentence } from './sentence.tsx'

/** What happened overnight, in sentences whose numbers open the cases. */
export function TodayPage() {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: today } = useSuspenseQuery(todayQuery)
  useTitle(say('today.title'))
  return (
    <div className="today">
      <article>
        <p className="eyebrow">{say('today.overnight')}</p>
        <h1>{longDayText(today.today, language)}</h1>
        <CycleLine cycle={today.cycle} />
        <Stops stops={today.stops} me={me} />
        <Morning today={today} />
        <Lines lines={today.lines} me={me} />
      </article>
      {READS_CASES[me.role] && <FirstInLine />}
    </div>
  )
}

function CycleLine({ cycle }: Pick<TodayWire, 'cycle'>) {
  const say = useSay()
  const { language } = usePreferences()
  if (cycle === null) return <p className="today-cycle">{say('today.no_cycle')}</p>
  if (cycle.finished_at === null) {
    const at = instantText(cycle.started_at, language)
    return <p className="today-cycle">{say('today.cycle_running', { at })}</p>
  }
  return (
    <p className="today-cycle">
      {say('today.cycle_done', {
        at: instantText(cycle.finished_at, language),
      })}
    </p>
  )
}

/** A trial that was stopped comes before every number. */
function Stops({ stops, me }: Pick<TodayWire, 'stops'> & { me: MeWire }) {
  if (stops.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="today-stops"
      title={
        <ul>
          {stops.map((stop) => (
            <li key={stop.sentence}>
              {READS_STRATEGIES[me.role] ? (
                <Link to="/trials" search={{ trial: stop.trial }}>
                  {stop.sentence}
                </Link>
              ) : (
                stop.sentence
              )}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Lines({ lines, me }: { lines: TodayWire['lines']; me: MeWire }) {
  const say = useSay()
  const happened = lines.filter((line) => line.count > 0)
  const quiet = lines.filter((line) => line.count === 0)
  if (lines.length > 0 && happened.length === 0) return <p>{say('today.quiet')}</p>
  return (
    <>
      <ol className="today-lines">
        {happened.map((line) => (
          <TodaySentence key={line.code} line={line} opens={READS_CASES[me.role]} />
        ))}
      </ol>
      {quiet.length > 0 && (
        <p className="muted">
          {say('today.none_of', {
            what: quiet.map((line) => say(`today.code.${line.code}`)).join(' · '),
          })}
        </p>
      )}
    </>
  )
}

function FirstInLine() {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const { data } = useQuery(firstInLineQuery)
  const goToNext = useNextCase()
  const rows = data?.items ?? []
  return (
    <aside className="first" aria-labelledby="first-in-line">
      <h2 id="first-in-line">{say('today.first')}</h2>
      {rows.length === 0 && <p className="muted">{say('today.first_none')}</p>}
      <ol>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to="/cases/$id" params={{ id: row.id }}>
              {row.name}
            </Link>
            <span className="figure">{moneyText(row.arrears, language)}</span>
            <small>
              {say('case.days', { days: row.days_past_due })}
              {row.next_treatment !== null && ` · ${wordOf('treatment-name', row.next_treatment)}`}
            </small>
          </li>
        ))}
      </ol>
      <Button
        type="primary"
        block
        disabled={rows.length === 0}
        onClick={() => void goToNext({ filter: ALL.filter })}
      >
        {say('today.start')}
      </Button>
      <p>
        <Link to="/cases">{say('today.all')}</Link>
      </p>
    </aside>
  )
}
