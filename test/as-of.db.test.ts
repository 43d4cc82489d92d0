import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseIdText } from '../src/api/ids.ts'
import { inBook, openWorld, publishStarters, TODAY, type World } from '../src/api/testing.ts'
import { connectAdmin } from '../src/store/db.ts'
import { addPeople, makeBook } from './dispatch-world.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await makeBook(world.db)
  await publishStarters(world)
})
afterAll(() => world.stop())

/** What nobody may: the program's own role has no right to change what was kept. */
async function plant(sql: string): Promise<void> {
  const admin = connectAdmin(world.adminUrl, { connectionsMax: 1 })
  await admin.query(sql).finally(() => admin.end())
}

const get = async (path: string) => (await world.ask(path, { as: 'compliance' })).json

describe('a fact that was recorded later', () => {
  const id = caseIdText(5n)
  const arrears = async (query: string) => {
    const { arrears: head, accounts, known_on: known } = await get(`/v1/cases/${id}${query}`)
    const { made_up_of: lines, position } = accounts[0]
    return [head.minor, position.arrears.minor, lines.payments.length, known]
  }

  test('changes nothing in the earlier picture; today shows it', async () => {
    await addPeople(world.db, [{ id: 5 }])
    await inBook(world, (tx) =>
      tx.query(
        `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
           next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
         select 1, borrower_id, account_id, portfolio_id, 'open', 'early', 'warm', 'message', 0, 10000, 'CNY',
                '2026-11-01', '2026-11-02', '2026-11-20' from account where borrower_id = 5`,
      ),
    )
    // Who came to our books after the day is shown as the first file told.
    const [head, , , known] = await arrears('?at=2026-11-10')
    expect(head).toBe('10000')
    expect(known > TODAY).toBe(true)
    for (const table of ['borrower', 'account', 'instalment', 'snapshot', 'address', 'treatment'])
      await plant(`update ${table} set recorded_at = '2026-11-02T01:00:00Z' where borrower_id = 5`)
    await inBook(world, async (tx) => {
      await tx.query(
        `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on, recorded_at)
         overriding system value values (1, 5, 50, 905, 'P-905', 4000, '2026-11-12', '2026-11-18T02:00:00Z')`,
      )
      await tx.query(
        `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on,
           tolerance_days, tolerance_minor, source, recorded_at)
         values (1, 5, 50, 6000, 'CNY', '2026-11-14', '2026-11-25', 0, 0, 'test', '2026-11-18T02:00:00Z')`,
      )
    })
    expect(await arrears('?at=2026-11-15')).toEqual(['10000', '10000', 0, '2026-11-15'])
    expect(await arrears('?at=2026-11-18')).toEqual(['6000', '6000', 1, '2026-11-18'])
    const promised = async (query: string) =>
      (await get(`/v1/cases/${id}/agreements${query}`)).promises.length
    expect([await promised('?at=2026-11-15'), await promised('')]).toEqual([0, 1])
    const paid = async (query: string) =>
      (await get(`/v1/cases/${id}/timeline${query}`)).items.filter(
        ({ kind }: { kind: string }) => kind === 'payment',
      ).length
    expect([await paid('?at=2026-11-15'), await paid('?at=2026-11-18')]).toEqual([0, 1])
    expect((await get(`/v1/cases/${id}/agreements?at=2026-11-21`)).code).toBe('day_in_future')
    for (const path of ['', '/timeline'])
      expect((await get(`/v1/cases/${id}${path}?at=2026-11-21`)).code).toBe('day_in_future')
    expect((await get(`/v1/cases/${id}?at=2026-11-15`)).treatments).toEqual([])
  })

  test('an address was not yet known to fail, and today it is', async () => {
    await inBook(world, (tx) =>
      tx.query(
        `insert into address_event (tenant_id, borrower_id, address_id, standing, how, source, effective_at, recorded_at)
         select 1, 5, address_id, 'works', 'call', 'test', '2026-11-04'::timestamptz, '2026-11-04'::timestamptz from address where borrower_id = 5
         union all
         select 1, 5, address_id, 'fails', 'bounce', 'test', '2026-11-17'::timestamptz, '2026-11-17'::timestamptz from address where borrower_id = 5`,
      ),
    )
    await inBook(world, (tx) =>
      tx.query(`update address set standing = 'fails' where borrower_id = 5`),
    )
    const standing = async (query: string) =>
      (await get(`/v1/cases/${id}${query}`)).addresses[0].standing
    expect([await standing('?at=2026-11-16'), await standing('')]).toEqual(['works', 'fails'])
  })

  test('a version of a strategy that was published later is not in the list of then', async () => {
    const listed = async (query: string) => (await get(`/v1/strategies${query}`)).items.length
    const all = await listed('')
    await plant(`update strategy_version set recorded_at = '2026-11-01T00:00:00Z'`)
    await plant(
      `update strategy_version set recorded_at = '2026-11-18T00:00:00Z' where name = 'bank'`,
    )
    expect([await listed('?at=2026-11-17'), await listed('?at=2026-11-18')]).toEqual([all - 1, all])
  })
})

test('every table of a borrower has its past, but for what is worked out; without a day it is shut', async () => {
  const admin = connectAdmin(world.adminUrl, { connectionsMax: 1 })
  const left = await admin.query<{ name: string }>(
    `select table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name in ('tenant_id', 'borrower_id', 'recorded_at')
      group by 1 having count(*) = 3
     except select table_name from information_schema.views where table_schema = 'past' order by 1`,
  )
  await admin.end()
  expect(left.rows.map(({ name }) => name)).toEqual([
    'borrower_case',
    'borrower_helper',
    'cadence',
    'care_now',
    'inbox_now',
    'job_row',
    'lease',
    'limitation_end',
    'month_end',
    'position',
    'search_key',
  ])
  const shut = await inBook(world, (tx) => tx.query('select from past.account'))
  expect(shut.rowCount).toBe(0)
})
