import type { DayText, InstantText, MoneyWire } from './wire-parts.ts'

export type FigureName =
  | 'rolls'
  | 'cures'
  | 'vintages'
  | 'promises'
  | 'funnel'
  | 'cost'
  | 'liquidation'

// GET /v1/portfolio
export type PortfolioWire = {
  readonly portfolios: readonly {
    readonly code: string
    readonly name: string
    /** Debts of our own: liquidation is of these alone. */
    readonly own: boolean
    readonly currencies: readonly string[]
  }[]
  /** Months whose last day is worked out, the newest first. */
  readonly months: readonly { readonly month: string; readonly known_at: InstantText }[]
}

// GET /v1/portfolio/{figure}?month=&portfolio=&currency=
export type FigureWire = {
  readonly figure: FigureName
  readonly title: string
  /** What is counted, of what, and by which facts: in one paragraph. */
  readonly says: string
  readonly source: string
  readonly month: string
  readonly month_on: DayText
  /** null: read from the facts at this moment. */
  readonly known_at: InstantText | null
  readonly row_name: string
  readonly columns: readonly { readonly code: string; readonly name: string }[]
  readonly rows: readonly {
    readonly code: string
    readonly name: string
    readonly cells: readonly FigureCell[]
  }[]
}

export type FigureCell = {
  /** Accounts, promises, people or attempts, as `says` tells. */
  readonly count: number
  /** What `count` is held against; null where it is held against nothing. */
  readonly of: number | null
  /** To six decimals; of money where the figure is one of money. */
  readonly share: string | null
  readonly amount: MoneyWire | null
  /** So many cases open: people of this cell who have a case. */
  readonly cases: number
  /** The query of /v1/cases and of the desk's list; null where there are none. */
  readonly opens: string | null
}
