import { type Day, dayFromNumber, dayNumber } from './calendar.ts'
import type { DayCount } from './ledger.ts'

/** An exact part of a year. Denominators are fixed by day count, so parts of one kind add up as they stand. */
export type YearFraction = { readonly numerator: bigint; readonly denominator: bigint }

/**
 * How many units a year has. Actual/actual divides by 365 or 366, so it is counted in 133,590ths of a year,
 * which both of them divide.
 */
export const UNITS_A_YEAR: Record<DayCount, number> = {
  'actual/365': 365,
  'actual/360': 360,
  '30/360': 360,
  'actual/actual': 365 * 366,
}

/**
 * The year fraction between two days, as the difference of an index that every day has: a period that is split
 * in two therefore earns the same (docs/ledger.md, Interest).
 */
export function yearFraction(from: Day, until: Day, dayCount: DayCount): YearFraction {
  return {
    numerator: BigInt(unitsBetween(dayNumber(from), dayNumber(until), dayCount)),
    denominator: BigInt(UNITS_A_YEAR[dayCount]),
  }
}

/** The same in whole units of a year, between two day numbers. */
export function unitsBetween(from: number, until: number, dayCount: DayCount): number {
  if (dayCount === 'actual/365' || dayCount === 'actual/360') return until - from
  return indexOf(until, dayCount) - indexOf(from, dayCount)
}

function indexOf(n: number, dayCount: '30/360' | 'actual/actual'): number {
  const on = dayFromNumber(n)
  const [year, month, day] = [+on.slice(0, 4), +on.slice(5, 7), +on.slice(8, 10)]
  if (dayCount === '30/360') return 360 * year + 30 * month + Math.min(day, 30)
  const daysOfYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365
  const dayOfYear = n - dayNumber(`${on.slice(0, 4)}-01-01` as Day)
  return year * UNITS_A_YEAR[dayCount] + dayOfYear * (UNITS_A_YEAR[dayCount] / daysOfYear)
}
