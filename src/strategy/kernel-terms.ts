import { lateDivisor } from '../core/late-interest.ts'
import type { Compiled } from './compile.ts'
import { DEFAULT_LATENESS } from './compile.ts'
import type { LatenessTerms } from './fact.ts'
import { daysPastDue } from './fact.ts'

/** Products that count lateness alike share a class; the first is for products the book lacks. */
export function distinctTerms(compiled: Compiled): readonly LatenessTerms[] {
  const known = new Map([[termsKey(DEFAULT_LATENESS), DEFAULT_LATENESS]])
  for (const terms of compiled.terms) if (terms !== undefined) known.set(termsKey(terms), terms)
  return [...known.values()]
}

const termsKey = ({ graceDays, buckets, lateInterest }: LatenessTerms): string =>
  JSON.stringify([graceDays, buckets, lateInterest])

/** The class of each product's terms over the values of its column. */
export function termsClasses(
  compiled: Compiled,
  classes: readonly LatenessTerms[],
  [min, max]: readonly [number, number],
): Int32Array {
  const keys = classes.map(termsKey)
  const unknown = keys.indexOf(termsKey(DEFAULT_LATENESS))
  const table = new Int32Array(max - min + 1).fill(unknown)
  compiled.terms.forEach((terms, product) => {
    if (terms !== undefined) table[product - min] = keys.indexOf(termsKey(terms))
  })
  return table
}

/** What a year of 360 days divides by, and how much more one of 365. */
export const SHORT_YEAR = lateDivisor({ dayCount: 'actual/360' })
export const LONGER_BY = lateDivisor({ dayCount: 'actual/365' }) - SHORT_YEAR

/**
 * Rate times days for a counted day, doubled, and one more where the year has 365 days: all that the
 * loop asks of a product to charge late interest.
 */
export function lateWeight(from: number, today: number, terms: LatenessTerms): number {
  const { lateInterest } = terms
  if (lateInterest === undefined) return 0
  const days = daysPastDue({ oldestUnpaidDueOn: from, paused: [] }, today, terms)
  const weight = lateInterest.basisPointsAYear * days
  return weight * 2 + (lateInterest.dayCount === 'actual/365' ? 1 : 0)
}
