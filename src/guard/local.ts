import { type Instant, day, dayNumber } from '../core/calendar.ts'
import { DAY_MS, type Zone, localText } from './zone.ts'

/** The first instant with this wall-clock time 'YYYY-MM-DDTHH:MM' at the place. */
export function instantOf(zone: Zone, local: string): Instant {
  const onDay = dayNumber(day(local.slice(0, 10)))
  const wall = onDay * DAY_MS + minuteOf(local.slice(11)) * 60_000
  // An hour that the clocks skip is read with the distance from UTC that held before it.
  const early = (wall - zone.stretchAt((wall - DAY_MS) as Instant).offsetMs) as Instant
  const late = (wall - zone.stretchAt(early).offsetMs) as Instant
  return localText(zone, early) !== local && localText(zone, late) === local ? late : early
}

/** Minutes since midnight of a clock 'HH:MM'. */
export const minuteOf = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Monday 0. */
export const weekdaysOf = (names: readonly string[]): number[] =>
  names.map((name) => WEEKDAYS.indexOf(name))
