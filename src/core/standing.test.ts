import { describe, expect, test } from 'vitest'
import { known, loan, paid, told } from '../../test/core/facts.ts'
import type { AccountFacts, Payment } from './account-facts.ts'
import { NO_FACTS } from './account-facts.ts'
import { day } from './calendar.ts'
import { positionOf } from './position.ts'
import { DEFAULT_TERMS } from './product.ts'

const on = (facts: AccountFacts, asOf: string, terms = {}) =>
  positionOf(facts, { ...DEFAULT_TERMS, ...terms }, day(asOf))

/** 100.00 falls due on the 10th of each month from January 2026. */
const streak = (payments: Payment[], asOf: string, terms = {}) =>
  on(loan({ payments }), asOf, terms).onTimeStreak

describe('the on-time streak counts instalments paid by their due day', () => {
  const january = paid(1, '2026-01-08', 10_000n)

  test.each<[string, Payment[], string, number]>([
    ['nothing paid yet', [], '2026-01-05', 0],
    ['before the due day', [january], '2026-01-09', 1],
    ['on the due day itself', [january, paid(2, '2026-02-10', 10_000n)], '2026-02-15', 2],
    ['a day late ends it', [january, paid(2, '2026-02-11', 10_000n)], '2026-03-01', 0],
    [
      'and it begins again with the next one on time',
      [january, paid(2, '2026-02-11', 10_000n), paid(3, '2026-03-10', 10_000n)],
      '2026-03-12',
      1,
    ],
    ['a cent short is not paid', [paid(1, '2026-01-08', 9_999n)], '2026-01-11', 0],
    ['several ahead are on time', [paid(1, '2026-01-08', 30_000n)], '2026-01-09', 3],
  ])('%s', (_, payments, asOf, expected) => expect(streak(payments, asOf)).toBe(expected))

  test('on the due day there is still time; the day after there is none', () => {
    expect(streak([january], '2026-02-10')).toBe(1)
    expect(streak([january], '2026-02-11')).toBe(0)
  })

  test('within grace is on time, the day after grace is not', () => {
    const february = (day: string) => [january, paid(2, day, 10_000n)]
    expect(streak(february('2026-02-13'), '2026-03-01', { graceDays: 3 })).toBe(2)
    expect(streak(february('2026-02-14'), '2026-03-01', { graceDays: 3 })).toBe(0)
  })

  test('a payment that was taken back paid nothing on time', () => {
    const back = paid(2, '2026-01-20', 10_000n, { reversesId: 1n })
    expect(streak([january, back], '2026-01-19')).toBe(1)
    expect(streak([january, back], '2026-01-21')).toBe(0)
  })

  test('a pause stops this clock too', () => {
    const pauses = [
      {
        id: 1n,
        fromOn: day('2026-02-01'),
        untilOn: day('2026-03-01'),
        effectiveOn: day('2026-01-20'),
        recordedAt: known(1),
      },
    ]
    const with_ = (second: string) =>
      on(loan({ pauses, payments: [january, paid(2, second, 10_000n)] }), '2026-03-05').onTimeStreak
    expect(with_('2026-03-01')).toBe(2)
    expect(with_('2026-03-02')).toBe(0)
  })

  test('a position is woken on the day that would end it', () => {
    const facts = loan({ payments: [january] })
    const terms = { graceDays: 3, materiality: { toleranceMinor: 0n, arrearsAboveMinor: 90_000n } }
    expect(on(facts, '2026-02-11', terms)).toMatchObject({ onTimeStreak: 1, wakeOn: '2026-02-14' })
    expect(on(facts, '2026-02-14', terms)).toMatchObject({ onTimeStreak: 0 })
  })
})

describe('where a source sends balances, a due day that no later balance calls late was met', () => {
  const snapshots = (last = {}) => [
    told('2026-01-05', { nextDueOn: day('2026-01-10') }),
    told('2026-01-12', { nextDueOn: day('2026-02-10') }),
    told('2026-02-12', { nextDueOn: day('2026-03-10'), ...last }),
  ]
  const late = { oldestUnpaidDueOn: day('2026-02-10'), arrearsMinor: 5_000n }
  const streakOf = (asOf: string, last = {}) =>
    on({ ...NO_FACTS, snapshots: snapshots(last) }, asOf).onTimeStreak

  test.each<[string, number]>([
    ['2026-01-11', 0],
    ['2026-01-12', 1],
    ['2026-02-11', 1],
    ['2026-02-12', 2],
  ])('on %s: %i', (asOf, expected) => expect(streakOf(asOf)).toBe(expected))

  test('a balance of the due day itself, or within grace, does not say yet', () => {
    const told_ = [
      told('2026-01-05', { nextDueOn: day('2026-01-10') }),
      told('2026-01-10', { nextDueOn: day('2026-02-10') }),
      told('2026-01-12', { nextDueOn: day('2026-02-10') }),
    ]
    const at = (asOf: string, graceDays: number) =>
      on({ ...NO_FACTS, snapshots: told_ }, asOf, { graceDays }).onTimeStreak
    expect(at('2026-01-11', 0)).toBe(0)
    expect(at('2026-01-12', 0)).toBe(1)
    expect(at('2026-01-12', 3)).toBe(0)
  })

  test('one that is late ends it', () => expect(streakOf('2026-02-20', late)).toBe(0))
})

test('a delinquency that ends within fifteen days is a quick cure, one of sixteen days is not', () => {
  const cured = (day: string) =>
    on(loan({ payments: [paid(1, day, 10_000n)] }), '2026-02-01').quickCures
  // Delinquent from the 11th of January on.
  expect(cured('2026-01-26')).toBe(1)
  expect(cured('2026-01-27')).toBe(0)
  expect(cured('2026-01-10')).toBe(0)
})
