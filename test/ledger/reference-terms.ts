import { addDays, type Day } from '../../src/core/calendar.ts'
import type { DatedRate, DayCount, DebtTerms, Part } from '../../src/core/ledger.ts'
import { fraction, halfToEven, minus, type Fraction } from './fraction.ts'

/**
 * What docs/ledger.md says about days, rates and due rows, as plain as can be. `Habits` are the places
 * where a planted bug may bend it; `RIGHT` is the page.
 */
export type Habits = {
  readonly rounded: (sum: Fraction) => bigint
  readonly isPastGrace: (on: Day, dueOn: Day, graceDays: number) => boolean
  readonly dayOrder: readonly (readonly string[])[]
  /** What a reversal takes out of suspense. */
  readonly takesSuspense: boolean
  /** What suspense no longer holds is owed as a cost. */
  readonly missingIsCost: boolean
  /** Payments and waivers of interest lower the part that has joined the base. */
  readonly paymentsLowerJoined: boolean
  readonly feeOncePerRow: boolean
  readonly goodwillReceives: boolean
  readonly cutStaysCut: boolean
  readonly recoveryFromItsDay: boolean
  readonly namedMoneyGoesOn: boolean
  /** A night's late interest looks at what is overdue on the day after it. */
  readonly lateLooksAhead: boolean
  /** What is due of every debt is paid before anything is paid ahead. */
  readonly dueComesFirst: boolean
  readonly anniversaryFalls: (year: number, month: number, dayOfMonth: number) => string
}

export const RIGHT: Habits = {
  rounded: halfToEven,
  isPastGrace: (on, dueOn, graceDays) => on > dueOn && on > addDays(dueOn, graceDays),
  dayOrder: [
    ['placement', 'disbursement'],
    ['fee', 'cost', 'adjustment'],
    ['reversal', 'chargeback'],
    ['waiver'],
    ['payment'],
    ['goodwill'],
    ['charge_off', 'transfer'],
    ['refund', 'commission'],
  ],
  takesSuspense: true,
  missingIsCost: true,
  paymentsLowerJoined: true,
  feeOncePerRow: true,
  goodwillReceives: true,
  cutStaysCut: true,
  recoveryFromItsDay: true,
  namedMoneyGoesOn: true,
  lateLooksAhead: true,
  dueComesFirst: true,
  anniversaryFalls: (year, month, dayOfMonth) =>
    dayText(year, month, Math.min(dayOfMonth, lastOf(year, month))),
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export const lastOf = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTHS[month - 1] ?? 0)

export const dayText = (year: number, month: number, dayOfMonth: number): string =>
  [
    String(year).padStart(4, '0'),
    String(month).padStart(2, '0'),
    String(dayOfMonth).padStart(2, '0'),
  ].join('-')

export const partsOf = (on: Day): [year: number, month: number, dayOfMonth: number] => [
  Number(on.slice(0, 4)),
  Number(on.slice(5, 7)),
  Number(on.slice(8, 10)),
]

/** Days since the end of the year 0, counted year by year and month by month. */
function daysSoFar(on: Day): bigint {
  const [year, month, dayOfMonth] = partsOf(on)
  const y = year - 1
  const years = y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return BigInt(years + dayOfYear(year, month, dayOfMonth))
}

function dayOfYear(year: number, month: number, dayOfMonth: number): number {
  let days = dayOfMonth
  for (let m = 1; m < month; m++) days += lastOf(year, m)
  return days
}

function indexOf(count: DayCount, on: Day): Fraction {
  const [year, month, dayOfMonth] = partsOf(on)
  switch (count) {
    case 'actual/365':
      return fraction(daysSoFar(on), 365n)
    case 'actual/360':
      return fraction(daysSoFar(on), 360n)
    case '30/360':
      return fraction(BigInt(360 * year + 30 * month + Math.min(dayOfMonth, 30)), 360n)
    case 'actual/actual': {
      const length = isLeap(year) ? 366 : 365
      const gone = dayOfYear(year, month, dayOfMonth) - 1
      return fraction(BigInt(year * length + gone), BigInt(length))
    }
  }
}

const years = new Map<string, Fraction>()

/** The fraction of a year from `on` to the day after it. Kept, because every history asks for the same days. */
export function yearOf(count: DayCount, on: Day): Fraction {
  const key = `${count} ${on}`
  const known = years.get(key)
  if (known !== undefined) return known
  const found = minus(indexOf(count, addDays(on, 1)), indexOf(count, on))
  years.set(key, found)
  return found
}

/** The newest rate that has begun; none is nothing. */
export function rateOn(rates: readonly DatedRate[] | undefined, on: Day): bigint {
  let newest: DatedRate | undefined
  for (const rate of rates ?? []) {
    if (rate.from <= on && (newest === undefined || rate.from > newest.from)) newest = rate
  }
  return BigInt(newest?.basisPointsAYear ?? 0)
}

export const isWithin = (
  spans: readonly { readonly from: Day; readonly until?: Day | undefined }[],
  on: Day,
): boolean => spans.some(({ from, until }) => from <= on && (until === undefined || on < until))

type DueRows = DebtTerms['due']
type Asked = { readonly on: Day; readonly graceDays: number; readonly receivedMinor: bigint }

export const rowsInOrder = (terms: DebtTerms): DueRows =>
  terms.due.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))

/** For each row whether it is overdue on `on`, given what was received by the end of the day before. */
export function areOverdue(habits: Habits, rows: DueRows, asked: Asked): boolean[] {
  let sum = 0n
  return rows.map((row) => {
    sum += row.amountMinor
    return habits.isPastGrace(asked.on, row.on, asked.graceDays) && asked.receivedMinor < sum
  })
}

/** The overdue rows' amounts, less the money beyond the rows before them, at least nothing. */
export function rowsOverdue(habits: Habits, rows: DueRows, asked: Asked): bigint {
  const overdue = areOverdue(habits, rows, asked)
  const first = overdue.indexOf(true)
  if (first === -1) return 0n
  let before = 0n
  let sum = 0n
  rows.forEach((row, no) => {
    if (no < first) before += row.amountMinor
    if (overdue[no] === true) sum += row.amountMinor
  })
  const beyond = asked.receivedMinor > before ? asked.receivedMinor - before : 0n
  return sum > beyond ? sum - beyond : 0n
}

/** The day of the oldest row that money does not reach; undefined where money reaches all. */
export function oldestUnpaid(rows: DueRows, receivedMinor: bigint): Day | undefined {
  let sum = 0n
  for (const row of rows) {
    sum += row.amountMinor
    if (receivedMinor < sum) return row.on
  }
  return undefined
}

/** The waterfall row that applies: the largest `fromDpd` that is not above the days past due. */
export function orderAt(terms: DebtTerms, dpd: number): readonly Part[] {
  let found: DebtTerms['waterfall'][number] | undefined
  for (const row of terms.waterfall) {
    if (row.fromDpd <= dpd && (found === undefined || row.fromDpd > found.fromDpd)) found = row
  }
  return found?.order ?? []
}
