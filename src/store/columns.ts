import type { Readable } from 'node:stream'
import { assert } from '../core/assert.ts'

/**
 * How a column of a binary COPY is held: 'id' keeps 64 bits, 'money' is an exact integer of minor
 * units in a Float64Array (asserted below 2^53), 'int' an int2 or int4, 'day' the days since
 * 1970-01-01, 'text' an index into `words`.
 */
export type ColumnKind = 'id' | 'money' | 'int' | 'day' | 'text'

export type Column =
  | { readonly kind: 'id'; readonly values: BigInt64Array }
  | { readonly kind: 'money'; readonly values: Float64Array }
  | { readonly kind: 'int' | 'day'; readonly values: Int32Array }
  | { readonly kind: 'text'; readonly values: Int32Array; readonly words: readonly string[] }

/** What an SQL null becomes in an 'int' or 'day' column: before every day and every number. */
export const NEVER = -2_147_483_648
/** What a date 'infinity' becomes: after every day. */
export const ALWAYS = 2_147_483_647

/** Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
const EPOCH_DAYS = 10_957
const PG_INFINITY = 2_147_483_647
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')

/** Reads a whole binary COPY into memory: one shard, so its size is bounded by the caller. */
export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Decodes PostgreSQL's binary COPY format (manual, "COPY", Binary Format) into columns. */
export function decodeColumns(
  bytes: Buffer,
  kinds: readonly ColumnKind[],
): { readonly rows: number; readonly columns: readonly Column[] } {
  assert(bytes.subarray(0, 11).equals(SIGNATURE), 'a binary COPY begins with its signature')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = 19 + view.getInt32(15)
  const capacity = countRows(view, start, kinds.length)
  const sinks = kinds.map((kind) => sinkOf(kind, capacity))
  let at = start
  for (let row = 0; row < capacity; row++) {
    at += 2
    for (const sink of sinks) {
      const length = view.getInt32(at)
      at += 4
      sink.put(view, row, at, length)
      if (length > 0) at += length
    }
  }
  return { rows: capacity, columns: sinks.map((sink) => sink.column) }
}

function countRows(view: DataView, start: number, width: number): number {
  let at = start
  for (let rows = 0; ; rows++) {
    const fields = view.getInt16(at)
    if (fields === -1) return rows
    assert(fields === width, `a row has ${fields} columns, not ${width}`)
    at += 2
    for (let i = 0; i < width; i++) {
      const length = view.getInt32(at)
      at += length > 0 ? 4 + length : 4
    }
  }
}

type Sink = {
  readonly column: Column
  readonly put: (view: DataView, row: number, at: number, length: number) => void
}

function sinkOf(kind: ColumnKind, rows: number): Sink {
  switch (kind) {
    case 'id': {
      const values = new BigInt64Array(rows)
      return { column: { kind, values }, put: (v, row, at) => (values[row] = v.getBigInt64(at)) }
    }
    case 'money':
      return moneySink(rows)
    case 'int': {
      const values = new Int32Array(rows)
      return {
        column: { kind, values },
        put: (v, row, at, length) => {
          values[row] = length < 0 ? NEVER : length === 2 ? v.getInt16(at) : v.getInt32(at)
        },
      }
    }
    case 'day': {
      const values = new Int32Array(rows)
      return { column: { kind, values }, put: (v, row, at, length) => (values[row] = dayAt(v, at, length)) }
    }
    case 'text':
      return textSink(rows)
  }
}

function dayAt(view: DataView, at: number, length: number): number {
  if (length < 0) return NEVER
  const days = view.getInt32(at)
  return days === PG_INFINITY ? ALWAYS : days + EPOCH_DAYS
}

function moneySink(rows: number): Sink {
  const values = new Float64Array(rows)
  const put: Sink['put'] = (view, row, at, length) => {
    if (length < 0) return
    const high = view.getInt32(at)
    assert(high >= -2_097_152 && high < 2_097_152, 'an amount is below 2^53 minor units')
    values[row] = high * 4_294_967_296 + view.getUint32(at + 4)
  }
  return { column: { kind: 'money', values }, put }
}

/** Texts of a column are few (codes, currencies): each is kept once; null is the empty text. */
function textSink(rows: number): Sink {
  const values = new Int32Array(rows)
  const words: string[] = ['']
  const known = new Map<string, number>([['', 0]])
  const put: Sink['put'] = (view, row, at, length) => {
    if (length <= 0) return
    const word = Buffer.from(view.buffer, view.byteOffset + at, length).toString('utf8')
    let index = known.get(word)
    if (index === undefined) {
      index = words.length
      words.push(word)
      known.set(word, index)
    }
    values[row] = index
  }
  return { column: { kind: 'text', values, words }, put }
}
