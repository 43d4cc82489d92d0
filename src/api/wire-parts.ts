/** The small parts of what goes over the wire: ids, amounts, lists, problems, closed sets of words. */

export type Language = 'zh' | 'en'
export type Role = 'collector' | 'manager' | 'compliance' | 'admin'

export type BorrowerId = `bor_${string}`
export type CaseId = `case_${string}`
export type AccountId = `acc_${string}`
export type AddressId = `adr_${string}`
export type HoldId = `hld_${string}`
export type PaymentId = `pay_${string}`

export type DayText = string
export type InstantText = string
export type MoneyWire = { readonly minor: string; readonly currency: string }
export type Page<Item> = { readonly items: readonly Item[]; readonly next_cursor: string | null }

/** RFC 9457, content type application/problem+json. Refused contacts also carry rule, law, until. */
/** One thing that a rule read or counted. */
export type FactWire = { readonly name: string; readonly value: string }

export type ProblemWire = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail?: string
  readonly errors?: readonly {
    readonly pointer: string
    readonly code: string
    readonly message: string
  }[]
  readonly rule?: string
  readonly law?: { readonly title: string; readonly href: string }
  readonly until?: InstantText
  readonly facts?: readonly FactWire[]
  readonly trace_id: string
}

export type TodayCode =
  | 'newly_behind'
  | 'cured'
  | 'payments'
  | 'promises_kept'
  | 'promises_broken'
  | 'sent'
  | 'deferred'
  | 'denied'
  | 'listed'
  | 'planned'
  | 'withdrawn'
  | 'unknown'
  | 'awaiting_approval'

export type CaseState = 'open' | 'promised' | 'on_hold' | 'legal' | 'closed'
export type CaseSort = 'priority' | 'arrears' | 'days_past_due'
export type TreatmentState =
  | 'planned'
  | 'deferred'
  | 'denied'
  | 'sent'
  | 'listed'
  | 'withdrawn'
  | 'awaiting_approval'
  | 'approved'
  | 'declined'
  | 'worked'
export type ContactState =
  | 'permitted'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'failed'
  | 'unknown'
  | 'withdrawn'

export type HoldReason =
  | 'dispute'
  | 'cease'
  | 'attorney'
  | 'bankruptcy'
  | 'breathing_space'
  | 'deceased'
  | 'wrong_person'
  | 'hardship'
  | 'complaint'
  | 'fraud'
  | 'advice'
  | 'vulnerable'
  | 'moratorium'

/** One rule's word, in words. */
export type ReasonWire = {
  readonly rule: string
  readonly says: 'allow' | 'defer' | 'deny'
  readonly strength: 'prohibited' | 'presumed' | 'advised' | 'factor'
  readonly sentence: string
  readonly citation: { readonly title: string; readonly href: string }
  readonly unverified: boolean
  readonly code: string
  readonly until: InstantText | null
}

export type TimelineKind =
  | 'account'
  | 'instalments'
  | 'snapshot'
  | 'payment'
  | 'reversal'
  | 'entry'
  | 'treatment'
  | 'verdict'
  | 'contact'
  | 'contact_event'
  | 'hold'
  | 'hold_ended'
  | 'consent'
  | 'promise'
  | 'plan'
  | 'plan_ended'
  | 'pause'
  | 'inbound'
