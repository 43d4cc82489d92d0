import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { assert } from '../core/assert.ts'
import type { Tx } from './db.ts'
import { PAID_TABLE } from './paid-positions.ts'

export type StagedNoun =
  | 'borrower'
  | 'account'
  | 'address'
  | 'instalment'
  | 'payment'
  | 'snapshot'
  | 'profile'
  | 'placement'

/** Columns of the temporary tables that a load's files are copied into, in the files' order. */
const COLUMNS: Readonly<Record<StagedNoun, string>> = {
  borrower: 'borrower_id bigint, ref text, name text, language text, zones text[], person_key text',
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
  profile: `borrower_id bigint, account_id bigint, effective_on date, risk smallint, propensity smallint,
    segment text, vulnerable boolean, limitation_on date`,
  placement: `borrower_id bigint, account_id bigint, currency char(3), effective_on date, cost_minor bigint,
    fee_minor bigint, late_interest_minor bigint, interest_minor bigint, principal_minor bigint,
    last_payment_minor bigint, rate_bps integer, secured boolean, contracted_on date, defaulted_on date,
    called_on date, charged_off_on date, last_payment_on date, purchased_on date, seller text,
    original_creditor text, noticed_on date`,
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
  await tx.query(PAID_TABLE)
}

/** Streams a clean CSV file into the noun's temporary table. */
export async function stage(tx: Tx, noun: StagedNoun, csvPath: string): Promise<void> {
  const target = tx.query(copyFrom(`copy stage_${noun} from stdin (format csv)`))
  await pipeline(createReadStream(csvPath, { highWaterMark: 1 << 18 }), target)
}

/** Writes reference, borrower's reference and currency of every account of a source as CSV. */
export async function copyAccounts(
  tx: Tx,
  at: { readonly tenantId: bigint; readonly source: string; readonly to: string },
): Promise<void> {
  const rows = tx.query(
    copyTo(`copy (
      select a.ref, b.ref, a.currency from account a
        join borrower b on b.tenant_id = a.tenant_id and b.borrower_id = a.borrower_id
       where a.tenant_id = ${at.tenantId} and a.source = ${sourceLiteral(at.source)}) to stdout (format csv)`),
  )
  await pipeline(rows, createWriteStream(at.to))
}

/** A source is lower-case letters, digits and dashes (the mapping's schema), so it needs no escape. */
export function sourceLiteral(source: string): string {
  assert(/^[a-z0-9-]+$/.test(source), `${source} is the name of a source`)
  return `'${source}'`
}
