import { dayFromNumber } from '../core/calendar.ts'
import type { Currency } from '../core/money.ts'
import { decimalText, money } from '../core/money.ts'
import type { Range } from './cell.ts'
import type { Column } from './document.ts'

type Shown = Pick<Column, 'type' | 'unit' | 'min' | 'max' | 'never'>

/** A column's value as a cell would be written: '30', '12.5%', 'CNY 500.00', '2026-01-31', 'never'. */
export function valueText(column: Shown, value: number, currency: string): string {
  if (value === column.never) return 'never'
  if (column.type === 'flag') return value === 1 ? 'true' : 'false'
  if (column.type === 'day') return dayFromNumber(value)
  if (column.type === 'money')
    return `${currency} ${decimalText(money(BigInt(value), currency as Currency))}`
  if (column.unit === 'percent') return `${value / 100}%`
  return String(value)
}

/** A range as a cell would be written: '8..29', '>= 30', '0'. */
export function rangeText(column: Shown, range: Range, currency: string): string {
  const [from, to] = range
  const text = (value: number) => valueText(column, value, currency)
  if (from === to) return text(from)
  // A fact that may never happen counts as longer than any number: `>= 30` holds it.
  if (to === column.max) return from === column.min ? '-' : `>= ${text(from)}`
  if (from === column.min && column.type !== 'integer') return `<= ${text(to)}`
  return `${text(from)}..${text(to)}`
}

export const rangesText = (column: Shown, ranges: readonly Range[], currency: string): string =>
  ranges.map((range) => rangeText(column, range, currency)).join(', ')
