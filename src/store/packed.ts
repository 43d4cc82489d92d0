import { assert } from '../core/assert.ts'
import { keepList, keepPast, type ColumnsBuilder } from '../strategy/columns-build.ts'
import type { Past } from '../strategy/cadence.ts'
import { FOREVER, MONEY_MAX, NEVER, pausedDays } from '../strategy/row.ts'
import { EPOCH_DAYS } from './copy-rows.ts'

/** The parts of `position.packed`, in the order in which migrations/0011_cycle.sql writes them. */
export const MONEY = ['outstanding', 'arrears', 'nextDue', 'lastPayment', 'cost'] as const
export const DAYS = [
  ['oldestUnpaidDueOn', FOREVER],
  ['nextDueOn', FOREVER],
  ['lastPaymentOn', NEVER],
  ['delinquentSince', NEVER],
  ['curedOn', NEVER],
  ['lastAttemptOn', NEVER],
  ['lastConversationOn', NEVER],
  ['heldUntil', NEVER],
  ['closedOn', FOREVER],
  ['promiseUntil', NEVER],
  ['planSince', NEVER],
  ['planNextOn', FOREVER],
  ['planOldestOn', FOREVER],
  ['limitationOn', FOREVER],
] as const
export const NUMBERS = [
  'portfolio',
  'product',
  'currency',
  'language',
  'instalmentsMissed',
  'timesDelinquent',
  'channels',
  'unansweredAttempts',
  'promisesKept',
  'promisesBroken',
  'promiseLast',
  'risk',
  'propensity',
  'segment',
  'zone',
  'vulnerable',
  'onTimeStreak',
  'quickCures',
] as const

const MONEY_AT = 16
const DAYS_AT = MONEY_AT + 8 * MONEY.length
const WAKE_AT = DAYS_AT + 4 * DAYS.length
const NUMBERS_AT = WAKE_AT + 4
const LISTS_AT = NUMBERS_AT + 2 * NUMBERS.length
export const PIECE_BYTES = LISTS_AT + 2
const PAUSED = 1
const TOUCHES = 2

/**
 * A range of positions as one value: pieces one after another in the order of borrowers and accounts,
 * behind each the lists that it has. `where` narrows `position`.
 */
export const packedPositions = (where: string): string =>
  `select string_agg(case when paused is null and touches is null then packed else packed
       || case when paused is null then ''::bytea
          else int4send(octet_length(paused::text)) || convert_to(paused::text, 'UTF8') end
       || case when touches is null then ''::bytea else array_send(touches) end end,
     ''::bytea order by borrower_id, account_id) as packed
   from position where ${where}`

/** The past steps of a range: ids, length and text of each account that has some. */
export const packedCadence = (where: string): string =>
  `select string_agg(int8send(borrower_id) || int8send(account_id) || int4send(octet_length(steps))
       || convert_to(steps, 'UTF8'), ''::bytea order by borrower_id, account_id) as packed
   from cadence where ${where}`

/** Where each account's piece begins, and what is read from it. */
export class Pieces {
  readonly rows: number
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #starts: Int32Array

  private constructor(bytes: Buffer, starts: Int32Array) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
    this.#starts = starts
    this.rows = starts.length
  }

  static of(bytes: Buffer): Pieces {
    const view = viewOf(bytes)
    const most = Math.floor(bytes.length / PIECE_BYTES)
    const starts = new Int32Array(most)
    let rows = 0
    for (let at = 0; at < bytes.length; at = endOfPiece(view, at)) starts[rows++] = at
    const pieces = new Pieces(bytes, starts.subarray(0, rows))
    for (let i = 1; i < rows; i++)
      assert(pieces.#isAfter(i, i - 1), 'positions come in the order of borrowers and accounts')
    return pieces
  }

  #isAfter(i: number, j: number): boolean {
    const [a, b] = [this.#starts[i] as number, this.#starts[j] as number]
    for (let k = 0; k < 16; k += 4) {
      const [x, y] = [this.#view.getUint32(a + k), this.#view.getUint32(b + k)]
      if (x !== y) return x > y
    }
    return false
  }

  /** Rows whose position is to be derived again on `today` (days since 1970-01-01). */
  sleepers(today: number): number[] {
    const found: number[] = []
    for (let i = 0; i < this.rows; i++)
      if (this.#view.getInt32((this.#starts[i] as number) + WAKE_AT) <= today - EPOCH_DAYS)
        found.push(i)
    return found
  }

  /** These rows as they were read again: `bytes` holds their pieces in the same order. */
  replaced(rows: readonly number[], bytes: Buffer): Pieces {
    const again = Pieces.of(bytes)
    assert(again.rows === rows.length, 'every position that was derived again is there')
    const starts = this.#starts.slice()
    rows.forEach((row, i) => {
      starts[row] = this.#bytes.length + (again.#starts[i] as number)
      assert(again.accountId(i) === this.accountId(row), 'a position keeps its place')
    })
    return new Pieces(Buffer.concat([this.#bytes, bytes]), starts)
  }

  /** All bytes of one row, its lists with it. */
  piece(i: number): Buffer {
    const start = this.#starts[i] as number
    return this.#bytes.subarray(start, endOfPiece(this.#view, start))
  }

  borrowerId(i: number): bigint {
    return this.#view.getBigInt64(this.#starts[i] as number)
  }

  accountId(i: number): bigint {
    return this.#view.getBigInt64((this.#starts[i] as number) + 8)
  }

  /** Every row into typed arrays: a few rows at a time, which lie in the cache for every column. */
  into(builder: ColumnsBuilder): void {
    for (let first = 0; first < this.rows; first += AT_ONCE) {
      const end = Math.min(first + AT_ONCE, this.rows)
      blockInto(builder, { view: this.#view, starts: this.#starts, first, end })
    }
    for (let row = 0; row < this.rows; row++) {
      if (this.#view.getInt16((this.#starts[row] as number) + LISTS_AT) === 0) continue
      const { paused, touches } = this.lists(row)
      keepList(builder, 'paused', { row, list: paused })
      keepList(builder, 'touches', { row, list: touches })
    }
  }

  /** One row as the interpreter reads it. */
  fill(row: Record<string, unknown>, i: number): void {
    const start = this.#starts[i] as number
    row['accountId'] = this.accountId(i)
    MONEY.forEach((name, k) => (row[name] = moneyAt(this.#view, start + MONEY_AT + 8 * k)))
    DAYS.forEach(([name, absent], k) => {
      row[name] = dayAt(this.#view, start + DAYS_AT + 4 * k, absent)
    })
    NUMBERS.forEach((name, k) => (row[name] = this.#view.getInt16(start + NUMBERS_AT + 2 * k)))
    Object.assign(row, this.lists(i))
  }

  lists(i: number): { paused: readonly number[]; touches: readonly number[] } {
    const start = this.#starts[i] as number
    const which = this.#view.getInt16(start + LISTS_AT)
    let at = start + PIECE_BYTES
    let paused: readonly number[] = []
    if (which & PAUSED) {
      const end = at + 4 + this.#view.getInt32(at)
      paused = pausedDays(this.#bytes.toString('utf8', at + 4, end))
      at = end
    }
    return { paused, touches: which & TOUCHES ? numbersOf(this.#view, at) : [] }
  }
}

/** So many pieces fit the first cache of a core. */
const AT_ONCE = 128

type From = {
  readonly view: DataView
  readonly starts: Int32Array
  readonly first: number
  readonly end: number
}

function blockInto(builder: ColumnsBuilder, from: From): void {
  const { values } = builder
  idsInto(builder.borrowerId, from, 0)
  idsInto(builder.accountId, from, 8)
  MONEY.forEach((name, k) => moneyInto(values[name] as Float64Array, from, MONEY_AT + 8 * k))
  DAYS.forEach(([name, absent], k) =>
    daysInto(values[name] as Int16Array, from, { at: DAYS_AT + 4 * k, absent }),
  )
  NUMBERS.forEach((name, k) => numbersInto(values[name] as Int16Array, from, NUMBERS_AT + 2 * k))
}

function idsInto(array: BigInt64Array, { view, starts, first, end }: From, at: number): void {
  // Machines of our kinds keep the low half first; two halves need no bigint on the way.
  const halves = new Int32Array(array.buffer, array.byteOffset, array.length * 2)
  for (let i = first; i < end; i++) {
    const start = (starts[i] as number) + at
    halves[2 * i] = view.getInt32(start + 4)
    halves[2 * i + 1] = view.getInt32(start)
  }
}

function moneyInto(array: Float64Array, { view, starts, first, end }: From, at: number): void {
  for (let i = first; i < end; i++) array[i] = moneyAt(view, (starts[i] as number) + at)
}

function daysInto(
  array: Int16Array,
  { view, starts, first, end }: From,
  { at, absent }: { at: number; absent: number },
): void {
  for (let i = first; i < end; i++) array[i] = dayAt(view, (starts[i] as number) + at, absent)
}

function numbersInto(array: Int16Array, { view, starts, first, end }: From, at: number): void {
  for (let i = first; i < end; i++) array[i] = view.getInt16((starts[i] as number) + at)
}

const viewOf = (bytes: Buffer): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function endOfPiece(view: DataView, start: number): number {
  const which = view.getInt16(start + LISTS_AT)
  let at = start + PIECE_BYTES
  if (which & PAUSED) at += 4 + view.getInt32(at)
  if (which & TOUCHES) at += arrayBytes(view, at)
  return at
}

/** PostgreSQL's binary array: dimensions, flags, type, then size and first index, then the numbers. */
const ARRAY_HEAD = 12
const arrayBytes = (view: DataView, at: number): number =>
  view.getInt32(at) === 0 ? ARRAY_HEAD : ARRAY_HEAD + 8 + 8 * view.getInt32(at + ARRAY_HEAD)

function numbersOf(view: DataView, at: number): number[] {
  if (view.getInt32(at) === 0) return []
  const size = view.getInt32(at + ARRAY_HEAD)
  return Array.from({ length: size }, (_, i) => view.getInt32(at + ARRAY_HEAD + 8 + 8 * i + 4))
}

/** A day number clamped as strategy/row.ts clamps it; an infinite day is the column's "absent". */
function dayAt(view: DataView, at: number, absent: number): number {
  const days = view.getInt32(at)
  if (days === 2_147_483_647) return FOREVER
  if (days === -2_147_483_648) return absent
  const since = days + EPOCH_DAYS
  return since < 0 ? 0 : since < FOREVER ? since : FOREVER - 1
}

function moneyAt(view: DataView, at: number): number {
  const exact = view.getInt32(at) * 4_294_967_296 + view.getUint32(at + 4)
  if (exact > MONEY_MAX || exact < -MONEY_MAX)
    throw new Error(`${exact} minor units are more than a strategy compares`)
  return exact
}

/** Walks the past steps of a range beside its positions: both stand in one order. */
export class PastReader {
  readonly #bytes: Buffer
  readonly #view: DataView
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
  }

  /** The past of the account, as text, or nothing. Accounts are asked in their order. */
  find(borrowerId: bigint, accountId: bigint): string | undefined {
    for (; this.#at < this.#bytes.length; this.#at = this.#end()) {
      const borrower = this.#view.getBigInt64(this.#at)
      if (borrower < borrowerId) continue
      const account = this.#view.getBigInt64(this.#at + 8)
      if (borrower === borrowerId && account < accountId) continue
      if (borrower !== borrowerId || account !== accountId) return undefined
      return this.#bytes.toString('utf8', this.#at + 20, this.#end())
    }
    return undefined
  }

  /** Every account's past into the columns that hold these borrowers and accounts. */
  into(builder: ColumnsBuilder, rows: number): void {
    let row = 0
    for (; this.#at < this.#bytes.length; this.#at = this.#end()) {
      const [borrower, account] = [
        this.#view.getBigInt64(this.#at),
        this.#view.getBigInt64(this.#at + 8),
      ]
      while (row < rows && isBefore(builder, row, { borrower, account })) row++
      if (builder.borrowerId[row] !== borrower || builder.accountId[row] !== account) continue
      const at = row
      eachPast(
        this.#bytes.toString('latin1', this.#at + 20, this.#end()),
        (treatment, times, lastOn) => keepPast(builder, at, { treatment, times, lastOn }),
      )
    }
  }

  #end(): number {
    return this.#at + 20 + this.#view.getInt32(this.#at + 16)
  }
}

function isBefore(
  { borrowerId, accountId }: ColumnsBuilder,
  row: number,
  than: { borrower: bigint; account: bigint },
): boolean {
  const own = borrowerId[row] as bigint
  if (own !== than.borrower) return own < than.borrower
  return (accountId[row] as bigint) < than.account
}

/** Reads `{"name":[times,day],...}` without a parser's objects; names are of [a-z0-9_-]. */
function eachPast(
  text: string,
  keep: (treatment: string, times: number, lastOn: number) => void,
): void {
  let at = text.indexOf('"')
  while (at >= 0) {
    const end = text.indexOf('"', at + 1)
    const comma = text.indexOf(',', end)
    const close = text.indexOf(']', comma)
    assert(close > 0, `${text} tells of past steps`)
    keep(
      text.slice(at + 1, end),
      Number(text.slice(end + 3, comma)),
      Number(text.slice(comma + 1, close)),
    )
    at = text.indexOf('"', close)
  }
}

export function historyOfText(text: string): ReadonlyMap<string, Past> {
  const history = new Map<string, Past>()
  eachPast(text, (treatment, times, lastOn) => history.set(treatment, { times, lastOn }))
  return history
}
