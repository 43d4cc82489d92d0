import { type Instant, dayNumber } from '../core/calendar.ts'
import { placeOf } from './covers.ts'
import { OPEN, SHUT, type Gate, type Word, gateOfChanges } from './gate.ts'
import {
  CLOSED,
  type Hours,
  type OpenMinutes,
  type Schedule,
  either,
  isOpenAt,
  openAt,
  scheduleGate,
  weekdayOf,
  weekly,
  without,
} from './hours.ts'
import { type Asked, isSameParty, isTheAnswer } from './past.ts'
import type { PartOf } from './rules.ts'
import type { BorrowerFact, WishFact } from './verdict.ts'
import { type Zone, latestStartOfDay, localDayNumber, zoneOf } from './zone.ts'

/** Open when the rule's hours are, or hours that were agreed, in every zone where the person may be. */
export function speakOfHours(hours: Hours, asked: Asked): Word {
  const { proposal, zones } = asked
  const base = baseOf(hours, asked)
  const agreed = agreedOf(hours, base, asked)
  const schedule = agreed === undefined ? base : either(base, agreed)
  const also = alsoOf(hours, asked)
  const gate = gateOf({ base, agreed, schedule }, zones, also)
  // The words name the place that is shut, or the first one.
  const isShut = (each: Zone) => !isOpenAt(each === also ? base : schedule, each, proposal.at)
  const kept = also === undefined ? zones : [...zones, also]
  const zone = kept.find(isShut) ?? kept[0]
  const there = zone === also ? base : schedule
  const minutes =
    zone === undefined
      ? undefined
      : (openAt(there, zone, proposal.at) ?? hoursOn(there, zone, proposal.at))
  const place = { zone: zone?.name ?? '', zones: kept.length }
  if (minutes === undefined)
    return { gate, met: 'hours.open', unmet: 'hours.closed_day', numbers: place }
  return {
    gate,
    met: 'hours.open',
    unmet: 'hours.closed',
    numbers: { from: clock(minutes.from), until: clock(minutes.until), ...place },
  }
}

type Schedules = {
  readonly base: Schedule
  readonly agreed: Schedule | undefined
  /** What either is open for. */
  readonly schedule: Schedule
}

/** What was agreed is meant at the person's place: it opens no hour of the other zone, and needs none. */
function gateOf(
  { base, agreed, schedule }: Schedules,
  zones: readonly Zone[],
  also: Zone | undefined,
): Gate {
  if (also === undefined) return scheduleGate(schedule, zones)
  if (agreed === undefined) return scheduleGate(base, [...zones, also])
  return firstOf(
    scheduleGate(agreed, zones),
    allOf([scheduleGate(schedule, zones), scheduleGate(base, [also])]),
  )
}

/** Open when either of the two is. */
const firstOf = (a: Gate, b: Gate): Gate => ({
  opensAt: (at) => {
    const opens = [a.opensAt(at), b.opensAt(at)].flatMap((each) => each ?? [])
    return opens.length === 0 ? undefined : (Math.min(...opens) as Instant)
  },
  closesAt: (at) => (a.opensAt(at) === at ? a : b).closesAt(at),
})

const hoursOn = (schedule: Schedule, zone: Zone, at: Instant): OpenMinutes | undefined =>
  schedule.openOn(localDayNumber(zone, at))[0]

function clock(minute: number): string {
  const text = (n: number) => String(n).padStart(2, '0')
  return `${text(Math.floor(minute / 60))}:${text(minute % 60)}`
}

function alsoOf(hours: Hours, { zones }: Asked): Zone | undefined {
  const also = hours.alsoIn === undefined ? undefined : zoneOf(hours.alsoIn)
  return zones.some((zone) => zone.name === also?.name) ? undefined : also
}

function agreedOf(hours: Hours, base: Schedule, asked: Asked): Schedule | undefined {
  if (hours.agreed === undefined) return undefined
  const wishes = agreedWishes(hours.agreed, asked).filter(
    (wish) => !hours.agreedLawfully || wasLawful(wish, base, asked),
  )
  return wishes.length === 0 ? undefined : scheduleOf(wishes)
}

function baseOf(hours: Hours, { facts }: Asked): Schedule {
  const { workHours } = facts.borrower
  const own =
    hours.knownWorkHours && workHours !== undefined
      ? weekly(workWeek(workHours), hours.closedOn)
      : hours.schedule
  if (!hours.publicHolidays || facts.publicHolidays.length === 0) return own
  const holidays = new Set(facts.publicHolidays.map(dayNumber))
  return { openOn: (dayNo) => (holidays.has(dayNo) ? CLOSED : own.openOn(dayNo)) }
}

/** Monday first; a night's work goes on into the next day. */
function workWeek({ from, until, days }: NonNullable<BorrowerFact['workHours']>) {
  const week: OpenMinutes[][] = [[], [], [], [], [], [], []]
  for (const on of days) {
    week[on]?.push({ from, until: from < until ? until : 1440 })
    if (from >= until && until > 0) week[(on + 1) % 7]?.push({ from: 0, until })
  }
  return week.map((each) => each.toSorted((a, b) => a.from - b.from))
}

/** What was agreed in a contact that should not have been made gives nothing. */
const wasLawful = (wish: WishFact, base: Schedule, { facts, zones }: Asked): boolean =>
  !facts.history.some((past) => past.direction === 'out' && past.at === wish.saidAt) ||
  zones.every((zone) => isOpenAt(base, zone, wish.saidAt))

function agreedWishes(of: 'firm' | 'group', asked: Asked): readonly WishFact[] {
  const { firm } = asked.facts
  return wishesOf('agreed_time', asked).filter(
    (wish) => wish.givenTo === firm.id || (of === 'group' && firm.group.includes(wish.givenTo)),
  )
}

/** Whether the person agreed to be reached at that hour. */
export function agreedHours(of: 'firm' | 'group', asked: Asked) {
  const wishes = agreedWishes(of, asked)
  const schedule = scheduleOf(wishes)
  return {
    openAt: (at: Instant): boolean =>
      wishes.length > 0 && asked.zones.every((zone) => isOpenAt(schedule, zone, at)),
  }
}

/** Wishes of one kind that stand: the latest, with whatever was said in the same breath. */
function wishesOf(kind: WishFact['kind'], { proposal, facts, zones }: Asked): readonly WishFact[] {
  const standing = facts.wishes.filter(
    (wish) =>
      wish.kind === kind &&
      wish.saidAt <= proposal.at &&
      isSameParty(wish.party, proposal.to) &&
      (wish.channel === undefined || wish.channel === proposal.channel) &&
      (wish.accountIds?.some((id) => proposal.accountIds.includes(id)) ?? true) &&
      !hasEnded(wish, proposal.at, zones),
  )
  const last = Math.max(...standing.map((wish) => wish.saidAt))
  return standing.filter((wish) => wish.saidAt === last)
}

function hasEnded({ untilOn }: WishFact, at: Instant, zones: readonly Zone[]): boolean {
  if (untilOn === undefined) return false
  const ends = dayNumber(untilOn)
  return zones.every((zone) => localDayNumber(zone, at) >= ends)
}

/** The minutes that wishes name. A range that ends before it begins goes on after midnight. */
function scheduleOf(wishes: readonly WishFact[]): Schedule {
  const named = (wish: WishFact, dayNo: number) => wish.days?.includes(weekdayOf(dayNo)) ?? true
  const ended = (wish: WishFact, dayNo: number) =>
    wish.untilOn !== undefined && dayNo >= dayNumber(wish.untilOn)
  const parts = wishes.map((wish): Schedule => {
    const from = wish.from ?? 0
    const until = wish.until ?? 1440
    return {
      openOn: (dayNo) => {
        if (ended(wish, dayNo)) return CLOSED
        if (from < until) return named(wish, dayNo) ? [{ from, until }] : CLOSED
        const early = named(wish, dayNo - 1) && until > 0 ? [{ from: 0, until }] : CLOSED
        return named(wish, dayNo) ? [...early, { from, until: 1440 }] : early
      },
    }
  })
  return parts.reduce(either, { openOn: () => CLOSED })
}

/** Times, places and pauses that the person asked to be spared. */
export function speakOfWish(part: PartOf<'wish'>, asked: Asked): Word {
  const words = { met: 'wish.kept', numbers: {} } as const
  const found = part.honours
    .map((honour) => ({ honour, gate: HONOUR[honour](asked) }))
    .filter((each) => each.gate !== OPEN)
  const { at } = asked.proposal
  const shut = found.find(({ gate }) => gate.opensAt(at) !== at)
  if (part.answer !== undefined && isTheAnswer(asked, 'same')) {
    // The answer is free later too, and an exception only where it would have been shut.
    if (shut === undefined) return { gate: OPEN, ...words, unmet: 'wish.kept' }
    return { gate: OPEN, ...words, met: 'answer.first', unmet: 'wish.kept', excepted: true }
  }
  const unmet = shut === undefined ? 'wish.time' : UNMET[shut.honour]
  return { gate: allOf(found.map((each) => each.gate)), ...words, unmet }
}

type Honour = PartOf<'wish'>['honours'][number]

const UNMET = {
  times: 'wish.time',
  places: 'wish.place',
  pauses: 'wish.pause',
  visit_times: 'wish.visit',
} as const satisfies Record<Honour, Word['unmet']>

const HONOUR: Readonly<Record<Honour, (asked: Asked) => Gate>> = {
  times: (asked) => {
    const wishes = wishesOf('inconvenient_time', asked)
    return wishes.length === 0 ? OPEN : scheduleGate(without(scheduleOf(wishes)), asked.zones)
  },
  places: (asked) => {
    const place = placeOf(asked.proposal)
    const wishes = wishesOf('inconvenient_place', asked).filter((wish) => wish.place === place)
    return untilAllEnd(wishes, asked.zones)
  },
  pauses: (asked) => untilAllEnd(wishesOf('needs_time', asked), asked.zones),
  // Another time was asked for, and none is agreed yet.
  visit_times: (asked) => {
    if (asked.proposal.channel !== 'visit') return OPEN
    const asks = wishesOf('another_time', asked)
    const agreed = wishesOf('agreed_time', asked)
    const isAgreed = asks.every((ask) => agreed.some((wish) => wish.saidAt > ask.saidAt))
    return isAgreed ? OPEN : untilAllEnd(asks, asked.zones)
  },
}

/** Shut until the last day of every wish is over; for good where one has none. */
function untilAllEnd(wishes: readonly WishFact[], zones: readonly Zone[]): Gate {
  if (wishes.length === 0) return OPEN
  const ends = wishes.map(({ untilOn }) => {
    const on = untilOn === undefined ? undefined : dayNumber(untilOn)
    return on === undefined ? undefined : latestStartOfDay(zones, () => on)
  })
  if (ends.includes(undefined)) return SHUT
  const last = Math.max(...ends.map((end) => end ?? 0)) as Instant
  return gateOfChanges([last], (at) => at >= last)
}

function allOf(gates: readonly Gate[]): Gate {
  const [only] = gates
  if (only === undefined) return OPEN
  if (gates.length === 1) return only
  return {
    opensAt: (from) => {
      let at = from
      for (let i = 0; i < gates.length * 64; i++) {
        const before = at
        for (const gate of gates) {
          const opens = gate.opensAt(at)
          if (opens === undefined) return undefined
          at = opens
        }
        if (at === before) return at
      }
      return undefined
    },
    closesAt: (at) => Math.min(...gates.map((gate) => gate.closesAt(at))) as Instant,
  }
}
