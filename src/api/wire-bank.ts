import type { AccountId, CaseId, DayText, InstantText, MoneyWire } from './wire-parts.ts'

export type MoneyId = `mny_${string}`

// POST /v1/bank-files?name=&format=&mapping= with the bytes of a file -> 201; GET /v1/bank-files -> items
export type BankFindingWire = {
  readonly name: string
  readonly severity: 'error' | 'warning'
  readonly sentence: string
}
export type BankFileWire = {
  readonly id: string
  readonly name: string
  readonly format: string
  readonly state: 'loaded' | 'already_loaded' | 'refused'
  readonly findings: readonly BankFindingWire[]
  readonly statements: number
  readonly items: number
  readonly fresh: number
  readonly matched: number
  readonly returned: number
  readonly waiting: number
  readonly loaded_at: InstantText
}

export type MatchSuggestionWire = {
  readonly account_id: AccountId
  readonly case_id: CaseId
  readonly account_ref: string
  readonly borrower: string
  readonly rule: string
  readonly score: number
  /** Why, as a sentence. */
  readonly reason: string
  /** Needs a second person. */
  readonly odd: boolean
  readonly outstanding: MoneyWire
  readonly arrears: MoneyWire
}

// GET /v1/money/unmatched -> items, the oldest first
export type MoneyRowWire = {
  readonly id: MoneyId
  readonly amount: MoneyWire
  readonly left: MoneyWire
  readonly booked_on: DayText
  readonly payer: string | null
  readonly text: string | null
  readonly returned: boolean
  /** May be the same money told twice. */
  readonly twin: boolean
  /** A second person has been asked. */
  readonly asked: boolean
  readonly suggestion: MatchSuggestionWire | null
}
export type MoneyPage = {
  readonly items: readonly MoneyRowWire[]
  readonly next_cursor: string | null
  readonly sums: readonly {
    readonly amount: MoneyWire
    readonly items: number
    readonly oldest_on: DayText
  }[]
}

export type MoneyDecisionWire = {
  readonly no: number
  readonly kind: 'match' | 'return' | 'set_aside' | 'undo' | 'asked'
  readonly part: MoneyWire
  readonly account_ref: string | null
  readonly case_id: CaseId | null
  readonly why: string | null
  readonly rule: string | null
  readonly by: string
  readonly undone: boolean
  readonly at: InstantText
}

// GET /v1/money/{id}
export type MoneyWholeWire = MoneyRowWire & {
  readonly bank_account: string
  readonly value_on: DayText | null
  readonly bank_ref: string | null
  readonly end_to_end: string | null
  readonly reference: string | null
  readonly payer_account: string | null
  readonly virtual_account: string | null
  readonly return_code: string | null
  readonly suggestions: readonly MatchSuggestionWire[]
  /** What this may be the return of. */
  readonly originals: readonly {
    readonly id: MoneyId
    readonly booked_on: DayText
    readonly payer: string | null
  }[]
  readonly decisions: readonly MoneyDecisionWire[]
}

// POST /v1/money/{id}/matches, /set-asides, /undos, /returns (Idempotency-Key required) -> 201
export type MoneyDone = {
  readonly done: 'matched' | 'asked' | 'set_aside' | 'undone' | 'returned'
  readonly left: MoneyWire
}
export type MatchBody = {
  readonly parts: readonly {
    readonly account: string
    readonly minor?: string | undefined
  }[]
  readonly why?: string | undefined
}

// GET /v1/payment-words -> items, the oldest first: what providers told of money that nobody could place
export type PaymentWordWire = {
  readonly provider: string
  readonly id: string
  readonly kind: 'paid' | 'failed' | 'refunded' | 'chargeback' | 'expired'
  readonly amount: MoneyWire | null
  readonly at: InstantText
  /** The payment as its sender calls it. */
  readonly ref: string | null
  /** The account that a lender's own system named. */
  readonly account: string | null
  /** Why it waits and what can be done, as a sentence. */
  readonly why: string
}
export type PaymentWordsWire = {
  readonly items: readonly PaymentWordWire[]
  readonly next_cursor: string | null
}
// POST /v1/payment-words/tries {} and /notes {provider, id, why} -> what is left
export type PaymentWordsTried = { readonly placed: number; readonly waiting: number }
