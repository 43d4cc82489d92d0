import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_AGREEMENT } from './agreement-terms.ts'
import { addDays, day } from './calendar.ts'
import {
  keptShare,
  recoveryCurve,
  valueOfOption,
  valueOfSchedule,
  valueOfWaiting,
} from './present-value.ts'

const TODAY = day('2026-11-22')
const TERMS = { ...DEFAULT_AGREEMENT.value, monthsMax: 3, accountsMin: 30, floorBpsAMonth: 100 }

describe('money to come', () => {
  test('today is worth itself, and a year away less by the year’s rate', () => {
    const at = { today: TODAY, bpsAYear: 1000 }
    expect(valueOfSchedule([{ dueOn: TODAY, amountMinor: 11_000n }], at)).toBe(11_000n)
    expect(valueOfSchedule([{ dueOn: addDays(TODAY, 365), amountMinor: 11_000n }], at)).toBe(
      10_000n,
    )
  })

  test('is rounded once: a hundred small payments lose no more than one minor unit', () => {
    const at = { today: TODAY, bpsAYear: 700 }
    const small = Array.from({ length: 100 }, (_, i) => ({
      dueOn: addDays(TODAY, i),
      amountMinor: 1n,
    }))
    const exact = small.reduce((sum, _, i) => sum + 1 / (1 + (0.07 * i) / 365), 0)
    expect(valueOfSchedule(small, at)).toBe(BigInt(Math.floor(exact)))
  })
})

describe('the recovery curve', () => {
  const months = [
    { month: 1, accounts: 30, cashMinor: 2000n, owedMinor: 10_000n },
    { month: 2, accounts: 29, cashMinor: 9000n, owedMinor: 10_000n },
  ]
  test('is the book’s own where enough accounts have reached the age, else the floor', () =>
    expect(recoveryCurve(months, TERMS).map((point) => point.from)).toEqual([
      'book',
      'floor',
      'floor',
    ]))

  test('a debt is worth what is still to come of it, at its age', () => {
    const curve = recoveryCurve(months, TERMS)
    const at = (monthsSince: number) =>
      valueOfWaiting(curve, { owedMinor: 10_000n, monthsSince, bpsAYear: 0 })
    // 20% of 10,000, then 1% of 8,000, then 1% of 7,920.
    expect(at(0).valueMinor).toBe(2159n)
    expect(at(0)).toMatchObject({ bookMonths: 1, floorMonths: 2 })
    expect(at(1).valueMinor).toBe(199n)
    expect(at(3).valueMinor).toBe(0n)
  })
})

test('an option is worth what it brings if kept, and waiting if not, by the share that is kept', () => {
  const waiting = { valueMinor: 1000n, cashMinor: 1000n, bookMonths: 0, floorMonths: 3 }
  const option = valueOfOption([{ dueOn: TODAY, amountMinor: 6000n }], {
    today: TODAY,
    bpsAYear: 1000,
    keptBps: 7500,
    waiting,
  })
  expect(option).toMatchObject({ payMinor: 6000n, keptMinor: 6000n, valueMinor: 4750n })
})

test('the share that is kept is the book’s own once enough plans have ended', () => {
  const terms = { ...TERMS, plansMin: 10, keptBps: 6000 }
  expect(keptShare({ completed: 9, broken: 1 }, terms)).toEqual({ bps: 9000, from: 'book' })
  expect(keptShare({ completed: 9, broken: 0 }, terms)).toEqual({ bps: 6000, from: 'floor' })
})

test('no value passes what is owed, and a higher rate never makes it more', () =>
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 10n),
      fc.integer({ min: 0, max: 5000 }),
      fc.array(fc.tuple(fc.bigInt(0n, 10n ** 6n), fc.bigInt(1n, 10n ** 6n)), { maxLength: 12 }),
      (owedMinor, bpsAYear, told) => {
        const months = told.map(([cashMinor, owed], i) => ({
          month: i + 1,
          accounts: 100,
          cashMinor,
          owedMinor: owed,
        }))
        const curve = recoveryCurve(months, { ...TERMS, monthsMax: 12 })
        const at = (bps: number) =>
          valueOfWaiting(curve, { owedMinor, monthsSince: 0, bpsAYear: bps }).valueMinor
        expect(at(bpsAYear) <= owedMinor && at(bpsAYear) >= 0n).toBe(true)
        expect(at(bpsAYear + 100) <= at(bpsAYear)).toBe(true)
      },
    ),
  ))
