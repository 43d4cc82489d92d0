import type { Past } from './cadence.ts'
import { NO_HISTORY, type History } from './cadence.ts'
import type { ColumnName, Columns, SparseColumn, SparseName } from './columns.ts'
import { BLOCK, COLUMN_NAMES, ENTRY, SPARSE } from './columns.ts'
import type { Position } from './columns-build.ts'
import type { StrategyRow } from './row.ts'

/** One account as the interpreter reads it: for tests and for explaining a row of a snapshot. */
export function positionAt(columns: Columns, i: number): Required<Position> {
  const row: Record<string, unknown> = { accountId: columns.accountId[i] }
  for (const name of COLUMN_NAMES) row[name] = columns.values[name][i]
  for (const name of SPARSE) row[name] = listAt(columns.sparse[name], i)
  return {
    row: row as unknown as StrategyRow,
    history: historyAt(columns, i, firstEntry(columns, i)),
    borrowerId: columns.borrowerId[i] as bigint,
  }
}

const NOTHING: readonly number[] = []

export function listAt({ rows, first, values }: SparseColumn, row: number): readonly number[] {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as number) < row) low = middle + 1
    else high = middle
  }
  if (rows[low] !== row) return NOTHING
  return [...values.subarray(first[low], first[low + 1])]
}

function firstEntry({ history }: Columns, row: number): number {
  const { first, entries } = history
  let e = first[Math.floor(row / BLOCK)] as number
  while ((entries[e * ENTRY] ?? Infinity) < row) e++
  return e
}

function historyAt({ history, treatments }: Columns, row: number, from: number): History {
  const { entries } = history
  if (entries[from * ENTRY] !== row) return NO_HISTORY
  const past = new Map<string, Past>()
  for (let e = from; entries[e * ENTRY] === row; e++) {
    const both = entries[e * ENTRY + 2] as number
    const name = treatments[both >> 16] as string
    past.set(name, { times: both & 65_535, lastOn: entries[e * ENTRY + 1] as number })
  }
  return past
}

/**
 * Reads rows, best in ascending order, into one row object that it fills again, and of each only the fields
 * that are asked: the others hold what `start` holds.
 */
export class RowReader {
  readonly row: StrategyRow
  history: History = NO_HISTORY
  readonly #columns: Columns
  readonly #names: readonly ColumnName[]
  readonly #sparse: readonly SparseName[]
  #entry = 0
  #last = -1

  constructor(columns: Columns, start: StrategyRow, asked: ReadonlySet<string>) {
    this.row = { ...start }
    this.#columns = columns
    this.#names = COLUMN_NAMES.filter((name) => asked.has(name))
    this.#sparse = SPARSE.filter((name) => asked.has(name))
  }

  read(i: number): void {
    const { values, sparse, accountId, history } = this.#columns
    const row = this.row as { -readonly [K in keyof StrategyRow]: StrategyRow[K] }
    row.accountId = accountId[i] as bigint
    for (const name of this.#names) row[name] = values[name][i] as number
    for (const name of this.#sparse) row[name] = listAt(sparse[name], i)
    if (i < this.#last) this.#entry = 0
    this.#last = i
    this.#entry = Math.max(this.#entry, history.first[Math.floor(i / BLOCK)] as number)
    while ((history.entries[this.#entry * ENTRY] ?? Infinity) < i) this.#entry++
    this.history = historyAt(this.#columns, i, this.#entry)
  }
}
