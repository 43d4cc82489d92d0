import { useSuspenseQuery } from '@tanstack/react-query'
import type { CaseWire } from '../../../src/api/wire.ts'
import { STATE_TONE } from '../cases/columns.tsx'
import { clockText, moneyText, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { permissionsQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'

/** Who this is and what they owe, in one line that a tired person can read. */
export function CaseHead({ found }: { found: CaseWire }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const isPast = useAsOf() !== undefined
  const { data: asked } = useSuspenseQuery(permissionsQuery(found.id))
  return (
    <header className="case-head">
      <div>
        <h1 lang={found.language}>{found.name}</h1>
        <p className="case-facts">
          {isPast && <span>{say('case.state_today')}</span>}
          <span className={`mark ${STATE_TONE[found.state]}`}>{say(`state.${found.state}`)}</span>
          <span>
            {wordOf('stage', found.stage)} · {wordOf('tone', found.tone)}
          </span>
          <code>{found.ref}</code>
          <span>{say('case.speaks', { language: say(`language.${found.language}`) })}</span>
          {(isPast ? [] : found.zones).map((zone) => (
            <span key={zone}>
              {say('case.their_clock', {
                clock: clockText(asked.at, zone, language),
                zone: zoneText(zone, language),
              })}
            </span>
          ))}
        </p>
      </div>
      <div className="case-amount">
        <span className="eyebrow">{say('case.arrears')}</span>
        <strong className="figure">{moneyText(found.arrears, language)}</strong>
        <span>
          {found.days_past_due > 0
            ? say('case.days', { days: found.days_past_due })
            : say('case.not_behind')}
        </span>
      </div>
    </header>
  )
}
