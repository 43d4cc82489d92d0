import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAdmin } from '../src/store/db.ts'
import { RULES } from './setup/catalogue-rules.ts'
import { GOOD, PRELUDE, type CatalogueRule } from './setup/catalogue.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

let fresh: Fresh
let admin: pg.Pool

beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl, { connectionsMax: 1 })
})

afterAll(async () => {
  await admin.end()
  await fresh.drop()
})

async function names(sql: string): Promise<string[]> {
  const result = await admin.query<{ name: string }>(`${PRELUDE} ${sql}`)
  return result.rows.map((row) => row.name)
}

/** Breaks the rule in a transaction that is undone, so that the plants do not meet each other. */
async function namesAfter(statements: readonly string[], sql: string): Promise<string[]> {
  await admin.query('begin')
  try {
    for (const statement of statements) await admin.query(statement)
    return await names(sql)
  } finally {
    await admin.query('rollback')
  }
}

test('the catalogue shows our tables, of each kind', async () => {
  const tables = await names('select name from tab')
  expect(tables.length).toBeGreaterThanOrEqual(20)
  expect(tables).toEqual(
    expect.arrayContaining(['tenant', 'borrower', 'account', 'payment', 'contact']),
  )
  expect(await names('select name from tab where of_borrower')).toContain('borrower')
  expect(await names('select name from tab where not of_borrower')).toContain('portfolio')
  expect(await names('select name from fact')).toEqual(
    expect.arrayContaining([
      'payment',
      'hold',
      'consent',
      'instalment',
      'pause',
      'snapshot',
      'verdict',
    ]),
  )
  expect((await names('select name from key')).length).toBeGreaterThanOrEqual(tables.length)
  expect((await names('select name from fk')).length).toBeGreaterThanOrEqual(5)
})

describe.each(RULES.map((rule): [string, CatalogueRule] => [rule.says, rule]))('%s', (_, rule) => {
  test('holds', async () => {
    expect(await names(rule.sql)).toEqual([])
  })

  test('is seen broken, and no good table is named', async () => {
    const named = await namesAfter([...GOOD, ...rule.plant], rule.sql)
    expect(named).toEqual(expect.arrayContaining([...rule.names]))
    expect(named.filter((name) => name.includes('good_'))).toEqual([])
  })
})
