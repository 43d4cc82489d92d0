import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs'
import { fstatSync, fsyncSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { assert } from '../core/assert.ts'
import type { ColumnName, Columns, SparseName } from '../strategy/columns.ts'
import { BLOCK, COLUMN_NAMES, COLUMNS_VERSION, emptyValues, SPARSE } from '../strategy/columns.ts'

const Manifest = z.strictObject({
  version: z.literal(COLUMNS_VERSION),
  rows: z.int().nonnegative(),
  asOf: z.int(),
  treatments: z.array(z.string()),
  ranges: z.record(z.string(), z.tuple([z.number(), z.number()])),
  /** SHA-256 of each file, by its name. */
  files: z.record(z.string(), z.string()),
})

type Part = { readonly name: string; readonly array: Bytes }
type Bytes = {
  readonly buffer: ArrayBufferLike
  readonly byteOffset: number
  readonly byteLength: number
}

const partsOf = (columns: Columns): Part[] => [
  { name: 'accountId', array: columns.accountId },
  ...COLUMN_NAMES.map((name) => ({ name, array: columns.values[name] })),
  ...Object.entries(columns.history).map(([name, array]) => ({ name: `history-${name}`, array })),
  { name: 'borrowerId', array: columns.borrowerId },
  ...SPARSE.flatMap((list) =>
    Object.entries(columns.sparse[list]).map(([name, array]) => ({
      name: `${list}-${name}`,
      array,
    })),
  ),
]

/**
 * A book as raw column files and a manifest. The folder appears whole or not at all: it is written
 * beside its place, made durable, and renamed.
 */
export function writeSnapshot(folder: string, columns: Columns): void {
  const building = `${folder}.${process.pid}.part`
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { recursive: true })
  const files: Record<string, string> = {}
  for (const { name, array } of partsOf(columns)) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    files[name] = createHash('sha256').update(bytes).digest('hex')
    writeDurably(join(building, name), bytes)
  }
  const { rows, asOf, treatments, ranges } = columns
  const manifest = { version: COLUMNS_VERSION, rows, asOf, treatments, ranges, files }
  writeFileSync(join(building, 'manifest.json'), JSON.stringify(manifest), { flush: true })
  const old = `${folder}.${process.pid}.old`
  try {
    renameSync(folder, old)
  } catch {
    // The first snapshot of this place.
  }
  renameSync(building, folder)
  rmSync(old, { recursive: true, force: true })
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w')
  for (let at = 0; at < bytes.byteLength;)
    at += writeSync(file, bytes, at, Math.min(bytes.byteLength - at, 1 << 30))
  fsyncSync(file)
  closeSync(file)
}

/** Reads a snapshot straight into shared memory. `verify` also compares every file with its hash. */
export function readSnapshot(folder: string, options: { verify?: boolean } = {}): Columns {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
  const { rows, asOf, treatments, files } = manifest
  const readInto = (name: string, array: Bytes): void => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    readFully(join(folder, name), bytes)
    if (!options.verify) return
    const hash = createHash('sha256').update(bytes).digest('hex')
    assert(hash === files[name], `${name} is the file that was written`)
  }
  const read = (name: string, bytes?: number): SharedArrayBuffer => {
    const buffer = new SharedArrayBuffer(bytes ?? statSync(join(folder, name)).size)
    readInto(name, new Uint8Array(buffer))
    return buffer
  }
  const sparse = (list: SparseName) => ({
    rows: new Uint32Array(read(`${list}-rows`)),
    first: new Uint32Array(read(`${list}-first`)),
    values: new Int32Array(read(`${list}-values`)),
  })
  const values = emptyValues(rows)
  for (const name of COLUMN_NAMES) readInto(name, values[name])
  return {
    rows,
    asOf,
    treatments,
    values,
    ranges: manifest.ranges as Record<ColumnName, [number, number]>,
    accountId: new BigInt64Array(read('accountId', rows * 8)),
    history: {
      first: new Uint32Array(read('history-first', (Math.ceil(rows / BLOCK) + 1) * 4)),
      entries: new Int32Array(read('history-entries')),
    },
    borrowerId: new BigInt64Array(read('borrowerId', rows * 8)),
    sparse: { paused: sparse('paused'), touches: sparse('touches') },
  }
}

function readFully(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'r')
  const size = bytes.byteLength
  assert(fstatSync(file).size === size, `${path} has ${size} bytes`)
  for (let at = 0; at < size;) {
    const read = readSync(file, bytes, at, Math.min(size - at, 1 << 30), at)
    assert(read > 0, `${path} ends early`)
    at += read
  }
  closeSync(file)
}
