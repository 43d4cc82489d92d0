import type { AccountFacts, Instalment, Payment, Snapshot } from '../../src/core/account-facts.ts'
import type { Instant } from '../../src/core/calendar.ts'
import { NO_FACTS } from '../../src/core/account-facts.ts'
import { addMonths, day } from '../../src/core/calendar.ts'

/** The account of most examples: 100.00 due on the 10th of each month from January 2026. */
export const OPENED = day('2025-12-20')
export const FIRST_DUE = day('2026-01-10')

export const known = (minute: number): Instant => (minute * 60_000) as Instant

export const instalments = (count: number, change: Partial<Instalment> = {}): Instalment[] =>
  Array.from({ length: count }, (_, n) => ({
    version: 1,
    no: n + 1,
    dueOn: addMonths(FIRST_DUE, n),
    amountMinor: 10_000n,
    effectiveOn: OPENED,
    recordedAt: known(0),
    ...change,
  }))

export const paid = (
  id: number,
  on: string,
  minor: bigint,
  more: Partial<Payment> = {},
): Payment => ({
  id: BigInt(id),
  amountMinor: minor,
  effectiveOn: day(on),
  recordedAt: known(1),
  ...more,
})

export const told = (on: string, more: Partial<Snapshot> = {}): Snapshot => ({
  effectiveOn: day(on),
  recordedAt: known(1),
  balanceMinor: 90_000n,
  ...more,
})

/** Six instalments, and whatever else an example is about. */
export const loan = (more: Partial<AccountFacts> = {}): AccountFacts => ({
  ...NO_FACTS,
  instalments: instalments(6),
  ...more,
})
