import type { AccountId, CaseId, DayText, MoneyWire } from './wire-parts.ts'
import type { PaymentId } from './wire.ts'
import type { RequestId } from './wire-requests.ts'

export type EntryId = `ent_${string}`
export type PartsWire = Readonly<
  Record<'cost' | 'fee' | 'late_interest' | 'interest' | 'principal', string>
>

export type StatementLineWire = {
  /** null: time has charged it, and nobody has posted it yet. */
  readonly entry_id: EntryId | null
  readonly on: DayText
  /** null where it is not posted yet. */
  readonly recorded_at: string | null
  readonly kind: string
  readonly kind_name: string
  /** The payer's or the bank's reference, where the line is money that came in. */
  readonly ref: string | null
  readonly amount: MoneyWire
  readonly parts: PartsWire
  readonly balance: MoneyWire
  /** Why this line is there, in the reader's language. */
  readonly words: string
}

// GET /v1/cases/{id}/accounts/{account_id}/statement?from=&until=&known_at=
export type StatementWire = {
  readonly case_id: CaseId
  readonly account_id: AccountId
  readonly account_ref: string
  readonly currency: string
  readonly from: DayText
  readonly until: DayText
  readonly known_at: string | null
  readonly opening: MoneyWire
  readonly lines: readonly StatementLineWire[]
  readonly closing: MoneyWire
  readonly closing_parts: PartsWire
  /** Money of the borrower that pays nothing yet. */
  readonly suspense: MoneyWire
}

// POST /v1/cases/{id}/entries: posted, or asked of a second person
export type EntryPostedWire = {
  readonly entry_id: EntryId | null
  readonly request_id: RequestId | null
  readonly withdrawn: number
}

// POST /v1/cases/{id}/reversals
export type ReversalWire = {
  readonly id: PaymentId
  readonly payment_id: PaymentId
  readonly effective_on: DayText
  readonly withdrawn: number
}

// GET /v1/suspense?older_than=
export type SuspenseWire = {
  readonly items: readonly {
    readonly case_id: CaseId
    readonly borrower_ref: string
    readonly name: string
    readonly amount: MoneyWire
    readonly since: DayText
    readonly days: number
  }[]
  readonly next_cursor: string | null
}
