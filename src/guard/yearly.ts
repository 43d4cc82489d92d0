import type { z } from 'zod'
import { dayFromNumber, daysBetween, daysInMonth } from '../core/calendar.ts'
import { easterSunday } from './easter.ts'
import type { YearlyForm } from './form.ts'

/** A day of every year: a date, so many days after Easter Sunday, or the n-th weekday of a month. */
export type YearlyDay =
  | { readonly monthDay: string }
  | { readonly daysAfterEaster: number }
  /** Monday 0; -1: the last one. */
  | { readonly month: number; readonly weekday: number; readonly nth: number }

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export const yearlyDay = (on: z.infer<typeof YearlyForm>): YearlyDay =>
  'date' in on
    ? { monthDay: on.date }
    : 'month' in on
      ? { month: on.month, weekday: WEEKDAYS.indexOf(on.weekday), nth: on.nth }
      : { daysAfterEaster: on.days_after_easter }

export function isYearlyDay(days: readonly YearlyDay[], dayNo: number): boolean {
  const on = dayFromNumber(dayNo)
  return days.some((yearly) => {
    if ('monthDay' in yearly) return on.slice(5) === yearly.monthDay
    if ('month' in yearly) return isNthWeekday(yearly, dayNo, on)
    return daysBetween(easterSunday(Number(on.slice(0, 4))), on) === yearly.daysAfterEaster
  })
}

function isNthWeekday(
  { month, weekday, nth }: { month: number; weekday: number; nth: number },
  dayNo: number,
  on: string,
): boolean {
  const [year, inMonth, ofMonth] = on.split('-').map(Number)
  if (inMonth !== month || (((dayNo + 3) % 7) + 7) % 7 !== weekday) return false
  const last = daysInMonth(year ?? 0, month)
  return nth === -1 ? (ofMonth ?? 0) + 7 > last : Math.ceil((ofMonth ?? 0) / 7) === nth
}
