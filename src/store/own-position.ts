import { NO_FACTS, type AccountFacts, type Payment } from '../core/account-facts.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { DebtStanding } from '../core/ledger-movement.ts'
import { replay } from '../core/ledger-replay.ts'
import { totalOf, type DebtTerms } from '../core/ledger.ts'
import type { Position } from '../core/position.ts'
import type { Tx } from './db.ts'
import { readLedgers, type LedgerBook, type OwnDebt } from './ledger-read.ts'

/** A debt of an own book as lateness, promises and plans read it: its money is what the ledger gave it. */
export type OwnAccount = {
  readonly facts: AccountFacts
  /** The position with the ledger's own words for what is owed. */
  readonly amended: (position: Position) => Position
}

/** The debts of own books among the accounts, as they stand on a day. */
export async function readOwn(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
  asOf: Day,
): Promise<ReadonlyMap<bigint, OwnAccount>> {
  if (borrowerIds.length === 0) return new Map()
  const ledgers = await readLedgers(tx, tenantId, borrowerIds)
  const accounts = [...ledgers.values()].flat().flatMap((book) => accountsOn(book, asOf))
  return new Map(accounts)
}

function accountsOn(book: LedgerBook, asOf: Day): [bigint, OwnAccount][] {
  const { debts } = replay(book.facts, book.terms, asOf)
  return book.debts.map((debt): [bigint, OwnAccount] => {
    const terms = book.terms.find((one) => one.accountId === debt.accountId)
    const standing = debts.get(debt.accountId)
    return [debt.accountId, accountOf({ debt, terms, standing })]
  })
}

type Known = {
  readonly debt: OwnDebt
  readonly terms: DebtTerms | undefined
  readonly standing: DebtStanding | undefined
}

function accountOf({ debt, terms, standing }: Known): OwnAccount {
  if (standing === undefined) return { facts: NO_FACTS, amended: (position) => position }
  const owedMinor = totalOf(standing.parts)
  const facts = {
    ...NO_FACTS,
    instalments: instalmentsOf({ debt, terms, standing }),
    payments: standing.payments.flatMap(paymentsOf),
  }
  return { facts, amended: (position) => withLedger(position, { debt, standing, owedMinor }) }
}

const LONG_AGO = 0 as Instant

/** A debt that was called is one instalment of all that is owed and was paid, due on the day of the call. */
function instalmentsOf({ terms, standing }: Known): AccountFacts['instalments'] {
  if (terms === undefined || standing === undefined) return []
  const rows = dueRows(terms, standing)
  return rows.map(({ on, amountMinor }, i) => ({
    version: 1,
    no: i + 1,
    dueOn: on,
    amountMinor,
    effectiveOn: rows[0]?.on ?? on,
    recordedAt: LONG_AGO,
  }))
}

function dueRows(terms: DebtTerms, standing: DebtStanding): DebtTerms['due'] {
  const calledOn = terms.calledOn ?? standing.chargedOffOn
  if (calledOn === undefined) return terms.due
  const amountMinor = totalOf(standing.parts) + standing.paidMinor
  return amountMinor > 0n && standing.transferredOn === undefined
    ? [{ on: calledOn, amountMinor }]
    : []
}

function paymentsOf(paid: DebtStanding['payments'][number]): Payment[] {
  const { factId: id, on: effectiveOn, recordedAt, amountMinor, undoneOn } = paid
  const payment = { id, effectiveOn, recordedAt, amountMinor }
  if (undoneOn === undefined) return [payment]
  // Entries count from one, so what is below zero names the undoing of the one above.
  return [payment, { ...payment, id: -id, effectiveOn: undoneOn, reversesId: id }]
}

function withLedger(
  position: Position,
  {
    debt,
    standing,
    owedMinor,
  }: {
    readonly debt: OwnDebt
    readonly standing: DebtStanding
    readonly owedMinor: bigint
  },
): Position {
  const { cost, fee, late_interest } = standing.parts
  const isLate = position.oldestUnpaidDueOn !== undefined
  const charged = isLate ? cost + fee + late_interest : 0n
  const dueMinor = (position.arrearsMinor ?? 0n) + charged
  return {
    ...position,
    outstandingMinor: owedMinor,
    arrearsMinor: dueMinor > owedMinor ? owedMinor : dueMinor,
    lastPaymentOn: position.lastPaymentOn ?? debt.lastPaymentOn,
    lastPaymentMinor:
      position.lastPaymentOn === undefined ? debt.lastPaymentMinor : position.lastPaymentMinor,
  }
}
