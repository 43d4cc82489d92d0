import type { FigureWire } from '../../../src/api/wire.ts'
import { decimalOf } from '../format.ts'

const PARTS = ['count', 'of', 'share', 'amount', 'cases'] as const
export type Heads = Readonly<Record<(typeof PARTS)[number], string>>

/** A cell that a spreadsheet would take for a formula is written as text. */
const quoted = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[0-9.]+$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line a cell, so that a spreadsheet may turn it as it likes. */
export function figureCsv(figure: FigureWire, heads: Heads): string {
  const head = [figure.row_name, figure.title, ...PARTS.map((part) => heads[part])]
  const lines = figure.rows.flatMap((row) =>
    row.cells.map((cell, n) => [
      row.name,
      figure.columns[n]?.name ?? '',
      String(cell.count),
      cell.of === null ? '' : String(cell.of),
      cell.share ?? '',
      cell.amount === null ? '' : `${decimalOf(cell.amount)} ${cell.amount.currency}`,
      String(cell.cases),
    ]),
  )
  return `${[head, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}
