import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { inTenant } from './db.ts'

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

test('a tenant sees itself', async () => {
  const rows = await inTenant(
    fresh.db,
    1n,
    async (tx) => (await tx.query('select tenant_id, name from tenant')).rows,
  )
  expect(rows).toEqual([{ tenant_id: 1n, name: 'Demo' }])
})
