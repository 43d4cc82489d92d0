import type { CaseId, DayText, InstantText, MoneyWire } from './wire-parts.ts'

export type RemittanceWire = {
  readonly number: string
  readonly portfolio: string
  readonly creditor: string
  readonly until: DayText
  readonly lines: number
  readonly collected: MoneyWire
  /** Zero or less: what was undone or given back of what was handed on before. */
  readonly taken_back: MoneyWire
  /** The minimum counted in. Below zero where more is taken back than handed on. */
  readonly commission: MoneyWire
  /** Zero or less: what the one before could not be paid. */
  readonly carried: MoneyWire
  readonly due: MoneyWire
  /** What is paid now: zero where the sum is below it, and the next one takes it up. */
  readonly paid: MoneyWire
  readonly made_by: string
  readonly made_at: InstantText
  /** Large: it is not paid, and the creditor's file is not written, until a second person approves it. */
  readonly awaits_approval: boolean
  readonly approved_by: string | null
  /** Refused by a second person: nothing of it is paid, and its lines are handed on by a later one. */
  readonly refused_by: string | null
  readonly refused_because: string | null
}

export type RemittanceLineWire = {
  readonly kind: 'payment' | 'reversal' | 'refund'
  /** The account's reference at the creditor; empty for money that names no debt. */
  readonly account_ref: string
  /** The case whose money it is; null for a reader who may see no borrower. */
  readonly case_id: CaseId | null
  readonly item: string
  readonly on: DayText
  readonly amount: MoneyWire
  readonly commission_percent: string
}

// GET /v1/remittances/{number}?cursor=
export type RemittanceOpenWire = {
  readonly remittance: RemittanceWire
  /** What makes up the commission, apart. */
  readonly share: MoneyWire
  readonly minimum_added: MoneyWire
  readonly items: readonly RemittanceLineWire[]
  readonly next_cursor: string | null
}

// GET /v1/remittances/{number}/file: RFC 4180; the amounts sum to what is due
export type RemittanceFileWire = {
  readonly name: string
  readonly text: string
  readonly sha256: string
}

// POST /v1/remittances/{number}/refusals -> RemittanceWire

// POST /v1/remittances/{number}/approvals -> RemittanceWire

// GET /v1/remittances?portfolio=
export type RemittancesWire = {
  readonly items: readonly RemittanceWire[]
  readonly next_cursor: string | null
  /** What is collected for somebody else: what a run can be asked for. */
  readonly portfolios: readonly { readonly code: string; readonly creditor: string }[]
}

// POST /v1/remittances
export type RemittancesMadeWire = {
  /** One for each currency in which there was something. */
  readonly items: readonly RemittanceWire[]
  /** Payments that name none of their borrower's debts in several portfolios: they wait. */
  readonly nameless: number
}
