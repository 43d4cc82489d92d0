import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import type { RuleStop, RuleStopsWire, RuleWire } from '../../../src/api/wire.ts'
import { dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { Numbers } from './parts.tsx'
import { ruleQuery, stopsQuery } from './queries.ts'

/** One rule: what it says and since when, where that stands, its tests, and it at work. */
export function Rule({ id }: { id: string }) {
  const at = useAsOf()
  const { data } = useSuspenseQuery(ruleQuery(id, at))
  return (
    <article aria-labelledby="rule-title">
      <Head rule={data} />
      <Stops id={id} />
      <Values rule={data} />
      <Tests rule={data} />
    </article>
  )
}

function Head({ rule }: { rule: RuleWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section className="sheet">
      <h2 id="rule-title">{rule.title}</h2>
      <p>
        <span className={rule.standing === 'in_force' ? 'mark good' : 'mark wait'}>
          {rule.standing_name}
        </span>{' '}
        <span className="mark">{rule.strength_name}</span>{' '}
        <span className={rule.unverified ? 'mark wait' : 'mark'}>{rule.mark_name}</span>
      </p>
      <dl className="facts">
        <div>
          <dt>{say('rules.source')}</dt>
          {rule.source.map(({ title, href }) => (
            <dd key={href}>
              <a href={href} target="_blank" rel="noreferrer">
                {title}
              </a>
            </dd>
          ))}
        </div>
        <div>
          <dt>{say('rules.covers')}</dt>
          <dd>{rule.covers.join(language === 'zh' ? '；' : '; ')}</dd>
        </div>
        <div>
          <dt>{say('watch.from')}</dt>
          <dd>
            {dayText(rule.since, language)}
            {rule.until !== null && ` – ${dayText(rule.until, language)}`}
          </dd>
        </div>
      </dl>
      {rule.note !== null && <p className="muted">{rule.note}</p>}
    </section>
  )
}

function Values({ rule }: { rule: RuleWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section className="sheet">
      <h2>{say('rules.values')}</h2>
      {rule.parts.map((part, n) => (
        <div key={part.name ?? String(n)}>
          {part.name !== null && <h3>{part.name}</h3>}
          <ul>
            {part.values.map((value) => (
              <li key={value.from}>
                <time dateTime={value.from}>{dayText(value.from, language)}</time>{' '}
                {value.now && <span className="mark good">{say('rules.now')}</span>}{' '}
                {value.sentence ?? '–'}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Tests({ rule }: { rule: RuleWire }) {
  const say = useSay()
  return (
    <section className="sheet">
      <h2>{say('rules.tests')}</h2>
      <p className="muted">{say('rules.tests_lead')}</p>
      <ol>
        {rule.cases.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ol>
    </section>
  )
}

/** The rule at work: asked for when the rest stands, because it may ask the guard. */
function Stops({ id }: { id: string }) {
  const say = useSay()
  const { language } = usePreferences()
  const at = useAsOf()
  const problemText = useProblemText()
  const found = useQuery(stopsQuery(id, at))
  return (
    <section className="sheet" aria-labelledby="stops-title">
      <h2 id="stops-title">
        {at === undefined
          ? say('rules.stopping')
          : say('rules.stopping_on', { on: dayText(at, language) })}
      </h2>
      {found.isPending && <Spin />}
      {found.isError && <Alert type="error" role="alert" title={problemText(found.error)} />}
      {found.data !== undefined && <Shown stops={found.data} />}
    </section>
  )
}

function Shown({ stops }: { stops: RuleStopsWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <p className="muted">
        {stops.from === 'kept'
          ? say('rules.kept', { on: dayText(stops.on, language) })
          : say('rules.asked_now', { n: stops.asked })}{' '}
        <Link to="/compliance/decisions" search={{ rule: stops.rule, from: stops.on }}>
          {say('rules.in_log')}
        </Link>
      </p>
      <div className="watch-stops">
        <div>
          <h3>{say('rules.stopped')}</h3>
          <People stops={stops.stopped} />
        </div>
        <div>
          <h3>{say('rules.through')}</h3>
          <People stops={stops.let_through} />
        </div>
      </div>
    </>
  )
}

function People({ stops }: { stops: readonly RuleStop[] }) {
  const say = useSay()
  const { language } = usePreferences()
  if (stops.length === 0) return <p className="muted">{say('rules.nobody')}</p>
  return (
    <ul>
      {stops.map((stop) => (
        <li key={`${stop.case_id} ${stop.channel} ${stop.at}`}>
          <Link to="/cases/$id" params={{ id: stop.case_id }}>
            {stop.name}
          </Link>{' '}
          <span className="mark">{say(`channel.${stop.channel}`)}</span>{' '}
          {stop.decision_id === null ? (
            <time dateTime={stop.at}>{instantText(stop.at, language)}</time>
          ) : (
            <Link to="/compliance/decisions" search={{ id: stop.decision_id }}>
              <time dateTime={stop.at}>{instantText(stop.at, language)}</time>
            </Link>
          )}
          {stop.until !== null && (
            <span> {say('watch.until', { at: instantText(stop.until, language) })}</span>
          )}
          <p>{stop.sentence}</p>
          <Numbers numbers={stop.numbers} />
        </li>
      ))}
    </ul>
  )
}
