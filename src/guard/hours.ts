import type { z } from 'zod'
import type { Instant } from '../core/calendar.ts'
import { FOREVER, type Gate, JUMPS_MAX } from './gate.ts'
import type { PRIMITIVE_FORMS } from './primitive-forms.ts'
import { type YearlyDay, isYearlyDay, yearlyDay } from './yearly.ts'
import { DAY_MS, type Zone } from './zone.ts'

/** Half-open minutes of the local day: [from, until). */
export type OpenMinutes = { readonly from: number; readonly until: number }

/** When a local day is open, in order and apart from each other; empty: not at all. */
export type Schedule = { openOn(dayNo: number): readonly OpenMinutes[] }

type HoursValue = z.infer<(typeof PRIMITIVE_FORMS)['open_hours']>

export type Hours = {
  readonly schedule: Schedule
  /** Days of every year that are closed, whatever the hours. */
  readonly closedOn: readonly YearlyDay[]
  readonly publicHolidays: boolean
  /** Kept in this zone too. */
  readonly alsoIn: string | undefined
  readonly knownWorkHours: boolean
  readonly agreed: 'firm' | 'group' | undefined
  readonly agreedLawfully: boolean
}

export const CLOSED: readonly OpenMinutes[] = []

export function hoursOf(value: HoursValue): Hours {
  const weekday = minutesOf(value.weekdays)
  const week = [weekday, weekday, weekday, weekday, weekday]
  const closedOn = (value.closed_on ?? []).map(yearlyDay)
  return {
    schedule: weekly([...week, minutesOf(value.saturday), minutesOf(value.sunday)], closedOn),
    closedOn,
    publicHolidays: value.public_holidays ?? false,
    alsoIn: value.also_in,
    knownWorkHours: value.known_work_hours ?? false,
    agreed: value.agreed,
    agreedLawfully: value.agreed_lawfully ?? false,
  }
}

function minutesOf(text: string): readonly OpenMinutes[] {
  if (text === 'closed') return CLOSED
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  return [{ from: minute(text.slice(0, 5)), until: minute(text.slice(6)) }]
}

/** Monday 0. */
export const weekdayOf = (dayNo: number): number => (((dayNo + 3) % 7) + 7) % 7

/** The same every week, Monday first, but for the days of every year that are closed. */
export function weekly(
  week: readonly (readonly OpenMinutes[])[],
  closedOn: readonly YearlyDay[],
): Schedule {
  const open = (dayNo: number) => week[weekdayOf(dayNo)] ?? CLOSED
  if (closedOn.length === 0) return { openOn: open }
  // A memory of what the calendar says: the same days are asked about again and again.
  const kept = new Map<number, boolean>()
  return {
    openOn: (dayNo) => {
      let isClosed = kept.get(dayNo)
      if (isClosed === undefined) {
        if (kept.size >= CLOSED_DAYS_MAX) kept.clear()
        isClosed = isYearlyDay(closedOn, dayNo)
        kept.set(dayNo, isClosed)
      }
      return isClosed ? CLOSED : open(dayNo)
    },
  }
}

const CLOSED_DAYS_MAX = 4000

/** What either is open for. */
export const either = (a: Schedule, b: Schedule): Schedule => ({
  openOn: (dayNo) => joined([...a.openOn(dayNo), ...b.openOn(dayNo)]),
})

function joined(minutes: readonly OpenMinutes[]): OpenMinutes[] {
  const all: OpenMinutes[] = []
  for (const open of minutes.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last === undefined || open.from > last.until) all.push(open)
    else if (open.until > last.until) all[all.length - 1] = { from: last.from, until: open.until }
  }
  return all
}

/** What is left of the day without those minutes. */
export function without(closed: Schedule): Schedule {
  return {
    openOn: (dayNo) => {
      const left: OpenMinutes[] = []
      let from = 0
      for (const each of closed.openOn(dayNo)) {
        if (each.from > from) left.push({ from, until: each.from })
        from = each.until
      }
      if (from < 1440) left.push({ from, until: 1440 })
      return left
    },
  }
}

export function openAt(schedule: Schedule, zone: Zone, at: Instant): OpenMinutes | undefined {
  const local = at + zone.stretchAt(at).offsetMs
  const dayNo = Math.floor(local / DAY_MS)
  const minute = (local - dayNo * DAY_MS) / 60_000
  for (const open of schedule.openOn(dayNo)) {
    if (open.from <= minute && minute < open.until) return open
  }
  return undefined
}

export const isOpenAt = (schedule: Schedule, zone: Zone, at: Instant): boolean =>
  openAt(schedule, zone, at) !== undefined

/** Open only when it is open in every zone where the person may be. */
export const scheduleGate = (schedule: Schedule, zones: readonly Zone[]): Gate =>
  new ScheduleGate(schedule, zones)

// Two months without one open minute is a table that never opens.
const DAYS_MAX = 64

// A class, so that the thousands of answers of a cycle share two functions instead of making them.
class ScheduleGate implements Gate {
  readonly #schedule: Schedule
  readonly #zones: readonly Zone[]

  constructor(schedule: Schedule, zones: readonly Zone[]) {
    this.#schedule = schedule
    this.#zones = zones
  }

  opensAt(from: Instant): Instant | undefined {
    let at = from
    for (let jumps = 0; jumps < JUMPS_MAX; jumps++) {
      const before = at
      for (const zone of this.#zones) {
        const opens = isOpenAt(this.#schedule, zone, at)
          ? at
          : opensInZone(this.#schedule, zone, at)
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
      const closes = closesInZone(this.#schedule, zone, at)
      if (closes < first) first = closes
    }
    return first
  }
}

/** Goes through the stretches of one offset each, so a clock change is only where one ends. */
function opensInZone(schedule: Schedule, zone: Zone, from: Instant): Instant | undefined {
  let at = from
  while (at - from < DAYS_MAX * DAY_MS) {
    const { offsetMs, until } = zone.stretchAt(at)
    const lastDay = Math.floor((until - 1 + offsetMs) / DAY_MS)
    for (let dayNo = Math.floor((at + offsetMs) / DAY_MS); dayNo <= lastDay; dayNo++) {
      const opens = opensOnDay(schedule.openOn(dayNo), dayNo * DAY_MS - offsetMs, at)
      if (opens !== undefined && opens < until) return opens
    }
    at = until
  }
  return undefined
}

function opensOnDay(
  minutes: readonly OpenMinutes[],
  midnight: number,
  at: Instant,
): Instant | undefined {
  for (const open of minutes) {
    if (at < midnight + open.until * 60_000) {
      return Math.max(at, midnight + open.from * 60_000) as Instant
    }
  }
  return undefined
}

/** Surely open until then: where minutes go on after midnight the answer may be too early, never too late. */
function closesInZone(schedule: Schedule, zone: Zone, from: Instant): Instant {
  let at = from
  for (;;) {
    const { offsetMs, until } = zone.stretchAt(at)
    const dayNo = Math.floor((at + offsetMs) / DAY_MS)
    const open = openAt(schedule, zone, at)
    if (open === undefined) return at
    const closes = (dayNo * DAY_MS - offsetMs + open.until * 60_000) as Instant
    // A whole day runs into the next one.
    if (closes < until && open.until < 1440) return closes
    if (open.until === 1440 && open.from === 0 && closes < until && at - from < 2 * DAY_MS) {
      at = closes
    } else {
      if (closes <= until) return closes
      at = until
    }
  }
}
