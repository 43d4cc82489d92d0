import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './db.ts'

const CHUNK = 1 << 18
const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
/** Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
export const EPOCH_DAYS = 10_957

/** Rows on their way into a temporary table, in the bytes of PostgreSQL's binary COPY. */
export class CopyRows {
  rows = 0
  readonly #width: number
  readonly #full: Buffer[] = []
  #bytes = Buffer.allocUnsafe(4096)
  #at = 0

  constructor(width: number) {
    this.#width = width
    HEAD.copy(this.#bytes)
    this.#at = HEAD.length
  }

  /** Begins a row: every one of its fields follows, in the table's order. */
  row(): this {
    this.#room(2)
    this.#at = this.#bytes.writeInt16BE(this.#width, this.#at)
    this.rows++
    return this
  }

  id(value: bigint): this {
    this.#room(12)
    this.#bytes.writeInt32BE(8, this.#at)
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at + 4)
    return this
  }

  /** A whole number of any size that a Float64 holds exactly, as bigint. */
  big(value: number): this {
    this.#room(12)
    this.#bytes.writeInt32BE(8, this.#at)
    this.#bytes.writeInt32BE(Math.floor(value / 4_294_967_296), this.#at + 4)
    this.#at = this.#bytes.writeUInt32BE(
      value - Math.floor(value / 4_294_967_296) * 4_294_967_296,
      this.#at + 8,
    )
    return this
  }

  integer(value: number | undefined): this {
    this.#room(8)
    if (value === undefined) return this.#nothing()
    this.#bytes.writeInt32BE(4, this.#at)
    this.#at = this.#bytes.writeInt32BE(value, this.#at + 4)
    return this
  }

  small(value: number): this {
    this.#room(6)
    this.#bytes.writeInt32BE(2, this.#at)
    this.#at = this.#bytes.writeInt16BE(value, this.#at + 4)
    return this
  }

  /** A day by its number since 1970-01-01. */
  day(value: number | undefined): this {
    return this.integer(value === undefined ? undefined : value - EPOCH_DAYS)
  }

  text(value: string | undefined): this {
    if (value === undefined) {
      this.#room(4)
      return this.#nothing()
    }
    const most = value.length * 3
    this.#room(4 + most)
    const length = this.#bytes.write(value, this.#at + 4)
    this.#bytes.writeInt32BE(length, this.#at)
    this.#at += 4 + length
    return this
  }

  #nothing(): this {
    this.#at = this.#bytes.writeInt32BE(-1, this.#at)
    return this
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return
    this.#full.push(this.#bytes.subarray(0, this.#at))
    this.#bytes = Buffer.allocUnsafe(Math.max(CHUNK, bytes))
    this.#at = 0
  }

  async into(tx: Tx, table: string): Promise<void> {
    if (this.rows === 0) return
    this.#room(2)
    this.#at = this.#bytes.writeInt16BE(-1, this.#at)
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
