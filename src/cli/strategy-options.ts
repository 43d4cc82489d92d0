import type { Context } from './context.ts'

/** What the commands about strategies are given. */
export type StrategyOptions = {
  readonly place?: string
  readonly author?: string
  readonly approver?: string
  readonly effective?: string
  readonly today?: string
  readonly strategy?: string
  readonly arms?: string
  readonly lanes?: string
  readonly from?: string
  readonly until?: string
  readonly metric?: string
  readonly most?: string
  readonly least?: string
  readonly arm?: string
  readonly by?: string
  readonly why?: string
}

export type Asked = {
  readonly context: Context
  readonly options: StrategyOptions
  readonly rest: readonly string[]
}
