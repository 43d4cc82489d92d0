import type { PlanId, PlanStateWire, PromiseId } from './wire-agreements.ts'
import type { AccountId, DayText, InstantText, MoneyWire } from './wire-parts.ts'

export type OfferId = `ofr_${string}`

export type DatedMoney = {
  readonly no: number
  readonly due_on: DayText
  readonly amount: MoneyWire
}

export type PromiseWire = {
  readonly id: PromiseId
  readonly account_id: AccountId
  readonly amount: MoneyWire
  readonly paid: MoneyWire
  readonly made_on: DayText
  readonly due_on: DayText
  readonly until_on: DayText
  readonly tolerance: MoneyWire
  readonly state: 'open' | 'kept' | 'partial' | 'broken' | 'superseded'
  /** The promise that it took the place of, and why. */
  readonly supersedes: PromiseId | null
  readonly reason: string | null
  /** Recorded by mistake, and taken back. */
  readonly taken_back: boolean
  readonly channel: string | null
}

export type PlanActionWire =
  | 'accept'
  | 'decline'
  | 'skip'
  | 'move'
  | 'forgive'
  | 'extra'
  | 'pay_off'
  | 'reinstate'
  | 'cancel'

export type PlanWire = {
  readonly id: PlanId
  readonly account_id: AccountId
  readonly state: PlanStateWire
  readonly shape: string
  readonly agreed_on: DayText
  readonly instalments: readonly (DatedMoney & { readonly lacks: MoneyWire })[]
  readonly paid: MoneyWire
  readonly arrears: MoneyWire
  /** What ends it today. */
  readonly payoff: MoneyWire
  /** Forgiven once all of it is paid. */
  readonly forgives: MoneyWire
  readonly next_on: DayText | null
  readonly charges: 'run' | 'stop' | 'stop_while_kept'
  readonly lateness: { readonly days: number; readonly times: number; readonly used: number }
  readonly phases: readonly { readonly state: PlanStateWire; readonly from: DayText }[]
  /** How often an instalment may still be skipped, and by how many days one may move. */
  readonly skips_left: number
  readonly move_days_max: number
  /** Of a broken plan: the last day on which paying up makes it run again by itself. */
  readonly cure_until: DayText | null
  readonly actions: readonly PlanActionWire[]
}

export type OptionWire = {
  readonly kind: 'plan' | 'settlement'
  readonly shape: string
  readonly instalments: readonly DatedMoney[]
  readonly pay: MoneyWire
  readonly forgives: MoneyWire
  readonly discount_bps: number
  readonly monthly: MoneyWire
  /** Against what the borrower's budget sustains. */
  readonly fits: 'fits' | 'above' | 'unknown'
  /** What it is worth to the lender today, and how that is made up. */
  readonly value: MoneyWire
  readonly value_kept: MoneyWire
  readonly value_waiting: MoneyWire
  readonly kept_bps: number
  /** Whether whoever asks may grant it alone. */
  readonly needs: 'nobody' | 'second_person' | 'not_possible'
  readonly sentence: string
}

export type OfferWire = {
  readonly id: OfferId
  readonly account_id: AccountId
  readonly counters: OfferId | null
  readonly side: 'lender' | 'borrower'
  readonly state: 'open' | 'expired' | 'countered' | 'accepted' | 'declined' | 'waiting'
  readonly owed: MoneyWire
  readonly options: readonly Omit<OptionWire, 'needs' | 'sentence'>[]
  readonly made_on: DayText
  readonly expires_on: DayText
  readonly plan: PlanId | null
}

export type SettlementWire = {
  readonly plan: PlanId
  readonly account_id: AccountId
  readonly state: 'running' | 'paid' | 'settled' | 'ended'
  readonly forgives: MoneyWire
  readonly final_on: DayText | null
  readonly sentence: string
}

// GET /v1/cases/{id}/agreements
export type AgreementsWire = {
  readonly promises: readonly PromiseWire[]
  readonly plans: readonly PlanWire[]
  readonly offers: readonly OfferWire[]
  readonly settlements: readonly SettlementWire[]
  readonly accounts: readonly {
    readonly id: AccountId
    readonly owed: MoneyWire
    readonly arrears: MoneyWire
    readonly open_promises: number
    readonly open_promises_max: number
    readonly plan_months_max: number
    readonly broken_plans: number
    readonly redefaults: number
    readonly probation_until: DayText | null
  }[]
}

// POST /v1/cases/{id}/plans/quotes and /v1/cases/{id}/offers/options
export type OptionsWire = {
  readonly owed: MoneyWire
  readonly sustainable: MoneyWire | null
  readonly waiting: { readonly value: MoneyWire; readonly sentence: string }
  readonly options: readonly OptionWire[]
}

// POST /v1/cases/{id}/offers/{offer_id}/answers
export type OfferAnswer = {
  readonly state: 'accepted' | 'waiting' | 'declined'
  readonly plan: PlanId | null
  readonly request: `req_${string}` | null
}

// POST /v1/cases/{id}/plans/{plan_id}/events
export type PlanEventAnswer = { readonly state: PlanStateWire; readonly withdrawn: number }

// GET /v1/promises/statistics
export type PromiseStatsWire = {
  readonly by: 'amount' | 'days_ahead' | 'channel' | 'collector'
  readonly from: DayText
  readonly until: DayText
  readonly currency: string
  readonly rows: readonly {
    readonly band: string
    readonly fallen_due: number
    readonly kept: number
    readonly partial: number
    readonly broken: number
    readonly promised: MoneyWire
    readonly paid: MoneyWire
    readonly kept_by_count_bps: number | null
    readonly kept_by_amount_bps: number | null
  }[]
}

export type BudgetAnswerWire = {
  readonly minor?: string | undefined
  readonly per?: 'week' | 'fortnight' | 'month' | 'quarter' | 'year' | undefined
  readonly count?: number | undefined
  readonly choice?: string | undefined
  readonly unsure?: boolean | undefined
  readonly evidenced?: boolean | undefined
}

// GET and POST /v1/cases/{id}/budget
export type BudgetWire = {
  readonly currency: string
  readonly answers: Readonly<Record<string, BudgetAnswerWire>>
  readonly is_final: boolean
  readonly version: number
  readonly versions: readonly {
    readonly version: number
    readonly written_by: string
    readonly via: 'desk' | 'portal' | 'call'
    readonly is_final: boolean
    readonly at: InstantText
  }[]
  readonly disposable: MoneyWire
  readonly sustainable: MoneyWire
  readonly left_for_person: MoneyWire
  readonly confidence: 'low' | 'medium' | 'high'
  /** What is not answered yet, what the person was unsure of, and what looks off, each as a sentence. */
  readonly missing: readonly string[]
  readonly unsure: readonly string[]
  readonly looks: readonly string[]
  /** null: the lender has set no guideline figures. */
  readonly guidelines_of: DayText | null
}
