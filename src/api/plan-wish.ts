import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import type { OptionWish } from '../store/offer-options.ts'
import { DayIn, MoneyIn } from './schemas.ts'

const INSTALMENTS_MAX = 120

const rule = z.discriminatedUnion('every', [
  z.strictObject({
    every: z.literal('month'),
    day_of_month: z.int().min(1).max(31),
    days_after: z.int().min(0).max(10).optional(),
  }),
  z.strictObject({
    every: z.literal('month_last_workday'),
    days_after: z.int().min(0).max(10).optional(),
  }),
  z.strictObject({
    every: z.enum(['week', 'fortnight']),
    weekday: z.int().min(1).max(7),
    days_after: z.int().min(0).max(10).optional(),
  }),
])

/** What a plan or settlement is asked to look like; its dates and amounts follow. */
export const WishGiven = z
  .strictObject({
    kind: z.enum(['plan', 'settlement']),
    shape: z.enum(['equal', 'stepped', 'interest_free', 'balloon']).default('equal'),
    count: z.int().min(1).max(INSTALMENTS_MAX),
    payday: rule,
    from: DayIn.optional(),
    /** What is paid; without it all that is owed. */
    pay: MoneyIn.optional(),
    first: MoneyIn.optional(),
    steps: z
      .array(z.strictObject({ count: z.int().min(1).max(INSTALMENTS_MAX), amount: MoneyIn }))
      .max(INSTALMENTS_MAX)
      .optional(),
    balloon: MoneyIn.optional(),
  })
  .openapi('PlanWish')

type Given = z.output<typeof WishGiven>

export function wishOf(given: Given, today: Day): OptionWish {
  const daysAfter = given.payday.days_after ?? 0
  return {
    kind: given.kind,
    shape: given.shape,
    count: given.count,
    from: given.from ?? today,
    payMinor: given.pay?.minor,
    firstMinor: given.first?.minor,
    balloonMinor: given.balloon?.minor,
    steps: given.steps?.map((step) => ({ count: step.count, amountMinor: step.amount.minor })),
    rule:
      given.payday.every === 'month'
        ? { every: 'month', dayOfMonth: given.payday.day_of_month, daysAfter }
        : given.payday.every === 'month_last_workday'
          ? { every: given.payday.every, daysAfter }
          : { every: given.payday.every, weekday: given.payday.weekday, daysAfter },
  }
}

export const currenciesOf = (given: Given): readonly string[] =>
  [
    given.pay,
    given.first,
    given.balloon,
    ...(given.steps ?? []).map((step) => step.amount),
  ].flatMap((money) => (money === undefined ? [] : [money.currency]))
