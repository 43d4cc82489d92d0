import { assert } from './assert.ts'

/** What a product charges on arrears: simple interest for each day that counts as late. */
export type LateInterest = {
  readonly basisPointsAYear: number
  readonly dayCount: 'actual/360' | 'actual/365'
}

/** Beyond this a year's rate is a mistake of whoever wrote it. */
export const LATE_BASIS_POINTS_MAX = 30_000

/** So many ten-thousandths of the arrears, over the days of a year, are owed: one number each. */
export const lateDivisor = ({ dayCount }: Pick<LateInterest, 'dayCount'>): number =>
  dayCount === 'actual/360' ? 3_600_000 : 3_650_000

/**
 * Late interest in minor units, half to even, and never more than `most`. Whole numbers in doubles
 * are exact below 2^53: the arrears are split by the divisor d, into q x d + r. Then r x rate x days
 * stays below d x 2^30 < 2^52, its quotient is told apart from the next whole number, and q x rate x
 * days passes 2^53 only where the answer is `most` anyway (at most 9 x 10^14).
 */
export function lateInterestMinor(
  arrears: number,
  days: number,
  of: { readonly terms: LateInterest | undefined; readonly most: number },
): number {
  const { terms, most } = of
  if (terms === undefined || arrears <= 0 || days <= 0) return 0
  const weight = terms.basisPointsAYear * days
  assert(weight < 2 ** 30, `${terms.basisPointsAYear} basis points over ${days} days are counted`)
  const divisor = lateDivisor(terms)
  const whole = Math.floor(arrears / divisor)
  const rest = (arrears - whole * divisor) * weight
  const low = whole * weight + Math.floor(rest / divisor)
  const twice = (rest - Math.floor(rest / divisor) * divisor) * 2
  const isUp = twice > divisor || (twice === divisor && low % 2 === 1)
  return Math.min(isUp ? low + 1 : low, most)
}
