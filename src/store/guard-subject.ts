import type { Channel } from '../core/channel.ts'
import { dayNumber, type Day, type Instant } from '../core/calendar.ts'
import type { BorrowerFact, HoldFact, OverrideFact, WishFact } from '../guard/verdict.ts'
import type { Circumstance, Purpose } from '../guard/vocabulary.ts'
import { latestStartOfDay, zoneOf } from '../guard/zone.ts'

/** What is recorded of the person behind the accounts, as the statement of facts brings it. */
export type RawSubject = {
  circumstances: readonly RawCircumstance[] | null
  wishes: readonly RawWish[] | null
  overrides: readonly RawOverride[] | null
}

type RawEnd = { readonly reason: string; readonly untilOn: string | null }

type RawCircumstance = {
  kind: string
  detail: { readonly occasion?: string }
  fromOn: string
  untilOn: string | null
}

type RawWish = {
  kind: WishFact['kind']
  days: number | null
  from: number | null
  until: number | null
  place: 'home' | 'work' | null
  untilOn: string | null
  channel: Channel | null
  saidAt: number
}

type RawOverride = { rule: string; ground: string; expiresAt: number }

/** Where the person may be, and the moment that is asked about. */
export type Here = { readonly zones: readonly string[]; readonly now: Instant }

/** What has no end lasts; what has one lasts until that day has begun wherever the person may be. */
function lasts(told: { readonly untilOn: string | null } | undefined, here: Here): boolean {
  if (told === undefined) return false
  if (told.untilOn === null) return true
  const zones = here.zones.flatMap((name) => zoneOf(name) ?? [])
  const untilOn = dayNumber(told.untilOn as Day)
  const isPlaced = zones.length > 0 && zones.length === here.zones.length
  return here.now < (isPlaced ? latestStartOfDay(zones, () => untilOn) : everywhere(untilOn))
}

/** No clock on earth is further behind than twelve hours. */
const everywhere = (on: number): number => on * 86_400_000 + 12 * 3_600_000

const optional = (on: string | null): Day | undefined => (on ?? undefined) as Day | undefined

/**
 * The record is all that this firm knows of a person, and the rules ask what is known: so what is not
 * recorded is known not to be known, never missing. Where the person is reached is told by the history.
 */
export function borrowerFactOf(
  raw: RawSubject & { readonly holds: readonly RawEnd[] | null },
  here: Here,
): BorrowerFact {
  const last = new Map((raw.circumstances ?? []).map((each) => [each.kind, each]))
  const stands = (kind: string) => lasts(last.get(kind), here)
  const isHeld = (reason: string) =>
    (raw.holds ?? []).some((hold) => hold.reason === reason && lasts(hold, here))
  const is = (kind: Circumstance) => stands(kind)
  return {
    deceased: isHeld('deceased'),
    minor: is('minor'),
    cannot_pay: is('cannot_pay'),
    family_violence: is('family_violence'),
    seriously_ill: is('seriously_ill'),
    employerForbids: stands('employer_forbids'),
    reachable: stands('unreachable') ? false : 'unstated',
  }
}

/** Sensitive days in a family stop like a hold, where a rule names them. */
export const occasionsOf = (raw: RawSubject): HoldFact[] =>
  (raw.circumstances ?? [])
    .filter((each) => each.kind === 'occasion')
    .map((each) => ({
      reason: each.detail.occasion ?? 'bereavement',
      written: false,
      accountId: undefined,
      fromOn: each.fromOn as Day,
      untilOn: optional(each.untilOn),
    }))

/**
 * What was asked to be spared stands until it is taken back by name: what came later adds to it, and is the
 * guard's "said in the same breath". Of everything else the latest word counts.
 */
export function wishesOf(all: readonly RawWish[] | null, firm: string): readonly WishFact[] {
  const wishes = all ?? []
  const isSpared = ({ kind }: RawWish) =>
    kind === 'inconvenient_time' || kind === 'inconvenient_place'
  const last = Math.max(...wishes.filter(isSpared).map(({ saidAt }) => saidAt))
  return wishes.map((raw) => wishOf(isSpared(raw) ? { ...raw, saidAt: last } : raw, firm))
}

const wishOf = (raw: RawWish, firm: string): WishFact => ({
  kind: raw.kind,
  saidAt: raw.saidAt as Instant,
  party: 'borrower',
  givenTo: firm,
  days: daysOf(raw.days),
  from: raw.from ?? undefined,
  until: raw.until ?? undefined,
  place: raw.place ?? undefined,
  channel: raw.channel ?? undefined,
  untilOn: optional(raw.untilOn),
})

/** A bit each from Monday = 1. */
const daysOf = (bits: number | null): readonly number[] | undefined =>
  bits === null ? undefined : [0, 1, 2, 3, 4, 5, 6].filter((on) => (bits & (1 << on)) !== 0)

/** The grounds as the guard's purposes name them. */
const GROUNDS: Readonly<Record<string, Purpose>> = {
  required_by_law: 'required_by_law',
  litigation: 'litigation',
  consumer_request: 'answer_request',
  time_critical: 'time_critical',
}

export const overrideOf = ({ rule, ground, expiresAt }: RawOverride): OverrideFact => ({
  rule,
  // A ground that nobody knows lifts nothing.
  ground: GROUNDS[ground] ?? 'collect',
  expiresAt: expiresAt as Instant,
})
