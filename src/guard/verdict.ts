import type { Instant } from '../core/calendar.ts'
import type { AddressKind, Channel } from '../core/channel.ts'
import type { Day } from '../core/calendar.ts'

/** What somebody wants to do now: one attempt, on one channel, to one address of the borrower. */
export type Proposal = {
  readonly at: Instant
  readonly channel: Channel
  readonly audience: 'borrower' | 'third_party'
  readonly purpose: 'collect' | 'receipt' | 'statutory'
  readonly addressId: bigint
  readonly addressKind: AddressKind
  readonly accountIds: readonly bigint[]
  /** The facts about the words: undefined where no text exists (a call). */
  readonly content?: { readonly says: readonly Disclosure[] } | undefined
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

/** Newest last; addressId undefined stands for every address of the channel. */
export type ConsentFact = {
  readonly channel: Channel | 'any'
  readonly addressId: bigint | undefined
  readonly given: boolean
  readonly effectiveAt: Instant
  readonly expiresAt: Instant | undefined
}

/** One past event with this borrower, outbound or inbound, complete for the rules' windows. */
export type PastContact = {
  readonly at: Instant
  readonly channel: Channel
  readonly direction: 'out' | 'in'
  /** 'unknown' counts as whatever counts most: nothing shows that it may be left out. */
  readonly result:
    | 'delivered' | 'not_connected' | 'unanswered' | 'voicemail' | 'conversation' | 'unknown'
  readonly addressId: bigint
  readonly accountIds: readonly bigint[]
}

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
  readonly code: string
  readonly numbers: Readonly<Record<string, string | number>>
  /** For defer: the earliest instant at which this rule alone would allow. */
  readonly until?: Instant | undefined
}

/** A slot that must be taken before the wire: key, how many there are, when it is free again. */
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
