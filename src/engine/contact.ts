import type { Instant } from '../core/calendar.ts'
import { ADDRESS_KINDS, type AddressKind, type Channel } from '../core/channel.ts'
import type { ContactResult, Reason, Verdict } from '../guard/verdict.ts'

/**
 * Where an attempt stands, finest words: three of them are the stored state 'failed', and differ in
 * what they prove. The order is that of finality, see RANK.
 */
export type Standing =
  | 'permitted'
  | 'withdrawn'
  | 'sending'
  | 'unknown'
  | 'never_accepted'
  | 'accepted'
  | 'expired'
  | 'bounced'
  | 'delivered'

export type ContactState =
  | 'permitted'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'failed'
  | 'unknown'
  | 'withdrawn'

/** What a provider's record can say of an attempt. */
export type Said = Exclude<Standing, 'permitted' | 'withdrawn' | 'sending'>

/** What each standing means: its stored state, its finality, and whether its slots stay taken. */
const MEANING: Readonly<
  Record<Standing, { state: ContactState; rank: number; holdsSlots: boolean }>
> = {
  permitted: { state: 'permitted', rank: 0, holdsSlots: true },
  withdrawn: { state: 'withdrawn', rank: 1, holdsSlots: false },
  sending: { state: 'sending', rank: 2, holdsSlots: true },
  unknown: { state: 'unknown', rank: 3, holdsSlots: true },
  never_accepted: { state: 'failed', rank: 4, holdsSlots: false },
  accepted: { state: 'accepted', rank: 5, holdsSlots: true },
  // The provider dropped it, but nothing proves that nobody was reached before.
  expired: { state: 'failed', rank: 6, holdsSlots: true },
  bounced: { state: 'failed', rank: 7, holdsSlots: false },
  delivered: { state: 'delivered', rank: 8, holdsSlots: true },
}

export const stateOf = (standing: Standing): ContactState => MEANING[standing].state
export const holdsSlots = (standing: Standing): boolean => MEANING[standing].holdsSlots

/** The standing of a stored row; a failure whose reason is not known proves nothing. */
export function standingOf(state: ContactState, why: string | undefined): Standing {
  if (state !== 'failed') return state
  return why === 'never_accepted' || why === 'bounced' ? why : 'expired'
}

/**
 * The more final of two words. Maximum by rank: so receipts in any order, twice, or with some lost
 * give the same or a less final standing. Only what was on the wire can be told about.
 */
export function afterReceipt(standing: Standing, said: Said): Standing | 'never_sent' {
  if (standing === 'permitted' || standing === 'withdrawn') return 'never_sent'
  return MEANING[said].rank > MEANING[standing].rank ? said : standing
}

/** Twice, late or contradictory: the more final word, as everywhere. */
export function finer(before: Said | undefined, said: Said): Said {
  return before === undefined || MEANING[said].rank > MEANING[before].rank ? said : before
}

/**
 * What its parts say of a message: delivered when all are; bounced when none can have been read. What ended in
 * between may have been read in part.
 */
export function ofAllParts(parts: readonly (Said | undefined)[]): Said {
  if (parts.every((said) => said === 'delivered')) return 'delivered'
  if (parts.every((said) => said === 'bounced')) return 'bounced'
  const isOver = parts.every(
    (said) => said === 'delivered' || said === 'bounced' || said === 'expired',
  )
  return isOver ? 'expired' : 'accepted'
}

/**
 * Whether a slot stays taken. Proof that nobody was reached gives it back; so does a known end that
 * its rule does not count (`keeps` are those that it counts, as of the permit). Doubt keeps it.
 */
export function keepsSlot(
  { standing, outcome }: { standing: Standing; outcome: ContactResult | undefined },
  keeps: readonly ContactResult[] | undefined,
): boolean {
  if (standing === 'never_accepted' || standing === 'withdrawn') return false
  const end = outcome ?? ENDED_AS[standing]
  if (end === undefined) return holdsSlots(standing)
  return keeps === undefined ? holdsSlots(standing) : keeps.includes(end)
}

/** The ends of a call, by how much they count; a later word only ever counts more. */
const CALL_ENDS = [
  'not_connected',
  'unanswered',
  'voicemail',
  'answered_dropped',
  'conversation',
] as const satisfies readonly ContactResult[]
export type CallEnd = (typeof CALL_ENDS)[number]

/**
 * The more of two ends: maximum by rank, as with receipts. Without any it is not known, which counts as
 * whatever counts most.
 */
export const moreOfCall = (before: CallEnd | undefined, said: CallEnd): CallEnd =>
  before !== undefined && CALL_ENDS.indexOf(before) >= CALL_ENDS.indexOf(said) ? before : said

/** Standings that are an end that rules count by. */
const ENDED_AS: Readonly<Partial<Record<Standing, ContactResult>>> = {
  bounced: 'bounced',
  delivered: 'delivered',
}

/**
 * That a provider has no record proves "never accepted" only when the message can no longer arrive:
 * until its expiry a slow sender may still hand it over.
 */
export function absenceSays(now: Instant, expiresAt: Instant): Said {
  return now >= expiresAt ? 'never_accepted' : 'unknown'
}

/** A permit ends with the lawful window, and never later than its own life. */
export function permitEndsAt(now: Instant, closesAt: Instant, lifeMs: number): Instant {
  return Math.min(closesAt, now + lifeMs) as Instant
}

export type AddressFact = {
  readonly addressId: bigint
  readonly kind: AddressKind
  readonly value: string
  readonly zone: string | undefined
  readonly standing: 'unverified' | 'works' | 'fails' | 'recycled' | 'not_his'
}

/** Which standings may be tried, the better first. */
const TRY_ORDER: Readonly<Record<AddressFact['standing'], number | undefined>> = {
  works: 0,
  unverified: 1,
  fails: undefined,
  recycled: undefined,
  not_his: undefined,
}

/** The address to use on a channel: one that works before one not yet tried, then the oldest id. */
export function pickAddress(
  channel: Channel,
  addresses: readonly AddressFact[],
): AddressFact | undefined {
  return triable(addresses).find((a) => ADDRESS_KINDS[channel].includes(a.kind))
}

/** Those that may be tried, the better first. */
export function triable(addresses: readonly AddressFact[]): readonly AddressFact[] {
  const order = (a: AddressFact) => TRY_ORDER[a.standing]
  return addresses
    .filter((a) => order(a) !== undefined)
    .toSorted((a, b) => {
      const byStanding = (order(a) ?? 0) - (order(b) ?? 0)
      return byStanding !== 0 ? byStanding : a.addressId < b.addressId ? -1 : 1
    })
}

/** Caps that had no free slot although the guard had counted fewer uses, and when each has one. */
export type FullSlots = {
  readonly keys: readonly string[]
  readonly freeAt: Instant
  /** Counted with other tenants: nothing is told but that it is full. */
  readonly shared?: true | undefined
}

/** A yes without a free slot is a "not yet": the rules whose slots are gone say until when. */
export function withFullSlots(verdict: Verdict, full: FullSlots): Verdict {
  if (verdict.decision !== 'allow') return verdict
  const barred = new Set(
    verdict.slots
      .filter((s) => full.keys.length === 0 || full.keys.includes(s.key))
      .map((s) => s.rule),
  )
  const reasons = verdict.reasons.map((reason): Reason =>
    barred.has(reason.rule)
      ? {
          ...reason,
          says: 'defer',
          code: full.shared === true ? 'cap.shared_full' : 'cap.full',
          until: full.freeAt,
        }
      : reason,
  )
  return { decision: 'defer', until: full.freeAt, reasons, flags: verdict.flags }
}
