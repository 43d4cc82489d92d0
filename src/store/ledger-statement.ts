import type { Day, Instant } from '../core/calendar.ts'
import { capTitle } from '../core/charge-caps.ts'
import { statementOf, type Statement } from '../core/ledger-statement.ts'
import { currencyOf, type Currency } from '../core/money.ts'
import { assert } from '../core/assert.ts'
import { loadCharges } from './charges.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { viewOn } from './ledger-plan.ts'
import { bookFor } from './ledger-post.ts'
import type { OwnDebt } from './ledger-read.ts'

export type StatementOf = {
  readonly debt: OwnDebt
  readonly currency: Currency
  readonly statement: Statement
  /** Money of the borrower that pays nothing yet. */
  readonly suspenseMinor: bigint
}

export type StatementWish = {
  readonly accountId: bigint
  /** From the debt's first day on, where it is left out. */
  readonly from?: Day | undefined
  /** The end of this day. */
  readonly until: Day
  readonly knownAt?: Instant | undefined
}

/** A debt between two days, line by line, as posted and with what time has charged since the last posting. */
export async function readStatement(
  tx: Tx,
  ref: BorrowerRef,
  wish: StatementWish,
): Promise<StatementOf | undefined> {
  const { accountId, until, knownAt } = wish
  const book = await bookFor(tx, ref, { accountId, isTold: true })
  const debt = book?.debts.find((one) => one.accountId === accountId)
  if (book === undefined || debt === undefined) return undefined
  const { entries, suspenseMinor } = viewOn(book, { asOf: until, knownAt })
  const first = entries.find((entry) => entry.lines.some((line) => line.accountId === accountId))
  const from = wish.from ?? first?.effectiveOn ?? until
  const currency = currencyOf(book.currency)
  assert(currency !== undefined, `${book.currency} is a currency`)
  const charges = loadCharges()
  const statement = statementOf(entries, {
    accountId,
    currency,
    from,
    until,
    capTitle: (id) => capTitle(charges, id),
  })
  return { debt, currency, statement: { ...statement, knownAt }, suspenseMinor }
}
