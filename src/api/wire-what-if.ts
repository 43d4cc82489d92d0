import type { AccountId, CaseId, DayText, InstantText, MoneyWire } from './wire-parts.ts'

/** The strategy editor's questions as they go over the wire, in the reader's language. */

export type FindingWire = {
  readonly code: string
  readonly table: string | null
  readonly row: number | null
  readonly column: string | null
  readonly line: number | null
  /** What is wrong and what to write, in the reader's language. */
  readonly sentence: string
  /** 'Did you mean': what stands there, and what was probably meant. */
  readonly mend: { readonly text: string; readonly near: string } | null
}

// POST /v1/strategies/what-if {document, capacity?}
export type WhatIfBody = {
  readonly document: string
  /** Cases that the hours of a day reach, by worklist. */
  readonly capacity?: Readonly<Record<string, number>>
  /** False leaves the book alone: faults and tests alone are answered, at once. Default true. */
  readonly count?: boolean
}

export type TableNameWire = 'stage' | 'treatments' | 'priority' | 'offer'

export type WhatIfWire = {
  readonly sound: boolean
  readonly name: string | null
  readonly version: number | null
  readonly findings: readonly FindingWire[]
  /** Rows that partly overlap, in words: the upper one decides, and somebody should have meant it. */
  readonly notes: readonly FindingWire[]
  /** The strategy's own tests; null where the document cannot be decided with yet. */
  readonly tests: readonly StrategyTestWire[] | null
  /** What differs from the version in force; null where none is, or nothing can be compared yet. */
  readonly against: {
    readonly version: number
    readonly effective_on: DayText
    readonly changes: readonly RowChangeWire[]
  } | null
  /** null: the document cannot be decided with yet, or the book is too large and has no snapshot. */
  readonly counts: WhatIfCounts | null
  readonly no_counts: 'not_asked' | 'not_decidable' | 'too_large' | null
}

export type StrategyTestWire = {
  readonly row: number
  readonly name: string
  readonly passed: boolean
  readonly sentences: readonly string[]
}

export type RowChangeWire = {
  readonly table: TableNameWire
  readonly row: string
  readonly change: 'added' | 'removed' | 'changed' | 'moved'
  readonly cells: readonly {
    readonly column: string
    readonly before: string
    readonly after: string
  }[]
}

export type WhatIfCounts = {
  /** The day that is decided, and when the book was read for it. */
  readonly as_of: DayText
  readonly taken_at: InstantText
  readonly accounts: number
  readonly people: number
  /** People whose next step differs from the version in force; null without one. */
  readonly people_changed: number | null
  /** No portfolio is run by this strategy, so all of them are counted. */
  readonly whole_book: boolean
  readonly tables: Readonly<Record<TableNameWire, readonly RowHitsWire[]>>
  readonly stages: readonly { readonly stage: string; readonly accounts: number }[]
  readonly lists: readonly {
    readonly worklist: string
    readonly waiting: number
    /** How many the given capacity reaches; null where none was given. */
    readonly reached: number | null
    readonly last_priority: number | null
  }[]
  /** How long the counting took. */
  readonly ms: number
}

export type RowHitsWire = {
  readonly row: number
  readonly hits: number
  /** A few of the accounts, for those who may see borrowers. */
  readonly samples: readonly {
    readonly account_id: AccountId
    readonly case_id: CaseId
    readonly days_past_due: number
    readonly arrears: MoneyWire
  }[]
}

// POST /v1/strategies/explanations {document, case_id}
export type StrategyExplainedWire = {
  readonly today: DayText
  readonly accounts: readonly {
    readonly account_id: AccountId
    readonly ref: string
    /** The rows that spoke for it. */
    readonly rows: Readonly<Record<Exclude<TableNameWire, 'offer'>, readonly number[]>>
    /** The lines of `forbear explain`, as this document would decide. */
    readonly text: readonly string[]
  }[]
}

// GET /v1/staff
export type StaffWire = {
  readonly items: readonly {
    readonly user_id: string
    readonly name: string
    readonly role: 'collector' | 'manager' | 'compliance' | 'admin'
  }[]
}

// GET /v1/facts
export type FactsWire = {
  readonly items: readonly {
    readonly name: string
    readonly type: 'integer' | 'money' | 'text' | 'flag' | 'day'
    readonly unit: string
    readonly unit_name: string
    readonly meaning: string
    /** A cell that may stand under it. */
    readonly example: string
    /** The words that may stand there; empty where it is no word. */
    readonly words: readonly string[]
    /** It may never have happened, and `never` asks for that. */
    readonly may_be_never: boolean
  }[]
}

// GET /v1/strategies/{name}?version=
export type StrategyDocumentWire = {
  readonly name: string
  readonly version: number
  readonly document: string
  /** The version that decides today; null where none does yet. */
  readonly in_force: number | null
  /** The highest number there is: the next version takes the one after it. */
  readonly newest: number
  readonly portfolios: readonly { readonly code: string; readonly name: string }[]
}
