import type { Day, Instant } from '../core/calendar.ts'
import type { AddressKind, Channel } from '../core/channel.ts'

/** What somebody wants to do now: one attempt, on one channel, to one address of the borrower. */
export type Proposal = {
  readonly at: Instant
  readonly channel: Channel
  readonly audience: 'borrower' | 'third_party'
  readonly purpose: 'collect' | 'receipt' | 'statutory'
  readonly addressId: bigint
  readonly addressKind: AddressKind
  readonly accountIds: readonly bigint[]
  /** The facts about the words: undefined where no text exists (a call). A text without them is denied. */
  readonly content?: { readonly says: readonly Disclosure[] } | undefined
  /** Who speaks in a call; undefined: a person. A synthetic or recorded voice must say so here. */
  readonly voice?: 'person' | 'artificial' | undefined
}

/** What a text contains, as the template linter found it. */
export type Disclosure = 'who_we_are' | 'how_to_check' | 'how_to_stop' | 'the_debt'

export type HoldFact = {
  readonly reason: string
  readonly written: boolean
  /** undefined: every account of the borrower. */
  readonly accountId: bigint | undefined
  readonly fromOn: Day
  readonly untilOn: Day | undefined
}

/**
 * Newest last; addressId undefined stands for every address of the channel. 'contact': may we use
 * this way at all. 'extra_calls': the person asked for, or agreed to, calls beyond a cap: never to
 * be concluded from a general consent.
 */
export type ConsentFact = {
  readonly scope: 'contact' | 'extra_calls'
  readonly channel: Channel | 'any'
  readonly addressId: bigint | undefined
  readonly given: boolean
  readonly effectiveAt: Instant
  readonly expiresAt: Instant | undefined
}

/**
 * One past event with this borrower, outbound or inbound, complete for the rules' windows (the
 * longest is 31 local days). A permit that has not come back yet is in it as 'unknown'; one that
 * was withdrawn before the wire is not.
 */
export type PastContact = {
  readonly at: Instant
  readonly channel: Channel
  readonly direction: 'out' | 'in'
  /** 'unknown' counts as whatever counts most: nothing shows that it may be left out. */
  readonly result: ContactResult
  readonly addressId: bigint
  readonly accountIds: readonly bigint[]
}

export type ContactResult =
  | 'delivered'
  | 'not_connected'
  | 'unanswered'
  | 'voicemail'
  | 'conversation'
  | 'unknown'

/** Everything the rules may ask, read on the primary in the transaction that acts. */
export type GuardFacts = {
  readonly jurisdictions: readonly string[]
  /** Every IANA zone where the person may plausibly be. Empty: unknown, so nothing is allowed. */
  readonly zones: readonly string[]
  readonly firmKind: 'creditor' | 'agency'
  readonly holds: readonly HoldFact[]
  readonly consents: readonly ConsentFact[]
  readonly history: readonly PastContact[]
}

export type Strength = 'prohibited' | 'presumed' | 'advised' | 'factor'

/** Names the sentence of a reason; `words.ts` has each in both languages. */
export type ReasonCode =
  | 'hours.open'
  | 'hours.closed'
  | 'hours.closed_day'
  | 'cap.room'
  | 'cap.full'
  | 'quiet.over'
  | 'quiet.running'
  | 'hold.none'
  | 'hold.dated'
  | 'hold.open_ended'
  | 'consent.not_refused'
  | 'consent.refused'
  | 'consent.given'
  | 'consent.missing'
  | 'audience.borrower'
  | 'audience.third_party'
  | 'disclosure.said'
  | 'disclosure.missing'
  | 'disclosure.no_text'
  | 'exempt.counted'
  | 'exempt.agreed'
  | 'coverage.bound'
  | 'coverage.not_bound'
  | 'guard.no_rules'
  | 'guard.unknown_place'
  | 'guard.no_pack'
  | 'guard.no_hours'
  | 'guard.unknown_zone'
  | 'guard.no_account'
  | 'guard.wrong_address'
  | 'guard.never_together'

/** One rule's word: every rule that covers the proposal speaks, whether it bars or is met. */
export type Reason = {
  /** Rule id such as 'us.reg-f.14b.7in7', or 'guard.no_rules', 'guard.unknown_zone' ... */
  readonly rule: string
  readonly says: 'allow' | 'defer' | 'deny'
  readonly strength: Strength
  readonly citation: { readonly title: string; readonly href: string }
  /** True where the source's text was not seen by the pack's author. */
  readonly unverified: boolean
  /** Words of the catalogue with the numbers that fill them: the shell formats by language. */
  readonly code: ReasonCode
  readonly numbers: Readonly<Record<string, string | number>>
  /** For defer: the earliest instant at which this rule alone would allow. */
  readonly until?: Instant | undefined
}

/**
 * A slot that must be taken before the wire: key, how many there are, when it is free again. The
 * borrower is part of the slot's own key, so a key names the rule and what it counts by: such as
 * 'us.reg-f.14b.7in7:account:<id>'. Taken for the worst result; `slotCounts` tells of a known one.
 */
export type SlotNeed = {
  readonly rule: string
  readonly key: string
  readonly limit: number
  /** Counted from the latest possible delivery, in the latest plausible zone. */
  readonly freeAt: Instant
}

export type Verdict =
  | {
      readonly decision: 'allow'
      readonly reasons: readonly Reason[]
      readonly slots: readonly SlotNeed[]
      /** The lawful window closes here: no permit and no provider may hold it longer. */
      readonly closesAt: Instant
    }
  | { readonly decision: 'defer'; readonly until: Instant; readonly reasons: readonly Reason[] }
  | { readonly decision: 'deny'; readonly reasons: readonly Reason[] }
