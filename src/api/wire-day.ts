import type { CaseId, DayText, InstantText, MoneyWire } from './wire-parts.ts'
import type { CallbackWire } from './wire-work.ts'

// POST /v1/cases/{id}/presence {left?} -> PresenceWire
export type PresenceWire = {
  /** Everybody else who has the case on screen. */
  readonly others: readonly { readonly name: string; readonly since: InstantText }[]
}

// GET /v1/my-day -> MyDayWire
export type MyDayWire = {
  readonly today: DayText
  readonly callbacks: readonly CallbackWire[]
  readonly promises: readonly MyPromise[]
  readonly done: DayCount
  /** The fourteen days before today, the oldest first, for whoever's day it is and nobody else. */
  readonly trend: readonly DayCount[]
  /** Of this person's promises that fell due in the last thirty days. */
  readonly kept: { readonly fallen_due: number; readonly kept: number }
}

export type MyPromise = {
  readonly case_id: CaseId
  readonly name: string
  readonly due_on: DayText
  readonly amount: MoneyWire
  readonly state: 'open' | 'kept' | 'partial' | 'broken'
}

// POST /v1/cases/{id}/promises/checks {account_id, amount, due_on, supersedes?, reason?} -> PromiseCheckWire
export type PromiseCheckWire = {
  /** Why it would be refused, in words; null: it would be kept. */
  readonly refused: { readonly code: string; readonly sentence: string } | null
  /** How the house's promises of this size, and of this time ahead, were kept; null where too few fell due. */
  readonly kept: readonly {
    readonly by: 'amount' | 'days_ahead'
    readonly fallen_due: number
    readonly kept_bps: number
  }[]
}

export type DayCount = {
  readonly on: DayText
  readonly calls: number
  readonly reached: number
  readonly promises: number
}
