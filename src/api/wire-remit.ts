import type { DayText, InstantText, MoneyWire } from './wire-parts.ts'

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
}

// POST /v1/remittances/{number}/approvals -> RemittanceWire

// GET /v1/remittances?portfolio=
export type RemittancesWire = { readonly items: readonly RemittanceWire[] }

// POST /v1/remittances
export type RemittancesMadeWire = {
  /** One for each currency in which there was something. */
  readonly items: readonly RemittanceWire[]
  /** Payments that name none of their borrower's debts in several portfolios: they wait. */
  readonly nameless: number
}
