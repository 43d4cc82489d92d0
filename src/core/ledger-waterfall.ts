import {
  type Debt,
  dpdOn,
  dueSince,
  isWithin,
  move,
  owed,
  rateOn,
  receive,
  shortOf,
} from './ledger-debt.ts'
import type { SplitByRow } from './ledger-movement.ts'
import type { Part, Waterfall } from './ledger.ts'

/** What one debt got of some money, part by part. */
export type Share = {
  readonly debt: Debt
  readonly parts: Partial<Record<Part, number>>
  readonly total: number
  readonly row: SplitByRow
}

/** Money on its way round the debts. */
type Purse = { left: number; readonly on: number; readonly shares: Map<Debt, Share> }

type Round = {
  readonly amount: number
  readonly on: number
  readonly named: Debt | undefined
  /** Charges a debt up to the start of a day, before money looks at it. */
  readonly reach: (debt: Debt, on: number) => void
}

/**
 * Pays debts with money: first the debt that it names, then what is due of each, then what is owed of each. What comes
 * back as `left` found nothing to pay.
 */
export function payAround(debts: Iterable<Debt>, money: Round): { shares: Share[]; left: number } {
  const { named, on, reach } = money
  const purse: Purse = { left: money.amount, on, shares: new Map() }
  if (named !== undefined) {
    reach(named, on)
    payDebt(purse, named, Infinity)
  }
  if (purse.left > 0) payOthers(purse, debts, money)
  const shares = [...purse.shares.values()]
  for (const { debt, total } of shares) receive(debt, total, on)
  return { shares, left: purse.left }
}

function payOthers(purse: Purse, debts: Iterable<Debt>, { named, on, reach }: Round): void {
  const others: { readonly debt: Debt; readonly key: Key }[] = []
  for (const debt of debts) {
    if (debt === named || isWithin(debt.disputed, on)) continue
    reach(debt, on)
    others.push({ debt, key: keyOf(debt, on) })
  }
  others.sort((a, b) => before(a.key, b.key))
  for (const { debt } of others) payDebt(purse, debt, dueOf(debt, on))
  for (const { debt } of others) payDebt(purse, debt, Infinity)
}

/** Pays one debt and no other. */
export function payOne(debt: Debt, amount: number, on: number): Share | undefined {
  const purse: Purse = { left: amount, on, shares: new Map() }
  payDebt(purse, debt, Infinity)
  const share = purse.shares.get(debt)
  if (share !== undefined) receive(debt, share.total, on)
  return share
}

/** Due of a debt on a day: all of a called one, else its charges and what its rows ask by then. */
function dueOf(debt: Debt, on: number): number {
  if (debt.calledOn !== undefined && debt.calledOn <= on) return Infinity
  const { cost, fee, late_interest: late, principal, interest } = debt.parts
  return cost + fee + late + Math.min(principal + interest, shortOf(debt, on + 1))
}

type Key = readonly [secured: number, lighter: number, dueDay: number, id: bigint]

const keyOf = (debt: Debt, on: number): Key => [
  debt.terms.secured ? 1 : 0,
  -(rateOn(debt.interest, on) + rateOn(debt.late, on)),
  dueSince(debt, debt.received),
  debt.id,
]

/** Art. 560 Civil Code of the PRC: unsecured, then the heavier burden, then the earlier due day. */
function before(a: Key, b: Key): number {
  for (const [i, value] of a.entries()) {
    const other = b[i]
    if (other === undefined || value === other) continue
    return value < other ? -1 : 1
  }
  return 0
}

function payDebt(purse: Purse, debt: Debt, most: number): void {
  const amount = Math.min(purse.left, most, owed(debt))
  if (amount <= 0) return
  const found = purse.shares.get(debt)
  const row = found?.row ?? rowOf(debt, purse.on)
  const parts = { ...found?.parts }
  let left = amount
  for (const part of row.order) {
    const paid = -move(debt, part, -left)
    if (paid > 0) parts[part] = (parts[part] ?? 0) + paid
    left -= paid
  }
  if (left === amount) return
  purse.left -= amount - left
  purse.shares.set(debt, { debt, parts, row, total: (found?.total ?? 0) + amount - left })
}

/** The waterfall row that holds for a debt on a day. */
function rowOf(debt: Debt, on: number): SplitByRow {
  const daysPastDue = dpdOn(debt, on)
  let found: Waterfall[number] = { fromDpd: 0, order: [] }
  for (const row of debt.terms.waterfall) {
    if (row.fromDpd <= daysPastDue && row.fromDpd >= found.fromDpd) found = row
  }
  return { accountId: debt.id, daysPastDue, fromDpd: found.fromDpd, order: found.order }
}
