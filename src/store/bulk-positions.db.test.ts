import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addDays, day } from '../core/calendar.ts'
import { recomputePosition, writePositions } from './book.ts'
import { writeBulk } from './bulk-positions.ts'
import { inTenant, type Tx } from './db.ts'

const TODAY = day('2026-11-21')
const PEOPLE = 120
const near = (days: number): string =>
  `date '${TODAY}' + (random() * ${2 * days} - ${days})::integer`
const some = (share: number, sql: string): string => `case when random() < ${share} then ${sql} end`
const OF_SOME = (share: number): string =>
  `from account a where tenant_id = 1 and random() < ${share} order by borrower_id, account_id`

/** People with two accounts and facts of every kind around today, the same at every run. */
const FACTS = [
  `select setseed(0.42)`,
  `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
   values (1, 1, 'host', '主', 'Host', 'host', 'Lender', 'creditor', '{cn}', 'none')`,
  `insert into product (tenant_id, product_id, code, shape, delinquency) values
   (1, 1, 'loan', 'instalment', '{"graceDays": 2}'), (1, 2, 'card', 'revolving', '{}')`,
  `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
   select 1, i, 'test', 'B' || i, 'N' || i, case when i % 3 = 0 then 'en' else 'zh' end,
          case when i % 5 = 0 then '{Europe/London}' else '{Asia/Shanghai}' end::text[]
     from generate_series(1, ${PEOPLE}) i`,
  `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency, closed_on)
   select 1, b, b * 10 + k, 'test', 'A' || b || '-' || k, 1, k, 'CNY', ${some(0.1, near(30))}
     from generate_series(1, ${PEOPLE}) b, generate_series(1, 2) k`,
  `insert into address (tenant_id, borrower_id, address_id, kind, value, standing)
   select 1, i, k, (array['mobile', 'landline', 'email', 'post'])[k], 'v' || k,
          (array['works', 'unverified', 'fails'])[1 + floor(random() * 3)::integer]
     from generate_series(1, ${PEOPLE}) i, generate_series(1, 4) k where random() < 0.5`,
  `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
   select 1, borrower_id, account_id, 1, n, date '${TODAY}' - 150 + n * 30, 10000 + n, date '${TODAY}' - 200
     from account, generate_series(1, 6) n where tenant_id = 1 and borrower_id % 2 = 0 and product_id = 1`,
  `insert into snapshot (tenant_id, borrower_id, account_id, effective_on, balance_minor, arrears_minor,
     oldest_unpaid_due_on, months_past_due, next_due_on, next_due_minor, recorded_at)
   select 1, borrower_id, account_id, date '${TODAY}' - n * 17, (random() * 500000)::bigint - 1000,
          ${some(0.7, '(random() * 30000)::bigint')}, ${some(0.5, near(60))}, ${some(0.3, '(random() * 4)::smallint')},
          ${some(0.6, near(25))}, ${some(0.6, '(random() * 9000)::bigint')},
          timestamptz '2026-11-20 08:00:00.123456+00' - n * interval '17 days'
     from account, generate_series(0, 3) n where tenant_id = 1 and borrower_id % 2 = 1 and random() < 0.8`,
  `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
   select 1, borrower_id, account_id, account_id * 100 + n, 'P' || account_id || '-' || n,
          1 + (random() * 15000)::bigint, ${near(40)} from account, generate_series(1, 5) n
    where tenant_id = 1 and random() < 0.5`,
  `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on)
   select 1, borrower_id, account_id, payment_id + 50, ref || 'R', amount_minor, payment_id,
          effective_on + (random() * 9)::integer from payment where tenant_id = 1 and random() < 0.2`,
  `insert into pause (tenant_id, borrower_id, account_id, from_on, until_on, reason, effective_on)
   select 1, borrower_id, account_id, date '${TODAY}' - 20, ${some(0.7, `date '${TODAY}' + 5`)}, 'test', date '${TODAY}' - 20 ${OF_SOME(0.2)}`,
  `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, tolerance_days, source)
   select 1, borrower_id, account_id, 500 + (random() * 9000)::bigint, 'CNY', date '${TODAY}' - 9, ${near(8)}, 1, 'call' ${OF_SOME(0.3)}`,
  `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, until_on, source)
   select 1, borrower_id, ${some(0.5, 'account_id')}, case when random() < 0.5 then 'vulnerable' else 'dispute' end,
          date '${TODAY}' - 10 + (random() * 15)::integer, ${some(0.5, `date '${TODAY}' + 6 + (random() * 9)::integer`)}, 'test' ${OF_SOME(0.4)}`,
  `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, ends_hold_id, source)
   select 1, borrower_id, account_id, reason, from_on + (random() * 20)::integer, hold_id, 'test'
     from hold where tenant_id = 1 and random() < 0.4`,
  `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, until_on)
   select 1, i, case when random() < 0.6 then 'seriously_ill' else 'occasion' end, date '${TODAY}' - 5 + (random() * 10)::integer,
          ${some(0.5, `date '${TODAY}' + 12`)} from generate_series(1, ${PEOPLE}) i where random() < 0.2`,
  `insert into care_now (tenant_id, borrower_id, care_id, kind, state, is_over, since_on)
   select 1, i, 1, case when random() < 0.5 then 'vulnerability' else 'hardship' end, 'open', random() < 0.4, date '${TODAY}' - 3
     from generate_series(1, ${PEOPLE}) i where random() < 0.2`,
  `insert into word_code (tenant_id, list, code, word) values (1, 'segment', 1, 'prime'), (1, 'segment', 2, 'thin')`,
  `insert into account_profile (tenant_id, borrower_id, account_id, effective_on, risk, propensity, segment_id, vulnerable, limitation_on)
   select 1, borrower_id, account_id, ${near(10)}, ${some(0.6, '(random() * 1000)::smallint')},
          ${some(0.6, '(random() * 1000)::smallint')}, ${some(0.6, '1 + (random())::smallint')},
          ${some(0.5, 'random() < 0.4')}, ${some(0.3, near(200))} from account, generate_series(1, 3) n
    where tenant_id = 1 and random() < 0.4`,
  `insert into limitation_end (tenant_id, borrower_id, account_id, place, barred_on, extinguishes, reckoned_on)
   select 1, borrower_id, account_id, 'cn', ${some(0.8, near(300))}, false, date '${TODAY}' ${OF_SOME(0.3)}`,
]

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await inTenant(fresh.db, 1n, async (tx) => {
    for (const sql of FACTS) await tx.query(sql)
  })
})
afterAll(() => fresh.drop())

const positions = async (tx: Tx): Promise<string[]> =>
  (
    await tx.query<{ line: string }>(
      `select (to_jsonb(p) - 'recorded_at')::text as line from position p order by borrower_id, account_id`,
    )
  ).rows.map((row) => row.line)

/** What the work leaves of the positions; nothing of it stays. */
async function undone(tx: Tx, work: () => Promise<unknown>): Promise<string[]> {
  await tx.query('savepoint before')
  await work()
  const found = await positions(tx)
  await tx.query('rollback to before')
  return found
}

const touch = (tx: Tx, where: string) =>
  tx.query(`create temp table touched on commit drop as
    select borrower_id, account_id from account where ${where} union all select borrower_id, account_id from account
     where account_id % 7 = 0 and ${where} union all select -1, -1`)

const bulk = (tx: Tx, chunk: number) =>
  writeBulk(tx, { tenantId: 1n, asOf: TODAY, chunk }, () => undefined)

async function oneByOne(tx: Tx): Promise<void> {
  for (let id = 1; id <= PEOPLE; id++) await recomputePosition(tx, 1n, BigInt(id), TODAY)
}

// The first few that differ: five hundred lines tell nobody anything.
const differing = (one: readonly string[], other: readonly string[]): string[] =>
  one.filter((line, i) => line !== other[i]).slice(0, 3)

test.each([10_000, 37])(
  'positions written %d at a time are those of one borrower at a time',
  async (chunk) => {
    await inTenant(fresh.db, 1n, async (tx) => {
      const expected = await undone(tx, () => oneByOne(tx))
      const found = await undone(tx, async () => {
        await touch(tx, 'true')
        expect(await bulk(tx, chunk)).toBe(PEOPLE * 2)
      })
      expect(found).toHaveLength(PEOPLE * 2)
      expect(differing(found, expected)).toEqual(differing(expected, found))
      for (const told of [
        '"held_until": "infinity"',
        '"vulnerable": true',
        '"promise_last": 2',
        '"risk": -1, ',
      ])
        expect(found.filter((line) => line.includes(told)).length, told).toBeGreaterThan(3)
      expect(found.filter((line) => !line.includes('"paused": null')).length).toBeGreaterThan(10)
    })
  },
)

test('known positions are changed and missing ones made; what contacts have told of them stays', async () => {
  await inTenant(fresh.db, 1n, async (tx) => {
    const after = async (write: () => Promise<unknown>) => {
      const keys = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
        `select borrower_id, account_id from account where borrower_id % 3 > 0 order by 1, 2`,
      )
      const borrowerIds = keys.rows.map((row) => row.borrower_id)
      const accountIds = keys.rows.map((row) => row.account_id)
      await writePositions(tx, 1n, { borrowerIds, accountIds }, addDays(TODAY, -3))
      await tx.query(
        `update position set touches = '{7}', cost_minor = 12, unanswered_attempts = 3`,
      )
      await tx.query(
        `update borrower set language = 'en', zones = '{America/Chicago}' where borrower_id % 4 = 0`,
      )
      await write()
    }
    const expected = await undone(tx, () => after(() => oneByOne(tx)))
    const found = await undone(tx, () =>
      after(async () => {
        await touch(tx, 'true')
        await bulk(tx, 50)
      }),
    )
    expect(found).toHaveLength(PEOPLE * 2)
    expect(differing(found, expected)).toEqual(differing(expected, found))
    expect(found.filter((line) => line.includes('"cost_minor": 12')).length).toBe((PEOPLE / 3) * 4)
  })
})

test('accounts that are not touched keep their positions, and none at all is no work', async () => {
  await inTenant(fresh.db, 1n, async (tx) => {
    const found = await undone(tx, async () => {
      await touch(tx, 'borrower_id = 5')
      expect(await bulk(tx, 50)).toBe(2)
    })
    expect(found).toHaveLength(2)
    await touch(tx, 'false')
    expect(await bulk(tx, 50)).toBe(0)
  })
})
