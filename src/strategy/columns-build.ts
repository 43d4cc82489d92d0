import { assert } from '../core/assert.ts'
import type { History } from './cadence.ts'
import { NO_HISTORY } from './cadence.ts'
import type { ColumnArray, ColumnName, Columns, SparseColumn, SparseName } from './columns.ts'
import { COLUMN_NAMES, emptyValues, ENTRY, historyOf, ids, rangesOf, SPARSE } from './columns.ts'
import type { StrategyRow } from './row.ts'

/**
 * Columns that are filled field by field: a shard of a night is decoded straight into them. Row i of
 * `values` is written as it comes (whoever fills them sees to it that a number fits its 16 bits);
 * lists and the past are kept with `keepList` and `keepPast`, rows in ascending order.
 */
export type ColumnsBuilder = {
  readonly capacity: number
  readonly borrowerId: BigInt64Array
  readonly accountId: BigInt64Array
  readonly values: Record<ColumnName, ColumnArray>
  readonly treatments: string[]
  readonly codes: Map<string, number>
  readonly past: Growing
  readonly sparse: Readonly<Record<SparseName, SparseBuilder>>
}

type SparseBuilder = { readonly rows: Growing; readonly first: Growing; readonly values: Growing }

/** Room for `capacity` rows. Treatments that are known before keep their codes from shard to shard. */
export function newColumns(capacity: number, treatments: readonly string[] = []): ColumnsBuilder {
  const sparse = () => ({ rows: new Growing(), first: new Growing(), values: new Growing() })
  return {
    capacity,
    borrowerId: ids(capacity),
    accountId: ids(capacity),
    values: emptyValues(capacity),
    treatments: [...treatments],
    codes: new Map(treatments.map((name, code) => [name, code])),
    past: new Growing(),
    sparse: { paused: sparse(), touches: sparse() },
  }
}

/** The same room for the next shard: what was sealed before is gone. */
export function emptied(builder: ColumnsBuilder): ColumnsBuilder {
  builder.past.length = 0
  for (const name of SPARSE) for (const part of Object.values(builder.sparse[name])) part.length = 0
  return builder
}

export function keepPast(
  builder: ColumnsBuilder,
  row: number,
  past: { readonly treatment: string; readonly times: number; readonly lastOn: number },
): void {
  let code = builder.codes.get(past.treatment)
  if (code === undefined) {
    code = builder.treatments.push(past.treatment) - 1
    builder.codes.set(past.treatment, code)
  }
  assert(code < 32_768 && past.times < 65_536, `${past.times} times fit their column`)
  builder.past.push(row)
  builder.past.push(past.lastOn)
  builder.past.push(code * 65_536 + past.times)
}

/** The days of `paused` or the touches of a row; an empty list is not kept. */
export function keepList(
  builder: ColumnsBuilder,
  name: SparseName,
  of: { readonly row: number; readonly list: readonly number[] },
): void {
  if (of.list.length === 0) return
  const { rows, first, values } = builder.sparse[name]
  rows.push(of.row)
  first.push(values.length)
  for (const value of of.list) values.push(value)
}

/** What was filled, up to `rows`, on a day. The builder's memory is shared with it, not copied. */
export function sealColumns(
  builder: ColumnsBuilder,
  { rows, asOf }: { readonly rows: number; readonly asOf: number },
): Columns {
  assert(rows <= builder.capacity, `${rows} rows fit the columns`)
  const values = Object.fromEntries(
    COLUMN_NAMES.map((name) => [name, builder.values[name].subarray(0, rows)]),
  ) as Columns['values']
  const sealed = (name: SparseName): SparseColumn => {
    const of = builder.sparse[name]
    const first = Uint32Array.from([...of.first.sealed(), of.values.length])
    return { rows: new Uint32Array(of.rows.sealed()), first, values: of.values.sealed() }
  }
  return {
    rows,
    asOf,
    borrowerId: builder.borrowerId.subarray(0, rows),
    accountId: builder.accountId.subarray(0, rows),
    values,
    ranges: rangesOf(values),
    treatments: [...builder.treatments],
    history: historyOf(builder.past.sealed(), rows),
    sparse: { paused: sealed('paused'), touches: sealed('touches') },
  }
}

export type Position = {
  readonly row: StrategyRow
  readonly history?: History | undefined
  readonly borrowerId?: bigint
}

/** The columns of these positions: one account after an event, a test, a small shard. */
export function columnsOf(
  positions: readonly Position[],
  asOf: number,
  treatments: readonly string[] = [],
): Columns {
  const builder = newColumns(positions.length, treatments)
  positions.forEach(({ row, history = NO_HISTORY, borrowerId }, i) => {
    builder.accountId[i] = row.accountId
    builder.borrowerId[i] = borrowerId ?? row.accountId
    for (const name of COLUMN_NAMES) {
      builder.values[name][i] = row[name]
      assert(builder.values[name][i] === row[name], `${row[name]} does not fit its column`)
    }
    for (const [treatment, { times, lastOn }] of history)
      keepPast(builder, i, { treatment, times, lastOn })
    for (const name of SPARSE) keepList(builder, name, { row: i, list: row[name] })
  })
  return sealColumns(builder, { rows: positions.length, asOf })
}

/** Whole numbers of 32 bits, as many as come, in memory that threads share. */
export class Growing {
  length = 0
  #array = new Int32Array(new SharedArrayBuffer(4 * 64))

  push(value: number): void {
    if (this.length === this.#array.length) {
      const wider = new Int32Array(new SharedArrayBuffer(this.#array.byteLength * 2))
      wider.set(this.#array)
      this.#array = wider
    }
    this.#array[this.length++] = value
  }

  sealed(): Int32Array {
    return this.#array.subarray(0, this.length)
  }
}

/** Lines of the history: the room that they take, and no more. */
export const entriesOf = (count: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(count * ENTRY * 4))
