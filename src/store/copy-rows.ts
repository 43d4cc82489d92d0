import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './db.ts'

const CHUNK = 1 << 18
/** The most bytes of a field of a fixed size, its length with it. */
const FIELD = 12
const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
/** What the server's catalogue calls bigint and smallint. */
const [INT8, INT2] = [20, 21]
/** Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
export const EPOCH_DAYS = 10_957

/** Rows on their way into a temporary table, in the bytes of PostgreSQL's binary COPY. */
export class CopyRows {
  rows = 0
  readonly #width: number
  readonly #full: Buffer[] = []
  #bytes = Buffer.allocUnsafeSlow(4096)
  #view = viewOf(this.#bytes)
  #at = 0

  constructor(width: number) {
    this.#width = width
    HEAD.copy(this.#bytes)
    this.#at = HEAD.length
  }

  /** Begins a row: every one of its fields follows, in the table's order. */
  row(): this {
    // Room for every field of a fixed size, so that only texts have to ask for more.
    this.#room(2 + FIELD * this.#width)
    this.#view.setInt16(this.#at, this.#width)
    this.#at += 2
    this.rows++
    return this
  }

  id(value: bigint | undefined): this {
    if (value === undefined) return this.#nothing()
    this.#view.setInt32(this.#at, 8)
    this.#view.setBigInt64(this.#at + 4, value)
    this.#at += 12
    return this
  }

  /** A whole number of any size that a Float64 holds exactly, as bigint. */
  big(value: number): this {
    const high = Math.floor(value / 4_294_967_296)
    this.#view.setInt32(this.#at, 8)
    this.#view.setInt32(this.#at + 4, high)
    this.#view.setUint32(this.#at + 8, value - high * 4_294_967_296)
    this.#at += 12
    return this
  }

  integer(value: number | undefined): this {
    if (value === undefined) return this.#nothing()
    this.#view.setInt32(this.#at, 4)
    this.#view.setInt32(this.#at + 4, value)
    this.#at += 8
    return this
  }

  small(value: number | undefined): this {
    if (value === undefined) return this.#nothing()
    this.#view.setInt32(this.#at, 2)
    this.#view.setInt16(this.#at + 4, value)
    this.#at += 6
    return this
  }

  /** A day by its number since 1970-01-01. */
  day(value: number | undefined): this {
    return this.integer(value === undefined ? undefined : value - EPOCH_DAYS)
  }

  /** An array of bigint. */
  ids(values: readonly bigint[]): this {
    this.#list(values.length, { of: INT8, bytes: 8 })
    for (const value of values) this.id(value)
    return this
  }

  /** An array of smallint. */
  smalls(values: readonly number[]): this {
    this.#list(values.length, { of: INT2, bytes: 2 })
    for (const value of values) this.small(value)
    return this
  }

  /** The head of an array: its bytes, dimensions, no nulls, of what, how many, counted from one. */
  #list(count: number, each: { readonly of: number; readonly bytes: number }): void {
    this.#room(24 + count * FIELD + FIELD * this.#width)
    const heads =
      count === 0 ? [12, 0, 0, each.of] : [20 + count * (4 + each.bytes), 1, 0, each.of, count, 1]
    for (const head of heads) {
      this.#view.setInt32(this.#at, head)
      this.#at += 4
    }
  }

  text(value: string | undefined): this {
    if (value === undefined) return this.#nothing()
    this.#room(4 + value.length * 3 + FIELD * this.#width)
    const length = this.#bytes.write(value, this.#at + 4)
    this.#view.setInt32(this.#at, length)
    this.#at += 4 + length
    return this
  }

  #nothing(): this {
    this.#view.setInt32(this.#at, -1)
    this.#at += 4
    return this
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return
    this.#full.push(this.#bytes.subarray(0, this.#at))
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(CHUNK, bytes))
    this.#view = viewOf(this.#bytes)
    this.#at = 0
  }

  async into(tx: Tx, table: string): Promise<void> {
    if (this.rows === 0) return
    this.#room(2)
    this.#view.setInt16(this.#at, -1)
    this.#at += 2
    const sink = tx.query(copyFrom(`copy ${table} from stdin (format binary)`))
    const ended = finished(sink)
    // It may fail while nobody waits for it: unheard, that would end the process.
    ended.catch(() => undefined)
    for (const part of [...this.#full, this.#bytes.subarray(0, this.#at)]) {
      if (!sink.write(part)) await Promise.race([drained(sink), ended])
    }
    sink.end()
    await ended
  }
}

/** A copy that failed is never drained. */
const drained = (sink: Writable): Promise<void> =>
  new Promise((resolve) => {
    sink.once('drain', resolve)
  })

const viewOf = (bytes: Buffer): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
