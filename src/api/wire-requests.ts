import type { AccountId, CaseId, DayText, MoneyWire } from './wire-parts.ts'

export type RequestId = `req_${string}`
export type RequestKind =
  | 'settlement'
  | 'plan'
  | 'waiver'
  | 'refund'
  | 'write_off'
  | 'restructure'
  | 'match'

// GET /v1/requests -> items, the oldest first
export type RequestWire = {
  readonly id: RequestId
  readonly case_id: CaseId
  readonly account_id: AccountId | null
  readonly name: string
  readonly kind: RequestKind
  readonly kind_name: string
  /** What it gives up or moves. */
  readonly amount: MoneyWire
  readonly asked_by: string
  readonly why: string
  readonly asked_on: DayText
  readonly expires_on: DayText
  /** What will be done, as it is kept. */
  readonly body: Readonly<Record<string, unknown>>
  /** Why this person may not answer, in words; null where they may. */
  readonly blocked: string | null
}

// POST /v1/requests/{id}/answers {approve, why?} -> RequestAnswer
export type RequestBody = { readonly approve: boolean; readonly why?: string }
export type RequestAnswer = {
  readonly approved: boolean
  readonly outcome: Readonly<Record<string, unknown>>
}
