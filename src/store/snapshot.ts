import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { assert } from '../core/assert.ts'
import type { ColumnName, Columns, Ranges, SparseColumn, SparseName } from '../strategy/columns.ts'
import { COLUMN_NAMES, emptyValues, ENTRY, historyOf, ids } from '../strategy/columns.ts'
import { openPiece, writePieceFile, type Piece } from './snapshot-piece.ts'

// <folder>/current        names the sealed book that readers take
// <folder>/<book>/        its pieces and manifest.json
// <folder>/<day>.building the pieces of a book that is not sealed yet

const Manifest = z.strictObject({
  asOf: z.int(),
  pieces: z.int().positive(),
  /** Which version of each strategy decided the day. */
  strategies: z.record(z.string(), z.string()),
})
export type SnapshotInfo = z.infer<typeof Manifest>

const building = (folder: string, asOf: number): string => join(folder, `${asOf}.building`)
const pieceName = (pieceNo: number): string => `${pieceNo}.piece`

/**
 * Keeps one piece of a day's book: a shard of a night, before the shard counts as done. A piece that
 * is written again replaces the one before. Readers see nothing of it until the book is sealed.
 */
export function writePiece(folder: string, pieceNo: number, columns: Columns): void {
  writePieceFile(join(building(folder, columns.asOf), pieceName(pieceNo)), columns)
}

/** True where every piece of the book lies here: another machine may have left some on its own disk. */
export const isWhole = (
  folder: string,
  of: { readonly pieces: number; readonly asOf: number },
): boolean =>
  Array.from({ length: of.pieces }, (_, n) =>
    existsSync(join(building(folder, of.asOf), pieceName(n))),
  ).every(Boolean)

/** Makes a day's pieces 0 up to `pieces` the book that readers take, at once; older books go. */
export function sealSnapshot(folder: string, info: SnapshotInfo): void {
  const from = building(folder, info.asOf)
  for (let n = 0; n < info.pieces; n++) {
    const piece = openPiece(join(from, pieceName(n)), false)
    piece.close()
    assert(piece.header.asOf === info.asOf, `piece ${n} is of the day that is sealed`)
  }
  writeFileSync(join(from, 'manifest.json'), JSON.stringify(Manifest.parse(info)), { flush: true })
  syncFolder(from)
  const book = unusedName(folder, info.asOf)
  renameSync(from, join(folder, book))
  const pointer = join(folder, `current.${process.pid}.part`)
  writeFileSync(pointer, book, { flush: true })
  renameSync(pointer, join(folder, 'current'))
  syncFolder(folder)
  for (const name of readdirSync(folder))
    if (isStale(name, { book, asOf: info.asOf }))
      rmSync(join(folder, name), { recursive: true, force: true })
}

/** Older books, and what a killed process left of a day that is past. */
const isStale = (name: string, { book, asOf }: { book: string; asOf: number }): boolean =>
  (isBook(name) && name !== book) ||
  (name.endsWith('.building') && Number.parseInt(name, 10) < asOf)

/** A whole book at once. */
export function writeSnapshot(folder: string, columns: Columns): void {
  mkdirSync(folder, { recursive: true })
  rmSync(building(folder, columns.asOf), { recursive: true, force: true })
  writePiece(folder, 0, columns)
  sealSnapshot(folder, { asOf: columns.asOf, pieces: 1, strategies: {} })
}

const isBook = (name: string): boolean => /^\d+-\d+$/.test(name)

function unusedName(folder: string, asOf: number): string {
  let n = 1
  while (existsSync(join(folder, `${asOf}-${n}`))) n++
  return `${asOf}-${n}`
}

function syncFolder(folder: string): void {
  const file = openSync(folder, 'r')
  fsyncSync(file)
  closeSync(file)
}

/** The book that readers take now; undefined before the first. Another name is another book. */
export function currentBook(
  folder: string,
): (SnapshotInfo & { readonly book: string }) | undefined {
  if (!existsSync(join(folder, 'current'))) return undefined
  const book = readFileSync(join(folder, 'current'), 'utf8')
  assert(isBook(book), 'the current book has a name')
  const text = readFileSync(join(folder, book, 'manifest.json'), 'utf8')
  return { ...Manifest.parse(JSON.parse(text)), book }
}

export type ReadOptions = {
  /** Only these columns hold values; a kernel refuses to read another. All where left out. */
  readonly columns?: Iterable<ColumnName>
  /** Compares every part that is read with its hash. */
  readonly verify?: boolean
}

/** Reads the current book into shared memory, all its pieces as one. */
export function readSnapshot(folder: string, options: ReadOptions = {}): Columns {
  // A book that is replaced while it is read is gone; the newer one is then read.
  for (let again = 0; ; again++) {
    const current = currentBook(folder)
    assert(current !== undefined, `${folder} holds a snapshot`)
    try {
      return readBook(join(folder, current.book), current, options)
    } catch (error) {
      const isGone = (error as { code?: string }).code === 'ENOENT'
      if (!isGone || again > 0) throw error
    }
  }
}

function readBook(book: string, info: SnapshotInfo, options: ReadOptions): Columns {
  const pieces: Piece[] = []
  try {
    for (let n = 0; n < info.pieces; n++)
      pieces.push(openPiece(join(book, pieceName(n)), options.verify === true))
    return joined(pieces, info.asOf, new Set(options.columns ?? COLUMN_NAMES))
  } finally {
    for (const piece of pieces) piece.close()
  }
}

function joined(pieces: readonly Piece[], asOf: number, asked: ReadonlySet<ColumnName>): Columns {
  const starts = [0]
  for (const { header } of pieces) starts.push((starts.at(-1) ?? 0) + header.rows)
  const rows = starts.at(-1) ?? 0
  const values = emptyValues(rows)
  const [borrowerId, accountId] = [ids(rows), ids(rows)]
  pieces.forEach((piece, n) => {
    const span = [starts[n] as number, starts[n + 1] as number] as const
    piece.read('borrowerId', borrowerId.subarray(...span))
    piece.read('accountId', accountId.subarray(...span))
    for (const name of asked) piece.read(name, values[name].subarray(...span))
  })
  const treatments = [...new Set(pieces.flatMap(({ header }) => header.treatments))]
  const entries = joinedHistory(pieces, { starts, treatments })
  return {
    rows,
    asOf,
    borrowerId,
    accountId,
    values,
    ranges: joinedRanges(pieces, asked),
    treatments,
    history: historyOf(entries, rows),
    sparse: {
      paused: joinedList(pieces, 'paused', starts),
      touches: joinedList(pieces, 'touches', starts),
    },
  }
}

/** Of a column that was not read nothing is known, so that no kernel takes its empty memory. */
function joinedRanges(pieces: readonly Piece[], asked: ReadonlySet<ColumnName>): Ranges {
  const full = pieces.filter(({ header }) => header.rows > 0)
  const of = (name: ColumnName): readonly [number, number] => {
    if (!asked.has(name)) return [NaN, NaN]
    const each = full.map(({ header }) => header.ranges[name] as [number, number])
    if (each.length === 0) return [0, 0]
    return [Math.min(...each.map(([least]) => least)), Math.max(...each.map(([, most]) => most))]
  }
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, of(name)])) as Ranges
}

const shared = (bytes: number): Int32Array => new Int32Array(new SharedArrayBuffer(bytes))

function joinedHistory(
  pieces: readonly Piece[],
  to: { readonly starts: readonly number[]; readonly treatments: readonly string[] },
): Int32Array {
  const entries = shared(pieces.reduce((bytes, piece) => bytes + piece.size('history'), 0))
  const codes = new Map(to.treatments.map((name, code) => [name, code]))
  let at = 0
  pieces.forEach((piece, n) => {
    const own = entries.subarray(at, at + piece.size('history') / 4)
    piece.read('history', own)
    const start = to.starts[n] as number
    const code = piece.header.treatments.map((name) => codes.get(name) as number)
    for (let e = 0; e < own.length; e += ENTRY) {
      const both = own[e + 2] as number
      own[e] = (own[e] as number) + start
      own[e + 2] = (code[both >> 16] as number) * 65_536 + (both & 65_535)
    }
    at += own.length
  })
  return entries
}

function joinedList(
  pieces: readonly Piece[],
  list: SparseName,
  starts: readonly number[],
): SparseColumn {
  const total = (part: string) =>
    pieces.reduce((bytes, piece) => bytes + piece.size(`${list}-${part}`), 0)
  const values = shared(total('values'))
  const rows = new Uint32Array(shared(total('rows')).buffer)
  const first = new Uint32Array(shared(total('rows') + 4).buffer)
  let [row, value] = [0, 0]
  pieces.forEach((piece, n) => {
    const own = rows.subarray(row, row + piece.size(`${list}-rows`) / 4)
    piece.read(`${list}-rows`, own)
    const places = new Uint32Array(own.length + 1)
    piece.read(`${list}-first`, places)
    own.forEach((_, k) => {
      own[k] = (own[k] as number) + (starts[n] as number)
      first[row + k] = (places[k] as number) + value
    })
    const held = values.subarray(value, value + piece.size(`${list}-values`) / 4)
    piece.read(`${list}-values`, held)
    row += own.length
    value += held.length
  })
  first[row] = value
  return { rows, first, values }
}
