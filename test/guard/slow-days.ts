/**
 * Days and hours for the second checker: the platform's own zone database and a printed table of
 * Easter. Nothing here is the guard's. A day is its number since 1970-01-01, a clock is in minutes.
 */

export type Wall = { readonly day: number; readonly minute: number }

const DAY = 86_400_000
const QUARTER = 900_000

const clocks = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()

/** What the clock on the wall shows. Every zone that the tests use changes its clocks on a quarter. */
export function wall(zone: string, at: number): Wall {
  let known = offsets.get(zone)
  if (known === undefined) offsets.set(zone, (known = new Map()))
  const quarter = Math.floor(at / QUARTER)
  let offset = known.get(quarter)
  if (offset === undefined) {
    if (known.size > 400_000) known.clear()
    offset = readOffset(zone, quarter * QUARTER)
    known.set(quarter, offset)
  }
  const local = at + offset
  const day = Math.floor(local / DAY)
  return { day, minute: (local - day * DAY) / 60_000 }
}

function readOffset(zone: string, at: number): number {
  let clock = clocks.get(zone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    clocks.set(zone, clock)
  }
  // Swedish writes '2026-03-08 01:59:00'.
  return Date.parse(`${clock.format(at).replace(' ', 'T')}Z`) - at
}

export const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY
export const textOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

/** Monday 0. */
export const weekdayOf = (day: number): number => (new Date(day * DAY).getUTCDay() + 6) % 7

/** The same day of a later month, or that month's last one. */
export function monthsLater(day: number, months: number): number {
  const [year = 0, month = 0, on = 0] = textOf(day).split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return Date.UTC(year, month - 1 + months, Math.min(on, last)) / DAY
}

/** Printed in the calendars, not computed. */
const EASTER_SUNDAYS = [
  '2022-04-17',
  '2023-04-09',
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2027-03-28',
  '2028-04-16',
  '2029-04-01',
  '2030-04-21',
]

type Yearly =
  | { readonly date: string }
  | { readonly days_after_easter: number }
  | { readonly month: number; readonly weekday: string; readonly nth: number }

export function isYearly(days: readonly Yearly[], on: number): boolean {
  const text = textOf(on)
  return days.some((each) => {
    if ('date' in each) return text.slice(5) === each.date
    if ('days_after_easter' in each) {
      return EASTER_SUNDAYS.includes(textOf(on - each.days_after_easter))
    }
    const name = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][weekdayOf(on)]
    if (Number(text.slice(5, 7)) !== each.month || name !== each.weekday) return false
    const sameMonth = (day: number) => textOf(day).slice(5, 7) === text.slice(5, 7)
    if (each.nth === -1) return !sameMonth(on + 7)
    return sameMonth(on - 7 * (each.nth - 1)) && !sameMonth(on - 7 * each.nth)
  })
}

/** Monday to Friday, but for the days that are named. */
export function businessDaysAfter(
  from: number,
  until: number,
  isHoliday: (day: number) => boolean,
): number {
  let days = 0
  for (let on = from + 1; on <= until; on++) if (weekdayOf(on) < 5 && !isHoliday(on)) days++
  return days
}
