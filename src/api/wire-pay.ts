import type { AccountId, MoneyWire } from './wire.ts'

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
