import { createReadStream } from 'node:fs'

export type CsvRecord = {
  /** The number of the record; the header is 1. Empty records count. */
  readonly row: number
  readonly cells: readonly string[]
  /** True where a quoted value is not closed, or goes on after its closing quote. */
  readonly broken: boolean
  /** True for a record with nothing in it at all. */
  readonly empty: boolean
}

/**
 * Reads records one by one (RFC 4180, any mix of line ends). It is the slow and exact reader: for
 * headers, for naming the rows that are wrong, and for reject files.
 */
export async function* readRecords(path: string, delimiter: string): AsyncGenerator<CsvRecord> {
  const parser = new Parser(delimiter)
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    yield* parser.add(chunk as string)
  }
  yield* parser.end()
}

class Parser {
  private readonly delimiter: string
  private readonly special: RegExp
  private cells: string[] = []
  private cell = ''
  private row = 1
  private state: 'start' | 'plain' | 'quoted' | 'closed' | 'cr' = 'start'
  private broken = false
  private first = true

  constructor(delimiter: string) {
    this.delimiter = delimiter
    const escaped = delimiter === '|' ? '\\|' : delimiter
    this.special = new RegExp(`[${escaped}\n\r]`, 'g')
  }

  *add(chunk: string): Generator<CsvRecord> {
    let at = this.first && chunk.startsWith('\uFEFF') ? 1 : 0
    this.first = false
    while (at < chunk.length) {
      if (this.state === 'cr') {
        yield this.record()
        if (chunk[at] === '\n') at++
        continue
      }
      at = this.state === 'quoted' ? this.quoted(chunk, at) : this.unquoted(chunk, at)
      if (this.ended) yield this.record()
    }
  }

  private ended = false

  private quoted(chunk: string, at: number): number {
    const close = chunk.indexOf('"', at)
    if (close < 0) {
      this.cell += chunk.slice(at)
      return chunk.length
    }
    this.cell += chunk.slice(at, close)
    this.state = 'closed'
    return close + 1
  }

  private unquoted(chunk: string, at: number): number {
    const c = chunk[at]
    if (c === '"' && this.state === 'start' && this.cell === '') {
      this.state = 'quoted'
      return at + 1
    }
    if (c === '"' && this.state === 'closed') {
      this.cell += '"'
      this.state = 'quoted'
      return at + 1
    }
    this.special.lastIndex = at
    const found = this.special.exec(chunk)?.index ?? chunk.length
    if (found > at) {
      if (this.state === 'closed') this.broken = true
      else this.state = 'plain'
      this.cell += chunk.slice(at, found)
    }
    if (found === chunk.length) return found
    if (chunk[found] === this.delimiter) this.endCell()
    else if (chunk[found] === '\n') this.ended = true
    else this.state = 'cr'
    return found + 1
  }

  private endCell(): void {
    this.cells.push(this.cell)
    this.cell = ''
    this.state = 'start'
  }

  private record(): CsvRecord {
    const empty = this.cells.length === 0 && this.cell === '' && this.state !== 'closed'
    const broken = this.broken || this.state === 'quoted'
    this.endCell()
    const record = { row: this.row, cells: this.cells, broken, empty }
    this.cells = []
    this.row++
    this.broken = false
    this.ended = false
    return record
  }

  *end(): Generator<CsvRecord> {
    if (this.state !== 'start' || this.cells.length > 0 || this.cell !== '') yield this.record()
  }
}

/** A cell as RFC 4180 writes it. */
export function csvCell(value: string, delimiter: string): string {
  return value.includes('"') ||
    value.includes('\n') ||
    value.includes('\r') ||
    value.includes(delimiter)
    ? `"${value.replaceAll('"', '""')}"`
    : value
}
