import { assert } from './assert.ts'

/** A calendar day 'YYYY-MM-DD' at the account's place. Equal by ===, ordered by <. */
export type Day = string & { readonly __brand: 'Day' }

/** A UTC instant in whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly __brand: 'Instant' }

/** Half-open: `from` is in it, `until` is not; an undefined `until` never ends. */
export type Span = { readonly from: Day; readonly until?: Day | undefined }

const DAY_TEXT = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/

/** Days since 1970-01-01 of a proleptic Gregorian date (Hinnant, "days_from_civil"). */
function numberFromParts(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Reads 'YYYY-MM-DD'; undefined where no such day exists. */
export function parseDay(text: string): Day | undefined {
  const match = DAY_TEXT.exec(text)
  if (match === null) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return text as Day
}

/** A day written in the code or already checked. Anything else is a bug. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  assert(parsed !== undefined, `${text} is not a day`)
  return parsed
}

/** The digits of a day's text from `at`: reading codes is several times faster than slicing. */
function digits(on: Day, at: number, count: number): number {
  let n = 0
  for (let i = at; i < at + count; i++) n = n * 10 + on.charCodeAt(i) - 48
  return n
}

/** Days since 1970-01-01: what columns and the kernel hold. */
export function dayNumber(on: Day): number {
  return numberFromParts(digits(on, 0, 4), digits(on, 5, 2), digits(on, 8, 2))
}

export function dayFromNumber(n: number): Day {
  const z = n + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return dayFromParts(year, month, dayOfMonth)
}

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : `${n}`)

function dayFromParts(year: number, month: number, dayOfMonth: number): Day {
  assert(year >= 0 && year <= 9999, `the year ${year} has no four digits`)
  const yearText = year >= 1000 ? `${year}` : String(year).padStart(4, '0')
  return `${yearText}-${twoDigits(month)}-${twoDigits(dayOfMonth)}` as Day
}

export const addDays = (on: Day, days: number): Day => dayFromNumber(dayNumber(on) + days)

/** Whole days from `from` to `until`: negative where `until` is the earlier one. */
export const daysBetween = (from: Day, until: Day): number => dayNumber(until) - dayNumber(from)

export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** The same day of the month `months` later; the month's last day where that day does not exist. */
export function addMonths(on: Day, months: number): Day {
  const index = digits(on, 0, 4) * 12 + digits(on, 5, 2) - 1 + months
  const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1]
  return dayFromParts(year, month, Math.min(digits(on, 8, 2), daysInMonth(year, month)))
}

/** Whole months from `from` to `until`; 0 where `until` is not later. */
export function wholeMonths(from: Day, until: Day): number {
  if (until <= from) return 0
  const index = (on: Day) => digits(on, 0, 4) * 12 + digits(on, 5, 2)
  const months = index(until) - index(from)
  return addMonths(from, months) <= until ? months : months - 1
}

/** The last day of the month of `on`. */
export function monthEnd(on: Day): Day {
  const [year, month] = [digits(on, 0, 4), digits(on, 5, 2)]
  return dayFromParts(year, month, daysInMonth(year, month))
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export const weekday = (on: Day): number => ((((dayNumber(on) + 3) % 7) + 7) % 7) + 1

/** Days of `within` that at least one of the spans covers: an overlap counts once. */
export function daysCovered(spans: readonly Span[], within: { from: Day; until: Day }): number {
  let covered = 0
  let reached = dayNumber(within.from)
  const end = dayNumber(within.until)
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const from = Math.max(dayNumber(span.from), reached)
    const until = span.until === undefined ? end : Math.min(dayNumber(span.until), end)
    if (until > from) {
      covered += until - from
      reached = until
    }
  }
  return covered
}
