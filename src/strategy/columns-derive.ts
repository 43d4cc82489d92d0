import { assert } from '../core/assert.ts'
import type { Columns, SparseName } from './columns.ts'
import { SPARSE } from './columns.ts'
import { listAt } from './columns-read.ts'
import type { Fact } from './fact.ts'
import { daysPastDue } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import type { StrategyRow } from './row.ts'

/**
 * Columns that belong to a day and are made only where a strategy asks for them: the day that
 * lateness would be counted from had nobody paused it, and facts of lists that most accounts lack.
 */
export type Derived = 'lateFrom' | FactName

/** The list that alone answers a fact, where one does. */
export function listOfFact(name: FactName): SparseName | undefined {
  const { columns }: Fact = FACTS[name]
  const [only] = columns
  return columns.length === 1 ? SPARSE.find((list) => list === only) : undefined
}

const made = new WeakMap<Columns, Map<Derived, Int16Array>>()

/** The column of the day of these columns; made once for them. */
export function derivedColumn(columns: Columns, name: Derived): Int16Array {
  const known = made.get(columns) ?? new Map<Derived, Int16Array>()
  made.set(columns, known)
  const found = known.get(name)
  if (found !== undefined) return found
  const column = name === 'lateFrom' ? lateFrom(columns) : factColumn(columns, name)
  known.set(name, column)
  return column
}

const NO_GRACE = { graceDays: 0, buckets: { unit: 'days', edges: [] } } as const

function lateFrom(columns: Columns): Int16Array {
  const stored = columns.values.oldestUnpaidDueOn as Int16Array
  const { paused } = columns.sparse
  if (paused.rows.length === 0) return stored
  const moved = new Int16Array(new SharedArrayBuffer(columns.rows * 2))
  moved.set(stored)
  for (const row of paused.rows) {
    const oldestUnpaidDueOn = stored[row] as number
    const at = { oldestUnpaidDueOn, paused: listAt(paused, row) }
    moved[row] = columns.asOf - daysPastDue(at, columns.asOf, NO_GRACE)
  }
  return moved
}

/** Nearly every account has no such list: one answer stands for all of them. */
function factColumn(columns: Columns, name: FactName): Int16Array {
  const fact: Fact = FACTS[name]
  const list = listOfFact(name)
  assert(list !== undefined, `${name} is read from one list`)
  const column = new Int16Array(new SharedArrayBuffer(columns.rows * 2))
  const scratch: number[] = []
  const row = { paused: [], touches: [], [list]: scratch } as unknown as StrategyRow
  column.fill(fact.fill(row, columns.asOf, NO_GRACE))
  const { rows, first, values } = columns.sparse[list]
  for (let k = 0; k < rows.length; k++) {
    scratch.length = 0
    for (let v = first[k] as number; v < (first[k + 1] as number); v++)
      scratch.push(values[v] as number)
    column[rows[k] as number] = fact.fill(row, columns.asOf, NO_GRACE)
  }
  return column
}

/** The same columns on another day: nothing is copied. */
export const onDay = (columns: Columns, asOf: number): Columns => ({ ...columns, asOf })

/** Between which days `lateFrom` lies, from what is known of the stored day. */
export const lateRange = (
  [least, most]: readonly [number, number],
  asOf: number,
): readonly [number, number] => [Math.min(least, asOf), Math.max(most, asOf)]
