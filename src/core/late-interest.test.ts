import { expect, test } from 'vitest'
import { LATE_BASIS_POINTS_MAX, lateInterestMinor, type LateInterest } from './late-interest.ts'

const MOST = 900_000_000_000_000
const year = { basisPointsAYear: 1_800, dayCount: 'actual/360' } as const
const due = (arrears: number, days: number, terms: LateInterest = year) =>
  lateInterestMinor(arrears, days, { terms, most: MOST })

test('eighteen per cent a year on a hundred, for half a year of 360 days, is nine', () => {
  expect(due(10_000, 180)).toBe(900)
  expect(due(10_000, 180, { ...year, dayCount: 'actual/365' })).toBe(888)
})

test('nothing is charged without a rate, without arrears and on the day itself', () => {
  expect(lateInterestMinor(10_000, 180, { terms: undefined, most: MOST })).toBe(0)
  expect(due(0, 180)).toBe(0)
  expect(due(-5_000, 180)).toBe(0)
  expect(due(10_000, 0)).toBe(0)
})

test('half of a minor unit goes to the even one', () => {
  // 1,800 basis points over ten days are half a per cent.
  expect(due(100, 10)).toBe(0)
  expect(due(300, 10)).toBe(2)
  expect(due(500, 10)).toBe(2)
  expect(due(501, 10)).toBe(3)
})

/** The same in numbers of any size. */
function slowly(arrears: number, days: number, terms: LateInterest): number {
  const divisor = terms.dayCount === 'actual/360' ? 3_600_000n : 3_650_000n
  const top = BigInt(arrears) * BigInt(terms.basisPointsAYear) * BigInt(days)
  const [low, twice] = [top / divisor, (top % divisor) * 2n]
  const exact = twice > divisor || (twice === divisor && low % 2n === 1n) ? low + 1n : low
  return Number(exact < BigInt(MOST) ? exact : BigInt(MOST))
}

test('it is exact for every amount and any number of days', () => {
  const amounts = [1, 99, 3_599_999, 3_600_000, 3_650_001, 2 ** 31, 2 ** 40 - 1, 8e14 + 7, MOST]
  let state = 12_345
  const draw = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * most)
  }
  let capped = 0
  for (let n = 0; n < 20_000; n++) {
    const arrears = n % 4 === 0 ? (amounts[draw(amounts.length)] ?? 1) : draw(10 ** (1 + draw(15)))
    const terms: LateInterest = {
      basisPointsAYear: n % 7 === 0 ? LATE_BASIS_POINTS_MAX : draw(4_000),
      dayCount: n % 2 === 0 ? 'actual/360' : 'actual/365',
    }
    const days = n % 5 === 0 ? draw(32_766) : draw(400)
    const found = due(arrears, days, terms)
    expect(found).toBe(arrears === 0 ? 0 : slowly(arrears, days, terms))
    if (found === MOST) capped++
  }
  expect(capped).toBeGreaterThan(10)
})
