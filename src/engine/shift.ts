import { assert } from '../core/assert.ts'
import { dayFromNumber, type Day, type Instant } from '../core/calendar.ts'
import { instantAt, localDayNumber, zoneOf } from '../guard/zone.ts'

/** When somebody works, or in spite of that does not, on the wall clock of a place. */
export type Shift = {
  readonly kind: 'work' | 'off'
  readonly firstOn: Day
  /** The first day on which it no longer holds; undefined: it goes on. */
  readonly untilOn: Day | undefined
  /** The days of the week on which it begins, a bit each from Monday = 1. */
  readonly days: number
  readonly fromMinute: number
  /** Past 1440 it ends on the next day. */
  readonly untilMinute: number
  readonly zone: string
}

/** Half-open. */
export type Stretch = { readonly from: Instant; readonly until: Instant }

/** Looking further ahead for somebody's next shift says nothing that helps today. */
const DAYS_AHEAD_MAX = 62

/** When somebody works inside a stretch: every shift, less whatever is off, in order and apart. */
export function workOf(shifts: readonly Shift[], within: Stretch): readonly Stretch[] {
  const on = shifts.filter((one) => one.kind === 'work').flatMap((one) => days(one, within))
  const off = shifts.filter((one) => one.kind === 'off').flatMap((one) => days(one, within))
  return off.reduce<readonly Stretch[]>(without, merged(on))
}

export const minutesOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, until }) => sum + (until - from) / 60_000, 0)

export const worksAt = (shifts: readonly Shift[], at: Instant): boolean =>
  workOf(shifts, { from: at, until: (at + 1) as Instant }).length > 0

/** When the person works next, after `at`; undefined where no shift is to come. */
export function nextWork(shifts: readonly Shift[], at: Instant): Instant | undefined {
  const until = (at + DAYS_AHEAD_MAX * 86_400_000) as Instant
  return workOf(shifts, { from: at, until })[0]?.from
}

/** The shift on each of its days that touches the stretch, cut to it. */
function days(shift: Shift, within: Stretch): Stretch[] {
  const zone = zoneOf(shift.zone)
  assert(zone !== undefined, `${shift.zone} is a zone`)
  const found: Stretch[] = []
  // It may have begun on the day before, and end in the stretch.
  const first = localDayNumber(zone, within.from) - 1
  const last = localDayNumber(zone, within.until)
  for (let number = first; number <= last; number++) {
    if (!isOn(shift, number)) continue
    const from = Math.max(instantAt(zone, number, shift.fromMinute), within.from) as Instant
    const until = Math.min(instantAt(zone, number, shift.untilMinute), within.until) as Instant
    if (from < until) found.push({ from, until })
  }
  return found
}

function isOn({ firstOn, untilOn, days: mask }: Shift, number: number): boolean {
  const on = dayFromNumber(number)
  // 1970-01-01 was a Thursday: Monday is bit 0.
  const bit = 1 << ((((number + 3) % 7) + 7) % 7)
  return firstOn <= on && (untilOn === undefined || on < untilOn) && (mask & bit) !== 0
}

/** Two shifts that overlap are one person, not two. */
function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const all: Stretch[] = []
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last === undefined || one.from > last.until) all.push(one)
    else if (one.until > last.until) all[all.length - 1] = { from: last.from, until: one.until }
  }
  return all
}

const without = (from: readonly Stretch[], off: Stretch): readonly Stretch[] =>
  from.flatMap((one) =>
    [
      { from: one.from, until: Math.min(one.until, off.from) as Instant },
      { from: Math.max(one.from, off.until) as Instant, until: one.until },
    ].filter((part) => part.from < part.until),
  )
