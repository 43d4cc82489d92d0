import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, type Day } from './calendar.ts'
import { payDays, type PayRule } from './plan-dates.ts'
import { planSchedule, type PlanWish } from './plan-schedule.ts'
import { DEFAULT_TERMS } from './product.ts'

const MONTHLY: PayRule = { every: 'month', dayOfMonth: 25, daysAfter: 2 }
const wish = (more: Partial<PlanWish> = {}): PlanWish => ({
  shape: 'equal',
  totalMinor: 10_010n,
  count: 3,
  rule: MONTHLY,
  from: day('2026-11-22'),
  ...more,
})
const planned = (of: PlanWish, months = 60) => {
  const made = planSchedule(of, DEFAULT_TERMS, months)
  if ('declined' in made) return made.declined
  return made.map((one) => `${one.dueOn} ${one.amountMinor}`)
}

describe('a plan', () => {
  test('of equal instalments loses no cent, and is due two days after payday', () =>
    expect(planned(wish())).toEqual(['2026-11-27 3337', '2026-12-27 3337', '2027-01-27 3336']))

  test('begins with a first payment on its own day', () =>
    expect(planned(wish({ firstMinor: 10n, count: 2 }))).toEqual([
      '2026-11-22 10',
      '2026-11-27 5000',
      '2026-12-27 5000',
    ]))

  test('steps up, the rest split over what is left of it', () =>
    expect(
      planned(wish({ shape: 'stepped', count: 4, steps: [{ count: 2, amountMinor: 1000n }] })),
    ).toEqual(['2026-11-27 1000', '2026-12-27 1000', '2027-01-27 4005', '2027-02-27 4005']))

  test('keeps the balloon for the end', () =>
    expect(planned(wish({ shape: 'balloon', balloonMinor: 8000n }))).toEqual([
      '2026-11-27 1005',
      '2026-12-27 1005',
      '2027-01-27 8000',
    ]))

  test.each<[string, Partial<PlanWish>, number, string]>([
    ['a first payment of everything', { firstMinor: 10_010n }, 60, 'first_too_large'],
    [
      'steps of more than there is',
      { shape: 'stepped', steps: [{ count: 2, amountMinor: 9000n }] },
      60,
      'steps_too_large',
    ],
    [
      'a balloon of everything',
      { shape: 'balloon', balloonMinor: 10_010n },
      60,
      'balloon_too_large',
    ],
    ['more instalments than cents', { totalMinor: 2n }, 60, 'instalment_of_nothing'],
    ['more months than may be', { count: 61, totalMinor: 610_000n }, 59, 'plan_too_long'],
  ])('is refused for %s', (_, more, months, declined) =>
    expect(planned(wish(more), months)).toBe(declined),
  )

  test('of sixty months is allowed where sixty are', () =>
    expect(planned(wish({ count: 60, totalMinor: 600_000n }), 60)).toHaveLength(60))
})

describe('pay days', () => {
  const days = (rule: PayRule, from: string, count = 3, terms = DEFAULT_TERMS) =>
    payDays(rule, { from: day(from), count, terms })

  test('a 31st is the last of a shorter month', () =>
    expect(days({ every: 'month', dayOfMonth: 31, daysAfter: 0 }, '2027-01-31')).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
    ]))

  test('the last workday of a month is never a Sunday', () =>
    expect(days({ every: 'month_last_workday', daysAfter: 0 }, '2027-01-01')).toEqual([
      '2027-01-29',
      '2027-02-26',
      '2027-03-31',
    ]))

  test('a fortnight goes on from the first weekday', () =>
    expect(days({ every: 'fortnight', weekday: 5, daysAfter: 1 }, '2026-11-22')).toEqual([
      '2026-11-28',
      '2026-12-12',
      '2026-12-26',
    ]))

  test('a holiday moves a day as the product rolls it', () => {
    const holidays = new Set([day('2027-02-08'), day('2027-02-09')])
    const terms = {
      ...DEFAULT_TERMS,
      dueDayRoll: 'next_workday' as const,
      calendar: { ...DEFAULT_TERMS.calendar, holidays },
    }
    expect(days({ every: 'month', dayOfMonth: 8, daysAfter: 0 }, '2027-02-01', 1, terms)).toEqual([
      '2027-02-10',
    ])
  })
})

test('no split loses a cent, whatever the shape, and days only go forward', () => {
  const rules = fc.oneof(
    fc.record({
      every: fc.constant('month' as const),
      dayOfMonth: fc.integer({ min: 1, max: 31 }),
      daysAfter: fc.integer({ min: 0, max: 10 }),
    }),
    fc.record({ every: fc.constant('month_last_workday' as const), daysAfter: fc.nat(10) }),
    fc.record({
      every: fc.constantFrom('week' as const, 'fortnight' as const),
      weekday: fc.integer({ min: 1, max: 7 }),
      daysAfter: fc.nat(10),
    }),
  )
  const wishes = fc.record({
    shape: fc.constantFrom('equal', 'stepped', 'interest_free', 'balloon'),
    totalMinor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    count: fc.integer({ min: 1, max: 60 }),
    rule: rules,
    from: fc.integer({ min: 0, max: 4000 }).map((n): Day => addDays(day('2024-01-01'), n)),
    firstMinor: fc.option(fc.bigInt({ min: 1n, max: 10n ** 6n }), { nil: undefined }),
    steps: fc.option(
      fc.array(
        fc.record({ count: fc.integer({ min: 1, max: 5 }), amountMinor: fc.bigInt(1n, 10n ** 6n) }),
        { maxLength: 3 },
      ),
      { nil: undefined },
    ),
    balloonMinor: fc.option(fc.bigInt(1n, 10n ** 6n), { nil: undefined }),
  })
  let made = 0
  const roll = { ...DEFAULT_TERMS, dueDayRoll: 'modified_next' as const }
  fc.assert(
    fc.property(wishes, (one) => {
      const schedule = planSchedule(one as PlanWish, roll, 60)
      if ('declined' in schedule) return
      made++
      expect(schedule.reduce((sum, each) => sum + each.amountMinor, 0n)).toBe(one.totalMinor)
      expect(schedule.every((each) => each.amountMinor > 0n && each.dueOn >= one.from)).toBe(true)
      const rest = schedule.filter((each) => each.no > (one.firstMinor === undefined ? 0 : 1))
      expect(rest.every((each, i) => i === 0 || each.dueOn > (rest[i - 1]?.dueOn ?? ''))).toBe(true)
    }),
    { numRuns: 2000, seed: 17 },
  )
  expect(made).toBeGreaterThan(500)
})
