import { assert } from './assert.ts'
import type { Day } from './calendar.ts'
import { wholeMonths } from './calendar.ts'
import { type Currency, money, split } from './money.ts'
import type { PlanInstalment, PlanShape } from './plan.ts'
import { payDays, type PayRule } from './plan-dates.ts'
import type { ProductTerms } from './product.ts'

/** What a plan is asked to look like. */
export type PlanWish = {
  readonly shape: Exclude<PlanShape, 'free'>
  readonly totalMinor: bigint
  readonly count: number
  readonly rule: PayRule
  readonly from: Day
  /** Paid on `from`, before the instalments. */
  readonly firstMinor?: bigint | undefined
  /** stepped: so many instalments of so much, one step after another; what is left is split over the rest. */
  readonly steps?: readonly { readonly count: number; readonly amountMinor: bigint }[] | undefined
  /** balloon: what the last instalment is. */
  readonly balloonMinor?: bigint | undefined
}

export type PlanWishDeclined = {
  readonly declined:
    | 'nothing_to_pay'
    | 'first_too_large'
    | 'steps_too_large'
    | 'balloon_too_large'
    | 'instalment_of_nothing'
    | 'plan_too_long'
}

/** Dated amounts that add up to the total, to the last cent. */
export function planSchedule(
  wish: PlanWish,
  terms: Pick<ProductTerms, 'dueDayRoll' | 'calendar'>,
  monthsMax: number,
): readonly PlanInstalment[] | PlanWishDeclined {
  const first = wish.firstMinor ?? 0n
  if (wish.totalMinor <= 0n || wish.count < 1) return { declined: 'nothing_to_pay' }
  if (first >= wish.totalMinor) return { declined: 'first_too_large' }
  const amounts = amountsOf(wish, wish.totalMinor - first)
  if (!Array.isArray(amounts)) return amounts as PlanWishDeclined
  if (amounts.some((minor) => minor <= 0n)) return { declined: 'instalment_of_nothing' }
  const days = payDays(wish.rule, { from: wish.from, count: wish.count, terms })
  const all = [
    ...(first > 0n ? [{ dueOn: wish.from, amountMinor: first }] : []),
    ...amounts.map((amountMinor, i) => ({ dueOn: days[i] ?? wish.from, amountMinor })),
  ]
  if (isLonger(wish.from, days.at(-1) ?? wish.from, monthsMax)) return { declined: 'plan_too_long' }
  assert(
    all.reduce((sum, one) => sum + one.amountMinor, 0n) === wish.totalMinor,
    'a plan splits its total without losing a cent',
  )
  return all.map((one, i) => ({ no: i + 1, ...one }))
}

/** Up to so many months and the days to the next payday after them. */
const isLonger = (from: Day, last: Day, monthsMax: number): boolean =>
  wholeMonths(from, last) > monthsMax

/** The split alone knows no currency: which one it is changes nothing. */
const ANY = 'XTS' as Currency
const shares = (minor: bigint, parts: number): bigint[] =>
  split(money(minor, ANY), parts).map((one) => one.minor)

function amountsOf(wish: PlanWish, minor: bigint): bigint[] | PlanWishDeclined {
  switch (wish.shape) {
    case 'equal':
    case 'interest_free':
      return shares(minor, wish.count)
    case 'balloon': {
      const balloon = wish.balloonMinor ?? 0n
      if (balloon >= minor) return { declined: 'balloon_too_large' }
      if (wish.count === 1) return [minor]
      return [...shares(minor - balloon, wish.count - 1), balloon]
    }
    case 'stepped':
      return stepped(wish, minor)
  }
}

function stepped(wish: PlanWish, minor: bigint): bigint[] | PlanWishDeclined {
  const given = (wish.steps ?? []).flatMap((step) =>
    Array.from({ length: step.count }, () => step.amountMinor),
  )
  const rest = wish.count - given.length
  const restMinor = minor - given.reduce((sum, one) => sum + one, 0n)
  if (rest < 0 || restMinor < 0n) return { declined: 'steps_too_large' }
  if (rest === 0) return restMinor === 0n ? given : { declined: 'steps_too_large' }
  return [...given, ...shares(restMinor, rest)]
}
