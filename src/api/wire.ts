import type { Channel } from '../core/channel.ts'
import type {
  AccountId,
  AddressId,
  BorrowerId,
  CaseId,
  CaseSort,
  CaseState,
  ContactState,
  DayText,
  HoldId,
  HoldReason,
  InstantText,
  Language,
  MoneyWire,
  PaymentId,
  ReasonWire,
  Role,
  TimelineKind,
  TodayCode,
  TreatmentState,
} from './wire-parts.ts'

import type { AlertWire } from './wire-views.ts'
import type { LoadWarningWire } from './wire-work.ts'

/**
 * What goes over the wire, as types: the desk is built against them, and the zod schemas of the
 * routes are checked against them when they compile. Additive only within /v1.
 *
 * Money is text because a JSON number cannot hold every amount; instants are RFC 3339 in UTC; days
 * are 'YYYY-MM-DD'; ids are a prefix and the number in base 32. `?lang=zh|en` or Accept-Language
 * chooses the words; codes never change with the language.
 */
export type * from './wire-apps.ts'
export type * from './wire-bank.ts'
export type * from './wire-changes.ts'
export type * from './wire-compliance.ts'
export type * from './wire-arrange.ts'
export type * from './wire-day.ts'
export type * from './wire-letters.ts'
export type * from './wire-official.ts'
export type * from './wire-parts.ts'
export type * from './wire-permissions.ts'
export type * from './wire-portfolio.ts'
export type * from './wire-views.ts'
export type * from './wire-requests.ts'
export type * from './wire-rules.ts'
export type * from './wire-search.ts'
export type * from './wire-strategies.ts'
export type * from './wire-voice.ts'
export type * from './wire-work.ts'
export type * from './wire-what-if.ts'

// POST /v1/sign-in {email, password} -> 200 MeWire and a cookie; 401 wrong_sign_in; 429 too_many.
// POST /v1/sign-out -> 204.
export type SignInBody = { readonly email: string; readonly password: string }

/** What a role may do beyond reading; the desk disables the rest and says why. */
export type Action =
  | 'hold.place'
  | 'payment.record'
  | 'address.reveal'
  | 'call.make'
  | 'callback.agree'
  | 'work.next'
  | 'work.load'
  | 'approval.give'
  | 'promise.make'
  | 'offer.make'
  | 'budget.write'
  | 'limitation.record'
  | 'register.record'
  | 'money.match'
  | 'money.load'
  | 'role.give'
  | 'trace.ask'
  | 'letter.return'
  | 'recording.listen'
  | 'app.link'
  | 'app.withdraw'
  | 'app_text.record'
  | 'price.set'
  | 'portal.set'
  | 'official.record'

// GET /v1/me
export type MeWire = {
  readonly user_id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly tenant: { readonly name: string; readonly trading_name: string }
  readonly today: DayText
  readonly now: InstantText
  /** 'movable': the demo's own clock, shown as a banner. */
  readonly clock: 'system' | 'movable'
  /** Every action; `reason` says in words why the role may not. */
  readonly actions: readonly {
    readonly action: Action
    readonly allowed: boolean
    readonly reason: string | null
  }[]
}

// GET /v1/today
export type TodayWire = {
  readonly today: DayText
  /** null: today's cycle has not started. */
  readonly cycle: {
    readonly started_at: InstantText
    readonly finished_at: InstantText | null
    readonly accounts: number
    readonly treatments: number
  } | null
  readonly lines: readonly TodayLine[]
  /** Arms of trials that stopped since the cycle before, and why: said before any number. */
  readonly stops: readonly { readonly trial: string; readonly sentence: string }[]
  /** For those who answer for the work: alerts that hold, where hours are short, and what waits for an answer. */
  readonly alerts: readonly AlertWire[]
  readonly short: readonly LoadWarningWire[]
  readonly proposals: number
}

export type TodayLine = {
  readonly code: TodayCode
  readonly count: number
  readonly amounts: readonly MoneyWire[]
  /** '{count}' and '{amounts}' stand where the desk puts its links, e.g. '{count} people fell behind.' */
  readonly sentence: string
  /** The query of /v1/cases and of the desk's list that opens these cases; null where count is 0. */
  readonly cases: string | null
  /** deferred and denied: the same number by rule; a contact that two rules bar counts in both. */
  readonly by_rule: readonly {
    readonly rule: string
    readonly name: string
    readonly count: number
    readonly cases: string
  }[]
}

/** The query of GET /v1/cases, and of the desk's /cases. All of them narrow; unknown keys are 400. */
export type CaseQuery = {
  readonly stage?: string
  readonly tone?: string
  /** Without it every state but 'closed'. */
  readonly state?: CaseState | 'any'
  /** The portfolio's code. */
  readonly portfolio?: string
  readonly language?: Language
  readonly min_days_past_due?: number
  readonly max_days_past_due?: number
  /** The name of a treatment that was chosen on `on` (default today). */
  readonly treatment?: string
  readonly treatment_state?: TreatmentState
  /** With or without `rule`: a treatment chosen on `on` that the guard put off or denied. */
  readonly verdict?: 'defer' | 'deny'
  readonly rule?: string
  readonly contact_state?: ContactState
  readonly on?: DayText
  readonly opened_on?: DayText
  readonly closed_on?: DayText
  /** With a payment effective on this day or after. */
  readonly paid_since?: DayText
  /** With a promise whose last day lies between `promise_since` (default yesterday) and yesterday. */
  readonly promise?: 'kept' | 'partial' | 'broken'
  readonly promise_since?: DayText
  /** The people behind one number of a portfolio figure: the key that GET /v1/portfolio/{figure} gives. */
  readonly figure?: string
  /** The people behind a list of GET /v1/work/load: its worklist and two moments. */
  readonly load?: string
  /** Name, reference of borrower or account, end of a phone number, or an exact amount of arrears. */
  readonly q?: string
  readonly sort?: CaseSort
  readonly cursor?: string
  /** 1 to 200, default 50. */
  readonly limit?: number
}

// GET /v1/cases -> Page<CaseRow>
export type CaseRow = {
  readonly id: CaseId
  readonly borrower_id: BorrowerId
  readonly name: string
  readonly ref: string
  readonly language: Language
  readonly portfolio: string
  readonly state: CaseState
  readonly stage: string
  readonly tone: string
  readonly arrears: MoneyWire
  readonly days_past_due: number
  readonly oldest_unpaid_due_on: DayText | null
  readonly next_treatment: string | null
  readonly priority: number
  readonly opened_on: DayText
  readonly closed_on: DayText | null
}

// GET /v1/cases/facets -> what the filters may be set to
export type CaseFacets = {
  readonly stages: readonly string[]
  readonly tones: readonly string[]
  readonly portfolios: readonly { readonly code: string; readonly name: string }[]
  readonly treatments: readonly string[]
}

// GET /v1/cases/{id}
export type CaseWire = CaseRow & {
  readonly zones: readonly string[]
  readonly addresses: readonly AddressWire[]
  readonly accounts: readonly AccountWire[]
  readonly holds: readonly HoldWire[]
  /** Treatments chosen on the newest decided day. */
  readonly treatments: readonly TreatmentWire[]
  readonly decided_on: DayText
  /** Of a day that is over: by the end of which day it was known so. Later than `at` where the person came later. */
  readonly known_on: DayText | null
}

export type AddressWire = {
  readonly id: AddressId
  readonly kind: 'mobile' | 'landline' | 'email' | 'post' | 'profile'
  /** Never the whole address: '138****5678', 'z***@example.test'. */
  readonly masked: string
  readonly zone: string | null
  readonly standing: 'unverified' | 'works' | 'fails' | 'recycled' | 'not_his'
}

export type AccountWire = {
  readonly id: AccountId
  readonly ref: string
  readonly product: string
  readonly portfolio: { readonly code: string; readonly name: string; readonly creditor: string }
  readonly opened_on: DayText | null
  readonly closed_on: DayText | null
  readonly principal: MoneyWire | null
  readonly lead: boolean
  /** null: the account has no position yet. */
  readonly position: PositionWire | null
  /** Where the amount comes from, oldest first: together the lines make `arrears` plausible. */
  readonly made_up_of: {
    readonly instalments: readonly InstalmentWire[]
    readonly payments: readonly PaymentWire[]
    readonly snapshots: readonly SnapshotWire[]
    /** True where older lines were left out: only the newest 200 of each kind are given. */
    readonly shortened: boolean
  }
}

export type PositionWire = {
  readonly outstanding: MoneyWire
  readonly arrears: MoneyWire
  readonly days_past_due: number
  readonly bucket: string
  readonly instalments_missed: number
  readonly oldest_unpaid_due_on: DayText | null
  readonly next_due_on: DayText | null
  readonly next_due: MoneyWire
  readonly last_payment_on: DayText | null
  readonly last_payment: MoneyWire | null
  readonly delinquent_since: DayText | null
  readonly cured_on: DayText | null
  readonly times_delinquent: number
  /** 'infinity' for a hold without an end. */
  readonly held_until: DayText | null
  readonly as_of: DayText
}

export type InstalmentWire = {
  readonly instalment_no: number
  readonly due_on: DayText
  readonly amount: MoneyWire
}

export type PaymentWire = {
  readonly id: PaymentId
  readonly ref: string
  readonly amount: MoneyWire
  readonly effective_on: DayText
  readonly reverses: PaymentId | null
  readonly reversed: boolean
}

export type SnapshotWire = {
  readonly effective_on: DayText
  /** null: the lender's core gave no arrears. */
  readonly arrears: MoneyWire | null
  readonly outstanding: MoneyWire
}

export type HoldWire = {
  readonly id: HoldId
  readonly account_id: AccountId | null
  readonly reason: HoldReason
  readonly reason_name: string
  readonly written: boolean
  readonly from_on: DayText
  readonly until_on: DayText | null
  readonly source: string
  /** In force on today's day, and not ended. */
  readonly active: boolean
}

export type TreatmentWire = {
  readonly account_id: AccountId
  readonly chosen_on: DayText
  readonly strategy: string
  readonly strategy_version: number
  readonly row_no: number
  readonly treatment: string
  readonly channel: Channel | null
  readonly template: string | null
  readonly worklist: string | null
  readonly state: TreatmentState
  readonly not_before: InstantText | null
}

// GET /v1/cases/{id}/timeline?kind=&cursor=&limit= -> Page<TimelineItem>, newest first
export type TimelineItem = {
  /** Stable: the same fact is the same id for ever. */
  readonly id: string
  readonly kind: TimelineKind
  /** When it was so, as an instant; a day's fact stands at the start of its day in UTC. */
  readonly at: InstantText
  readonly effective_on: DayText | null
  readonly recorded_at: InstantText
  /** Who, what and why in words. */
  readonly sentence: string
  readonly who: string
  readonly account_id: AccountId | null
  readonly channel: Channel | null
  readonly amount: MoneyWire | null
  /** A verdict's decision, a contact's or treatment's state. */
  readonly state: string | null
  readonly until: InstantText | null
  readonly reasons: readonly ReasonWire[]
}

// GET /v1/cases/{id}/why
export type WhyWire = {
  readonly today: DayText
  readonly accounts: readonly WhyAccount[]
}

export type WhyAccount = {
  readonly account_id: AccountId
  readonly ref: string
  readonly strategy: string
  readonly strategy_version: number
  /** The lines of `forbear explain`, word for word. */
  readonly text: readonly string[]
}

// POST /v1/cases/{id}/holds (Idempotency-Key required) -> 201 HoldWire
export type HoldBody = {
  readonly reason: HoldReason
  readonly account_id?: AccountId
  readonly written?: boolean
  readonly from_on?: DayText
  readonly until_on?: DayText
  /** Who said so, how: 'letter of 3 November', 'call'. */
  readonly source: string
}

// POST /v1/cases/{id}/overrides (Idempotency-Key required) -> 201 OverrideWire
export type OverrideWire = {
  readonly rule: string
  readonly ground: 'required_by_law' | 'litigation' | 'consumer_request' | 'time_critical'
  readonly reason: string
  readonly by: string
  readonly expires_at: InstantText
}

// POST /v1/cases/{id}/addresses/{address_id}/reveal {reason} -> 200; who, what and why are kept.
export type RevealAnswer = { readonly id: AddressId; readonly value: string }
