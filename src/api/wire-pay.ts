import type { AccountId, CaseId, DayText, MoneyWire, PaymentId } from './wire.ts'

// POST /v1/payments (Idempotency-Key required) -> 201 PaymentAnswer
export type PaymentBody = {
  readonly case_id: CaseId
  readonly account_id: AccountId
  readonly ref: string
  readonly amount: MoneyWire
  readonly effective_on: DayText
}

export type PaymentAnswer = {
  readonly id: PaymentId
  readonly account_id: AccountId
  readonly amount: MoneyWire
  readonly effective_on: DayText
  readonly arrears_after: MoneyWire
  /** Contacts not yet sent that the payment took back. */
  readonly withdrawn: number
}

/** A way to the payment page; the token in it is shown this once. */
export type PaymentLinkWire = {
  readonly url: string
  readonly account_id: AccountId
  readonly amount: MoneyWire | null
  readonly expires_at: string
}

export type MandateWire = {
  readonly number: string
  readonly account_id: AccountId
  readonly ref: string
  readonly holder: string
  /** Its last four characters. */
  readonly iban_tail: string
  readonly signed_on: string
  readonly notice_days: number
  readonly ended_on: string | null
}
