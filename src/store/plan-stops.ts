import type { Payment } from '../core/account-facts.ts'
import { day, type Day } from '../core/calendar.ts'
import type { DebtTerms, MoneyFact } from '../core/ledger.ts'
import { judgePlans, type Plan } from '../core/plan.ts'
import { planNoCharges } from '../core/plan-rules.ts'

/** Later than every day that is ever asked about: what is so on a day does not change with what follows it. */
const EVER = day('9999-12-31')

/**
 * The terms of a debt with the days on which its plans keep charges off it. Money counts for a plan where it
 * names the debt, or where there is no other debt that it could be for.
 */
export function withPlanStops(
  terms: DebtTerms,
  of: {
    readonly plans: readonly Plan[]
    readonly facts: readonly MoneyFact[]
    readonly isOnly: boolean
  },
): DebtTerms {
  const stopping = of.plans.filter((plan) => (plan.rules?.charges ?? 'run') !== 'run')
  if (stopping.length === 0) return terms
  const payments = paymentsOf(of.facts, terms.accountId, of.isOnly)
  // A stop that a break takes back is taken back when something shows the break, not before.
  const known = newest(of.facts)
  const spans = of.plans.flatMap((plan) => {
    const asOf = plan.rules?.charges === 'stop_while_kept' ? known : EVER
    const judged = asOf === undefined ? [] : judgePlans(of.plans, payments, asOf)
    return planNoCharges(judged.filter((one) => one.plan.id === plan.id))
  })
  return { ...terms, noCharges: [...terms.noCharges, ...spans] }
}

function paymentsOf(
  facts: readonly MoneyFact[],
  accountId: bigint,
  isOnly: boolean,
): readonly Payment[] {
  return facts.flatMap((fact): Payment[] => {
    const times = { id: fact.id, effectiveOn: fact.on, recordedAt: fact.recordedAt }
    if (fact.kind === 'payment') {
      const isMine = fact.accountId === accountId || (fact.accountId === undefined && isOnly)
      return isMine ? [{ ...times, amountMinor: fact.amountMinor }] : []
    }
    if (fact.kind !== 'reversal' && fact.kind !== 'chargeback') return []
    return [{ ...times, amountMinor: 0n, reversesId: fact.reversesId }]
  })
}

const newest = (facts: readonly MoneyFact[]): Day | undefined =>
  facts.reduce<Day | undefined>(
    (latest, { on }) => (latest === undefined || on > latest ? on : latest),
    undefined,
  )
