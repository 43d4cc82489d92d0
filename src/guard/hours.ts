import { type Instant, dayFromNumber, daysBetween } from '../core/calendar.ts'
import { easterSunday } from './easter.ts'
import { FOREVER, type Gate, JUMPS_MAX } from './gate.ts'
import { DAY_MS, type Zone } from './zone.ts'

/** Half-open minutes of the local day: [from, until). */
export type OpenMinutes = { readonly from: number; readonly until: number }

/** A day of every year: a date, or so many days after Easter Sunday. */
export type YearlyDay = { readonly monthDay: string } | { readonly daysAfterEaster: number }

export type Hours = {
  /** Monday first; undefined: closed that day. */
  readonly week: readonly (OpenMinutes | undefined)[]
  readonly closedOn: readonly YearlyDay[]
}

// Seven weeks without one open day is a table that never opens.
const DAYS_MAX = 50

export function openOn(hours: Hours, dayNo: number): OpenMinutes | undefined {
  const open = hours.week[(((dayNo + 3) % 7) + 7) % 7]
  if (open === undefined || hours.closedOn.length === 0) return open
  return isClosedOn(hours.closedOn, dayNo) ? undefined : open
}

// A memory of what the calendar says: the same days are asked about again and again.
const closedDays = new WeakMap<readonly YearlyDay[], Map<number, boolean>>()
const CLOSED_DAYS_MAX = 4000

function isClosedOn(closedOn: readonly YearlyDay[], dayNo: number): boolean {
  const kept = closedDays.get(closedOn) ?? new Map<number, boolean>()
  closedDays.set(closedOn, kept)
  const found = kept.get(dayNo)
  if (found !== undefined) return found
  if (kept.size >= CLOSED_DAYS_MAX) kept.clear()
  const isClosed = isYearlyDay(closedOn, dayNo)
  kept.set(dayNo, isClosed)
  return isClosed
}

function isYearlyDay(closedOn: readonly YearlyDay[], dayNo: number): boolean {
  const on = dayFromNumber(dayNo)
  const easter = easterSunday(Number(on.slice(0, 4)))
  return closedOn.some((yearly) =>
    'monthDay' in yearly
      ? on.slice(5) === yearly.monthDay
      : daysBetween(easter, on) === yearly.daysAfterEaster,
  )
}

export function isOpenAt(hours: Hours, zone: Zone, at: Instant): boolean {
  const local = at + zone.stretchAt(at).offsetMs
  const dayNo = Math.floor(local / DAY_MS)
  const open = openOn(hours, dayNo)
  const minute = (local - dayNo * DAY_MS) / 60_000
  return open !== undefined && open.from <= minute && minute < open.until
}

/** Open only when it is open in every zone where the person may be. */
export function hoursGate(hours: Hours, zones: readonly Zone[]): Gate {
  return new HoursGate(hours, zones)
}

// A class, so that the thousands of answers of a cycle share two functions instead of making them.
class HoursGate implements Gate {
  readonly #hours: Hours
  readonly #zones: readonly Zone[]

  constructor(hours: Hours, zones: readonly Zone[]) {
    this.#hours = hours
    this.#zones = zones
  }

  opensAt(from: Instant): Instant | undefined {
    let at = from
    for (let jumps = 0; jumps < JUMPS_MAX; jumps++) {
      const before = at
      for (const zone of this.#zones) {
        const opens = isOpenAt(this.#hours, zone, at) ? at : opensInZone(this.#hours, zone, at)
        if (opens === undefined) return undefined
        at = opens
      }
      if (at === before) return at
    }
    return undefined
  }

  closesAt(at: Instant): Instant {
    let first: Instant = FOREVER
    for (const zone of this.#zones) {
      const closes = closesInZone(this.#hours, zone, at)
      if (closes < first) first = closes
    }
    return first
  }
}

/** Goes through the stretches of one offset each, so a clock change is only where one ends. */
function opensInZone(hours: Hours, zone: Zone, from: Instant): Instant | undefined {
  let at = from
  while (at - from < DAYS_MAX * DAY_MS) {
    const { offsetMs, until } = zone.stretchAt(at)
    const lastDay = Math.floor((until - 1 + offsetMs) / DAY_MS)
    for (let dayNo = Math.floor((at + offsetMs) / DAY_MS); dayNo <= lastDay; dayNo++) {
      const opens = opensOnDay(openOn(hours, dayNo), dayNo * DAY_MS - offsetMs, at)
      if (opens !== undefined && opens < until) return opens
    }
    at = until
  }
  return undefined
}

function opensOnDay(
  open: OpenMinutes | undefined,
  midnight: number,
  at: Instant,
): Instant | undefined {
  if (open === undefined || at >= midnight + open.until * 60_000) return undefined
  return Math.max(at, midnight + open.from * 60_000) as Instant
}

function closesInZone(hours: Hours, zone: Zone, from: Instant): Instant {
  let at = from
  for (;;) {
    const { offsetMs, until } = zone.stretchAt(at)
    const dayNo = Math.floor((at + offsetMs) / DAY_MS)
    const open = openOn(hours, dayNo)
    if (open === undefined || !isOpenAt(hours, zone, at)) return at
    const closes = (dayNo * DAY_MS - offsetMs + open.until * 60_000) as Instant
    if (closes <= until) return closes
    at = until
  }
}
