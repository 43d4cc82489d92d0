import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ChangeWire } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useTitle } from '../shell/title.ts'
import { PageHead, Table } from './parts.tsx'
import { changesQuery } from './queries.ts'

const KINDS = ['law', 'strategy', 'template', 'staff', 'limit', 'channel'] as const

/** What comes and what came, seen from today or from the day that is looked at. */
export function ChangesPage() {
  const say = useSay()
  const { kind } = useSearch({ from: '/desk/compliance/changes' })
  const { data } = useSuspenseQuery(changesQuery(kind))
  const on = useAsOf() ?? data.today
  useTitle(say('changes.title'))
  const coming = data.items.filter((row) => row.on > on).toReversed()
  const past = data.items.filter((row) => row.on <= on)
  return (
    <div>
      <PageHead title={say('changes.title')} lead={say('changes.lead')} />
      <nav className="watch-views" aria-label={say('changes.kind')}>
        {[undefined, ...KINDS].map((one) => (
          <Link
            key={one ?? 'all'}
            to="/compliance/changes"
            search={{ kind: one }}
            activeProps={{}}
            aria-current={one === kind}
          >
            {one === undefined ? say('watch.all') : say(`changes.kind.${one}`)}
          </Link>
        ))}
      </nav>
      <Changes title={say('changes.coming')} items={coming} />
      <Changes title={say('changes.past')} items={past} />
    </div>
  )
}

function Changes({ title, items }: { title: string; items: readonly ChangeWire[] }) {
  const say = useSay()
  return (
    <section className="sheet">
      <h2>{title}</h2>
      {items.length === 0 && <p>{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={title}
          head={[
            say('watch.day'),
            say('changes.kind'),
            say('changes.what'),
            say('changes.by'),
            say('changes.yes'),
          ]}
        >
          {items.map((row) => (
            <Row key={`${row.kind} ${row.on} ${row.name} ${row.what} ${row.version}`} row={row} />
          ))}
        </Table>
      )}
    </section>
  )
}

function Row({ row }: { row: ChangeWire }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  return (
    <tr>
      <td>
        <time dateTime={row.on}>{dayText(row.on, language)}</time>
      </td>
      <td>{say(`changes.kind.${row.kind}`)}</td>
      <td>
        {row.kind === 'law' ? (
          <Link to="/compliance/rules" search={{ rule: row.name.split(' ')[0] }}>
            {row.name}
          </Link>
        ) : (
          row.name
        )}
        {row.version !== null && ` v${row.version}`} · {wordOf('changes.what', row.what)}{' '}
        {row.state !== 'done' && (
          <span className="mark wait">{say(`changes.state.${row.state}`)}</span>
        )}
      </td>
      <td>{row.proposed_by ?? '–'}</td>
      <td>{row.approved_by ?? '–'}</td>
    </tr>
  )
}
