import type { StrategyRow } from './row.ts'
import { MONEY_MAX } from './row.ts'

/** Raised with every change of what a column means or how wide it is: old files are then refused. */
export const COLUMNS_VERSION = 2

type Kind = 'int16' | 'float64'
/** Fields that most accounts lack hold lists, and stand apart. */
export const SPARSE = ['paused', 'touches'] as const
export type SparseName = (typeof SPARSE)[number]
type Stored = Exclude<keyof StrategyRow, 'accountId' | SparseName>

/**
 * One typed array a stored field. Days carry the sentinels of strategy/row.ts, which lie outside every
 * real day, so that no comparison needs a null test.
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
} as const satisfies Record<Stored, Kind>

export type ColumnName = keyof typeof KINDS
export const COLUMN_NAMES = Object.keys(KINDS) as ColumnName[]
/**
 * The columns of 16 bits stand one after another in one piece of memory, in this order, because V8
 * reads one array at many places far sooner than many arrays.
 */
export const INT_NAMES = COLUMN_NAMES.filter((name) => KINDS[name] === 'int16')
export const isMoney = (name: ColumnName): boolean => KINDS[name] === 'float64'

/** Every value that the kind can hold; a column's own `ranges` are narrower. */
const DOMAIN: Readonly<Record<Kind, readonly [number, number]>> = {
  int16: [-32_768, 32_767],
  float64: [-MONEY_MAX, MONEY_MAX],
}
export const domainOf = (name: ColumnName): readonly [number, number] => DOMAIN[KINDS[name]]

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

/** The few accounts that have such a list: row rows[i] holds values first[i] up to first[i + 1]. */
export type SparseColumn = {
  readonly rows: Uint32Array
  readonly first: Uint32Array
  readonly values: Int32Array
}

/** Least and greatest value of each column. */
export type Ranges = Readonly<Record<ColumnName, readonly [number, number]>>
export type Values = Readonly<Record<ColumnName, ColumnArray>>

/** Rows stand in the order of borrowers and, of one borrower, of accounts. */
export type Columns = {
  readonly rows: number
  readonly asOf: number
  readonly borrowerId: BigInt64Array
  readonly accountId: BigInt64Array
  readonly values: Values
  readonly ranges: Ranges
  /** Names of treatments, by the code that the history holds. */
  readonly treatments: readonly string[]
  readonly history: HistoryColumns
  readonly sparse: Readonly<Record<SparseName, SparseColumn>>
}

/** Typed arrays over shared memory, so that threads read one copy. */
export function emptyValues(rows: number): Record<ColumnName, ColumnArray> {
  const ints = new SharedArrayBuffer(rows * INT_NAMES.length * 2)
  const own = (name: ColumnName): ColumnArray => {
    const at = INT_NAMES.indexOf(name)
    return at < 0
      ? new Float64Array(new SharedArrayBuffer(rows * 8))
      : new Int16Array(ints, at * rows * 2, rows)
  }
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, own(name)])) as Record<
    ColumnName,
    ColumnArray
  >
}

export const ids = (rows: number): BigInt64Array =>
  new BigInt64Array(new SharedArrayBuffer(rows * 8))

/** The entries, which stand in the order of their rows, with where each block's begin. */
export function historyOf(entries: Int32Array, rows: number): HistoryColumns {
  const first = new Uint32Array(new SharedArrayBuffer((Math.ceil(rows / BLOCK) + 1) * 4))
  for (let block = 0, e = 0; block < first.length; block++) {
    while (e * ENTRY < entries.length && (entries[e * ENTRY] as number) < block * BLOCK) e++
    first[block] = e
  }
  return { first, entries }
}

/** Each column's range is found when it is first asked for: a night asks few of them. */
export function rangesOf(values: Values): Ranges {
  const known: Partial<Record<ColumnName, readonly [number, number]>> = {}
  const ranges = {} as Record<ColumnName, readonly [number, number]>
  for (const name of COLUMN_NAMES)
    Object.defineProperty(ranges, name, {
      enumerable: true,
      get: () => (known[name] ??= rangeOf(values[name])),
    })
  return ranges
}

function rangeOf(array: ColumnArray): readonly [number, number] {
  let least = array[0] ?? 0
  let most = least
  for (let i = 0; i < array.length; i++) {
    const value = array[i] as number
    if (value < least) least = value
    if (value > most) most = value
  }
  return [least, most]
}
