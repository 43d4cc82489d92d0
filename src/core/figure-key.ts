import { parseDay, monthEnd, type Day } from './calendar.ts'

/**
 * The people behind one number of a portfolio figure, as text in a link:
 * `kind:portfolio:currency:month:row:column`, with `-` for every portfolio. The same key counts them
 * and lists them.
 */
export const FIGURES = [
  'rolls',
  'cures',
  'vintages',
  'promises',
  'funnel',
  'cost',
  'liquidation',
] as const
export type Figure = (typeof FIGURES)[number]

export type FigureScope = {
  readonly figure: Figure
  /** A portfolio's code; undefined is all of them. */
  readonly portfolio: string | undefined
  readonly currency: string
  /** The last day of the month that the figure is of. */
  readonly monthOn: Day
}

export type FigureKey = FigureScope & { readonly row: string; readonly column: string }

const PART = /^[a-z0-9+-]{1,40}$/

export function parseFigure(text: string): FigureKey | undefined {
  const [kind, portfolio, currency, month, row, column, ...more] = text.split(':')
  const figure = FIGURES.find((one) => one === kind)
  const first = parseDay(`${month ?? ''}-01`)
  if (figure === undefined || first === undefined || more.length > 0) return undefined
  if (portfolio === undefined || !PART.test(portfolio)) return undefined
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) return undefined
  if (row === undefined || column === undefined || !PART.test(row) || !PART.test(column))
    return undefined
  return {
    figure,
    portfolio: portfolio === '-' ? undefined : portfolio,
    currency,
    monthOn: monthEnd(first),
    row,
    column,
  }
}

export const figureText = (key: FigureKey): string =>
  [
    key.figure,
    key.portfolio ?? '-',
    key.currency,
    key.monthOn.slice(0, 7),
    key.row,
    key.column,
  ].join(':')
