import { parseDocument } from 'yaml'
import type { Ladder, RowPart, Span, TableName, TablePart } from './source.ts'
import { outsOf } from './columns.ts'
import { readLadder } from './source.ts'

/** Changes of a strategy's text, each at its place: whatever else stands there stays as it was. */
type Change = Span & { readonly text: string }

export type Place = { readonly table: TableName; readonly row: number }

/** Writes a cell under `when`, `column` counting from 0. */
export const setCell = (
  text: string,
  at: Place & { readonly column: number; readonly value: string },
): string => edited(text, at, (row) => cellChange(text, row, at))

function cellChange(
  text: string,
  row: RowPart,
  { column, value }: { column: number; value: string },
): Change[] {
  const span = row.cells[column]?.span
  if (span !== undefined) return [{ ...span, text: quoted(value) }]
  if (row.when === undefined || column !== row.cells.length) return []
  return [intoList(text, row.when, quoted(value))]
}

/** Writes what a row gives under a key; nothing there takes the key away. */
export const setOut = (
  text: string,
  at: Place & { readonly key: string; readonly value: string },
): string => edited(text, at, (row) => outChange(text, row, at))

function outChange(
  text: string,
  row: RowPart,
  { key, value }: { key: string; value: string },
): Change[] {
  const part = row.outs[key]
  const pair = row.pairs[key]
  if (value === '') return pair === undefined ? [] : [withoutPair(text, row, pair)]
  const written = outText(key, value)
  if (part?.span !== undefined && part.span.to > part.span.from)
    return [{ ...part.span, text: written }]
  if (pair !== undefined) return [{ ...pair, text: `${key}: ${written}` }]
  return [withPair(text, row, `${key}: ${written}`)]
}

/** One more row below, as this one: a name of its own where rows have names. */
export function copyRow(text: string, at: Place): string {
  return edited(text, at, (row) => {
    const lines = linesOf(text, row)
    if (lines === undefined) return []
    const named = row.outs['treatment']
    const source = text.slice(lines.from, lines.to)
    const body = source.endsWith('\n') ? source : `\n${source}`
    const copy =
      named?.span === undefined
        ? body
        : replaced(body, [
            {
              from: named.span.from - lines.from + (body.length - source.length),
              to: named.span.to - lines.from + (body.length - source.length),
              text: `${named.text}-copy`,
            },
          ])
    return [{ from: lines.to, to: lines.to, text: copy }]
  })
}

export const removeRow = (text: string, at: Place): string =>
  edited(text, at, (row, table) => {
    const lines = linesOf(text, row)
    return lines === undefined || table.rows.length < 2 ? [] : [{ ...lines, text: '' }]
  })

/** Changes places with the row above or below; comments between them stay. */
export const moveRow = (text: string, at: Place & { readonly by: -1 | 1 }): string =>
  edited(text, at, (row, table) => {
    const other = table.rows[at.row - 1 + at.by]
    const [here, there] = [linesOf(text, row), other && linesOf(text, other)]
    if (here === undefined || there === undefined) return []
    return [
      { ...here, text: lineText(text, there) },
      { ...there, text: lineText(text, here) },
    ]
  })

const lineText = (text: string, lines: Span) => `${text.slice(lines.from, lines.to).trimEnd()}\n`

export function setInput(
  text: string,
  at: { readonly table: TableName; readonly column: number; readonly value: string },
): string {
  const table = tableIn(text, at.table)
  const span = table?.inputs[at.column]?.span
  return span === undefined ? text : replaced(text, [{ ...span, text: plain(at.value) }])
}

/** One more column at the end, asking nothing yet. */
export function addColumn(text: string, at: { table: TableName; value: string }): string {
  const table = tableIn(text, at.table)
  if (table?.inputsSpan === undefined) return text
  const rows = table.rows.flatMap((row) =>
    row.when === undefined ? [] : [intoList(text, row.when, '"-"')],
  )
  return replaced(text, [intoList(text, table.inputsSpan, plain(at.value)), ...rows])
}

export function removeColumn(text: string, at: { table: TableName; column: number }): string {
  const table = tableIn(text, at.table)
  if (table === undefined || table.inputs.length < 2) return text
  const of = (parts: readonly { readonly span: Span | undefined }[]) => {
    const spans = parts.map((part) => part.span)
    const [span, next, last] = [spans[at.column], spans[at.column + 1], spans[at.column - 1]]
    if (span === undefined) return []
    if (next !== undefined) return [{ from: span.from, to: next.from, text: '' }]
    return [{ from: last?.to ?? span.from, to: span.to, text: '' }]
  }
  return replaced(text, [...of(table.inputs), ...table.rows.flatMap((row) => of(row.cells))])
}

type Block = readonly (readonly string[])[]

/**
 * Cells pasted from a spreadsheet, from one cell on to the right and down. Lines below the last row
 * become rows, each as the last one was; columns behind the questions are those that the table gives.
 */
export function pasteBlock(
  text: string,
  at: Place & { readonly column: number; readonly block: Block },
): string {
  const block = at.block.slice(0, PASTED_MAX)
  let out = text
  for (let rows = rowsOf(out, at.table); rows < at.row - 1 + block.length;) {
    const more = copyRow(out, { table: at.table, row: rows })
    const now = rowsOf(more, at.table)
    if (now <= rows) break
    ;[out, rows] = [more, now]
  }
  const table = tableIn(out, at.table)
  const givenKeys = table === undefined ? [] : outsOf(table)
  const changes = block.flatMap((line, down) => {
    const row = table?.rows[at.row - 1 + down]
    return line.flatMap((value, right): Change[] => {
      const column = at.column + right
      const key = givenKeys[column - (row?.cells.length ?? 0)]
      const span =
        row?.cells[column]?.span ?? (key === undefined ? undefined : row?.outs[key]?.span)
      if (span === undefined || span.to === span.from) return []
      const isCell = row?.cells[column] !== undefined
      return [{ ...span, text: isCell ? quoted(value.trim()) : outText(key ?? '', value.trim()) }]
    })
  })
  return replaced(out, changes)
}

/** So many lines of a spreadsheet at once. */
const PASTED_MAX = 200

const rowsOf = (text: string, name: TableName): number => tableIn(text, name)?.rows.length ?? 0

/** The number of the document, which the next version needs. */
export function setHead(text: string, key: string, value: string): string {
  const read = readLadder(text)
  const span = 'head' in read ? read.head[key]?.span : undefined
  return span === undefined ? text : replaced(text, [{ ...span, text: plain(value) }])
}

function tableIn(text: string, name: TableName): TablePart | undefined {
  const read: Ladder | { readonly line: number } = readLadder(text)
  return 'tables' in read ? read.tables.find((table) => table.name === name) : undefined
}

function edited(
  text: string,
  at: Place,
  changes: (row: RowPart, table: TablePart) => readonly Change[],
): string {
  const table = tableIn(text, at.table)
  const row = table?.rows[at.row - 1]
  return table === undefined || row === undefined ? text : replaced(text, changes(row, table))
}

function replaced(text: string, changes: readonly Change[]): string {
  let out = text
  for (const { from, to, text: by } of changes.toSorted((a, b) => b.from - a.from))
    out = out.slice(0, from) + by + out.slice(to)
  return out
}

/** A cell is always quoted: 'true' and '30' are text there. */
const quoted = (value: string): string =>
  value.includes('"') && !/['\\\n]/.test(value) ? `'${value}'` : JSON.stringify(value)

const plain = (value: string): string =>
  /^-?[\p{L}\p{N}][\p{L}\p{N}_.%/-]*( [\p{L}\p{N}_.%/-]+)*$/u.test(value)
    ? value
    : JSON.stringify(value)

const GROUPS = new Set(['do', 'quiet_after'])

/** `sms: reminder` becomes `{ sms: reminder }`; what YAML could not read stays one quoted text. */
function outText(key: string, value: string): string {
  if (!GROUPS.has(key) || !value.includes(':')) return plain(value)
  const group = `{ ${value.trim()} }`
  const isReadable =
    !/[{}[\]#&*!|>\n]/.test(value) &&
    parseDocument(group, { prettyErrors: false }).errors.length === 0
  return isReadable ? group : JSON.stringify(value)
}

function intoList(text: string, list: Span, item: string): Change {
  const isFlow = text[list.to - 1] === ']'
  if (!isFlow) {
    const indent = ' '.repeat(columnOf(text, list.from))
    return { from: list.to, to: list.to, text: `\n${indent}- ${item}` }
  }
  const isEmpty = text.slice(list.from + 1, list.to - 1).trim() === ''
  return { from: list.to - 1, to: list.to - 1, text: isEmpty ? item : `, ${item}` }
}

const isFlowRow = (text: string, row: RowPart) => text[row.span.from] === '{'

function withPair(text: string, row: RowPart, pair: string): Change {
  if (!isFlowRow(text, row)) {
    const indent = ' '.repeat(columnOf(text, row.span.from))
    return { from: row.span.to, to: row.span.to, text: `\n${indent}${pair}` }
  }
  const inner = text.slice(row.span.from, row.span.to - 1).trimEnd()
  const from = row.span.from + inner.length
  return { from, to: row.span.to - 1, text: `, ${pair} ` }
}

function withoutPair(text: string, row: RowPart, pair: Span): Change {
  if (isFlowRow(text, row)) {
    const before = text.slice(row.span.from, pair.from)
    const comma = before.lastIndexOf(',')
    return { from: comma < 0 ? pair.from : row.span.from + comma, to: pair.to, text: '' }
  }
  const from = text.lastIndexOf('\n', pair.from)
  // The first key stands beside the row's mark: its line stays.
  if (pair.from === row.span.from) return { ...pair, text: 'treatment:' }
  return { from, to: pair.to, text: '' }
}

/** The whole lines of a row that begins with a mark on its own line. */
function linesOf(text: string, row: RowPart): Span | undefined {
  const from = text.lastIndexOf('\n', row.span.from) + 1
  if (!/^\s*- *$/.test(text.slice(from, row.span.from))) return undefined
  const end = text.indexOf('\n', row.span.to)
  return { from, to: end < 0 ? text.length : end + 1 }
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1)
