import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { connectAdmin } from './db.ts'
import { migrate, problemOfRole, type AppRole } from './migrate.ts'
import { dumpSchema, SCHEMA_FILE } from './schema-dump.ts'

let fresh: Fresh
let admin: pg.Pool
let folder: string
const quiet = () => undefined

beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl)
})

afterAll(async () => {
  await admin.end()
  await fresh.drop()
})

beforeEach(async () => {
  folder = await mkdtemp('/tmp/forbear-migrations-')
  await admin.query('drop schema public cascade')
  await admin.query('create schema public')
  await write('0001_one.sql', 'create table one (n int); insert into one values (1);')
})

afterEach(() => rm(folder, { recursive: true }))

const write = (name: string, sql: string) => writeFile(join(folder, name), sql)
const run = () => migrate(fresh.adminUrl, folder, quiet)
const countOf = async (table: string) => (await admin.query(`select from ${table}`)).rowCount

test('each file is applied once, in order', async () => {
  await write('0002_two.sql', 'insert into one select n + 1 from one')
  expect(await run()).toEqual(['0001_one.sql', '0002_two.sql'])
  expect(await run()).toEqual([])
  await write('0003_three.sql', 'insert into one values (3)')
  expect(await run()).toEqual(['0003_three.sql'])
  expect(await countOf('one')).toBe(3)
})

test('four processes at once apply each file once', async () => {
  await write('0002_two.sql', 'select pg_sleep(0.2); insert into one values (2)')
  const done = await Promise.all([run(), run(), run(), run()])
  expect(done.flat()).toEqual(['0001_one.sql', '0002_two.sql'])
  expect(await countOf('one')).toBe(2)
})

test('a file that fails is undone whole, and those before it stay', async () => {
  await write('0002_two.sql', 'create table two (n int); select 1/0;')
  await expect(run()).rejects.toThrow(
    'The migration 0002_two.sql failed and was undone: division by zero',
  )
  await expect(admin.query('select from two')).rejects.toThrow(/does not exist/)
  expect(await countOf('migration')).toBe(1)
  await write('0002_two.sql', 'create table two (n int)')
  expect(await run()).toEqual(['0002_two.sql'])
})

test('a file changed after it was applied is refused by name', async () => {
  await run()
  await write('0001_one.sql', 'create table one (n int); insert into one values (2);')
  await expect(run()).rejects.toThrow(/0001_one\.sql was changed after it was applied/)
})

test('a file taken away after it was applied is refused by name', async () => {
  await write('0002_two.sql', 'select 2')
  await run()
  await rm(join(folder, '0002_two.sql'))
  await expect(run()).rejects.toThrow(/0002_two\.sql was applied .* no longer among the files/)
})

test.each(['0001_double.sql', '2_short.sql', '0002_Loud.sql'])(
  'the name %s is refused',
  async (name) => {
    await write(name, 'select 1')
    await expect(run()).rejects.toThrow(/should have a number of four digits that no other one has/)
  },
)

test('a number may be left out', async () => {
  await write('0003_later.sql', 'select 1')
  expect(await run()).toContain('0003_later.sql')
})

test('it does not wait for ever behind a busy table', async () => {
  await run()
  await write('0002_two.sql', `set local lock_timeout = '100ms'; alter table one add column m int`)
  const busy = await admin.connect()
  await busy.query('begin')
  await busy.query('select from one')
  await expect(run()).rejects.toThrow(/0002_two\.sql failed and was undone: .*lock timeout/)
  await busy.query('rollback')
  busy.release()
  expect(await run()).toEqual(['0002_two.sql'])
})

test('the role forbear_app is made without a right, and one with any is refused', async () => {
  const made = await admin.query<AppRole>(
    `select rolsuper, rolbypassrls, rolcanlogin, true as is_member from pg_roles where rolname = 'forbear_app'`,
  )
  const [role] = made.rows
  if (role === undefined) throw new Error('there is no role forbear_app')
  expect(problemOfRole(role)).toBeUndefined()
  expect(problemOfRole(undefined)).toMatch(/could not be made/)
  expect(problemOfRole({ ...role, rolcanlogin: true })).toMatch(/may log in: take that/)
  expect(problemOfRole({ ...role, rolsuper: true, rolbypassrls: true })).toMatch(
    /is a superuser and may pass row-level security/,
  )
})

test('schema.sql says what the migrations make', async () => {
  const whole = await freshDatabase()
  try {
    const written = await readFile(SCHEMA_FILE, 'utf8').catch(() => '')
    expect(
      await dumpSchema(whole.adminUrl),
      'run: node --import tsx src/store/schema-dump.ts',
    ).toBe(written)
  } finally {
    await whole.drop()
  }
})
