import { addDays, daysBetween, monthEnd, type Day } from './calendar.ts'

/** Months past due on a month-end; an account that is no longer in the book has left it. */
export const MONTH_BUCKETS = ['current', '1m', '2m', '3m', '4m', '5m', '6m+'] as const
export const LEFT = 7

const DEEPEST = MONTH_BUCKETS.length - 1

/**
 * One bucket for every thirty days begun since the oldest unpaid due day, unless the source itself
 * counts months.
 */
export function monthBucket(
  on: Day,
  late: { readonly oldestUnpaidDueOn: Day | undefined; readonly told?: number | undefined },
): number {
  const { oldestUnpaidDueOn: since, told } = late
  const months = told ?? (since === undefined ? 0 : Math.floor((daysBetween(since, on) + 29) / 30))
  return Math.min(DEEPEST, Math.max(0, months))
}

/** The last days of `count` months, the last of them that of `until`; the earliest first. */
export function monthEnds(until: Day, count: number): readonly Day[] {
  const ends: Day[] = []
  for (let on = monthEnd(until); ends.length < count; on = addDays(firstOf(on), -1)) ends.push(on)
  return ends.toReversed()
}

export const firstOf = (on: Day): Day => `${on.slice(0, 8)}01` as Day

/** The last day of the month before. */
export const monthBefore = (on: Day): Day => addDays(firstOf(on), -1)
