import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day } from './calendar.ts'
import { UNITS_A_YEAR, yearFraction } from './day-count.ts'
import { DAY_COUNTS } from './ledger.ts'

describe('the part of a year between two days', () => {
  test.each([
    ['actual/365', '2024-01-01', '2025-01-01', 366n, 365n],
    ['actual/360', '2024-01-01', '2024-07-01', 182n, 360n],
    // A 30/360 month has thirty days: the 31st earns nothing, the end of February three days.
    ['30/360', '2026-01-30', '2026-01-31', 0n, 360n],
    ['30/360', '2026-02-28', '2026-03-01', 3n, 360n],
    ['30/360', '2024-02-29', '2024-03-01', 2n, 360n],
    ['30/360', '2026-01-15', '2027-01-15', 360n, 360n],
    // Actual/actual: days of a leap year are 366ths, others 365ths.
    ['actual/actual', '2023-12-31', '2024-01-02', 366n + 365n, 133_590n],
    ['actual/actual', '2024-01-01', '2025-01-01', 133_590n, 133_590n],
    ['actual/actual', '2100-02-28', '2100-03-01', 366n, 133_590n],
  ] as const)('%s from %s to %s is %s / %s', (dayCount, from, until, numerator, denominator) => {
    expect(yearFraction(day(from), day(until), dayCount)).toEqual({ numerator, denominator })
  })

  test('a period that is split in two is the same period, by every day count', () => {
    const dayOfLives = fc.integer({ min: 0, max: 60_000 })
    fc.assert(
      fc.property(
        fc.constantFrom(...DAY_COUNTS),
        dayOfLives,
        dayOfLives,
        dayOfLives,
        (count, ...n) => {
          const [a, b, c] = n
            .toSorted((x, y) => x - y)
            .map((days) => addDays(day('1970-01-01'), days))
          if (a === undefined || b === undefined || c === undefined) return
          const whole = yearFraction(a, c, count)
          const [first, second] = [yearFraction(a, b, count), yearFraction(b, c, count)]
          expect(first.numerator + second.numerator).toBe(whole.numerator)
          expect(first.denominator).toBe(BigInt(UNITS_A_YEAR[count]))
          expect(first.numerator).toBeGreaterThanOrEqual(0n)
        },
      ),
      { numRuns: 500, seed: 20261122 },
    )
  })
})
