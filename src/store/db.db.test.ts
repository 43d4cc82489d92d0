import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import {
  connectAdmin,
  connectApp,
  inEvent,
  inTenant,
  instantText,
  sendTogether,
  type Db,
  type Tx,
} from './db.ts'
import type { Instant } from '../core/calendar.ts'

let fresh: Fresh
let admin: pg.Pool

beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl)
  await inTenant(fresh.db, 2n, (tx) =>
    tx.query(
      `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
       values (2, 'Other', 'Other Bank', '+44 20 7946 0001', 'https://other.example/check')`,
    ),
  )
  for (const tenant of [1n, 2n]) await inTenant(fresh.db, tenant, (tx) => fill(tx, tenant))
})

afterAll(async () => {
  await admin.end()
  await fresh.drop()
})

/** The same people and payments in both tenants: only the tenant tells them apart. */
async function fill(tx: Tx, tenant: bigint): Promise<void> {
  await tx.query(
    `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
     values ($1, 7, 'core', 'B-7', $2, 'zh', '{Asia/Shanghai}')`,
    [tenant, `borrower of ${tenant}`],
  )
  await tx.query(
    `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
     values ($1, 7, 1, 1, 'P-1', 100, '2026-01-31')`,
    [tenant],
  )
  await tx.query(
    `insert into hold (tenant_id, borrower_id, reason, from_on, source) values ($1, 7, 'dispute', '2026-01-31', 'desk')`,
    [tenant],
  )
  await tx.query(
    `insert into cap_slot (tenant_id, borrower_id, cap_key, n) values ($1, 7, 'a', 1)`,
    [tenant],
  )
}

const FILLED = ['tenant', 'borrower', 'payment', 'hold', 'cap_slot']

const tablesOfTenants = async () => {
  const found = await admin.query<{ name: string }>(
    `select relname as name from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`,
  )
  return found.rows.map((row) => row.name)
}

const seen = async (tx: Pick<Tx, 'query'>, table: string) =>
  (await tx.query<{ tenant_id: bigint }>(`select tenant_id from "${table}"`)).rows.map(
    (row) => row.tenant_id,
  )

describe('tenants', () => {
  test('the owner sees both in every filled table', async () => {
    for (const table of FILLED)
      expect(new Set(await seen(admin, table)), table).toEqual(new Set([1n, 2n]))
  })

  test.each([1n, 2n])('tenant %s sees its own rows alone, in every table', async (tenant) => {
    const tables = await tablesOfTenants()
    expect(tables).toEqual(expect.arrayContaining(FILLED))
    await inTenant(fresh.db, tenant, async (tx) => {
      for (const table of tables) {
        const expected = FILLED.includes(table) ? [tenant] : []
        expect(await seen(tx, table), table).toEqual(expected)
      }
    })
  })

  test('with no tenant named nothing is seen, before and after a transaction of one', async () => {
    const one = connectApp(fresh.adminUrl, { connectionsMax: 1 })
    for (const table of FILLED) expect(await seen(one, table)).toEqual([])
    await inTenant(one, 1n, async (tx) => expect(await seen(tx, 'borrower')).toEqual([1n]))
    for (const table of FILLED) expect(await seen(one, table)).toEqual([])
    await one.end()
  })

  test('a row for another tenant is refused, and one of its own taken', async () => {
    const add = (tenant: bigint) => (tx: Tx) =>
      tx.query(`insert into cap_slot (tenant_id, borrower_id, cap_key, n) values ($1, 8, 'b', 1)`, [
        tenant,
      ])
    await expect(inTenant(fresh.db, 1n, add(2n))).rejects.toThrow(/row-level security/)
    await inTenant(fresh.db, 1n, add(1n))
    await admin.query(`delete from cap_slot where cap_key = 'b'`)
  })

  test('a row cannot be moved to another tenant, nor another’s be changed', async () => {
    const move = (tx: Tx) => tx.query('update borrower set tenant_id = 2 where borrower_id = 7')
    await expect(inTenant(fresh.db, 1n, move)).rejects.toThrow(/row-level security/)
    const rename = (tx: Tx) => tx.query(`update borrower set name = 'x' where tenant_id = 2`)
    expect((await inTenant(fresh.db, 1n, rename)).rowCount).toBe(0)
  })

  test('a key of another tenant collides with nothing', async () => {
    const same = (tx: Tx) => fill(tx, 2n)
    await expect(inTenant(fresh.db, 2n, same)).rejects.toThrow(/duplicate key/)
    expect((await admin.query(`select from borrower where borrower_id = 7`)).rowCount).toBe(2)
  })
})

describe('the role forbear_app', () => {
  const facts = [
    'payment',
    'hold',
    'consent',
    'instalment',
    'pause',
    'snapshot',
    'verdict',
    'contact_event',
  ]

  test.each(facts)('cannot change, delete or empty the facts of %s', async (table) => {
    for (const statement of [
      `update ${table} set recorded_at = now()`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(inTenant(fresh.db, 1n, (tx) => tx.query(statement))).rejects.toThrow(
        /permission denied/,
      )
    }
  })

  test('can change what is not a fact', async () => {
    const touch = (tx: Tx) => tx.query('update borrower set block_version = block_version + 1')
    expect((await inTenant(fresh.db, 1n, touch)).rowCount).toBe(1)
  })

  test('is what `reset role` comes back to', async () => {
    const tx = await fresh.db.connect()
    await tx.query('reset role')
    expect((await tx.query('select current_user as who')).rows).toEqual([{ who: 'forbear_app' }])
    tx.release()
  })

  test('makes nothing in the schema', async () => {
    await expect(fresh.db.query('create table mine (n int)')).rejects.toThrow(/permission denied/)
  })
})

describe('a transaction', () => {
  const add = (tx: Tx) =>
    tx.query(`insert into cap_slot (tenant_id, borrower_id, cap_key, n) values (1, 9, 'c', 1)`)
  const added = async () => (await admin.query(`delete from cap_slot where cap_key = 'c'`)).rowCount

  test('is kept when the work ends and undone when it throws', async () => {
    await inTenant(fresh.db, 1n, add)
    expect(await added()).toBe(1)
    const fail = async (tx: Tx) => {
      await add(tx)
      throw new Error('no')
    }
    await expect(inTenant(fresh.db, 1n, fail)).rejects.toThrow('no')
    expect(await added()).toBe(0)
  })

  test('that swallowed a failed statement is an error, not a silent loss', async () => {
    const swallow = async (tx: Tx) => {
      await add(tx)
      await tx.query('select 1/0').catch(() => undefined)
    }
    await expect(inTenant(fresh.db, 1n, swallow)).rejects.toThrow(/its transaction undone/)
    expect(await added()).toBe(0)
  })

  test('is tried again after a deadlock only when told to', async () => {
    const failing = (times: number) => {
      let tries = 0
      return async () => {
        tries += 1
        if (tries <= times) throw Object.assign(new Error('deadlock'), { code: '40P01' })
        return tries
      }
    }
    await expect(inTenant(fresh.db, 1n, failing(1))).rejects.toThrow('deadlock')
    expect(await inTenant(fresh.db, 1n, failing(2), { retries: 2 })).toBe(3)
    await expect(inTenant(fresh.db, 1n, failing(3), { retries: 2 })).rejects.toThrow('deadlock')
  })

  test('whose connection is cut while it waits for something else fails, and the process lives', async () => {
    const cut = async (tx: Tx) => {
      const [me] = (await tx.query<{ pid: number }>('select pg_backend_pid() as pid')).rows
      await admin.query('select pg_terminate_backend($1)', [me?.pid])
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    await expect(inTenant(fresh.db, 1n, cut)).rejects.toThrow()
    await inTenant(fresh.db, 1n, (tx) => tx.query('select 1'))
  })

  test.each([0n, -1n])('for the tenant %s is a bug', async (tenant) => {
    await expect(inTenant(fresh.db, tenant, add)).rejects.toThrow(/is not a tenant/)
  })
})

describe('an event that throws while its statements are on their way', () => {
  let one: Db
  beforeAll(() => {
    one = connectApp(fresh.adminUrl, { connectionsMax: 1 })
  })
  afterAll(() => one.end())

  const named = (tx: Tx, what: number) =>
    tx.query<{ name: string }>(`select name from borrower where borrower_id = 7 and $1 > ${what}`, [
      what + 1,
    ])
  const slow = (tx: Tx, what: number) => tx.query(`select pg_sleep(0.05), $1::int`, [what])

  /** What the next to use the connection reads: two statements, both of another tenant. */
  const readsItsOwn = async () => {
    const names = await inTenant(one, 2n, async (tx) => {
      const first = await named(tx, 100)
      const second = await named(tx, 200)
      return [...first.rows, ...second.rows]
    })
    expect(names).toEqual([{ name: 'borrower of 2' }, { name: 'borrower of 2' }])
    expect(await inEvent(one, 2n, async (tx) => (await named(tx, 300)).rows)).toEqual([
      { name: 'borrower of 2' },
    ])
  }

  test('sent together: all are answered, the first throw is told, and the next reads its own', async () => {
    const ended: number[] = []
    const failing = inEvent(one, 1n, (tx) =>
      sendTogether(tx, [
        async () => {
          await named(tx, 1)
          throw new Error('the terms do not parse')
        },
        async () => {
          await slow(tx, 2)
          // Its second statement must not come after the rollback.
          ended.push((await named(tx, 3)).rows.length)
        },
        () => named(tx, 4),
      ]),
    )
    await expect(failing).rejects.toThrow('the terms do not parse')
    expect(ended).toEqual([1])
    await readsItsOwn()
  })

  test('a throw before the first statement leaves none behind', async () => {
    const failing = inEvent(one, 1n, (tx) =>
      sendTogether(tx, [
        () => slow(tx, 1),
        () => {
          throw new Error('at once')
        },
        () => named(tx, 2),
      ]),
    )
    await expect(failing).rejects.toThrow('at once')
    await readsItsOwn()
  })

  test('sent by other means: the connection goes with them', async () => {
    const failing = inEvent(one, 1n, (tx) =>
      Promise.all([
        named(tx, 1).then(() => {
          throw new Error('no')
        }),
        slow(tx, 2),
        named(tx, 3),
        named(tx, 4),
      ]),
    )
    await expect(failing).rejects.toThrow('no')
    await readsItsOwn()
  })

  test('a value that cannot be written: the statement serves the next who has one that can', async () => {
    const cast = (tx: Tx, value: unknown) =>
      tx.query<{ kind: string }>(`select jsonb_typeof($1::jsonb) as kind`, [value])
    const write = (value: unknown) => inEvent(one, 1n, async (tx) => (await cast(tx, value)).rows)
    await expect(write({ minor: 1n })).rejects.toThrow(/BigInt/)
    expect(await write({ minor: 1 })).toEqual([{ kind: 'object' }])
    await readsItsOwn()
  })
})

test('values are exact: bigint, days and numerics as text, instants in milliseconds', async () => {
  const at = Date.UTC(2026, 10, 21, 21, 30, 0, 123) as Instant
  const result = await fresh.db.query({
    text: `select 9007199254740993::int8, array[1, null, 9007199254740993]::int8[], date '2026-02-28',
                  'infinity'::date, array['2026-02-28']::date[], 0.10::numeric, array[0.10]::numeric[],
                  $1::timestamptz, 'infinity'::timestamptz, array[$1]::timestamptz[],
                  '2026-11-21 21:30'::timestamp, '{"a":[1]}'::jsonb, 7::int2, interval '1 day',
                  '{[2026-01-01,2026-01-05)}'::datemultirange, 1.5::float8`,
    values: [instantText(at)],
    rowMode: 'array',
  })
  expect(result.rows[0]).toEqual([
    9_007_199_254_740_993n,
    [1n, null, 9_007_199_254_740_993n],
    '2026-02-28',
    'infinity',
    ['2026-02-28'],
    '0.10',
    ['0.10'],
    at,
    Infinity,
    [at],
    '2026-11-21 21:30:00',
    { a: [1] },
    7,
    'P1D',
    '{[2026-01-01,2026-01-05)}',
    1.5,
  ])
})
