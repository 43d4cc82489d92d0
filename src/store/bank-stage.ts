import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './db.ts'

/** The columns of the temporary table that a file's items are copied into, in the reader's order. */
const STAGED = `stmt, entry, part, item_key, amount_minor, currency, booked_on, value_on, bank_ref, end_to_end,
  reference, payer_name, payer_account, virtual_account, remittance, returned, return_code, original_ref`

/** A temporary table for a file's items: it writes no log and is gone with the transaction. */
export async function openMoneyStage(tx: Tx): Promise<{
  readonly write: (rows: Buffer) => Promise<void>
  readonly end: () => Promise<void>
}> {
  await tx.query(`set local work_mem = '128MB'`)
  await tx.query(`create temp table stage_money (
    stmt integer, entry integer, part integer, item_key bigint, amount_minor bigint, currency char(3),
    booked_on date, value_on date, bank_ref text, end_to_end text, reference text, payer_name text,
    payer_account text, virtual_account text, remittance text, returned boolean, return_code text,
    original_ref text, nth bigint not null default 1,
    item_no bigint generated always as (nth * 1000000 + part) stored) on commit drop`)
  const sink = tx.query(copyFrom(`copy stage_money (${STAGED}) from stdin`))
  const failed = new Promise<never>((_, reject) => sink.once('error', reject))
  failed.catch(() => undefined)
  return {
    write: async (rows) => {
      if (sink.write(rows)) return
      await Promise.race([new Promise((drained) => sink.once('drain', drained)), failed])
    },
    end: async () => {
      const done = new Promise((resolve) => sink.once('finish', resolve))
      sink.end()
      await Promise.race([done, failed])
    },
  }
}
