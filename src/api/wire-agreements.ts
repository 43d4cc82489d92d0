import type { AccountId, DayText, InstantText, MoneyWire } from './wire-parts.ts'

export type PromiseId = `prm_${string}`
export type PlanId = `pln_${string}`
export type PauseId = `pse_${string}`
export type InboundId = `inb_${string}`
export type CircumstanceId = `cir_${string}`

type ChannelWire = 'sms' | 'email' | 'call' | 'letter' | 'visit' | 'message'

// POST /v1/cases/{id}/promises (Idempotency-Key required) -> 201 PromiseAnswer
export type PromiseBody = {
  readonly account_id: AccountId
  readonly amount: MoneyWire
  readonly due_on: DayText
  /** Days after due_on on which money still keeps it; 0 where it is left out. */
  readonly tolerance_days?: number
  readonly channel?: ChannelWire
  /** The open promise that this one takes the place of. */
  readonly supersedes?: PromiseId
  /** Who said so, how. */
  readonly source: string
}

export type PromiseAnswer = {
  readonly id: PromiseId
  readonly account_id: AccountId
  readonly amount: MoneyWire
  readonly due_on: DayText
  /** The last day on which money keeps it. */
  readonly until_on: DayText
  readonly state: 'open' | 'kept' | 'partial' | 'broken' | 'superseded'
  /** Contacts not yet sent that the promise took back. */
  readonly withdrawn: number
}

// POST /v1/cases/{id}/plans (Idempotency-Key required) -> 201 PlanAnswer
export type PlanBody = {
  readonly account_id: AccountId
  /** None only ends the plan that `ends` names. */
  readonly instalments: readonly { readonly due_on: DayText; readonly amount: MoneyWire }[]
  readonly ends?: PlanId
  readonly source: string
}

export type PlanAnswer = {
  readonly id: PlanId
  readonly account_id: AccountId
  readonly state: 'running' | 'completed' | 'cancelled'
  readonly withdrawn: number
}

// POST /v1/cases/{id}/inbound (Idempotency-Key required) -> 201 InboundAnswer
export type InboundBody = {
  readonly channel: ChannelWire
  readonly result: 'conversation' | 'delivered' | 'voicemail'
  /** None named stands for all of them. */
  readonly account_ids?: readonly AccountId[]
  readonly received_at?: InstantText
}
export type InboundAnswer = { readonly id: InboundId }

// POST /v1/cases/{id}/pauses (Idempotency-Key required) -> 201 PauseAnswer
export type PauseBody = {
  readonly account_id: AccountId
  readonly from_on: DayText
  /** The first day that counts again; left out, it has no end. */
  readonly until_on?: DayText
  readonly reason: string
}
export type PauseAnswer = { readonly id: PauseId }

// POST /v1/cases/{id}/circumstances (Idempotency-Key required) -> 201 CircumstanceAnswer
export type CircumstanceBody = {
  readonly kind:
    | 'cannot_pay'
    | 'family_violence'
    | 'seriously_ill'
    | 'minor'
    | 'employer_forbids'
    | 'occasion'
    | 'unreachable'
  readonly from_on?: DayText
  readonly until_on?: DayText
}
export type CircumstanceAnswer = {
  readonly id: CircumstanceId
  /** Whether the borrower now counts as vulnerable: strategies may treat such a person only kinder. */
  readonly vulnerable: boolean
}
