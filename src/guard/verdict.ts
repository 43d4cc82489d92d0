import type { Day, Instant } from '../core/calendar.ts'
import type {
  Circumstance,
  ContactResult,
  ContentFact,
  DebtKind,
  DebtStatus,
  FirmKind,
  Flag,
  Mark,
  Medium,
  Notice,
  Party,
  PlaceKind,
  ProceedingKind,
  Purpose,
  RepresentativeKind,
} from './vocabulary.ts'
import type { ReasonCode } from './reason-code.ts'

export type { ContactResult, FirmKind, Flag } from './vocabulary.ts'
export type { ReasonCode } from './reason-code.ts'

/**
 * A fact that rules ask about. 'unstated': whoever tells the facts leaves it open, and it is not
 * held against the proposal; only the reader of situations may say so. undefined: somebody should
 * have filled it and did not; a rule that needs it denies.
 */
export type Known = boolean | 'unstated' | undefined

/** What somebody wants to do now: one attempt, by one medium, to one address of one person. */
export type Proposal = {
  readonly at: Instant
  readonly channel: Medium
  readonly to: Party
  readonly purpose: Purpose
  /** undefined where the medium has none, or it is not told. */
  readonly addressId: bigint | undefined
  readonly addressKind: PlaceKind | undefined
  readonly accountIds: readonly bigint[]
  /** It answers that event of the history. */
  readonly replyTo?: string | undefined
  /** The facts about the words: undefined where no text exists (a call). A text without them is denied. */
  readonly content?: ContentFacts | undefined
  /** Who speaks in a call. A synthetic or recorded voice must say so here. */
  readonly voice: 'person' | 'artificial' | 'unstated' | undefined
  /** Made by a machine, without a person deciding to. */
  readonly automated?: boolean | undefined
  readonly visit?: VisitFacts | undefined
  /** What is demanded, in minor units. */
  readonly amountMinor?: bigint | 'unstated' | undefined
  /** Made by both parties together. */
  readonly joint?: boolean | undefined
}

export type ContentFacts = Readonly<Record<ContentFact, Known>> & {
  readonly collector_disclosure: 'initial' | 'later' | 'none' | 'unstated' | undefined
  readonly opt_out:
    | 'reply_word'
    | 'link'
    | 'postal_only'
    | 'phone_only'
    | 'unlinked_site'
    | 'none'
    | 'unstated'
    | undefined
  readonly addressed_to: 'named' | 'occupier' | 'same_name' | 'unstated' | undefined
}

export type VisitFacts = {
  readonly people: number | 'unstated' | undefined
  readonly place: 'home' | 'work' | 'unstated' | undefined
  readonly prior_notice: Known
  readonly invited: Known
  readonly other_means_tried: Known
  readonly entry_consent: Known
  /** Whether it is to go in at all: to the door alone needs no consent to enter. */
  readonly enters?: boolean | undefined
}

export type HoldFact = {
  /** One of HOLD_REASONS, or a word that no rule names. */
  readonly reason: string
  readonly written: boolean
  /** undefined: every account of the borrower. */
  readonly accountId: bigint | undefined
  /** The day it reached us. */
  readonly fromOn: Day
  /** The day it was sent, where that is another. */
  readonly sentOn?: Day | undefined
  /** The first day on which it no longer holds. */
  readonly untilOn: Day | undefined
  /** The day on which what it protects ended (a treatment); the hold may last longer. */
  readonly endedOn?: Day | undefined
}

/**
 * Newest last; addressId undefined stands for every address of the channel. 'contact': may we use
 * this way at all. 'extra_calls': the person asked for, or agreed to, calls beyond a cap: never to
 * be concluded from a general consent.
 */
export type ConsentFact = {
  readonly scope: 'contact' | 'extra_calls'
  readonly channel: Medium | 'any'
  readonly addressId: bigint | undefined
  readonly given: boolean
  readonly effectiveAt: Instant
  readonly expiresAt: Instant | undefined
  /** Absent: the borrower. */
  readonly party?: Party | undefined
  /** The firm that heard it; absent: this one. A consent is good for that firm alone, a refusal for all. */
  readonly givenTo?: string | undefined
  /** Absent: every account. */
  readonly accountIds?: readonly bigint[] | undefined
}

/** What a person wishes about when and where. */
export type WishFact = {
  readonly kind:
    | 'inconvenient_time'
    | 'inconvenient_place'
    | 'agreed_time'
    | 'needs_time'
    | 'another_time'
  readonly saidAt: Instant
  readonly party: Party
  readonly givenTo: string
  /** Weekdays, Monday 0; undefined: every day. */
  readonly days?: readonly number[] | undefined
  /** Minutes of the local day; undefined: its start, its end. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly place?: 'home' | 'work' | undefined
  /** The first day on which it no longer holds. */
  readonly untilOn?: Day | undefined
  readonly accountIds?: readonly bigint[] | undefined
  readonly channel?: Medium | undefined
  readonly written?: boolean | undefined
}

/**
 * One past event, outbound or inbound, complete for the rules' windows (the longest is six months).
 * A permit that has not come back yet is in it as 'unknown'; one that was withdrawn before the wire
 * is not.
 */
export type PastContact = {
  /** Named by what answers it. */
  readonly id?: string | undefined
  readonly at: Instant
  readonly channel: Medium
  readonly direction: 'out' | 'in'
  readonly party: Party
  /** Which firm made or received it. */
  readonly by: string
  /** 'unknown' counts as whatever counts most: nothing shows that it may be left out. */
  readonly result: ContactResult
  readonly addressId: bigint | undefined
  readonly addressKind?: PlaceKind | undefined
  readonly accountIds: readonly bigint[]
  /** What was talked about, whoever began; absent: accountIds. */
  readonly discussed?: readonly bigint[] | undefined
  readonly replyTo?: string | undefined
  readonly purpose?: Purpose | undefined
  readonly notice?: Notice | undefined
  readonly optOutBy?: Day | undefined
  readonly undeliverableOn?: Day | undefined
  readonly marks?: readonly Mark[] | undefined
}

export type DebtFact = {
  readonly accountId: bigint
  readonly kind: DebtKind
  readonly status: DebtStatus
  readonly secured: Known
  readonly nonPerforming: Known
  readonly assigned?: { readonly on: Day; readonly to: string } | undefined
  readonly dueOn?: Day | undefined
  /** What a count per debt counts it under: loans served under one number are one debt. */
  readonly debt: bigint
  /** What a count per account counts it under: an account may hold several debts. */
  readonly account: bigint
}

export type RepresentativeFact = {
  readonly party: string
  readonly kind: RepresentativeKind
  readonly contactKnown: boolean
  readonly consentsToDirect: Known
  readonly instructed: Known
  readonly accountIds?: readonly bigint[] | undefined
}

export type PlanFact = {
  readonly accountIds: readonly bigint[]
  readonly fromOn: Day
  readonly performing: boolean
  readonly reviewable: Known
  readonly lastReviewOn?: Day | undefined
  readonly remindersRequested: Known
}

export type ProceedingFact = {
  readonly on: Day
  readonly kind: ProceedingKind
  readonly accountIds?: readonly bigint[] | undefined
  readonly ground?: 'cannot_pay' | 'time_or_manner' | 'debt_denied' | undefined
}

export type BorrowerFact = Readonly<Record<Circumstance, Known>> & {
  readonly reachable: Known
  readonly representative?: RepresentativeFact | undefined
  readonly employerForbids: Known
  /** Known hours of work; undefined: not known, so a rule's own hours for workplaces are used. */
  readonly workHours?:
    | { readonly from: number; readonly until: number; readonly days: readonly number[] }
    | undefined
  readonly inheritedMinor?: bigint | 'unstated' | undefined
}

/** A ground, recorded by a person who may, to go over a presumption that law makes rebuttable. */
export type OverrideFact = {
  readonly rule: string
  readonly ground: Purpose
  readonly expiresAt: Instant
}

/** Everything the rules may ask, read on the primary in the transaction that acts. */
export type GuardFacts = {
  readonly jurisdictions: readonly string[]
  /** Every IANA zone where the person may plausibly be. Empty: unknown, so nothing is allowed. */
  readonly zones: readonly string[]
  readonly firm: {
    readonly id: string
    readonly kind: FirmKind
    /** The lender and everybody who collects for it, this firm included: some caps count them together. */
    readonly group: readonly string[]
  }
  readonly borrower: BorrowerFact
  /** The debts of the proposal and of the history. */
  readonly debts: readonly DebtFact[]
  readonly holds: readonly HoldFact[]
  readonly plans: readonly PlanFact[]
  readonly consents: readonly ConsentFact[]
  readonly wishes: readonly WishFact[]
  readonly history: readonly PastContact[]
  readonly proceedings: readonly ProceedingFact[]
  readonly overrides: readonly OverrideFact[]
  /** At the borrower's place, beyond those that a rule itself names. */
  readonly publicHolidays: readonly Day[]
  /** A court allows so many visits in all; undefined: no court has spoken. */
  readonly visitsAllowed?: number | undefined
}

export type Strength = 'prohibited' | 'presumed' | 'advised' | 'factor'

/** One rule's word: every rule that covers the proposal speaks, whether it bars or is met. */
export type Reason = {
  /** Rule id such as 'us.reg-f.14b.7in7', or 'guard.no_rules', 'guard.unknown_zone' ... */
  readonly rule: string
  readonly title: { readonly zh: string; readonly en: string }
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
  /** It would have stood in the way, and an exception of its own lifts it. */
  readonly excepted?: true | undefined
  readonly flags?: readonly Flag[] | undefined
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
  /** The rule counts a lender and its agencies together, so the slot is keyed by the person. */
  readonly shared?: true | undefined
}

type Spoken = {
  /** Every rule that covers the proposal, the strictest among them deciding. */
  readonly reasons: readonly Reason[]
  /** What a careful person should know, whatever the decision. */
  readonly flags: readonly Flag[]
}

export type Verdict = Spoken &
  (
    | {
        readonly decision: 'allow'
        readonly slots: readonly SlotNeed[]
        /** The lawful window closes here: no permit and no provider may hold it longer. */
        readonly closesAt: Instant
      }
    | { readonly decision: 'defer'; readonly until: Instant }
    | { readonly decision: 'deny' }
  )

/** The debts that a proposal is about. */
export const debtsOf = (proposal: Proposal, facts: GuardFacts): readonly DebtFact[] =>
  facts.debts.filter((debt) => proposal.accountIds.includes(debt.accountId))
