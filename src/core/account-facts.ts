import type { Day, Instant } from './calendar.ts'

/** When it was so, and when we knew. */
type TwoTimes = { readonly effectiveOn: Day; readonly recordedAt: Instant }

/**
 * What falls due: an instalment of a contract, or a statement with its minimum payment.
 *
 * Contract (instalment, single): a newer version takes over from the day it takes effect. What was
 * paid by the money of the days before stays, as paid; what was not is replaced. Numbers run on
 * through the versions: a number that the newer version states again is the same instalment, so
 * the paid one is replaced too and its money pays the schedule that there is now. No money is
 * lost or frozen by a new version.
 *
 * Statements (revolving, line): a newer version corrects the statement of the same number.
 */
export type Instalment = TwoTimes & {
  readonly version: number
  readonly no: number
  readonly dueOn: Day
  readonly amountMinor: bigint
}

/**
 * Money received; with `reversesId`, the undoing of a payment in whole from its own effective day
 * on. Undoing an undoing is a new payment.
 */
export type Payment = TwoTimes & {
  readonly id: bigint
  readonly amountMinor: bigint
  readonly reversesId?: bigint | undefined
}

/**
 * A stop of the clock on the days from `fromOn` up to, not including, `untilOn`; without `untilOn`
 * it has no end. With `withdrawsId` it takes these days back from the pause that it names: all of
 * them when it starts with the pause, the rest when it starts later.
 */
export type Pause = TwoTimes & {
  readonly id: bigint
  readonly fromOn: Day
  readonly untilOn?: Day | undefined
  readonly withdrawsId?: bigint | undefined
}

/** What the lender's core said of the account at the end of a day, that day's money included. */
export type Snapshot = TwoTimes & {
  readonly balanceMinor: bigint
  readonly arrearsMinor?: bigint | undefined
  readonly oldestUnpaidDueOn?: Day | undefined
  /** A month-end code: whole months past due; 0 or less is current. */
  readonly monthsPastDue?: number | undefined
  readonly nextDueOn?: Day | undefined
  readonly nextDueMinor?: bigint | undefined
}

/** All facts of one account. Each is there once, as the keys of the book's tables hold. */
export type AccountFacts = {
  readonly instalments: readonly Instalment[]
  readonly payments: readonly Payment[]
  readonly pauses: readonly Pause[]
  readonly snapshots: readonly Snapshot[]
}

/** One fact of any kind. */
export type Fact =
  | { readonly kind: 'instalment'; readonly fact: Instalment }
  | { readonly kind: 'payment'; readonly fact: Payment }
  | { readonly kind: 'pause'; readonly fact: Pause }
  | { readonly kind: 'snapshot'; readonly fact: Snapshot }

export const NO_FACTS: AccountFacts = { instalments: [], payments: [], pauses: [], snapshots: [] }

/** What was known at an instant: facts recorded later are left out. */
export function factsKnown(facts: AccountFacts, knownAt: Instant | undefined): AccountFacts {
  if (knownAt === undefined) return facts
  const known = <T extends TwoTimes>(all: readonly T[]) =>
    all.filter((fact) => fact.recordedAt <= knownAt)
  return {
    instalments: known(facts.instalments),
    payments: known(facts.payments),
    pauses: known(facts.pauses),
    snapshots: known(facts.snapshots),
  }
}
