import { addDays, weekday, type Day } from '../core/calendar.ts'
import { easterSunday } from '../guard/easter.ts'

/**
 * Days on which euro payments settle: Monday to Friday without the six closing days of the TARGET
 * calendar (European Central Bank, long-term calendar).
 */
export function isBankWorkday(on: Day): boolean {
  if (weekday(on) > 5) return false
  const easter = easterSunday(Number(on.slice(0, 4)))
  const moving = [addDays(easter, -2), addDays(easter, 1)]
  return !FIXED.has(on.slice(5)) && !moving.includes(on)
}

const FIXED: ReadonlySet<string> = new Set(['01-01', '05-01', '12-25', '12-26'])

/** The day itself, or the next one on which banks work. */
export function bankWorkdayFrom(on: Day): Day {
  let day = on
  // Never more than four days off: Good Friday to Easter Monday.
  for (let i = 0; i < 10 && !isBankWorkday(day); i++) day = addDays(day, 1)
  return day
}
