import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/setup/fresh.ts'
import { day } from '../core/calendar.ts'
import { documentOf } from '../strategy/testing.ts'
import type { Tx } from './db.ts'
import { inTenant } from './db.ts'
import { compilations } from './strategy-cache.ts'
import { compiledStrategies } from './strategy-in-force.ts'
import { publishStrategy, strategyFile } from './strategy.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
const within = <T>(work: (tx: Tx) => Promise<T>, tenant = 1n) => inTenant(fresh.db, tenant, work)
beforeAll(async () => {
  fresh = await freshDatabase()
  await within(
    (tx) =>
      tx.query(
        `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
         values (2, 'Other', 'Other', '-', '-')`,
      ),
    2n,
  )
  for (const tenant of [1n, 2n])
    await within(async (tx) => {
      await publishStrategy(tx, tenant, file(1))
      await tx.query(
        `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor,
           firm_kind, jurisdictions, strategy)
         values ($1, 1, 'p1', '甲', 'A', 'host', 'A', 'creditor', '{uk}', 'small')`,
        [tenant],
      )
    }, tenant)
})
afterAll(() => fresh.drop())

function file(version: number, comment = '') {
  const head = `apiVersion: strategy/v1\nname: small\nversion: ${version}\neffective_on: 2026-01-0${version}\ncurrency: any\n${comment}`
  const made = strategyFile('small.yaml', documentOf({ head }), {})
  if ('strategy' in made) return made
  throw new Error('the small strategy is sound')
}

/** What decides portfolio 1, and how many documents had to be compiled to know it. */
async function ask(tenant = 1n, on = '2026-06-01') {
  const before = compilations.count
  const { champion } = await within(
    (tx) => compiledStrategies(tx, tenant, { day: day(on) }),
    tenant,
  )
  const { version, compiled } = champion(1)
  return { version, compiled, compiledNow: compilations.count - before }
}

test('an event reads no YAML again: the second asking compiles nothing', async () => {
  expect(await ask()).toMatchObject({ version: 1, compiledNow: 1 })
  const [again, more] = [await ask(), await ask()]
  expect([again.compiledNow, more.compiledNow]).toEqual([0, 0])
  expect(again.compiled).toBe(more.compiled)
})

test('a version that is published decides at once, and the one before stays for its days', async () => {
  await within((tx) => publishStrategy(tx, 1n, file(2, '# another content')))
  expect(await ask()).toMatchObject({ version: 2, compiledNow: 1 })
  expect(await ask(1n, '2026-01-01')).toMatchObject({ version: 1, compiledNow: 0 })
})

test('another tenant and another book never share what was compiled', async () => {
  const [mine, theirs] = [await ask(1n, '2026-01-01'), await ask(2n)]
  expect(theirs).toMatchObject({ version: 1, compiledNow: 1 })
  expect(theirs.compiled).not.toBe(mine.compiled)
  await within(
    (tx) =>
      tx.query(
        `insert into product (tenant_id, product_id, code, shape, delinquency)
         values (2, 1, 'graced', 'instalment', '{"graceDays": 5}')`,
      ),
    2n,
  )
  const after = await ask(2n)
  expect(after.compiledNow).toBe(1)
  expect(after.compiled.terms[1]?.graceDays).toBe(5)
  expect((await ask(2n)).compiledNow).toBe(0)
})

test('a document that was changed behind our back decides nothing', async () => {
  const admin = `update strategy_version set document = document || '# planted' where version = 2`
  const { Client } = await import('pg').then((module) => module.default)
  const client = new Client({ connectionString: fresh.adminUrl })
  await client.connect()
  await client.query(admin)
  await client.end()
  // A book of another code asks for the document again, and finds that it is not what was published.
  await within((tx) =>
    tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 7, 'new', 'instalment', '{}')`,
    ),
  )
  await expect(ask()).rejects.toThrow('is not the one that was published')
})
