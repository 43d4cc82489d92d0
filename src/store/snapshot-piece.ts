import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { assert } from '../core/assert.ts'
import type { Columns } from '../strategy/columns.ts'
import { COLUMN_NAMES, COLUMNS_VERSION, SPARSE } from '../strategy/columns.ts'

/** What a piece says of itself, before its bytes. */
const Header = z.strictObject({
  version: z.literal(COLUMNS_VERSION),
  rows: z.int().nonnegative(),
  asOf: z.int(),
  treatments: z.array(z.string()),
  ranges: z.record(z.string(), z.tuple([z.number(), z.number()])),
  parts: z.array(
    z.strictObject({
      name: z.string(),
      /** From the end of the header. */
      at: z.int().nonnegative(),
      bytes: z.int().nonnegative(),
      sha256: z.string(),
    }),
  ),
})
export type PieceHeader = z.infer<typeof Header>

export type Bytes = {
  readonly buffer: ArrayBufferLike
  readonly byteOffset: number
  readonly byteLength: number
}

const MAGIC = 'forbear columns\n'
const PREFIX = MAGIC.length + 4
const HEADER_MAX = 10_000_000
/** Bytes of one call: the system takes no more than two thousand million at once. */
const CALL_MAX = 1 << 30

const partsOf = (columns: Columns): { name: string; array: Bytes }[] => [
  { name: 'borrowerId', array: columns.borrowerId },
  { name: 'accountId', array: columns.accountId },
  ...COLUMN_NAMES.map((name) => ({ name, array: columns.values[name] })),
  { name: 'history', array: columns.history.entries },
  ...SPARSE.flatMap((list) =>
    Object.entries(columns.sparse[list]).map(([part, array]) => ({
      name: `${list}-${part}`,
      array: array as Bytes,
    })),
  ),
]

const asBytes = ({ buffer, byteOffset, byteLength }: Bytes): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** One file of columns: it appears under its name whole and durable, or not at all. */
export function writePieceFile(path: string, columns: Columns): void {
  const { rows, asOf, treatments, ranges } = columns
  const parts: PieceHeader['parts'] = []
  let at = 0
  const arrays = partsOf(columns)
  for (const { name, array } of arrays) {
    parts.push({ name, at, bytes: array.byteLength, sha256: hashOf(asBytes(array)) })
    at += array.byteLength
  }
  const header: PieceHeader = {
    version: COLUMNS_VERSION,
    rows,
    asOf,
    treatments: [...treatments],
    ranges: ranges as unknown as PieceHeader['ranges'],
    parts,
  }
  const text = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.alloc(PREFIX)
  prefix.write(MAGIC, 'latin1')
  prefix.writeUInt32LE(text.length, MAGIC.length)
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.${process.pid}.part`
  const file = openSync(part, 'w')
  for (const bytes of [prefix, text, ...arrays.map(({ array }) => asBytes(array))])
    writeFully(file, bytes)
  fsyncSync(file)
  closeSync(file)
  renameSync(part, path)
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength;)
    at += writeSync(file, bytes, at, Math.min(bytes.byteLength - at, CALL_MAX))
}

/** A piece that is open for reading. */
export type Piece = {
  readonly header: PieceHeader
  /** Fills the array with a part, which must have exactly its length. */
  read(name: string, array: Bytes): void
  /** Bytes of a part. */
  size(name: string): number
  close(): void
}

/** `verify` also compares every part that is read with its hash. */
export function openPiece(path: string, verify: boolean): Piece {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  const prefix = Buffer.alloc(PREFIX)
  readFully(file, prefix, 0)
  assert(prefix.toString('latin1', 0, MAGIC.length) === MAGIC, `${path} is a piece of a snapshot`)
  const length = prefix.readUInt32LE(MAGIC.length)
  assert(length < HEADER_MAX, `${path} has a header of sensible length`)
  const text = Buffer.alloc(length)
  readFully(file, text, PREFIX)
  const header = Header.parse(JSON.parse(text.toString('utf8')))
  const start = PREFIX + length
  const end = header.parts.reduce((most, part) => Math.max(most, part.at + part.bytes), 0)
  assert(size === start + end, `${path} has ${start + end} bytes`)
  const parts = new Map(header.parts.map((part) => [part.name, part]))
  const partOf = (name: string) => {
    const part = parts.get(name)
    assert(part !== undefined, `${path} holds ${name}`)
    return part
  }
  return {
    header,
    size: (name) => partOf(name).bytes,
    read: (name, array) => {
      const { at, bytes, sha256 } = partOf(name)
      assert(array.byteLength === bytes, `${name} of ${path} has ${array.byteLength} bytes`)
      const target = asBytes(array)
      readFully(file, target, start + at)
      assert(!verify || hashOf(target) === sha256, `${name} of ${path} is what was written`)
    },
    close: () => closeSync(file),
  }
}

function readFully(file: number, bytes: Uint8Array, from: number): void {
  for (let at = 0; at < bytes.byteLength;) {
    const read = readSync(file, bytes, at, Math.min(bytes.byteLength - at, CALL_MAX), from + at)
    assert(read > 0, 'a piece ends where its header says')
    at += read
  }
}
