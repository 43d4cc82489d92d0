import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { CopyRows } from './copy-rows.ts'
import { connectAdmin, inTenant, type Tx } from './db.ts'

let fresh: Fresh
let admin: pg.Pool
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl)
})
afterAll(async () => {
  await admin.end()
  await fresh.drop()
})

/** More than a connection takes at once, so that the copy waits on its way. */
const ROWS = 2_000_000
function many(): CopyRows {
  const rows = new CopyRows(1)
  for (let n = 0; n < ROWS; n++) rows.row().id(BigInt(n % 1000))
  return rows
}

const make = (tx: Tx, more = '') =>
  tx.query(`create temp table copied (n bigint${more}) on commit drop`)
const copy = async (tx: Tx) => many().into(tx, 'copied')

test('rows that the table takes are there', async () => {
  const found = await inTenant(fresh.db, 1n, async (tx) => {
    await make(tx)
    await copy(tx)
    return tx.query<{ n: bigint }>('select count(*) as n from copied')
  })
  expect(found.rows).toEqual([{ n: BigInt(ROWS) }])
})

test('a row that it does not take fails the copy alone, and the process and the connection live', async () => {
  const failing = inTenant(fresh.db, 1n, async (tx) => {
    await make(tx, ' check (n < 5)')
    await copy(tx)
  })
  await expect(failing).rejects.toThrow(/check constraint/)
  expect((await inTenant(fresh.db, 1n, (tx) => tx.query('select 1 as one'))).rows).toEqual([
    { one: 1 },
  ])
})

test('so does a server that ends the connection while rows are on their way', async () => {
  const failing = inTenant(fresh.db, 1n, async (tx) => {
    await make(tx)
    const [me] = (await tx.query<{ pid: number }>('select pg_backend_pid() as pid')).rows
    const copied = copy(tx)
    await admin.query('select pg_terminate_backend($1)', [me?.pid])
    await copied
  })
  await expect(failing).rejects.toThrow()
  expect((await inTenant(fresh.db, 1n, (tx) => tx.query('select 1 as one'))).rows).toEqual([
    { one: 1 },
  ])
})
