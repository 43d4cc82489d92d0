import type { DayText } from './wire-parts.ts'

/** Strategies as they go over the wire: versions and findings, in the reader's language. */

// GET /v1/strategies?name=
export type StrategiesWire = {
  readonly items: readonly {
    readonly name: string
    readonly version: number
    /** The first day on which it decides. */
    readonly effective_on: DayText
    /** 'installed' came with the system; the others were agreed on by two people. */
    readonly kind: 'installed' | 'publish' | 'rollback'
    readonly author: string | null
    readonly approver: string | null
  }[]
}

// POST /v1/strategies/checks
export type StrategyCheckWire = {
  readonly sound: boolean
  readonly name: string | null
  readonly version: number | null
  readonly findings: readonly {
    readonly code: string
    readonly table: string | null
    readonly row: number | null
    readonly column: string | null
    readonly line: number | null
    /** What is wrong and what to write, in the reader's language. */
    readonly sentence: string
  }[]
}
