import type { Payment } from './account-facts.ts'
import type { Day, Instant } from './calendar.ts'
import { isAfter, unusedMoney } from './promise.ts'

/** One dated amount of a plan. */
export type PlanInstalment = {
  readonly no: number
  readonly dueOn: Day
  readonly amountMinor: bigint
}

/** Several dated payments agreed as one; without instalments it only ends the plan that it names. */
export type Plan = {
  readonly id: bigint
  readonly agreedOn: Day
  readonly endsId?: bigint | undefined
  readonly instalments: readonly PlanInstalment[]
  readonly recordedAt: Instant
}

export type PlanState = 'running' | 'completed' | 'cancelled'

export type JudgedPlan = {
  readonly plan: Plan
  readonly state: PlanState
  /** Due day of the oldest unpaid instalment, past or to come. */
  readonly oldestUnpaidOn: Day | undefined
  /** Due day of the next unpaid instalment, today included. */
  readonly nextOn: Day | undefined
}

/** How the plans of one account stand at the end of `asOf`; money pays the oldest instalment first. */
export function judgePlans(
  plans: readonly Plan[],
  payments: readonly Payment[],
  asOf: Day,
): readonly JudgedPlan[] {
  const agreed = plans.filter((plan) => plan.agreedOn <= asOf)
  const money = unusedMoney(payments, asOf)
  return agreed
    .filter((plan) => plan.instalments.length > 0)
    .map((plan) => {
      const ender = agreed.find((other) => other.endsId === plan.id)
      const end = ender && { on: ender.agreedOn, recordedAt: ender.recordedAt }
      const start = { on: plan.agreedOn, recordedAt: plan.recordedAt }
      const paidMinor = money
        .filter((one) => isAfter(one, start) && (end === undefined || !isAfter(one, end)))
        .reduce((sum, one) => sum + one.leftMinor, 0n)
      const unpaid = unpaidOf(plan, paidMinor)
      if (unpaid.length === 0)
        return { plan, state: 'completed', oldestUnpaidOn: undefined, nextOn: undefined }
      return {
        plan,
        state: ender === undefined ? 'running' : 'cancelled',
        oldestUnpaidOn: unpaid[0]?.dueOn,
        nextOn: unpaid.find((instalment) => instalment.dueOn >= asOf)?.dueOn,
      }
    })
}

function unpaidOf(plan: Plan, paidMinor: bigint): readonly PlanInstalment[] {
  let reach = 0n
  return plan.instalments
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.no - b.no))
    .filter((instalment) => {
      reach += instalment.amountMinor
      return reach > paidMinor
    })
}
