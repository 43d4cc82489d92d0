import { useSuspenseQuery } from '@tanstack/react-query'
import type { CaseWire, PromiseWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { BudgetSummary } from './budget-summary.tsx'
import { Offer } from './offer.tsx'
import { Plan } from './plan.tsx'
import { agreementsQuery } from './queries.ts'
import './agree.css'

/** What was agreed, how it is kept, and what may be done about it. */
export function AgreementsPanel({ found, onBudget }: { found: CaseWire; onBudget: () => void }) {
  const say = useSay()
  const { data } = useSuspenseQuery(agreementsQuery(found.id, useAsOf()))
  const isEmpty = data.promises.length + data.plans.length + data.offers.length === 0
  return (
    <section className="sheet" id="agreements" aria-labelledby="agreements-title">
      <h2 id="agreements-title">{say('case.agreements')}</h2>
      {isEmpty && <p className="muted">{say('agree.none')}</p>}
      <ul className="agreed">
        {data.offers
          .filter((one) => one.state === 'open' || one.state === 'waiting')
          .map((one) => (
            <Offer key={one.id} found={found} offer={one} />
          ))}
        {data.plans.toReversed().map((one) => (
          <Plan
            key={one.id}
            found={found}
            plan={one}
            settlement={data.settlements.find((each) => each.plan === one.id)}
          />
        ))}
        {data.promises.toReversed().map((one) => (
          <PromiseLine key={one.id} promise={one} />
        ))}
      </ul>
      <BudgetSummary id={found.id} onOpen={onBudget} />
    </section>
  )
}

function PromiseLine({ promise }: { promise: PromiseWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const day = dayText(promise.due_on, language)
  return (
    <li>
      <p>
        <b>{say('agree.promise', { amount: moneyText(promise.amount, language), day })}</b>{' '}
        <span className="mark">
          {say(promise.taken_back ? 'agree.state.taken_back' : `agree.state.${promise.state}`)}
        </span>
      </p>
      <p className="muted">
        {say('agree.paid', { amount: moneyText(promise.paid, language) })}
        {promise.until_on !== promise.due_on &&
          ` · ${say('agree.until', { day: dayText(promise.until_on, language) })}`}
        {promise.reason !== null && ` · ${say('agree.in_place', { reason: promise.reason })}`}
      </p>
    </li>
  )
}
