import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addDays, day, type Day } from '../core/calendar.ts'
import { inTenant, type Tx } from './db.ts'
import { writePaidAndTouched, writeTouched } from './load-positions.ts'
import { PAID_TABLE } from './paid-positions.ts'

const TODAY = day('2026-11-21')
const PEOPLE = 400

const some = (share: number, sql: string): string => `case when random() < ${share} then ${sql} end`
const near = (days: number): string =>
  `date '${TODAY}' + (random() * ${2 * days} - ${days})::integer`
const ago = (days: number): string => `date '${TODAY}' - (random() * ${days})::integer`
const OF_SOME = (share: number): string =>
  `from account a where tenant_id = 1 and random() < ${share} order by borrower_id, account_id`

/** A book mostly of balances that are told now and then, with payments between, and a little of everything else. */
const BOOK = [
  `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
   values (1, 1, 'host', '主', 'Host', 'host', 'Lender', 'creditor', '{cn}', 'none')`,
  `insert into product (tenant_id, product_id, code, shape, delinquency) values
   (1, 1, 'loan', 'instalment', '{"graceDays": 3, "toleranceMinor": "500", "countedFrom": "first_arrears"}'),
   (1, 2, 'card', 'revolving', '{"arrearsAboveMinor": "2000"}')`,
  `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
   select 1, i, 'test', 'B' || i, 'N' || i, 'zh', '{Asia/Shanghai}' from generate_series(1, ${PEOPLE}) i`,
  `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
   select 1, b, b * 10 + k, 'test', 'A' || b || '-' || k, 1, k, 'CNY'
     from generate_series(1, ${PEOPLE}) b, generate_series(1, 2) k`,
  `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
   select 1, borrower_id, account_id, 1, n, date '${TODAY}' - 150 + n * 30, 10000 + n, date '${TODAY}' - 200
     from account, generate_series(1, 6) n where tenant_id = 1 and borrower_id % 25 = 0`,
  `insert into snapshot (tenant_id, borrower_id, account_id, effective_on, balance_minor, arrears_minor,
     oldest_unpaid_due_on, months_past_due, next_due_on, next_due_minor, recorded_at)
   select 1, borrower_id, account_id, date '${TODAY}' - (n * 17 + borrower_id % 5)::integer + coalesce(${some(0.02, '30')}, 0),
          (random() * 500000)::bigint - 1000, ${some(0.8, '(random() * 30000)::bigint')}, ${some(0.3, ago(60))},
          ${some(0.1, '(random() * 4)::smallint')}, ${some(0.7, near(25))}, ${some(0.8, '(random() * 40000)::bigint')},
          timestamptz '2026-11-20 08:00:00+00' - n * interval '17 days'
     from account, generate_series(0, 3) n where tenant_id = 1 and random() < 0.7 on conflict do nothing`,
  `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
   select 1, borrower_id, account_id, account_id * 100 + n, 'P' || account_id || '-' || n,
          1 + (random() * 6000)::bigint, ${ago(60)} from account, generate_series(1, 3) n
    where tenant_id = 1 and random() < 0.4`,
  `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on)
   select 1, borrower_id, account_id, payment_id + 50, ref || 'R', amount_minor, payment_id,
          effective_on + (random() * 9)::integer from payment where tenant_id = 1 and random() < 0.05`,
  `insert into pause (tenant_id, borrower_id, account_id, from_on, until_on, reason, effective_on)
   select 1, borrower_id, account_id, date '${TODAY}' - 20, ${some(0.7, `date '${TODAY}' + 5`)}, 'test', date '${TODAY}' - 20 ${OF_SOME(0.1)}`,
  `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, tolerance_days, source)
   select 1, borrower_id, account_id, 500 + (random() * 9000)::bigint, 'CNY', date '${TODAY}' - 9, ${near(8)}, 1, 'call' ${OF_SOME(0.05)}`,
  `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, until_on, source)
   select 1, borrower_id, ${some(0.5, 'account_id')}, 'dispute', date '${TODAY}' - 10 + (random() * 15)::integer,
          ${some(0.5, `date '${TODAY}' + 6 + (random() * 9)::integer`)}, 'test' ${OF_SOME(0.05)}`,
  `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, until_on)
   select 1, i, 'seriously_ill', date '${TODAY}' - 5 + (random() * 10)::integer, ${some(0.5, `date '${TODAY}' + 12`)}
     from generate_series(1, ${PEOPLE}) i where random() < 0.1`,
]

/** What a file brings: most accounts pay once or twice, some on the day of a snapshot, a few take money back. */
const FILE = [
  `insert into paid select borrower_id, account_id, effective_on, amount_minor from (
     select borrower_id, account_id, date '${TODAY}' - (random() * random() * 40)::integer as effective_on,
            1 + (random() * random() * 25000)::bigint as amount_minor
       from account, generate_series(1, 2) n where tenant_id = 1 and random() < 0.5) x`,
  `update paid set effective_on = date '${TODAY}' + 2 where random() < 0.02`,
  `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
   select 1, borrower_id, account_id, account_id * 100 + 20 + row_number() over (partition by account_id),
          'F' || row_number() over (), amount_minor, effective_on from paid`,
  `with back as (
     insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on)
     select 1, borrower_id, account_id, payment_id + 50, ref || 'R', amount_minor, payment_id, effective_on
       from payment where tenant_id = 1 and ref like 'F%' and random() < 0.03 returning *)
   insert into paid select borrower_id, account_id, effective_on, amount_minor from back`,
  `insert into touched select borrower_id, account_id from account where tenant_id = 1 and random() < 0.05`,
]

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

type Row = {
  readonly id: string
  readonly line: string
  readonly owed: bigint
  readonly due: bigint
}

async function rows(tx: Tx): Promise<Row[]> {
  const found = await tx.query<Row>(
    `select account_id::text as id, (to_jsonb(p) - 'recorded_at')::text as line, outstanding_minor as owed,
            arrears_minor as due from position p order by borrower_id, account_id`,
  )
  return found.rows
}

/** The positions after the file, made in sets and made by the core, and those that the set moved. */
async function bothWays(tx: Tx, asOf: Day) {
  const was = await rows(tx)
  await tx.query('savepoint before')
  await tx.query('insert into touched select borrower_id, account_id from paid')
  await writeTouched(tx, 1n, asOf, () => undefined)
  const byCore = await rows(tx)
  await tx.query('rollback to before')
  await writePaidAndTouched(tx, 1n, asOf, () => undefined)
  const inSets = await rows(tx)
  const core = await tx.query<{ id: string }>(`select account_id::text as id from touched`)
  const others = new Set(core.rows.map(({ id }) => id))
  const moved = inSets.flatMap((after, i) => {
    const before = was[i]
    const isMoved = before !== undefined && before.line !== after.line && !others.has(after.id)
    return isMoved ? [{ owed: before.owed - after.owed, due: before.due - after.due }] : []
  })
  return { byCore, inSets, moved }
}

class Undone extends Error {}

// On the day of the last positions and some days after it, when many accounts have woken.
test.each([
  [0.11, 0],
  [0.22, 1],
  [0.33, 3],
])(
  'money moves positions in sets as the core does: seed %d, %d days later',
  async (seed, later) => {
    const done = inTenant(fresh.db, 1n, async (tx) => {
      await tx.query(`select setseed(${seed})`)
      for (const sql of BOOK) await tx.query(sql)
      await tx.query(
        `create temp table touched (borrower_id bigint, account_id bigint) on commit drop`,
      )
      await tx.query(PAID_TABLE)
      await tx.query(`insert into touched select borrower_id, account_id from account`)
      await writeTouched(tx, 1n, TODAY, () => undefined)
      await tx.query('truncate touched')
      await tx.query('drop table numbered, derived')
      for (const sql of FILE) await tx.query(sql)
      const { byCore, inSets, moved } = await bothWays(tx, addDays(TODAY, later))
      const wrong = inSets.flatMap((row, i) =>
        row.line === byCore[i]?.line ? [] : [[row.line, byCore[i]?.line]],
      )
      expect(wrong.slice(0, 2)).toEqual([])
      expect(inSets).toHaveLength(PEOPLE * 2)
      // The set does all kinds: money that is told already, that counts, and that leaves a late account late.
      expect(moved.filter(({ owed }) => owed === 0n).length).toBeGreaterThan(10)
      expect(moved.filter(({ owed, due }) => owed > 0n && due === 0n).length).toBeGreaterThan(10)
      expect(moved.filter(({ due }) => due > 0n).length).toBeGreaterThan(3)
      throw new Undone()
    })
    await expect(done).rejects.toBeInstanceOf(Undone)
  },
)
