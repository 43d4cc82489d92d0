import { assert } from './assert.ts'
import type { Day } from './calendar.ts'
import { addDays, weekday } from './calendar.ts'
import type { LateInterest } from './late-interest.ts'

export type ProductShape = 'instalment' | 'revolving' | 'line' | 'single'

/** Where a due day that is no workday moves to. 'modified_next' never leaves the month. */
export type DueDayRoll = 'none' | 'next_workday' | 'previous_workday' | 'modified_next'

/** The place's workdays as data. `workdays` are days off that were swapped into work. */
export type WorkCalendar = {
  /** ISO weekdays without work, 1 Monday to 7 Sunday. */
  readonly weekend: readonly number[]
  readonly holidays: ReadonlySet<Day>
  readonly workdays: ReadonlySet<Day>
}

/** How much may be lacking before anything counts as late. */
export type Materiality = {
  /**
   * An instalment is paid when it lacks no more than this. What earlier instalments lack adds up:
   * the n-th is paid when the money received and n tolerances reach the first n amounts.
   */
  readonly toleranceMinor: bigint
  /** Late only while the arrears are above this. */
  readonly arrearsAboveMinor?: bigint | undefined
  /** Late only while above this share, up to 10,000, of the amounts of the missed instalments. */
  readonly arrearsAboveBps?: number | undefined
  /** Where both thresholds are set: must the arrears be above each of them, or above one? */
  readonly above: 'each' | 'one'
}

/** Bands of lateness, M0 current. By days: `edges` are the first days of M1, M2 and so on. */
export type Buckets =
  | { readonly unit: 'days'; readonly edges: readonly number[] }
  /** By whole months since the day that is counted from: books of month-end codes. */
  | { readonly unit: 'months'; readonly top: number }

/** What a product says about lateness. */
export type ProductTerms = {
  readonly shape: ProductShape
  /** Days past due that are ignored; beyond them the count is from the due day, not from here. */
  readonly graceDays: number
  readonly materiality: Materiality
  readonly dueDayRoll: DueDayRoll
  readonly calendar: WorkCalendar
  /**
   * From where days are counted: the due day of the oldest unpaid instalment, or the due day with
   * which the present unbroken run of arrears began.
   */
  readonly countedFrom: 'oldest_unpaid' | 'first_arrears'
  /** A statement's minimum payment contains what earlier statements left unpaid. */
  readonly minimumIncludesArrears: boolean
  readonly buckets: Buckets
  /** Delinquent again within so many days of a cure is a re-default. */
  readonly redefaultDays: number
  /** Simple interest on arrears; undefined: none is charged. */
  readonly lateInterest?: LateInterest | undefined
}

export const DEFAULT_TERMS: ProductTerms = {
  shape: 'instalment',
  graceDays: 0,
  materiality: { toleranceMinor: 0n, above: 'each' },
  dueDayRoll: 'none',
  calendar: { weekend: [6, 7], holidays: new Set(), workdays: new Set() },
  countedFrom: 'oldest_unpaid',
  minimumIncludesArrears: false,
  buckets: { unit: 'days', edges: [1, 31, 61, 91, 121, 151, 181] },
  redefaultDays: 365,
}

export const isWorkday = (on: Day, calendar: WorkCalendar): boolean =>
  calendar.workdays.has(on) ||
  (!calendar.holidays.has(on) && !calendar.weekend.includes(weekday(on)))

/** Longer than any run of days off; a calendar without any workday is a bug in the data. */
const DAYS_OFF_MAX = 60

function nearestWorkday(on: Day, step: 1 | -1, calendar: WorkCalendar): Day {
  let moved = on
  for (let n = 0; n < DAYS_OFF_MAX && !isWorkday(moved, calendar); n++) moved = addDays(moved, step)
  assert(isWorkday(moved, calendar), `no workday within ${DAYS_OFF_MAX} days of ${on}`)
  return moved
}

/** The day on which an instalment falls due once days off are stepped over. */
export function rolledDueDay(on: Day, terms: Pick<ProductTerms, 'dueDayRoll' | 'calendar'>): Day {
  switch (terms.dueDayRoll) {
    case 'none':
      return on
    case 'next_workday':
      return nearestWorkday(on, 1, terms.calendar)
    case 'previous_workday':
      return nearestWorkday(on, -1, terms.calendar)
    case 'modified_next': {
      const next = nearestWorkday(on, 1, terms.calendar)
      const sameMonth = next.slice(0, 7) === on.slice(0, 7)
      return sameMonth ? next : nearestWorkday(on, -1, terms.calendar)
    }
  }
}

/** Statements replace one another by number; the instalments of a contract by whole versions. */
export const hasStatements = (shape: ProductShape): boolean =>
  shape === 'revolving' || shape === 'line'

/** True where arrears of `arrearsMinor` on instalments of `missedMinor` count as late at all. */
export function isMaterial(arrearsMinor: bigint, missedMinor: bigint, rule: Materiality): boolean {
  const tests: boolean[] = []
  if (rule.arrearsAboveMinor !== undefined) tests.push(arrearsMinor > rule.arrearsAboveMinor)
  if (rule.arrearsAboveBps !== undefined)
    tests.push(arrearsMinor * 10_000n > missedMinor * BigInt(rule.arrearsAboveBps))
  if (tests.length === 0) return true
  return rule.above === 'each' ? tests.every(Boolean) : tests.some(Boolean)
}

export const hasThreshold = (rule: Materiality): boolean =>
  rule.arrearsAboveMinor !== undefined || rule.arrearsAboveBps !== undefined
