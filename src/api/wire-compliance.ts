import type { Channel } from '../core/channel.ts'
import type {
  CaseId,
  DayText,
  FactWire,
  InstantText,
  Page,
  ReasonWire,
  Role,
} from './wire-parts.ts'
import type { WhyAccount } from './wire.ts'

/** What the desk of a compliance officer asks: what was decided and why, who looked, what changes when. */

export type DecisionId = `vrd_${string}`

export type DecisionRow = {
  readonly id: DecisionId
  readonly case_id: CaseId
  readonly name: string
  readonly at: InstantText
  readonly channel: Channel
  readonly decision: 'allow' | 'defer' | 'deny'
  readonly decision_name: string
  readonly until: InstantText | null
  /** The rules that stood in the way; of a yes, those that came nearest to it. */
  readonly rules: readonly { readonly rule: string; readonly title: string }[]
  readonly chosen_by: string | null
  readonly contact_state: string | null
}

// GET /v1/decisions?case_id=&person=&rule=&channel=&decision=&from=&to=&cursor=
export type DecisionsPage = Page<DecisionRow> & {
  /** It looked at this much and no further for one page: ask on with the cursor. */
  readonly looked_to: InstantText | null
}

// GET /v1/decisions/{id}
export type DecisionWire = DecisionRow & {
  readonly zone: string
  readonly recorded_at: InstantText
  readonly accounts: readonly string[]
  readonly address: string | null
  readonly reasons: readonly DecisionReason[]
  readonly rules_hash: string
  readonly rules_on: DayText
  readonly strategy: {
    readonly name: string
    readonly version: number
    readonly stage: string
    readonly tone: string
    readonly row: number
    readonly treatment: string
    readonly chosen_on: DayText
  } | null
  readonly contact: DecisionContact | null
  readonly judged_again: {
    readonly same: boolean | null
    readonly differences: readonly {
      readonly what: 'decision' | 'until' | 'reason'
      readonly rule: string | null
      readonly kept: string
      readonly now: string
    }[]
  }
  /** The facts of that moment as the guard was given them, and what was asked. */
  readonly facts: string
  readonly proposal: string
}

export type DecisionReason = ReasonWire & {
  readonly title: string
  readonly numbers: readonly FactWire[]
}

export type DecisionContact = {
  readonly permit: string
  readonly state: string
  readonly permitted_at: InstantText
  readonly expires_at: InstantText
  readonly sent_at: InstantText | null
  readonly sender: string
  readonly provider: string | null
  readonly provider_ref: string | null
  readonly template: string | null
  readonly template_version: number | null
  readonly template_hash: string | null
  readonly language: string | null
  readonly body_hash: string | null
  readonly words: string | null
  readonly receipts: readonly { readonly kind: string; readonly at: InstantText }[]
}

// GET /v1/cases/{id}/explain?at=
export type ExplainWire = {
  readonly at: DayText
  readonly case_id: CaseId
  readonly name: string
  /** One answer in words, line by line: the same that the command line prints. */
  readonly text: readonly string[]
  readonly contacted: number
  readonly refused: number
  readonly decisions: readonly DecisionId[]
  /** How each account stood on that day, and which rows of its strategy fitted. */
  readonly accounts: readonly WhyAccount[]
}

// POST /v1/cases/{id}/exports {reason} -> 201
export type ExportWire = {
  readonly file_name: string
  readonly manifest_sha256: string
  /** What the seal is checked by: told to the person by another way. */
  readonly public_key: string
  readonly files: readonly {
    readonly name: string
    readonly bytes: number
    readonly sha256: string
  }[]
  /** A .tar of at most a megabyte in base64; empty for a larger one, which is fetched. */
  readonly archive: string
  /** Where the archive, a .tar, is fetched from, whole or by ranges, until then. */
  readonly url: string
  readonly bytes: number
  readonly until: InstantText
}

// GET /v1/rules/{id}/stops?on=
export type RuleStopsWire = {
  readonly rule: string
  readonly on: DayText
  /** Kept answers of that day, or, where the rule stopped nobody, what the guard says now of planned steps. */
  readonly from: 'kept' | 'asked_now'
  readonly asked: number
  readonly stopped: readonly RuleStop[]
  readonly let_through: readonly RuleStop[]
}

export type RuleStop = {
  readonly decision_id: DecisionId | null
  readonly case_id: CaseId
  readonly name: string
  readonly channel: Channel
  readonly at: InstantText
  readonly until: InstantText | null
  readonly sentence: string
  readonly numbers: readonly FactWire[]
}

// GET /v1/holds?at=&reason=&lapse_by=&cursor=
export type HoldsBoard = Page<HoldRow> & {
  readonly at: DayText
  readonly counts: readonly {
    readonly reason: string
    readonly name: string
    readonly holds: number
    readonly people: number
  }[]
}

export type HoldRow = {
  readonly id: string
  readonly case_id: CaseId
  readonly name: string
  readonly account_ref: string | null
  readonly reason: string
  readonly reason_name: string
  readonly from_on: DayText
  readonly until_on: DayText | null
  readonly days_left: number | null
  readonly source: string
  readonly written: boolean
  readonly stop_names: readonly string[]
  readonly recorded_at: InstantText
  /** How many contacts that were permitted already were taken back when it came. */
  readonly taken_back: number
  /** Of each that it stops: what shows that it did, from their own record. */
  readonly receipts: readonly HoldReceiptWire[]
}

export type HoldReceiptWire = {
  readonly stops: 'contact' | 'charge' | 'collect' | 'furnish'
  readonly name: string
  /** `waits`: nothing has shown it yet; `none`: there is nothing to stop; `outside`: somebody else's, who confirmed nothing. */
  readonly state: 'confirmed' | 'open' | 'waits' | 'none' | 'outside'
  readonly sentence: string
}

// GET /v1/near-misses?on=&rule=&minutes=
export type NearMissesWire = {
  readonly on: DayText
  readonly minutes: number
  readonly rules: readonly {
    readonly rule: string
    readonly title: string
    readonly asked: number
    readonly last_slots: number
    readonly deferred: number
    readonly denied: number
  }[]
  readonly items: readonly NearMissRow[]
}

export type NearMissRow = {
  readonly kind: 'last_slot' | 'near_close' | 'near_open'
  readonly decision_id: DecisionId
  readonly case_id: CaseId
  readonly name: string
  readonly channel: Channel
  readonly at: InstantText
  readonly rule: string | null
  readonly title: string | null
  readonly used: number | null
  readonly times: number | null
  readonly minutes: number | null
}

export type LookKind = 'address' | 'told_in_confidence' | 'recording' | 'handed_in' | 'export'

// GET /v1/looks?from=&to=&kind=&case_id=&cursor=
export type LooksPage = Page<{
  readonly id: string
  readonly kind: LookKind
  readonly at: InstantText
  readonly case_id: CaseId
  readonly name: string
  readonly by: string
  readonly role: string | null
  readonly reason: string | null
}>

// GET /v1/access-reviews
export type AccessReviewsWire = {
  /** The newest month that is over. */
  readonly month: DayText
  /** Roles given and taken in that month. */
  readonly role_changes: number
  readonly people: readonly {
    readonly by: string
    readonly kind: LookKind
    readonly looks: number
    readonly people: number
    readonly without_reason: number
  }[]
  readonly reviews: readonly AccessReviewWire[]
}

export type AccessReviewWire = {
  readonly month: DayText
  readonly looks: number
  /** null: nobody counted them when it was gone through. */
  readonly role_changes: number | null
  readonly words: string
  readonly reviewed_by: string
  readonly reviewed_at: InstantText
  readonly signed_by: string | null
  readonly signed_at: InstantText | null
  /** Whether it was this very person who went through it, who then may not sign. */
  readonly is_own: boolean
}

// GET /v1/staff/roles?on=&user_id=&cursor=&limit=
export type RoleSpanWire = {
  readonly id: string
  readonly user_id: string
  readonly name: string
  readonly kind: 'person' | 'program'
  readonly role: Role
  readonly from: InstantText
  /** null: nobody's word was kept, as when the house was set up. */
  readonly given_by: string | null
  readonly given_why: string | null
  /** null: it is so now. */
  readonly until: InstantText | null
  readonly taken_by: string | null
  readonly taken_why: string | null
  /** What came after it; null: nothing. */
  readonly next: Role | null
  readonly recorded_at: InstantText
}

// GET /v1/changes?from=&to=&kind=
export type ChangesWire = {
  readonly from: DayText
  readonly to: DayText
  readonly today: DayText
  readonly items: readonly ChangeWire[]
}

export type ChangeWire = {
  readonly kind: 'law' | 'strategy' | 'template' | 'staff' | 'limit' | 'channel'
  readonly on: DayText
  readonly name: string
  readonly version: number | null
  readonly what: string
  readonly proposed_by: string | null
  readonly approved_by: string | null
  readonly state: 'done' | 'waiting' | 'declined' | 'withdrawn'
}
