import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { ProblemCode } from './problem.ts'

/** What one pass over the raw bytes of a file of records tells. */
export type Scan = {
  readonly sha256: string
  readonly bytes: number
  /** Records with something in them, the header included. */
  readonly records: number
  readonly bom: boolean
  readonly utf8: boolean
  readonly ends: { readonly lf: number; readonly crlf: number; readonly cr: number }
  /** Where the last record starts when no line end follows it, else undefined. */
  readonly tailAt: number | undefined
  readonly openQuote: boolean
  /** The number of the first record that is empty though others follow it. */
  readonly emptyRow: number | undefined
  /** Where the empty records at the end of the file begin, if there are any. */
  readonly emptyTailAt: number | undefined
}

export type ScanStopped = { readonly stopped: ProblemCode; readonly row: number }

export const RECORD_BYTES_MAX = 1_048_576

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22]

/**
 * Reads each chunk once with native searches from one line end or quote to the next, and stops at
 * a NUL or at a record over the limit, whatever is still to come.
 */
export async function scanBytes(
  chunks: AsyncIterable<Buffer>,
  options: {
    readonly delimiter: string
    readonly recordBytesMax?: number
    readonly quotes?: boolean
  },
): Promise<Scan | ScanStopped> {
  const hash = createHash('sha256')
  const walk = new Walk(options.delimiter.charCodeAt(0), options.quotes ?? true)
  const text = new Utf8()
  const limit = options.recordBytesMax ?? RECORD_BYTES_MAX
  for await (const chunk of withWholeMark(chunks)) {
    hash.update(chunk)
    const at = chunk.indexOf(0)
    if (at >= 0) return { stopped: 'nul', row: walk.rowAt(chunk.subarray(0, at)) }
    text.add(chunk)
    walk.add(chunk)
    if (walk.longest > limit || walk.openLength > limit)
      return { stopped: 'record_too_long', row: walk.longRow(limit) }
  }
  return { sha256: hash.digest('hex'), utf8: text.valid(), ...walk.done() }
}

/** The first chunk is long enough to show a byte order mark, however small the source's chunks are. */
async function* withWholeMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (first === undefined) {
      yield chunk
      continue
    }
    first = first.length === 0 ? chunk : Buffer.concat([first, chunk])
    if (first.length < 3) continue
    yield first
    first = undefined
  }
  if (first !== undefined && first.length > 0) yield first
}

/** Valid UTF-8 over chunk borders: an unfinished character waits for the next chunk. */
class Utf8 {
  private ok = true
  private rest: Buffer = Buffer.alloc(0)

  add(chunk: Buffer): void {
    if (!this.ok) return
    const all = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    const cut = all.length - unfinished(all)
    this.ok = isUtf8(all.subarray(0, cut))
    this.rest = Buffer.from(all.subarray(cut))
  }

  valid(): boolean {
    return this.ok && this.rest.length === 0
  }
}

/** How many bytes at the end begin a character that needs more bytes. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** Follows records and quotes over chunk borders. */
class Walk {
  private readonly delimiter: number
  private readonly quotes: boolean
  private offset = 0
  private recordAt = 0
  private rows = 0
  private blanks = 0
  private blankAt = 0
  private emptyRow: number | undefined
  private inQuote = false
  private quoteEnding = false
  private crEnding = false
  private previous = LF
  private bom = false
  private longestRow = 0
  private readonly ends = { lf: 0, crlf: 0, cr: 0 }
  longest = 0

  constructor(delimiter: number, quotes: boolean) {
    this.delimiter = delimiter
    this.quotes = quotes
  }

  get openLength(): number {
    return this.offset - this.recordAt
  }

  longRow(limit: number): number {
    return this.longest > limit ? this.longestRow : this.rows + this.blanks + 1
  }

  rowAt(part: Buffer): number {
    this.add(part)
    return this.rows + this.blanks + 1
  }

  add(chunk: Buffer): void {
    let at = this.offset === 0 ? this.skipBom(chunk) : 0
    if (this.crEnding && chunk.length > 0) at = this.afterCr(chunk)
    const [lf, cr, quote] = [new Next(chunk, LF), new Next(chunk, CR), new Next(chunk, QUOTE)]
    while (at < chunk.length) {
      if (this.inQuote || this.quoteEnding) {
        at = this.withinQuote(chunk, at)
        continue
      }
      const stop = Math.min(lf.from(at), cr.from(at), this.quotes ? quote.from(at) : Infinity)
      if (stop === Infinity) break
      at = this.step(chunk, stop)
    }
    this.previous = chunk.at(-1) ?? this.previous
    this.offset += chunk.length
  }

  private skipBom(chunk: Buffer): number {
    if (chunk[0] !== 0xef || chunk[1] !== 0xbb || chunk[2] !== 0xbf) return 0
    this.bom = true
    this.recordAt = 3
    return 3
  }

  private step(chunk: Buffer, stop: number): number {
    const byte = chunk[stop]
    if (byte === QUOTE) {
      const before = stop > 0 ? chunk[stop - 1] : this.previous
      const opens =
        before === this.delimiter ||
        before === LF ||
        before === CR ||
        this.offset + stop === (this.bom ? 3 : 0)
      this.inQuote = opens
      return stop + 1
    }
    if (byte === LF) return this.endRecord(stop, 1, 'lf')
    if (stop + 1 === chunk.length) {
      this.crEnding = true
      return stop + 1
    }
    return chunk[stop + 1] === LF ? this.endRecord(stop, 2, 'crlf') : this.endRecord(stop, 1, 'cr')
  }

  /** The chunk before ended in CR outside quotes: is it CRLF or a line end of its own? */
  private afterCr(chunk: Buffer): number {
    this.crEnding = false
    return chunk[0] === LF ? this.endRecord(-1, 2, 'crlf') : this.endRecord(-1, 1, 'cr')
  }

  private endRecord(at: number, width: number, end: 'lf' | 'crlf' | 'cr'): number {
    const length = this.offset + at - this.recordAt
    this.ends[end]++
    if (length === 0) {
      if (this.blanks === 0) this.blankAt = this.recordAt
      this.blanks++
    } else {
      if (this.blanks > 0) this.emptyRow ??= this.rows + 1
      this.rows++
      if (length > this.longest) this.longestRow = this.rows
      this.longest = Math.max(this.longest, length)
    }
    this.recordAt = this.offset + at + width
    return at + width
  }

  private withinQuote(chunk: Buffer, at: number): number {
    if (this.quoteEnding) {
      // A quote was the last byte so far: doubled it is a character, else it closed the value.
      this.quoteEnding = false
      this.inQuote = chunk[at] === QUOTE
      return this.inQuote ? at + 1 : at
    }
    const close = chunk.indexOf(QUOTE, at)
    if (close < 0) return chunk.length
    if (close + 1 === chunk.length) {
      this.quoteEnding = true
      return close + 1
    }
    if (chunk[close + 1] === QUOTE) return close + 2
    this.inQuote = false
    return close + 1
  }

  done(): Omit<Scan, 'sha256' | 'utf8'> {
    if (this.crEnding) this.endRecord(-1, 1, 'cr')
    const open = this.offset > this.recordAt
    if (open && this.blanks > 0) this.emptyRow ??= this.rows + 1
    return {
      bytes: this.offset,
      records: this.rows + (open ? 1 : 0),
      bom: this.bom,
      ends: this.ends,
      tailAt: open ? this.recordAt : undefined,
      openQuote: this.inQuote,
      emptyRow: this.emptyRow,
      emptyTailAt:
        this.blanks > 0 && !open && this.emptyRow === undefined ? this.blankAt : undefined,
    }
  }
}

/** The next place of a byte, searched again only when it has been passed. */
class Next {
  private readonly chunk: Buffer
  private readonly byte: number
  private at = -1

  constructor(chunk: Buffer, byte: number) {
    this.chunk = chunk
    this.byte = byte
  }

  from(at: number): number {
    if (this.at < at) {
      const found = this.chunk.indexOf(this.byte, at)
      this.at = found < 0 ? Infinity : found
    }
    return this.at
  }
}
