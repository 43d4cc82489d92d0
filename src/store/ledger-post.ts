import type { Day, Instant } from '../core/calendar.ts'
import type { LedgerDeclined } from '../core/ledger-declines.ts'
import type { Tx } from './db.ts'
import { follow } from './follow.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { planFacts, type Beside, type GivenFact } from './ledger-plan.ts'
import { readLedgers, type LedgerBook } from './ledger-read.ts'
import { writeEntries } from './ledger-write.ts'
import { withdrawTreatmentsNotDue } from './not-due.ts'
import type { WithdrawnWhy } from './withdraw.ts'

type Tick = { readonly now: Instant; readonly today: Day }

export type Posted = {
  readonly entryId: bigint
  /** Permits that had not left and were taken back. */
  readonly withdrawn: number
  readonly again: boolean
}

export type PostDeclined = LedgerDeclined | { readonly declined: 'key_used' }

/**
 * Posts one fact of money with all that follows from it, under the borrower's lock, which the caller
 * holds: its entries, the positions, the stop of what was made for the old ones and the new decision.
 */
export async function postFact(
  tx: Tx,
  ref: BorrowerRef,
  at: { readonly book: LedgerBook; readonly given: GivenFact; readonly stops?: WithdrawnWhy },
  tick: Tick,
): Promise<Posted | PostDeclined> {
  const { book, given } = at
  const before = postedBefore(book, given.beside.key)
  if (before !== undefined) return before
  const plan = planFacts(book, [given], tick)
  if ('declined' in plan) return plan
  const { withdrawn } = await follow(tx, ref, {
    ...tick,
    stops: at.stops ?? 'payment',
    fact: () => writeEntries(tx, ref.tenantId, [plan]),
    withdraw: () => withdrawTreatmentsNotDue(tx, ref),
  })
  return { entryId: plan.factIds[0] ?? 0n, withdrawn, again: false }
}

/** What the same key has posted; undefined: nothing yet, or there is no key. */
export function postedBefore(
  book: LedgerBook,
  key: Beside['key'],
): Posted | { readonly declined: 'key_used' } | undefined {
  const before = key && book.entries.find((entry) => entry.key === key.text)
  if (before === undefined) return undefined
  if (before.bodyHash !== key?.bodyHash) return { declined: 'key_used' }
  return { entryId: before.id, withdrawn: 0, again: true }
}

/** The borrower's ledger in which a debt is, or the only one where none is named. */
export async function bookFor(
  tx: Tx,
  ref: BorrowerRef,
  of: {
    readonly accountId?: bigint | undefined
    readonly currency?: string | undefined
    /** With what explains its entries. */
    readonly isTold?: boolean
  },
): Promise<LedgerBook | undefined> {
  const { accountId, currency } = of
  const all = await readLedgers(tx, ref.tenantId, [ref.borrowerId], of.isTold)
  const books = all.get(ref.borrowerId) ?? []
  const found = books.filter(
    (book) =>
      (accountId === undefined || book.debts.some((debt) => debt.accountId === accountId)) &&
      (currency === undefined || book.currency === currency),
  )
  return found.length === 1 ? found[0] : undefined
}
