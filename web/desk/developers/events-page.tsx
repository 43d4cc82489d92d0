import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { More, PageHead, Table } from '../compliance/parts.tsx'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { eventsQuery, eventTypesQuery } from './queries.ts'
import './developers.css'

/** What may be told, and what was. */
export function EventsPage() {
  const say = useSay()
  const { language } = usePreferences()
  useTitle(say('dev.events'))
  const { data: types } = useSuspenseQuery(eventTypesQuery)
  const found = useSuspenseInfiniteQuery(eventsQuery)
  const events = found.data.pages.flatMap((page) => page.items)
  return (
    <div>
      <PageHead title={say('dev.events')} lead={say('dev.events_lead')} />
      <section className="sheet">
        <h2>{say('dev.types')}</h2>
        <ul>
          {types.items.map((one) => (
            <li key={one.type}>
              <code>{one.type}</code> {one.meaning}
              <details>
                <summary>{say('dev.schema')}</summary>
                <pre className="dev-code" tabIndex={0}>
                  {JSON.stringify(one.schema, undefined, 2)}
                </pre>
              </details>
            </li>
          ))}
        </ul>
      </section>
      <section className="sheet">
        <h2>{say('dev.latest')}</h2>
        {events.length === 0 ? (
          <p>{say('dev.none')}</p>
        ) : (
          <Table
            label={say('dev.latest')}
            head={[say('dev.when'), say('dev.type'), say('dev.body')]}
          >
            {events.map((one) => (
              <tr key={one.id}>
                <td>{instantText(one.timestamp, language)}</td>
                <td>{one.type}</td>
                <td>
                  <code>{JSON.stringify(one.data)}</code>
                </td>
              </tr>
            ))}
          </Table>
        )}
        <More list={found} />
      </section>
    </div>
  )
}
