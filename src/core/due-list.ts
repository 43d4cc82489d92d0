import type { Instalment } from './account-facts.ts'
import type { ProductTerms } from './product.ts'
import { dayNumber } from './calendar.ts'
import { hasStatements, rolledDueDay } from './product.ts'

/** An instalment in day numbers, its due day rolled; `on` is the day it takes effect. */
export type DueRow = {
  readonly on: number
  readonly version: number
  readonly no: number
  readonly dueOn: number
  readonly amountMinor: bigint
}

type DueItem = {
  readonly version: number
  readonly no: number
  readonly dueOn: number
  readonly amountMinor: bigint
  /** What this statement forgave of earlier ones by asking for less than they had left. */
  readonly creditMinor: bigint
}

/** What is to be paid, oldest due day first, in force from some day until the next row. */
export type DueList = {
  /** The newest version in force; undefined before the first row. */
  readonly version: number | undefined
  readonly items: readonly DueItem[]
  /** Element i is the sum of the first i amounts. */
  readonly upTo: readonly bigint[]
  readonly creditMinor: bigint
}

export const NOTHING_DUE: DueList = { version: undefined, items: [], upTo: [0n], creditMinor: 0n }

export function dueRow(fact: Instalment, on: number, terms: ProductTerms): DueRow {
  return {
    on,
    version: fact.version,
    no: fact.no,
    dueOn: dayNumber(rolledDueDay(fact.dueOn, terms)),
    amountMinor: fact.amountMinor,
  }
}

const byDueDay = (a: DueItem | DueRow, b: DueItem | DueRow): number =>
  a.dueOn - b.dueOn || a.version - b.version || a.no - b.no

const toItem = (row: DueRow, amountMinor: bigint, creditMinor: bigint): DueItem => ({
  version: row.version,
  no: row.no,
  dueOn: row.dueOn,
  amountMinor,
  creditMinor,
})

function listOf(version: number, unsorted: readonly DueItem[]): DueList {
  const items = unsorted.toSorted(byDueDay)
  const upTo = [0n]
  let sum = 0n
  let creditMinor = 0n
  for (const item of items) {
    sum += item.amountMinor
    creditMinor += item.creditMinor
    upTo.push(sum)
  }
  return { version, items, upTo, creditMinor }
}

/**
 * How many instalments are paid, from the oldest on. Payments pay the oldest first, so the paid
 * ones are the first ones; `known` of them are already known to be.
 */
export function paidCount(
  list: DueList,
  money: { readonly paidMinor: bigint; readonly known: number },
  toleranceMinor: bigint,
): number {
  const paid = money.paidMinor + list.creditMinor
  const { upTo, items } = list
  let count = money.known
  let reach = paid + toleranceMinor * BigInt(count + 1)
  while (count < items.length && reach >= (upTo[count + 1] ?? 0n)) {
    count++
    reach += toleranceMinor
  }
  return count
}

/**
 * The list after the rows that take effect on one day. `paidBeforeMinor` is the money of the days
 * before: a schedule or a statement knows what had been paid when its day began.
 */
export function withRows(
  list: DueList,
  change: { readonly rows: readonly DueRow[]; readonly paidBeforeMinor: bigint },
  terms: ProductTerms,
): DueList {
  return hasStatements(terms.shape)
    ? withStatements(list, change, terms)
    : withSchedule(list, change, terms)
}

function withSchedule(
  list: DueList,
  change: { readonly rows: readonly DueRow[]; readonly paidBeforeMinor: bigint },
  terms: ProductTerms,
): DueList {
  let newest = -Infinity
  for (const row of change.rows) newest = Math.max(newest, row.version)
  const inForce = list.version ?? -Infinity
  if (newest < inForce) return list
  // Of two versions that start on one day the older was never in force.
  const rows = change.rows.filter((row) => row.version === newest)
  const items = rows.map((row) => toItem(row, row.amountMinor, 0n))
  if (list.items.length === 0) return listOf(newest, items)
  const money = { paidMinor: change.paidBeforeMinor, known: 0 }
  const kept =
    newest > inForce
      ? list.items.slice(0, paidCount(list, money, terms.materiality.toleranceMinor))
      : list.items
  const stated = new Set(rows.map((row) => row.no))
  return listOf(newest, [...kept.filter((item) => !stated.has(item.no)), ...items])
}

function withStatements(
  list: DueList,
  change: { readonly rows: readonly DueRow[]; readonly paidBeforeMinor: bigint },
  terms: ProductTerms,
): DueList {
  let next = list
  for (const row of change.rows.toSorted(byDueDay)) {
    const older = next.items.find((item) => item.no === row.no)
    if (older !== undefined && older.version > row.version) continue
    const version = Math.max(next.version ?? -Infinity, row.version)
    const rest = listOf(
      version,
      next.items.filter((item) => item !== older),
    )
    next = listOf(version, [...rest.items, statementItem(rest, row, change.paidBeforeMinor, terms)])
  }
  return next
}

/** A minimum that contains the arrears adds only what is new; one below them forgives the rest. */
function statementItem(
  rest: DueList,
  row: DueRow,
  paidBeforeMinor: bigint,
  terms: ProductTerms,
): DueItem {
  if (!terms.minimumIncludesArrears) return toItem(row, row.amountMinor, 0n)
  const unpaid = (rest.upTo.at(-1) ?? 0n) - paidBeforeMinor - rest.creditMinor
  const carried = unpaid > 0n ? unpaid : 0n
  const added = row.amountMinor - carried
  return added >= 0n ? toItem(row, added, 0n) : toItem(row, 0n, -added)
}
