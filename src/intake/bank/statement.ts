import type { Day } from '../../core/calendar.ts'

/**
 * What every format of bank file is read into. A reader tells statements and items one after the other
 * and keeps none of them, so a file of any length takes the same memory.
 */
export type BankFormat = 'camt' | 'mt940' | 'bai2' | 'csv'

/** 'final': the bank has closed it; 'interim': more may follow; 'notice': single movements told apart. */
export type StatementKind = 'final' | 'interim' | 'notice'

/** Found by the reader: an error refuses the file, a warning is shown and kept. */
export type Finding = {
  readonly name: FindingName
  readonly severity: 'error' | 'warning'
  /** Where: a line, a record, an element, a statement's number. */
  readonly at: string
  readonly found?: string | undefined
  readonly wants?: string | undefined
}

export const FINDING_NAMES = [
  'not_a_bank_file',
  'unknown_version',
  'no_statement',
  'truncated',
  'not_well_formed',
  'doctype',
  'nul',
  'bad_encoding',
  'encoding_guessed',
  'too_big',
  'too_slow',
  'too_deep',
  'reader_failed',
  'bad_record',
  'bad_amount',
  'bad_date',
  'date_mended',
  'bad_currency',
  'bad_mark',
  'too_precise',
  'no_account',
  'no_balances',
  'currency_mixed',
  'balance_mismatch',
  'control_total',
  'record_count',
  'summary_mismatch',
  'details_mismatch',
  'details_missing',
  'statement_again',
  'pending_left_out',
  'bad_mapping',
  'missing_column',
  'columns_count',
] as const
export type FindingName = (typeof FINDING_NAMES)[number]

/** One movement, or one of several that a batch tells apart. */
export type BankItem = {
  readonly statement: number
  /** Place of the entry in its statement; 1 for the entry itself, 2 and more for what a batch tells apart. */
  readonly entry: number
  readonly part: number
  /** Above zero into the account, below zero out of it; undefined where the amount is not exact. */
  readonly amountMinor: bigint | undefined
  readonly currency: string
  readonly bookedOn: Day
  readonly valueOn: Day | undefined
  readonly bankRef: string | undefined
  readonly endToEnd: string | undefined
  /** A structured reference that the payer was given to quote. */
  readonly reference: string | undefined
  readonly payerName: string | undefined
  readonly payerAccount: string | undefined
  /** The number that was paid to, where it is not the account's own. */
  readonly virtualAccount: string | undefined
  readonly remittance: string | undefined
  readonly returned: boolean
  readonly returnCode: string | undefined
  readonly originalRef: string | undefined
  /** Says which movement it is, the same in every file that tells of it. */
  readonly key: bigint
}

/** What a statement says of itself once all its items are told; decimal texts are exact. */
export type StatementTold = {
  readonly statement: number
  readonly kind: StatementKind
  readonly account: string
  readonly currency: string
  readonly number: string | undefined
  readonly opening: string | undefined
  readonly closing: string | undefined
  readonly net: string
  readonly entries: number
  readonly key: bigint
}

export type FileTold = {
  readonly format: BankFormat | 'unknown'
  readonly version: string | undefined
  readonly statements: readonly StatementTold[]
  readonly findings: readonly Finding[]
  readonly items: number
}

/** A file is accepted where nothing in it is an error. */
export const isAccepted = (told: Pick<FileTold, 'findings'>): boolean =>
  !told.findings.some((finding) => finding.severity === 'error')
