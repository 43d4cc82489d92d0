import { useSuspenseQuery } from '@tanstack/react-query'
import type { CaseId } from '../../../src/api/wire.ts'
import type { LimitationWire } from '../../../src/api/wire-care.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { limitationQuery } from './queries.ts'

/** Since when each debt is out of time, and how that day was reckoned. */
export function Limitation({ id }: { id: CaseId }) {
  const say = useSay()
  const { data } = useSuspenseQuery(limitationQuery(id))
  const told = data.items.filter((one) => one.law !== null || one.barred_on !== null)
  if (told.length === 0) return null
  return (
    <>
      <h3>{say('limitation.title')}</h3>
      <ul className="care-list">
        {told.map((one) => (
          <Account key={one.account_id} one={one} />
        ))}
      </ul>
    </>
  )
}

function Account({ one }: { one: LimitationWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const on = one.barred_on === null ? '' : dayText(one.barred_on, language)
  const key = one.barred_on === null ? 'open' : one.barred ? 'barred' : 'runs'
  return (
    <li>
      <b className={one.barred ? 'care-late' : undefined}>
        {say(`limitation.${key}`, { ref: one.account_ref, on })}
      </b>
      {one.law !== null && (
        <small className="muted">
          {' '}
          {one.law.title} ({one.law.mark_name})
        </small>
      )}
      {one.law?.sentence && <p>{one.law.sentence}</p>}
      <details>
        <summary>{say('limitation.steps')}</summary>
        <ol>
          {one.steps.map((step) => (
            <li key={`${step.on} ${step.kind_name} ${step.what}`}>
              {dayText(step.on, language)} {step.kind_name}: {step.words}
            </li>
          ))}
        </ol>
      </details>
    </li>
  )
}
