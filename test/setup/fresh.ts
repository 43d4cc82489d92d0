import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { connectApp, inTenant, type Db } from '../../src/store/db.ts'

export type Fresh = {
  readonly db: Db
  readonly adminUrl: string
  drop(): Promise<void>
}

/** A database of its own, copied from the migrated template, with tenant 1 in it. */
export async function freshDatabase(): Promise<Fresh> {
  const template = process.env['FORBEAR_TEST_URL']
  if (template === undefined) throw new Error('Run this in the vitest project "db" or "e2e".')
  const name = `fresh_${randomBytes(6).toString('hex')}`
  await administer(template, `create database ${name} template ${databaseOf(template)}`)
  const adminUrl = withDatabase(template, name)
  const db = connectApp(adminUrl)
  await inTenant(db, 1n, (tx) =>
    tx.query(
      `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
       values (1, 'Demo', 'Demo Bank', '+44 20 7946 0000', 'https://demo.example/check')`,
    ),
  )
  const drop = async () => {
    if (!db.ending) await db.end()
    await administer(template, `drop database if exists ${name} with (force)`)
  }
  return { db, adminUrl, drop }
}

/** From beside the template: a database that somebody is in cannot be copied. */
async function administer(template: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(template, 'postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

const URL_PARTS = /^(\w+:\/\/[^/]*\/)([^?]*)/

const databaseOf = (url: string) => URL_PARTS.exec(url)?.[2] ?? ''
const withDatabase = (url: string, name: string) => url.replace(URL_PARTS, `$1${name}`)
