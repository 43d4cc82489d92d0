import { assert } from '../core/assert.ts'
import type { History } from './cadence.ts'
import { NO_HISTORY } from './cadence.ts'
import { daysPastDue } from './fact.ts'
import type { StrategyRow } from './row.ts'
import { MONEY_MAX } from './row.ts'

/** Raised with every change of what a column means or how wide it is: old files are then refused. */
export const COLUMNS_VERSION = 2

type Kind = 'int16' | 'float64'
type Stored = Exclude<keyof StrategyRow, 'accountId' | 'paused' | 'touches'>

/**
 * One typed array a stored fact. Days carry the sentinels of strategy/row.ts, which lie outside every
 * real day, so that no comparison needs a null test. `lateFrom` is the day that lateness would be
 * counted from had nobody paused it: the one column that belongs to a day (`asOf`).
 */
const KINDS = {
  portfolio: 'int16',
  product: 'int16',
  currency: 'int16',
  language: 'int16',
  outstanding: 'float64',
  arrears: 'float64',
  instalmentsMissed: 'int16',
  oldestUnpaidDueOn: 'int16',
  nextDueOn: 'int16',
  nextDue: 'float64',
  lastPaymentOn: 'int16',
  lastPayment: 'float64',
  delinquentSince: 'int16',
  curedOn: 'int16',
  timesDelinquent: 'int16',
  channels: 'int16',
  lastAttemptOn: 'int16',
  lastConversationOn: 'int16',
  unansweredAttempts: 'int16',
  heldUntil: 'int16',
  closedOn: 'int16',
  promiseUntil: 'int16',
  promisesKept: 'int16',
  promisesBroken: 'int16',
  promiseLast: 'int16',
  planSince: 'int16',
  planNextOn: 'int16',
  planOldestOn: 'int16',
  risk: 'int16',
  propensity: 'int16',
  segment: 'int16',
  zone: 'int16',
  vulnerable: 'int16',
  limitationOn: 'int16',
  cost: 'float64',
  onTimeStreak: 'int16',
  quickCures: 'int16',
  lateFrom: 'int16',
} as const satisfies Record<Stored | 'lateFrom', Kind>

export type ColumnName = keyof typeof KINDS
export const COLUMN_NAMES = Object.keys(KINDS) as ColumnName[]
/**
 * The columns of 16 bits stand one after another in one piece of memory, in this order, because V8
 * reads one array at many places far sooner than many arrays.
 */
export const INT_NAMES = COLUMN_NAMES.filter(
  (name) => KINDS[name] === 'int16' && name !== 'lateFrom',
)
export const isMoney = (name: ColumnName): boolean => KINDS[name] === 'float64'

/** Every value that the kind can hold; a column's own `ranges` are narrower. */
export const DOMAIN: Readonly<Record<Kind, readonly [number, number]>> = {
  int16: [-32_768, 32_767],
  float64: [-MONEY_MAX, MONEY_MAX],
}
export const domainOf = (name: ColumnName): readonly [number, number] => DOMAIN[KINDS[name]]

const ARRAYS = {
  int16: Int16Array,
  float64: Float64Array,
} as const

export type ColumnArray = Int16Array | Float64Array

/** Rows that one pass selects before it decides them: their columns then still lie in the cache. */
export const BLOCK = 2048

/** What was chosen before, account after account. Block b holds entries first[b] up to first[b + 1]. */
export type HistoryColumns = {
  readonly first: Uint32Array
  /** Three numbers an entry: the row, the last day, and 65536 x treatment + times. */
  readonly entries: Int32Array
}
export const ENTRY = 3

/** The few accounts with paused days: row rows[i] holds days first[i] up to first[i + 1]. */
export type PausedColumns = {
  readonly rows: Uint32Array
  readonly first: Uint32Array
  readonly days: Int16Array
}

/** Least and greatest value of each column. */
export type Ranges = Readonly<Record<ColumnName, readonly [number, number]>>

export type Columns = {
  readonly rows: number
  readonly asOf: number
  readonly accountId: BigInt64Array
  readonly values: Readonly<Record<ColumnName, ColumnArray>>
  readonly ranges: Ranges
  /** Names of treatments, by the code that the history holds. */
  readonly treatments: readonly string[]
  readonly history: HistoryColumns
  readonly paused: PausedColumns
}

/** Typed arrays over shared memory, so that threads read one copy. */
export const columnArray = (name: ColumnName, rows: number): ColumnArray =>
  columnOver(name, new SharedArrayBuffer(rows * columnBytes(name)))
export const columnBytes = (name: ColumnName): number => ARRAYS[KINDS[name]].BYTES_PER_ELEMENT
export const columnOver = (name: ColumnName, buffer: SharedArrayBuffer): ColumnArray => {
  const make: new (buffer: SharedArrayBuffer) => ColumnArray = ARRAYS[KINDS[name]]
  return new make(buffer)
}

export function emptyValues(rows: number): Record<ColumnName, ColumnArray> {
  const ints = new SharedArrayBuffer(rows * INT_NAMES.length * 2)
  const own = (name: ColumnName): ColumnArray => {
    const at = INT_NAMES.indexOf(name)
    return at < 0 ? columnArray(name, rows) : new Int16Array(ints, at * rows * 2, rows)
  }
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, own(name)])) as Record<
    ColumnName,
    ColumnArray
  >
}

export type Position = { readonly row: StrategyRow; readonly history?: History | undefined }

/** The columns of these positions: what an event (n = 1) and a shard of a night both run on. */
export function columnsOf(positions: readonly Position[], asOf: number): Columns {
  const rows = positions.length
  const values = emptyValues(rows)
  const accountId = new BigInt64Array(new SharedArrayBuffer(rows * 8))
  const treatments = new Map<string, number>()
  const entries: number[] = []
  const paused = { rows: [] as number[], first: [0], days: [] as number[] }
  positions.forEach(({ row, history = NO_HISTORY }, i) => {
    accountId[i] = row.accountId
    for (const name of COLUMN_NAMES)
      keep(values[name], i, name === 'lateFrom' ? lateFrom(row, asOf) : row[name])
    for (const [name, past] of history) {
      if (!treatments.has(name)) treatments.set(name, treatments.size)
      assert(past.times < 65_536, `${past.times} times fit their column`)
      entries.push(i, past.lastOn, (treatments.get(name) ?? 0) * 65_536 + past.times)
    }
    if (row.paused.length === 0) return
    paused.rows.push(i)
    paused.days.push(...row.paused)
    paused.first.push(paused.days.length)
  })
  return {
    rows,
    asOf,
    accountId,
    values,
    ranges: rangesOf(values),
    treatments: [...treatments.keys()],
    history: historyOf(filledArray(Int32Array, entries), rows),
    paused: {
      rows: filledArray(Uint32Array, paused.rows),
      first: filledArray(Uint32Array, paused.first),
      days: filledArray(Int16Array, paused.days),
    },
  }
}

/** The entries, which stand in the order of their rows, with where each block's begin. */
export function historyOf(entries: Int32Array, rows: number): HistoryColumns {
  const first = new Uint32Array(new SharedArrayBuffer((Math.ceil(rows / BLOCK) + 1) * 4))
  for (let block = 0, e = 0; block < first.length; block++) {
    while (e * ENTRY < entries.length && (entries[e * ENTRY] as number) < block * BLOCK) e++
    first[block] = e
  }
  return { first, entries }
}

function keep(array: ColumnArray, i: number, value: number): void {
  array[i] = value
  assert(array[i] === value, `${value} does not fit its column`)
}

type Small = Uint32Array | Int32Array | Int16Array
export function filledArray<T extends Small>(
  make: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
  values: readonly number[],
): T {
  const array = new make(new SharedArrayBuffer(values.length * make.BYTES_PER_ELEMENT))
  values.forEach((value, i) => {
    array[i] = value
    assert(array[i] === value, `${value} does not fit its column`)
  })
  return array
}

const NO_GRACE = { graceDays: 0, buckets: { unit: 'days', edges: [] } } as const

const lateFrom = (row: Pick<StrategyRow, 'oldestUnpaidDueOn' | 'paused'>, asOf: number): number =>
  row.paused.length === 0 ? row.oldestUnpaidDueOn : asOf - daysPastDue(row, asOf, NO_GRACE)

/** The same columns on another day: only accounts with paused days differ. Shares all else. */
export function onDay(columns: Columns, asOf: number): Columns {
  if (columns.paused.rows.length === 0 || columns.asOf === asOf) return { ...columns, asOf }
  const { values, paused } = columns
  const moved = columnArray('lateFrom', columns.rows)
  moved.set(values.lateFrom as Int16Array)
  paused.rows.forEach((row) => {
    const oldestUnpaidDueOn = values.oldestUnpaidDueOn[row] as number
    moved[row] = lateFrom({ oldestUnpaidDueOn, paused: pausedOf(columns, row) }, asOf)
  })
  const ranges = { ...columns.ranges, lateFrom: rangeOf(moved) }
  return { ...columns, asOf, values: { ...values, lateFrom: moved }, ranges }
}

export const rangesOf = (values: Readonly<Record<ColumnName, ColumnArray>>): Ranges =>
  Object.fromEntries(COLUMN_NAMES.map((name) => [name, rangeOf(values[name])])) as Ranges

function rangeOf(array: ColumnArray): readonly [number, number] {
  let least = array[0] ?? 0
  let most = least
  for (const value of array) {
    if (value < least) least = value
    if (value > most) most = value
  }
  return [least, most]
}

function pausedOf({ paused }: Columns, row: number): readonly number[] {
  const at = paused.rows.indexOf(row)
  return at < 0 ? [] : [...paused.days.subarray(paused.first[at], paused.first[at + 1])]
}

/** One account as the interpreter reads it: for tests and for explaining a row of a snapshot. */
export function positionAt(columns: Columns, i: number): Required<Position> {
  const { values, history } = columns
  const row = Object.fromEntries(COLUMN_NAMES.map((name) => [name, values[name][i]]))
  const past = new Map<string, { times: number; lastOn: number }>()
  const block = Math.floor(i / BLOCK)
  for (let e = history.first[block] as number; e < (history.first[block + 1] as number); e++) {
    const at = e * ENTRY
    if (history.entries[at] !== i) continue
    const both = history.entries[at + 2] as number
    const name = columns.treatments[both >> 16] as string
    past.set(name, { times: both & 65_535, lastOn: history.entries[at + 1] as number })
  }
  delete row['lateFrom']
  const accountId = columns.accountId[i] as bigint
  return {
    row: { ...row, accountId, paused: pausedOf(columns, i), touches: [] } as unknown as StrategyRow,
    history: past,
  }
}
