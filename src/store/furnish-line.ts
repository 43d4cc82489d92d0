import type { Day, Instant } from '../core/calendar.ts'
import { type CreditRecord, profileOf, statusOf } from '../core/credit-record.ts'
import type { LawBook } from '../guard/book.ts'
import type { FurnishAccount } from './furnish-facts.ts'
import type { FurnishVerdict } from './furnish-judge.ts'

export const LAYOUTS = ['metro2', 'csv'] as const
export type Layout = (typeof LAYOUTS)[number]

export type FurnishAsked = {
  readonly portfolio: string
  /** The first day of the month. */
  readonly month: Day
  readonly layout: Layout
  readonly reporter: string
  readonly law: LawBook
  readonly now: Instant
  readonly today: Day
  /** Nothing is kept: what would be told, and what not. */
  readonly dryRun: boolean
}

export type FurnishLine = {
  readonly account: FurnishAccount
  readonly record: CreditRecord
  readonly verdict: FurnishVerdict
  readonly corrects: Correction | undefined
}

export type Correction = {
  readonly furnishedId: bigint
  /** The borrower never owed it: the register takes it out. */
  readonly deletes: boolean
}

/** What is kept of a record, as text that a person can read. */
export const keptRecord = (record: CreditRecord): Readonly<Record<string, string>> => ({
  account_ref: record.accountRef,
  status: statusOf(record),
  balance: String(record.balanceMinor),
  past_due: String(record.pastDueMinor),
  currency: record.currency,
  days_past_due: String(record.daysPastDue),
  delinquent_since: record.delinquentSince ?? '',
  disputed: record.disputed,
  history: profileOf(record),
  as_of: record.asOf,
})
