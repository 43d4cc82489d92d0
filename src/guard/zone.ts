import { assert } from '../core/assert.ts'
import { type Day, type Instant, dayFromNumber, dayNumber, day as dayOf } from '../core/calendar.ts'

export const DAY_MS = 86_400_000

/** A stretch of time in which a place keeps one distance from UTC. */
export type Stretch = { readonly offsetMs: number; readonly until: Instant }

export type Zone = {
  readonly name: string
  /** The stretch that holds `at`; cheap, because stretches are kept. */
  readonly stretchAt: (at: Instant) => Stretch
}

// About twelve days: no place has changed its clocks twice in so short a time, so two readings of
// the zone database at the ends tell whether there is a change inside.
const CHUNK_MS = 2 ** 30
const CHUNKS_MAX = 4096
const ZONES_MAX = 1024

// A memory of what the zone database says, and nothing else: it never changes an answer.
const known = new Map<string, Zone>()

/** The zone of an IANA name such as 'Asia/Shanghai', or undefined where there is none. */
export function zoneOf(name: string): Zone | undefined {
  const found = known.get(name)
  if (found !== undefined) return found
  const clock = clockOf(name)
  if (clock === undefined) return undefined
  if (known.size >= ZONES_MAX) known.clear()
  const zone = makeZone(name, clock)
  known.set(name, zone)
  return zone
}

function clockOf(name: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch {
    // The only way the platform has of saying that it knows no such zone.
    return undefined
  }
}

function makeZone(name: string, clock: Intl.DateTimeFormat): Zone {
  const chunks = new Map<number, readonly [Stretch, Stretch]>()
  const stretchAt = (at: Instant): Stretch => {
    const index = Math.floor(at / CHUNK_MS)
    let pair = chunks.get(index)
    if (pair === undefined) {
      if (chunks.size >= CHUNKS_MAX) chunks.clear()
      pair = readChunk(clock, index)
      chunks.set(index, pair)
    }
    return at < pair[0].until ? pair[0] : pair[1]
  }
  return { name, stretchAt }
}

/** The one or two stretches of a chunk; with no change in it, the first one fills it. */
function readChunk(clock: Intl.DateTimeFormat, index: number): readonly [Stretch, Stretch] {
  let [low, high] = [index * CHUNK_MS, (index + 1) * CHUNK_MS]
  const end = high as Instant
  const [before, after] = [offsetMsAt(clock, low), offsetMsAt(clock, high)]
  if (before !== after) {
    while (high - low > 1000) {
      const middle = Math.ceil((low + high) / 2000) * 1000
      if (middle >= high) break
      if (offsetMsAt(clock, middle) === before) low = middle
      else high = middle
    }
  }
  const cut = (before === after ? end : Math.floor(high / 1000) * 1000) as Instant
  return [
    { offsetMs: before, until: cut },
    { offsetMs: after, until: end },
  ]
}

function offsetMsAt(clock: Intl.DateTimeFormat, at: number): number {
  const second = Math.floor(at / 1000) * 1000
  const parts = /^(\d\d)\/(\d\d)\/(\d{4}), (\d\d):(\d\d):(\d\d)$/.exec(clock.format(second))
  assert(parts !== null, `the clock cannot be read at ${at}`)
  const number = dayNumber(dayOf(`${parts[3]}-${parts[1]}-${parts[2]}`))
  const inDay = Number(parts[4]) * 3_600_000 + Number(parts[5]) * 60_000 + Number(parts[6]) * 1000
  return number * DAY_MS + inDay - second
}

/** The calendar day at the place, as days since 1970-01-01. */
export const localDayNumber = (zone: Zone, at: Instant): number =>
  Math.floor((at + zone.stretchAt(at).offsetMs) / DAY_MS)

export const localDay = (zone: Zone, at: Instant): Day => dayFromNumber(localDayNumber(zone, at))

/** 'YYYY-MM-DDTHH:MM' on the wall clock of the place. */
export function localText(zone: Zone, at: Instant): string {
  const local = at + zone.stretchAt(at).offsetMs
  const minute = Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60_000)
  const text = (n: number) => String(n).padStart(2, '0')
  return `${localDay(zone, at)}T${text(Math.floor(minute / 60))}:${text(minute % 60)}`
}

/** The first instant of a calendar day at the place, which is not midnight where clocks jump then. */
export function startOfDay(zone: Zone, number: number): Instant {
  // The day begins nowhere on earth earlier than fourteen hours before it does in UTC.
  let at = (number * DAY_MS - 14 * 3_600_000) as Instant
  for (let stretches = 0; stretches < 8; stretches++) {
    const stretch = zone.stretchAt(at)
    const begins = Math.max(at, number * DAY_MS - stretch.offsetMs) as Instant
    if (begins < stretch.until) return begins
    at = stretch.until
  }
  assert(false, `day ${number} never begins in ${zone.name}`)
}

/** In the zone where the day begins last: safe for what ends when a day begins. */
export const latestStartOfDay = (zones: readonly Zone[], numberIn: (zone: Zone) => number) =>
  Math.max(...zones.map((zone) => startOfDay(zone, numberIn(zone)))) as Instant

/** In the zone where the day begins first: safe for what takes hold when a day begins. */
export const earliestStartOfDay = (zones: readonly Zone[], numberIn: (zone: Zone) => number) =>
  Math.min(...zones.map((zone) => startOfDay(zone, numberIn(zone)))) as Instant

/**
 * The instant of a wall clock's minute on a day; minutes past 1440 are on the next. Where clocks jump
 * over it, the first instant after the jump; where they show it twice, the first of the two.
 */
export function instantAt(zone: Zone, number: number, minute: number): Instant {
  const local = number * DAY_MS + minute * 60_000
  let at = (local - 14 * 3_600_000) as Instant
  for (let stretches = 0; stretches < 8; stretches++) {
    const stretch = zone.stretchAt(at)
    const begins = Math.max(at, local - stretch.offsetMs) as Instant
    if (begins < stretch.until) return begins
    at = stretch.until
  }
  assert(false, `minute ${minute} of day ${number} never comes in ${zone.name}`)
}
