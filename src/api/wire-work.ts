import type { Channel } from '../core/channel.ts'
import type {
  AccountId,
  CaseId,
  DayText,
  HoldId,
  InstantText,
  Language,
  MoneyWire,
} from './wire-parts.ts'
import type { PermissionsWire } from './wire-permissions.ts'
import type { CaseRow, CaseWire } from './wire.ts'

/** What goes over the wire about people's hours: who has which case, calls, callbacks, load. */

export type LeaseId = `lse_${string}`
export type ContactId = `ctc_${string}`
export type CallbackId = `cbk_${string}`
export type TreatmentId = `trt_${string}`

/** A code of a closed list, and its name in the reader's language. */
export type Named<Code extends string = string> = { readonly code: Code; readonly name: string }

export type LeaseWire = {
  readonly id: LeaseId
  readonly case: CaseRow
  readonly account_id: AccountId
  readonly worklist: Named | null
  readonly why: {
    readonly kind: 'callback' | 'promise' | 'listed'
    /** One line for the top of the case. */
    readonly sentence: string
  }
  /** null: what is asked is no contact, such as reading the file. */
  readonly channel: Channel | null
  readonly taken_at: InstantText
  /** Untouched until then, the case goes back. */
  readonly expires_at: InstantText
  /** The window of the guard's yes at the claim. */
  readonly lawful_until: InstantText | null
  /** Something was done with it, so it may be ended without a reason. */
  readonly worked: boolean
}

export type NoneWire = {
  readonly why: 'not_set_up' | 'off_shift' | 'no_worklist' | 'nothing_lawful' | 'nothing_listed'
  readonly sentence: string
  /** When it is worth asking again. */
  readonly at: InstantText | null
}

// POST /v1/work/next {worklist?, done?} -> a lease with what its page begins with, or why there is none
export type NextWire = {
  readonly lease: LeaseWire | null
  readonly case: CaseWire | null
  /** The guard's word at the moment of this answer. */
  readonly permissions: PermissionsWire | null
  readonly none: NoneWire | null
}
export type NextBody = { readonly worklist?: string; readonly done?: LeaseId }

// GET /v1/work: where this person stands
export type WorkWire = {
  readonly at: InstantText
  readonly lease: LeaseWire | null
  /** A call of this person with that borrower, of which nobody has said yet how it ended. */
  readonly open_call: ContactId | null
  readonly at_work: boolean
  /** At work: when the shift ends; else when the next one begins. */
  readonly shift_at: InstantText | null
  readonly worklists: readonly Named[]
  readonly dispositions: readonly DispositionWire[]
  readonly release_reasons: readonly Named[]
}

export type DispositionWire = Named & {
  readonly pinyin: string
  readonly needs: 'callback' | 'promise' | null
  /** What it does at once beyond the record, in words; null: nothing. */
  readonly does: string | null
}

// POST /v1/work/{id}/stay -> {expires_at}; POST /v1/work/{id}/release {reason, words?} -> {ended}
export type ReleaseBody = { readonly reason: string; readonly words?: string }

// POST /v1/cases/{id}/calls {account_id?, address_id?} (Idempotency-Key) -> 201, or 422 contact_refused with rule, law, until
export type CallWire = {
  readonly id: ContactId
  readonly case_id: CaseId
  /** Whole, because it is to be dialled now; that it was shown is kept. */
  readonly number: string
  readonly closes_at: InstantText | null
}

/** On the borrower's wall clock: 'YYYY-MM-DDTHH:MM'. */
export type WallText = string

// POST /v1/contacts/{id}/outcome (Idempotency-Key) -> 201
export type OutcomeBody = {
  readonly disposition: string
  readonly words?: string
  readonly callback?: { readonly at: WallText; readonly zone?: string; readonly for_me?: boolean }
}
export type OutcomeWire = {
  readonly id: ContactId
  readonly disposition: string
  readonly counts: string
  readonly hold_id: HoldId | null
  readonly callback_id: CallbackId | null
}

// POST /v1/cases/{id}/callbacks (Idempotency-Key) -> 201; GET /v1/callbacks?mine=&case_id= -> items
export type CallbackBody = {
  readonly at: WallText
  readonly zone?: string
  readonly asked_by: 'borrower' | 'collector'
  readonly for_me?: boolean
  readonly words?: string
}
export type CallbackWire = {
  readonly id: CallbackId
  readonly case_id: CaseId
  readonly name: string
  readonly language: Language
  readonly due_at: InstantText
  /** The wall clock on which it was agreed. */
  readonly zone: string
  readonly asked_by: 'borrower' | 'collector'
  readonly for_name: string | null
  readonly words: string | null
  readonly is_due: boolean
}

/** Where hours are short; '{count}' in the sentence is the number that opens its cases. */
export type LoadWarningWire = {
  readonly at: InstantText
  readonly sentence: string
  readonly count: number
  readonly opens: string
}

// GET /v1/work/load
export type LoadWire = {
  readonly from: InstantText
  readonly until: InstantText
  readonly zone: string
  /** What to do something about, the earliest first; empty: the day's hours are enough. */
  readonly warnings: readonly LoadWarningWire[]
  readonly hours: readonly {
    readonly from: InstantText
    readonly people: number
    readonly worked: number
    readonly short: number
    readonly waiting: number
    /** Cases that can be worked last in this hour, and the query of their list. */
    readonly closing: number
    readonly opens: string | null
  }[]
  readonly lists: readonly {
    readonly worklist: Named
    readonly language: Language
    readonly set_up: boolean
    readonly minutes_a_case: number
    readonly cases: number
    /** The query of the list of these cases. */
    readonly opens: string
    readonly reached: number
    readonly opens_reached: string
    readonly left: number
    readonly opens_left: string
    readonly short_at: InstantText | null
    readonly cut_priority: number | null
    readonly edge: readonly {
      readonly case_id: CaseId
      readonly name: string
      readonly priority: number
      readonly reached: boolean
    }[]
  }[]
  readonly people: readonly { readonly name: string; readonly minutes: number }[]
  /** How cases were given back in the last day. */
  readonly ends: readonly {
    readonly worklist: Named | null
    readonly end: Named
    readonly count: number
    readonly opens: string
  }[]
}

// GET /v1/approvals -> items; POST /v1/approvals/{id} {approve, reason?} -> {state}
export type ApprovalWire = {
  readonly id: TreatmentId
  readonly case_id: CaseId
  readonly name: string
  readonly arrears: MoneyWire
  readonly treatment: string
  readonly channel: Channel | null
  readonly template: string | null
  readonly worklist: string | null
  readonly strategy: string
  readonly strategy_version: number
  readonly row_no: number
  readonly chosen_on: DayText
  readonly asks: 'manager' | 'compliance' | 'admin'
  /** Why this person may not answer, in words; null where they may. */
  readonly blocked: string | null
}
export type ApprovalBody = { readonly approve: boolean; readonly reason?: string }
