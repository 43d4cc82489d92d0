import type { WhatIfCounts } from '../../../src/api/wire.ts'
import { countText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'

type Props = {
  readonly counts: WhatIfCounts
  readonly hours: Readonly<Record<string, number>>
  readonly onHours: (worklist: string, cases: number | undefined) => void
}

/** Who would wait for people's hours, and how far the hours reach. */
export function Lists({ counts, hours, onHours }: Props) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  if (counts.lists.length === 0) return null
  return (
    <section className="ladder-part" aria-labelledby="lists-title">
      <h2 id="lists-title">
        {say('ladder.lists')}
        <small>{say('ladder.lists_about')}</small>
      </h2>
      <div className="ladder-scroll" role="region" aria-labelledby="lists-title" tabIndex={0}>
        <table className="changes-table">
          <thead>
            <tr>
              <th scope="col">{say('ladder.list')}</th>
              <th scope="col">{say('ladder.list_waiting')}</th>
              <th scope="col">{say('ladder.list_hours')}</th>
              <th scope="col">{say('ladder.list_reached')}</th>
              <th scope="col">{say('ladder.list_left')}</th>
            </tr>
          </thead>
          <tbody>
            {counts.lists.map(({ worklist, waiting, reached, last_priority: last }) => (
              <tr key={worklist}>
                <th scope="row">
                  {wordOf('worklist', worklist)} <code>{worklist}</code>
                </th>
                <td className="figure">{countText(waiting, language)}</td>
                <td>
                  <input
                    className="ladder-input"
                    type="number"
                    min={0}
                    max={999_999}
                    aria-label={say('ladder.list_hours_of', { list: worklist })}
                    value={hours[worklist] ?? ''}
                    onChange={(event) => {
                      const { value } = event.currentTarget
                      onHours(worklist, value === '' ? undefined : Math.trunc(Number(value)))
                    }}
                  />
                </td>
                <td className="figure">
                  {reached === null ? '' : countText(reached, language)}
                  {last !== null && <small> {say('ladder.list_last', { priority: last })}</small>}
                </td>
                <td className="figure">
                  {reached === null ? '' : countText(waiting - reached, language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
