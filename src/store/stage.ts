import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './db.ts'

export type StagedNoun = 'borrower' | 'account' | 'address' | 'instalment' | 'payment' | 'snapshot'

/** Columns of the temporary tables that a load's files are copied into, in the files' order. */
const COLUMNS: Readonly<Record<StagedNoun, string>> = {
  borrower: 'borrower_id bigint, ref text, name text, language text, zones text[]',
  account: `borrower_id bigint, account_id bigint, ref text, portfolio_id smallint, product_id smallint,
    currency char(3), opened_on date, principal_minor bigint, closed_on date`,
  address: 'borrower_id bigint, address_id bigint, kind text, value text, zone text',
  instalment: `borrower_id bigint, account_id bigint, version integer, instalment_no integer, due_on date,
    amount_minor bigint, effective_on date`,
  payment: `borrower_id bigint, account_id bigint, payment_id bigint, ref text, amount_minor bigint,
    reverses_id bigint, effective_on date`,
  snapshot: `borrower_id bigint, account_id bigint, effective_on date, balance_minor bigint,
    arrears_minor bigint, oldest_unpaid_due_on date, months_past_due smallint, next_due_on date,
    next_due_minor bigint`,
}

/**
 * A temporary table for every noun: no file may be copied straight into a table under row-level
 * security, and a temporary one writes no log and is gone with the transaction.
 */
export async function openStage(tx: Tx): Promise<void> {
  for (const [noun, columns] of Object.entries(COLUMNS)) {
    await tx.query(`create temp table stage_${noun} (${columns}) on commit drop`)
  }
  await tx.query(`create temp table touched (borrower_id bigint, account_id bigint) on commit drop`)
}

/** Streams a clean CSV file into the noun's temporary table. */
export async function stage(tx: Tx, noun: StagedNoun, csvPath: string): Promise<void> {
  const target = tx.query(copyFrom(`copy stage_${noun} from stdin (format csv)`))
  await pipeline(createReadStream(csvPath, { highWaterMark: 1 << 18 }), target)
}
