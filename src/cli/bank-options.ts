import type { BankFormat } from '../intake/bank/statement.ts'
import type { Context } from './context.ts'

/** What the commands about bank money are given. */
export type BankOptions = {
  readonly format?: BankFormat | 'auto'
  readonly mapping?: string
  readonly dryRun?: boolean
  readonly account?: string
  readonly amount?: string
  readonly why?: string
  readonly by?: string
  readonly decision?: string
  readonly virtual?: string
  readonly reference?: string
  readonly today?: string
  readonly now?: string
}

export type AskedBank = {
  readonly context: Context
  readonly options: BankOptions
  readonly rest: readonly string[]
  readonly what: string
}
