import { resolve } from 'node:path'
import { inTenant, type Db } from '../src/store/db.ts'
import { publishFolder } from '../src/store/strategy.ts'

const ROOT = resolve(import.meta.dirname, '..')

export const rowsOf = <T>(db: Db, sql: string): Promise<T[]> =>
  inTenant(db, 1n, async (tx) => (await tx.query(sql)).rows as T[])

/** One portfolio under the online lender's strategy, and `n` borrowers drawn by their number. */
export async function makeCycleBook(db: Db, n: number, today: string): Promise<void> {
  await publishFolder(db, 1n, resolve(ROOT, 'strategies'), resolve(ROOT, 'templates'))
  await inTenant(db, 1n, async (tx) => {
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind,
         jurisdictions, strategy)
       values (1, 1, 'book', '测试', 'Book', 'host', 'Demo Bank', 'creditor', '{cn}', 'online-lender')`,
    )
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency)
       values (1, 1, 'loan', 'instalment', '{}')`,
    )
    // A third of the borrowers is behind, by 1 to 200 days; every tenth has a second account.
    await tx.query(
      `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
         outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, counted_from,
         delinquent_since, times_delinquent, channels, as_of)
       select 1, n * (9223372036854775807 / ($1::bigint + 1)), n * 10 + k, 1, 1, 'CNY', 'zh', 500000,
         case when late then 20000 + n else 0 end, case when late then 1 else 0 end,
         case when late then $2::date - dpd end, case when late then $2::date - dpd end,
         case when late then $2::date - dpd end, case when late then 1 else 0 end, 31, $2::date
       from (select n, k, n % 3 = 0 as late, (1 + n * 7 % 200)::int as dpd
             from generate_series(1, $1::bigint) n, generate_series(0, 1) k where k = 0 or n % 10 = 0) drawn`,
      [n, today],
    )
  })
}

/** A cycle that somebody began with this many shards. */
export const beginShards = (db: Db, today: string, shards: number): Promise<unknown> =>
  inTenant(db, 1n, (tx) =>
    tx.query(`insert into cycle (tenant_id, today, shards, strategies) values (1, $1, $2, '{}')`, [
      today,
      shards,
    ]),
  )

/** All that a cycle leaves behind, without the clock and the numbers that a database gives. */
export async function tableOf(db: Db): Promise<unknown> {
  return {
    treatments: await rowsOf(
      db,
      `select borrower_id, account_id, chosen_on, stage, tone, row_no, treatment, channel, template,
         worklist, priority, approval, state from treatment order by borrower_id, account_id, chosen_on, treatment`,
    ),
    cases: await rowsOf(
      db,
      `select borrower_id, lead_account_id, state, stage, tone, next_treatment, priority, arrears_minor,
         oldest_unpaid_due_on, opened_on, closed_on from borrower_case order by borrower_id`,
    ),
    cadence: await rowsOf(db, 'select borrower_id, account_id, steps from cadence order by 1, 2'),
    shards: await rowsOf(
      db,
      'select today, shard, accounts, treatments from cycle_shard order by 1, 2',
    ),
  }
}
