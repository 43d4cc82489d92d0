import type { Readable } from 'node:stream'
import { to as copyTo } from 'pg-copy-streams'
import { assert } from '../core/assert.ts'
import { dayFromNumber, type Day, type Instant } from '../core/calendar.ts'
import { EPOCH_DAYS } from './copy-rows.ts'
import type { Tx } from './db.ts'

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
/** Milliseconds from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
const EPOCH_MILLIS = EPOCH_DAYS * 86_400_000
const [FIRST_HALF, LAST_HALF] = [-2_147_483_648, 2_147_483_647]

/** Every row of a select by a binary COPY: the caller bounds how many these are. */
export async function copyRows(tx: Tx, select: string): Promise<CopiedRows> {
  const stream: Readable = tx.query(copyTo(`copy (${select}) to stdout (format binary)`))
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return new CopiedRows(Buffer.concat(chunks))
}

/** Walks the rows of a binary COPY (manual, "COPY", Binary Format): fields in the select's order, each asked once. */
export class CopiedRows {
  readonly #bytes: Buffer
  readonly #view: DataView
  #at: number

  constructor(bytes: Buffer) {
    assert(bytes.subarray(0, 11).equals(SIGNATURE), 'a binary COPY begins with its signature')
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = 19 + bytes.readInt32BE(15)
  }

  /** Goes to the next row; false behind the last one. */
  next(): boolean {
    const fields = this.#view.getInt16(this.#at)
    this.#at += 2
    return fields >= 0
  }

  /**
   * Where the rows of each place begin, the place being their first field: so rows of many accounts are read
   * account by account, and what is made of them is forgotten at once.
   */
  places(size: number): Places {
    const heads = new Int32Array(size)
    const starts: number[] = []
    const followers: number[] = []
    while (this.next()) {
      const fields = this.#view.getInt16(this.#at - 2)
      const place = known(this.integer())
      followers.push(heads[place] ?? 0)
      heads[place] = starts.push(this.#at)
      for (let i = 1; i < fields; i++) this.#field()
    }
    return { heads, starts, followers }
  }

  /** Goes to the fields behind a row's place. */
  goTo(start: number): void {
    this.#at = start
  }

  /** Where the field's bytes begin; below zero where it is null. */
  #field(): number {
    const length = this.#view.getInt32(this.#at)
    const start = this.#at + 4
    this.#at = length < 0 ? start : start + length
    return length < 0 ? -1 : start
  }

  integer(): number | undefined {
    const at = this.#field()
    return at < 0 ? undefined : this.#view.getInt32(at)
  }

  small(): number | undefined {
    const at = this.#field()
    return at < 0 ? undefined : this.#view.getInt16(at)
  }

  big(): bigint | undefined {
    const at = this.#field()
    return at < 0 ? undefined : this.#view.getBigInt64(at)
  }

  text(): string | undefined {
    const at = this.#field()
    return at < 0 ? undefined : this.#bytes.toString('utf8', at, this.#at)
  }

  day(): Day | undefined {
    const at = this.#field()
    return at < 0 ? undefined : dayOf(this.#view.getInt32(at) + EPOCH_DAYS)
  }

  /** Whole milliseconds, as text is read (db.ts). */
  instant(): Instant | undefined {
    const at = this.#field()
    if (at < 0) return undefined
    const high = this.#view.getInt32(at)
    if (high === LAST_HALF) return Infinity as Instant
    if (high === FIRST_HALF) return -Infinity as Instant
    const micros = high * 4_294_967_296 + this.#view.getUint32(at + 4)
    return (Math.floor(micros / 1000) + EPOCH_MILLIS) as Instant
  }
}

/** Of each place its last row, of each row the one before it of the same place: numbers from 1, 0 for none. */
export type Places = {
  readonly heads: Int32Array
  readonly starts: readonly number[]
  readonly followers: readonly number[]
}

/** The value of a column that is never null. */
export function known<T>(value: T | undefined): T {
  assert(value !== undefined, 'a column that is never null has a value')
  return value
}

const DAYS_MAX = 50_000
const days = new Map<number, Day>()

/** The days of a book are few and come again and again. */
function dayOf(number: number): Day {
  const found = days.get(number)
  if (found !== undefined) return found
  const made = dayFromNumber(number)
  if (days.size < DAYS_MAX) days.set(number, made)
  return made
}
