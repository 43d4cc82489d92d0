import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { DecisionContact, DecisionWire } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { Numbers } from './parts.tsx'
import { decisionQuery } from './queries.ts'
import { TONE } from './tone.ts'

/** One answer of the guard, whole: what was asked, every reason, what left, and whether it still follows. */
export function Decision({ id }: { id: string }) {
  const say = useSay()
  const { language } = usePreferences()
  const { at: _, id: __, ...search } = useSearch({ from: '/desk/compliance/decisions' })
  const { data } = useSuspenseQuery(decisionQuery(id))
  return (
    <article aria-label={say('decisions.one', { name: data.name })}>
      <p>
        <Link to="/compliance/decisions" search={search}>
          {say('decisions.back')}
        </Link>
      </p>
      <section className="sheet">
        <h2>
          {data.name} · {say(`channel.${data.channel}`)} ·{' '}
          <time dateTime={data.at}>{instantText(data.at, language, data.zone)}</time>
        </h2>
        <p>
          <span className={`mark ${TONE[data.decision]}`}>{data.decision_name}</span>
          {data.until !== null && (
            <> {say('watch.until', { at: instantText(data.until, language, data.zone) })}</>
          )}
        </p>
        <Again decision={data} />
        <Facts decision={data} />
        <p>
          <Link
            to="/compliance/people/$id"
            params={{ id: data.case_id }}
            search={{ at: data.at.slice(0, 10) }}
          >
            {say('decisions.why_day')}
          </Link>
          {' · '}
          <Link to="/cases/$id" params={{ id: data.case_id }}>
            {say('watch.open_case')}
          </Link>
        </p>
      </section>
      <Reasons decision={data} />
      <Left contact={data.contact} />
      <Raw title={say('decisions.facts')} text={data.facts} />
      <Raw title={say('decisions.proposal')} text={data.proposal} />
    </article>
  )
}

/** What was changed since it was kept does not follow any more, and is named. */
function Again({ decision: { judged_again: again } }: { decision: DecisionWire }) {
  const say = useSay()
  if (again.same === true) return <p className="mark good">{say('decisions.same')}</p>
  if (again.same === null) return <p className="mark wait">{say('decisions.unknown')}</p>
  return (
    <div role="alert">
      <p className="mark bad">{say('decisions.differs')}</p>
      <ul>
        {again.differences.map((one) => (
          <li key={`${one.what} ${one.rule}`}>
            <b>{one.rule ?? one.what}</b>:{' '}
            <span className="watch-key">
              {say('decisions.kept_now', { kept: one.kept, now: one.now })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Facts({ decision }: { decision: DecisionWire }) {
  const say = useSay()
  const { strategy } = decision
  return (
    <dl className="facts">
      <div>
        <dt>{say('decisions.accounts')}</dt>
        <dd>{decision.accounts.join(', ')}</dd>
      </div>
      <div>
        <dt>{say('decisions.address')}</dt>
        <dd>{decision.address ?? '–'}</dd>
      </div>
      <div>
        <dt>{say('decisions.rules_version')}</dt>
        <dd className="watch-key">
          {decision.rules_hash.slice(0, 12)} · {decision.rules_on}
        </dd>
      </div>
      <div>
        <dt>{say('decisions.strategy')}</dt>
        <dd>
          {strategy === null ? (
            say('decisions.by_person')
          ) : (
            <Link
              to="/strategies/$name"
              params={{ name: strategy.name }}
              search={{ version: strategy.version }}
            >
              {say('decisions.strategy_row', { ...strategy })}
            </Link>
          )}
        </dd>
      </div>
    </dl>
  )
}

function Reasons({ decision }: { decision: DecisionWire }) {
  const say = useSay()
  const bars = decision.reasons.filter((reason) => reason.says !== 'allow')
  const met = decision.reasons.filter((reason) => reason.says === 'allow')
  return (
    <section className="sheet">
      <h2>{say('decisions.reasons')}</h2>
      <ul className="watch-reasons">
        {[...bars, ...met].map((reason, n) => (
          <li key={`${reason.rule} ${n}`}>
            <span>
              <span className={`mark ${TONE[reason.says]}`}>{say(`decisions.${reason.says}`)}</span>
            </span>
            <div>
              <p>{reason.sentence}</p>
              <Numbers numbers={reason.numbers} />{' '}
              <Link to="/compliance/rules" search={{ rule: reason.rule }}>
                <code>{reason.rule}</code>
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Left({ contact }: { contact: DecisionContact | null }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  if (contact === null) return <p className="sheet muted">{say('decisions.nothing_left')}</p>
  const facts = [
    [say('decisions.permit'), contact.permit],
    [
      say('decisions.sender'),
      [contact.sender, contact.provider, contact.provider_ref].filter(Boolean).join(' · '),
    ],
    [
      say('decisions.sent'),
      contact.sent_at === null ? '–' : instantText(contact.sent_at, language),
    ],
    [say('decisions.template'), templateOf(contact, say)],
    [
      say('decisions.hash'),
      [contact.template_hash, contact.body_hash].filter(Boolean).join(' · ') || '–',
    ],
  ] as const
  return (
    <section className="sheet">
      <h2>{say('decisions.words')}</h2>
      <p className="mark">{wordOf('contact', contact.state)}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="watch-key">{value}</dd>
          </div>
        ))}
      </dl>
      {contact.words !== null && (
        <div className="watch-raw">
          <pre tabIndex={0} lang={contact.language ?? undefined}>
            {contact.words}
          </pre>
        </div>
      )}
      <h3>{say('decisions.receipts')}</h3>
      <ul>
        {contact.receipts.map((one) => (
          <li key={`${one.kind} ${one.at}`}>
            <time dateTime={one.at}>{instantText(one.at, language)}</time>{' '}
            {wordOf('contact', one.kind)}
          </li>
        ))}
      </ul>
    </section>
  )
}

const templateOf = (contact: DecisionContact, say: ReturnType<typeof useSay>): string =>
  contact.template === null || contact.template_version === null
    ? (contact.template ?? '–')
    : say('decisions.template_version', {
        name: contact.template,
        version: contact.template_version,
      })

/** As it was kept, for whoever wants to see it to the last digit. */
function Raw({ title, text }: { title: string; text: string }) {
  return (
    <details className="sheet watch-raw">
      <summary>{title}</summary>
      <pre tabIndex={0}>{text}</pre>
    </details>
  )
}
