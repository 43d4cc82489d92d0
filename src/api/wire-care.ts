import type { Channel } from '../core/channel.ts'
import type { AccountId, CaseId, DayText, InstantText, MoneyWire } from './wire-parts.ts'

export type CareId = `car_${string}`

export type CareClock = {
  readonly clock: string
  readonly what: string
  readonly due_on: DayText
  readonly overdue: boolean
  readonly rule: string
  readonly mark: string
  readonly mark_name: string
}

export type CareAction = {
  readonly action: string
  readonly name: string
  readonly needs: readonly string[]
  readonly need_names: readonly string[]
  /** Why it may not be done now; null: it may. */
  readonly blocked: string | null
}

export type CareEventWire = {
  readonly action_name: string
  readonly state_name: string
  readonly on: DayText
  readonly until_on: DayText | null
  readonly words: string | null
  readonly redress: string | null
  readonly by: string
}

export type EvidenceWire = {
  readonly kind: string
  readonly title: string
  readonly sha256: string
  readonly dated_on: DayText
  readonly received_on: DayText
  /** Dated after the care was opened. */
  readonly newer: boolean
  readonly by: string
}

export type CareWire = {
  readonly id: CareId
  readonly account_id: AccountId | null
  readonly kind: string
  readonly kind_name: string
  readonly sort: string | null
  readonly sort_name: string | null
  readonly state: string
  readonly state_name: string
  readonly over: boolean
  readonly told_on: DayText
  readonly since_on: DayText
  readonly until_on: DayText | null
  readonly written: boolean
  readonly disputed: MoneyWire | null
  readonly source: string
  readonly stops: readonly string[]
  readonly stop_names: readonly string[]
  readonly for_whom: string
  readonly ends_by: string
  readonly may_always: string
  readonly clocks: readonly CareClock[]
  readonly actions: readonly CareAction[]
  readonly events: readonly CareEventWire[]
  readonly evidence: readonly EvidenceWire[]
}

export type CareKindWire = {
  readonly kind: string
  readonly name: string
  readonly concerns: 'person' | 'account' | 'either'
  readonly sorts: readonly { readonly sort: string; readonly name: string }[]
  readonly needs: readonly string[]
  /** What it stops as soon as it is opened. */
  readonly stop_names: readonly string[]
}

// GET /v1/cases/{id}/care -> 200
export type CaseCare = {
  readonly items: readonly CareWire[]
  readonly kinds: readonly CareKindWire[]
}

// POST /v1/cases/{id}/care, POST /v1/cases/{id}/care/{care_id}/acts (Idempotency-Key required) -> 201
export type CareAnswer = {
  readonly id: CareId
  readonly state: string
  readonly state_name: string
  /** Messages that were made and had not left: they never will. */
  readonly withdrawn: number
}

export type CareDueWire = {
  readonly id: CareId
  readonly case_id: CaseId
  readonly name: string
  readonly account_ref: string | null
  readonly kind: string
  readonly kind_name: string
  readonly sort_name: string | null
  readonly state_name: string
  readonly told_on: DayText
  readonly stop_names: readonly string[]
  readonly clock: CareClock | null
  /** Who had it in hand last, and how many documents there are. */
  readonly last_by: string | null
  readonly evidence: number
}

// GET /v1/care -> 200
export type CareBoard = {
  readonly items: readonly CareDueWire[]
  readonly next_cursor: string | null
  readonly counts: readonly {
    readonly kind: string
    readonly name: string
    readonly open: number
    readonly overdue: number
  }[]
}

export type LimitationWire = {
  readonly account_id: AccountId
  readonly account_ref: string
  readonly barred_on: DayText | null
  readonly barred: boolean
  readonly lender_says: DayText | null
  readonly law: {
    readonly id: string
    readonly title: string
    readonly mark: string
    readonly mark_name: string
    readonly note: string
    readonly source: readonly { readonly title: string; readonly href: string }[]
    readonly extinguishes: boolean
    readonly sentence: string | null
  } | null
  readonly steps: readonly {
    readonly on: DayText
    readonly kind_name: string
    readonly what: string
    readonly words: string
  }[]
}

// GET /v1/cases/{id}/limitation -> 200
export type CaseLimitation = {
  readonly items: readonly LimitationWire[]
  /** What the borrower reads before any word of theirs could begin the time anew. */
  readonly notice: string
}

export type BorrowerRewardWire = {
  readonly account_ref: string
  readonly reward: string
  readonly name: string
  /** How it was earned, in words for the borrower. */
  readonly earned: string
  readonly since_on: DayText
  readonly result: 'granted' | 'not_granted' | 'pending'
  readonly result_name: string
  readonly result_on: DayText | null
}

export type FurnishedWire = {
  readonly id: string
  readonly account_id: AccountId
  readonly layout: string
  readonly month: DayText
  readonly on: DayText
  readonly kind: 'regular' | 'correction'
  readonly record: Readonly<Record<string, string>>
  /** The word that had reached the borrower before it, and how. */
  readonly notice: {
    readonly at: InstantText
    readonly channel: Channel
    readonly result: string
  } | null
  readonly corrects: string | null
  readonly correction_owed: boolean
}

export type CreditNoticeWire = {
  readonly account_id: AccountId
  readonly channel: Channel
  readonly on: DayText
  readonly returned_on: DayText | null
  readonly source: string
}

// GET /v1/cases/{id}/furnished
export type FurnishedList = {
  readonly items: readonly FurnishedWire[]
  /** What the lender told the borrower itself before a register was. */
  readonly notices: readonly CreditNoticeWire[]
}

/** What a borrower put to a complaint, as whoever looks into it gets it. */
export type HandedInWire = {
  readonly name: string
  readonly title: string
  readonly media_type: string
  readonly sha256: string
  readonly receipt: string
  readonly base64: string
}
