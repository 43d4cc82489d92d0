import type { Day, Instant } from './calendar.ts'
import type { DayCount, EntryKind, Line, Part, Parts } from './ledger.ts'

/** Nights on one base at one rate. Where the base grew from night to night, `baseUntilMinor` is its last. */
export type EarnedPiece = {
  readonly from: Day
  readonly until: Day
  readonly baseMinor: bigint
  readonly baseUntilMinor?: bigint | undefined
  readonly basisPointsAYear: number
}

/** How one debt's share of money was split over its parts: the row that held on that day. */
export type SplitByRow = {
  readonly accountId: bigint
  readonly daysPastDue: number
  readonly fromDpd: number
  readonly order: readonly Part[]
}

/** The numbers that explain a movement to the person who owes it; sentences are in core/ledger-words.ts. */
export type Why =
  | { readonly of: 'time'; readonly dayCount: DayCount; readonly pieces: readonly EarnedPiece[] }
  | {
      readonly of: 'late_fee'
      readonly code: string
      readonly dueOn: Day
      readonly overdueMinor: bigint
    }
  | { readonly of: 'money'; readonly debts: readonly SplitByRow[] }

/** What the replay says: on this day these lines, which sum to zero. */
export type Movement = {
  readonly on: Day
  readonly kind: EntryKind
  /** The fact that it comes from; charges that time brings have none. */
  readonly factId?: bigint | undefined
  /** The payment that a reversal or chargeback undoes. */
  readonly reversesFactId?: bigint | undefined
  readonly lines: readonly Line[]
  /** What a cap cut: the charge that would have been, less what is charged. */
  readonly cutMinor?: bigint | undefined
  /** The cap that cut it (`ChargeCap.id`). */
  readonly cap?: string | undefined
  readonly why?: Why | undefined
}

/** Money that a payment brought to one debt. */
export type PaidIn = {
  readonly factId: bigint
  readonly on: Day
  readonly recordedAt: Instant
  readonly amountMinor: bigint
  readonly undoneOn?: Day | undefined
}

/** One debt at the end of the last day that was replayed. */
export type DebtStanding = {
  readonly accountId: bigint
  readonly parts: Parts
  /** Payments and goodwill that were not undone. */
  readonly paidMinor: bigint
  /** What of the rows before that day is not paid, at most what is owed in principal and interest. */
  readonly overdueMinor: bigint
  /** The day of the oldest row before that day which is not reached, or on which it was called. */
  readonly overdueSince?: Day | undefined
  readonly chargedOffOn?: Day | undefined
  readonly transferredOn?: Day | undefined
  readonly payments: readonly PaidIn[]
}

export type Replayed = {
  /** In the order in which they took effect (docs/ledger.md). */
  readonly movements: readonly Movement[]
  readonly suspenseMinor: bigint
  readonly debts: ReadonlyMap<bigint, DebtStanding>
}

/** An entry to be posted. `reversesFactId`, `causedByFactId`: the facts whose entries it names. */
export type NewEntry = {
  readonly kind: EntryKind
  readonly effectiveOn: Day
  readonly lines: readonly Line[]
  readonly factId?: bigint | undefined
  readonly reversesFactId?: bigint | undefined
  readonly causedByFactId?: bigint | undefined
  readonly cutMinor?: bigint | undefined
  readonly cap?: string | undefined
  readonly why?: Why | undefined
}
