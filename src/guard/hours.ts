import { type Instant, dayFromNumber, daysBetween } from '../core/calendar.ts'
import { easterSunday } from './easter.ts'
import { FOREVER, type Gate, opensTogether } from './gate.ts'
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

function isClosedOn(closedOn: readonly YearlyDay[], dayNo: number): boolean {
  const on = dayFromNumber(dayNo)
  const easter = easterSunday(Number(on.slice(0, 4)))
  return closedOn.some((yearly) =>
    'monthDay' in yearly
      ? on.slice(5) === yearly.monthDay
      : daysBetween(easter, on) === yearly.daysAfterEaster,
  )
}

/** Open only when it is open in every zone where the person may be. */
export function hoursGate(hours: Hours, zones: readonly Zone[]): Gate {
  const gates = zones.map((zone) => gateInZone(hours, zone))
  const [only] = gates
  if (gates.length === 1 && only !== undefined) return only
  return {
    opensAt: (at) => opensTogether(gates, at),
    closesAt: (at) => {
      let first: Instant = FOREVER
      for (const gate of gates) first = Math.min(first, gate.closesAt(at)) as Instant
      return first
    },
  }
}

function gateInZone(hours: Hours, zone: Zone): Gate {
  return {
    opensAt: (at) => opensInZone(hours, zone, at),
    closesAt: (at) => closesInZone(hours, zone, at),
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
    const minute = (at + offsetMs - dayNo * DAY_MS) / 60_000
    if (open === undefined || minute < open.from || minute >= open.until) return at
    const closes = (dayNo * DAY_MS - offsetMs + open.until * 60_000) as Instant
    if (closes <= until) return closes
    at = until
  }
}
