import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { NearMissesWire, NearMissRow } from '../../../src/api/wire.ts'
import { countText, dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useTitle } from '../shell/title.ts'
import { PageHead, Table } from './parts.tsx'
import { nearQuery } from './queries.ts'

/** How close the day came to its limits: per rule, then contact by contact. */
export function LimitsPage() {
  const say = useSay()
  const { language } = usePreferences()
  const { rule } = useSearch({ from: '/desk/compliance/limits' })
  const { data } = useSuspenseQuery(nearQuery(useAsOf(), rule))
  useTitle(say('limits.title'))
  return (
    <div>
      <PageHead
        title={`${say('limits.title')} · ${dayText(data.on, language)}`}
        lead={say('limits.lead')}
      />
      <Rules data={data} rule={rule} />
      <Near items={data.items} />
    </div>
  )
}

const FIGURES = ['asked', 'last', 'deferred', 'denied'] as const

/** Every number opens the answers that it counts. */
function Rules({ data, rule }: { data: NearMissesWire; rule: string | undefined }) {
  const say = useSay()
  const { language } = usePreferences()
  const count = (n: number) => countText(n, language)
  const figures = FIGURES.map((name) => say(`limits.${name}`))
  return (
    <section className="sheet">
      <h2>{say('limits.rules')}</h2>
      {data.rules.length === 0 && <p>{say('watch.none')}</p>}
      {data.rules.length > 0 && (
        <Table
          label={say('limits.rules')}
          head={[say('limits.rule'), ...figures]}
          figures={figures}
        >
          {data.rules.map((row) => (
            <tr key={row.rule}>
              <td>
                <Link
                  to="/compliance/limits"
                  search={{ rule: row.rule === rule ? undefined : row.rule }}
                  aria-current={row.rule === rule}
                  activeProps={{}}
                >
                  {row.title}
                </Link>
              </td>
              <td className="figure">{count(row.asked)}</td>
              <td className="figure">{count(row.last_slots)}</td>
              <td className="figure">
                <Link
                  to="/compliance/decisions"
                  search={{ rule: row.rule, decision: 'defer', from: data.on, to: data.on }}
                >
                  {count(row.deferred)}
                </Link>
              </td>
              <td className="figure">
                <Link
                  to="/compliance/decisions"
                  search={{ rule: row.rule, decision: 'deny', from: data.on, to: data.on }}
                >
                  {count(row.denied)}
                </Link>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}

function Near({ items }: { items: readonly NearMissRow[] }) {
  const say = useSay()
  return (
    <section className="sheet">
      <h2>{say('limits.near')}</h2>
      {items.length === 0 && <p>{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('limits.near')}
          head={[
            say('decisions.when'),
            say('decisions.who'),
            say('decisions.channel'),
            say('limits.near'),
          ]}
        >
          {items.map((row) => (
            <Row key={`${row.kind} ${row.decision_id} ${row.rule}`} row={row} />
          ))}
        </Table>
      )}
    </section>
  )
}

function Row({ row }: { row: NearMissRow }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <tr>
      <td>
        <Link to="/compliance/decisions" search={{ id: row.decision_id }}>
          <time dateTime={row.at}>{instantText(row.at, language)}</time>
        </Link>
      </td>
      <td>
        <Link to="/compliance/people/$id" params={{ id: row.case_id }}>
          {row.name}
        </Link>
      </td>
      <td>{say(`channel.${row.channel}`)}</td>
      <td>
        <span className="mark wait">{say(`limits.kind.${row.kind}`)}</span>{' '}
        {row.used !== null && row.times !== null && (
          <>{say('limits.used', { used: row.used + 1, times: row.times })} </>
        )}
        {row.minutes !== null && say('limits.minutes', { n: row.minutes })} {row.title}
      </td>
    </tr>
  )
}
