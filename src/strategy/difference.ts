import { assert } from '../core/assert.ts'

/** How many of `people` it happened to. */
export type Share = { readonly happened: number; readonly people: number }

export type Interval = { readonly from: number; readonly to: number }

/**
 * What a difference between two arms says: `too_few` people to say anything, `noise` where the
 * interval holds zero, else which way it goes.
 */
export type Difference = {
  /** The challenger's share less the champion's. */
  readonly by: number
  readonly interval: Interval
  readonly says: 'too_few' | 'noise' | 'more' | 'less'
}

/** Below so many people in an arm we say nothing: our own figure, not one of statistics. */
export const PEOPLE_LEAST = 30

/**
 * Standard normal quantiles for 95% confidence over one to four comparisons with one champion
 * (two-sided, divided by their number after Bonferroni): four challengers at 95% each would find a
 * difference that is none in almost one trial of five.
 */
const QUANTILES = [1.959964, 2.241403, 2.39398, 2.497705]

/**
 * The interval of one share: E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", J. Am. Stat. Assoc. 22 (1927) 209-212. It stays within 0 and 1, and holds
 * for shares near either, where the textbook interval does not.
 */
export function wilson({ happened, people }: Share, z: number): Interval {
  assert(people > 0 && happened >= 0 && happened <= people, `${happened} of ${people} is no share`)
  const share = happened / people
  const middle = share + (z * z) / (2 * people)
  const half = z * Math.sqrt((share * (1 - share)) / people + (z * z) / (4 * people * people))
  const whole = 1 + (z * z) / people
  return { from: Math.max(0, (middle - half) / whole), to: Math.min(1, (middle + half) / whole) }
}

/**
 * The interval of a difference of two shares: method 10 of R. G. Newcombe, "Interval estimation for
 * the difference between independent proportions", Statistics in Medicine 17 (1998) 873-890.
 */
export function newcombe(one: Share, other: Share, z: number): Interval {
  const [p1, p2] = [one.happened / one.people, other.happened / other.people]
  const [w1, w2] = [wilson(one, z), wilson(other, z)]
  return {
    from: p1 - p2 - Math.hypot(p1 - w1.from, w2.to - p2),
    to: p1 - p2 + Math.hypot(w1.to - p1, p2 - w2.from),
  }
}

/** The challenger beside its champion, where `comparisons` challengers are held against it at once. */
export function differenceOf(
  of: { readonly challenger: Share; readonly champion: Share },
  comparisons: number,
): Difference | undefined {
  const { challenger, champion } = of
  if (challenger.people === 0 || champion.people === 0) return undefined
  const z = QUANTILES[comparisons - 1]
  assert(z !== undefined, `${comparisons} comparisons have no quantile`)
  const interval = newcombe(challenger, champion, z)
  const by = challenger.happened / challenger.people - champion.happened / champion.people
  return { by, interval, says: saysOf(of, interval) }
}

function saysOf(
  { challenger, champion }: { challenger: Share; champion: Share },
  { from, to }: Interval,
): Difference['says'] {
  if (challenger.people < PEOPLE_LEAST || champion.people < PEOPLE_LEAST) return 'too_few'
  if (from <= 0 && to >= 0) return 'noise'
  return from > 0 ? 'more' : 'less'
}
