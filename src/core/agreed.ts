import type { Payment } from './account-facts.ts'
import type { Day } from './calendar.ts'
import { addDays } from './calendar.ts'
import type { Plan } from './plan.ts'
import { judgePlans } from './plan.ts'
import type { Promised, PromiseState } from './promise.ts'
import { judgePromises } from './promise.ts'

/** What the borrower of one account has agreed to. */
export type Agreements = { readonly promises: readonly Promised[]; readonly plans: readonly Plan[] }

export const NO_AGREEMENTS: Agreements = { promises: [], plans: [] }

/** The columns of a position that promises and plans fill. */
export type Agreed = {
  /** Last day, tolerance included, of the open promise that ends first. */
  readonly promiseUntil: Day | undefined
  readonly promisesKept: number
  readonly promisesBroken: number
  /** How the newest promise stands. */
  readonly promiseLast: PromiseState | undefined
  readonly planSince: Day | undefined
  readonly planNextOn: Day | undefined
  readonly planOldestOn: Day | undefined
  /** The first later day on which this may differ although no new fact has arrived. */
  readonly wakeOn: Day | undefined
}

/** What is so on `asOf`; a payment, a new agreement or `wakeOn` is what changes it. */
export function agreedOn(agreements: Agreements, payments: readonly Payment[], asOf: Day): Agreed {
  if (agreements === NO_AGREEMENTS) return nothingAgreed(payments, asOf)
  const promises = judgePromises(agreements.promises, payments, asOf)
  const plans = judgePlans(agreements.plans, payments, asOf)
  const times = (state: PromiseState) => promises.filter((one) => one.state === state).length
  const promiseUntil = earliest(
    promises.filter((one) => one.state === 'open').map((one) => one.untilOn),
  )
  const running = plans
    .filter((one) => one.state === 'running')
    .toSorted((a, b) => (a.plan.id < b.plan.id ? 1 : -1))[0]
  const newest = promises
    .filter(({ promise }) => !promise.withdrawn)
    .toSorted((a, b) => (a.promise.id < b.promise.id ? 1 : -1))[0]
  const planNextOn = running?.nextOn
  return {
    promiseUntil,
    promisesKept: times('kept'),
    promisesBroken: times('broken'),
    promiseLast: newest?.state,
    planSince: running?.plan.agreedOn,
    planNextOn,
    planOldestOn: running?.oldestUnpaidOn,
    wakeOn: earliest([
      ...[promiseUntil, planNextOn].flatMap((on) => (on === undefined ? [] : addDays(on, 1))),
      running?.changesOn,
      ...plans.flatMap((one) => eventsAfter(one.plan, asOf)),
      ...startsAfter(agreements, asOf),
      ...payments.map((payment) => payment.effectiveOn).filter((on) => on > asOf),
    ]),
  }
}

/** Most accounts: nothing is judged, and only money that is still to count may change that. */
function nothingAgreed(payments: readonly Payment[], asOf: Day): Agreed {
  let wakeOn: Day | undefined
  for (const { effectiveOn } of payments)
    if (effectiveOn > asOf && (wakeOn === undefined || effectiveOn < wakeOn)) wakeOn = effectiveOn
  return wakeOn === undefined ? NOTHING_AGREED : { ...NOTHING_AGREED, wakeOn }
}

const NOTHING_AGREED: Agreed = {
  promiseUntil: undefined,
  promisesKept: 0,
  promisesBroken: 0,
  promiseLast: undefined,
  planSince: undefined,
  planNextOn: undefined,
  planOldestOn: undefined,
  wakeOn: undefined,
}

const eventsAfter = (plan: Plan, asOf: Day): Day[] =>
  (plan.events ?? []).map((event) => event.on).filter((on) => on > asOf)

const startsAfter = ({ promises, plans }: Agreements, asOf: Day): Day[] =>
  [...promises.map((one) => one.madeOn), ...plans.map((one) => one.agreedOn)].filter(
    (on) => on > asOf,
  )

export const earliest = (days: readonly (Day | undefined)[]): Day | undefined =>
  days.reduce(
    (least, on) => (least === undefined || (on !== undefined && on < least) ? on : least),
    undefined,
  )
