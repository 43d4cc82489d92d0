import type { RowChangeWire, WhatIfWire } from '../../../src/api/wire.ts'
import { countText, dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

/** What differs from the version in force, as a table, and for how many people. */
export function Changes({
  checked,
  counted,
}: Record<'checked' | 'counted', WhatIfWire | undefined>) {
  const say = useSay()
  const { language } = usePreferences()
  const against = checked?.against
  if (checked === undefined) return <p className="muted">{say('app.loading')}</p>
  if (against === null || against === undefined)
    return <p className="muted">{say('ladder.nothing_in_force')}</p>
  const people = counted?.counts?.people_changed
  const all = counted?.counts?.people
  return (
    <section className="sheet" aria-labelledby="changes-title">
      <h2 id="changes-title">
        {say('ladder.against', {
          version: against.version,
          on: dayText(against.effective_on, language),
        })}
      </h2>
      {people !== undefined && people !== null && all !== undefined && (
        <p className="changes-people">
          {say('ladder.people_changed', {
            count: people,
            all: countText(all, language),
          })}
        </p>
      )}
      {against.changes.length === 0 ? (
        <p className="muted">{say('ladder.no_changes')}</p>
      ) : (
        <div className="ladder-scroll" role="region" aria-labelledby="changes-title" tabIndex={0}>
          <table className="changes-table">
            <thead>
              <tr>
                <th scope="col">{say('ladder.change_table')}</th>
                <th scope="col">{say('ladder.row')}</th>
                <th scope="col">{say('ladder.change')}</th>
                <th scope="col">{say('ladder.change_column')}</th>
                <th scope="col">{say('ladder.before')}</th>
                <th scope="col">{say('ladder.after')}</th>
              </tr>
            </thead>
            {against.changes.map((change) => (
              <Changed key={`${change.table} ${change.row} ${change.change}`} change={change} />
            ))}
          </table>
        </div>
      )}
    </section>
  )
}

const TONES = { added: 'good', removed: 'bad', changed: 'wait', moved: 'accent' } as const

function Changed({ change }: { change: RowChangeWire }) {
  const say = useSay()
  const cells = change.cells.length === 0 ? [undefined] : change.cells
  return (
    <tbody>
      {cells.map((cell, i) => (
        <tr key={cell?.column ?? ''}>
          <td>{i === 0 && say(`ladder.table.${change.table}`)}</td>
          <th scope="row">{i === 0 && change.row}</th>
          <td>
            {i === 0 && (
              <span className={`mark ${TONES[change.change]}`}>
                {say(`ladder.change.${change.change}`)}
              </span>
            )}
          </td>
          <td>
            <code>{cell?.column}</code>
          </td>
          <td>{cell !== undefined && cell.before !== '' && <del>{cell.before}</del>}</td>
          <td>{cell !== undefined && cell.after !== '' && <ins>{cell.after}</ins>}</td>
        </tr>
      ))}
    </tbody>
  )
}
