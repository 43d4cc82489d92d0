import type { AccountId, DayText, MoneyWire } from './wire-parts.ts'

export type PromiseId = `prm_${string}`
export type PlanId = `pln_${string}`
export type PauseId = `pse_${string}`
export type PlanStateWire = 'proposed' | 'running' | 'completed' | 'broken' | 'cancelled'
export type InboundId = `inb_${string}`
export type CircumstanceId = `cir_${string}`

// POST /v1/cases/{id}/promises (Idempotency-Key required) -> 201 PromiseAnswer
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
export type PlanAnswer = {
  readonly id: PlanId
  readonly account_id: AccountId
  readonly state: PlanStateWire
  readonly withdrawn: number
}

// POST /v1/cases/{id}/inbound (Idempotency-Key required) -> 201 InboundAnswer
export type InboundAnswer = { readonly id: InboundId }

// POST /v1/cases/{id}/pauses (Idempotency-Key required) -> 201 PauseAnswer
export type PauseAnswer = { readonly id: PauseId }

// POST /v1/cases/{id}/circumstances (Idempotency-Key required) -> 201 CircumstanceAnswer
export type CircumstanceAnswer = {
  readonly id: CircumstanceId
  /** Whether the borrower now counts as vulnerable: strategies may treat such a person only kinder. */
  readonly vulnerable: boolean
}
