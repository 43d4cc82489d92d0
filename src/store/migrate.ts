import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Say } from '../core/words.ts'
import { splitStatements } from './migrate-split.ts'
import { dropPast, hasPast, makePast } from './past.ts'

type MigrationFile = { readonly name: string; readonly sha256: string; readonly sql: string }

/**
 * Brings the database up to the files of `folder`: forward only, one transaction a file, one
 * statement a message. Two processes at once are safe: the second waits, then finds nothing to do.
 * Answers the names it applied.
 */
export async function migrate(adminUrl: string, folder: string, say: Say): Promise<string[]> {
  const files = await readMigrations(folder)
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'forbear migrate' })
  await client.connect()
  try {
    await client.query(`set lock_timeout = '120s'`)
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(`set lock_timeout = '10s'`)
    await prepare(client)
    const waiting = await notYetApplied(client, files)
    if (waiting.length > 0) await dropPast(client)
    for (const file of waiting) {
      await apply(client, file)
      say({ en: `Applied ${file.name}.`, zh: `已应用 ${file.name}。` })
    }
    if (!(await hasPast(client))) await makePast(client)
    return waiting.map((file) => file.name)
  } finally {
    await client.end()
  }
}

/** Any number that only this program uses as an advisory lock of its database. */
const LOCK = 4_637_281_905n

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^[0-9].*\.sql$/.test(name)).toSorted()
  if (names.length === 0) throw new Error(`No migration was found in ${folder}.`)
  const files: MigrationFile[] = []
  let before = ''
  for (const name of names) {
    const number = /^([0-9]{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
    // A number may be left out: two that are written side by side each keep their own.
    if (number === undefined || number === before) {
      throw new Error(
        `The migration ${name} should have a number of four digits that no other one has.`,
      )
    }
    before = number
    const sql = await readFile(join(folder, name), 'utf8')
    files.push({ name, sha256: createHash('sha256').update(sql).digest('hex'), sql })
  }
  return files
}

async function prepare(client: pg.Client): Promise<void> {
  await ensureAppRole(client)
  await client.query(`create table if not exists migration (
    name text primary key,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz not null default now()
  )`)
}

/** Roles belong to the whole server: another database's migration may make this one first. */
async function ensureAppRole(client: pg.Client): Promise<void> {
  const found = await readAppRole(client)
  if (found === undefined) {
    await client
      .query(
        'create role forbear_app nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication',
      )
      .catch((error: unknown) => {
        if (!isAlreadyThere(error)) throw error
      })
  }
  const role = await readAppRole(client)
  const problem = problemOfRole(role)
  if (role === undefined || problem !== undefined) throw new Error(problem)
  if (!role.is_member) await client.query('grant forbear_app to current_user')
  await client.query('grant usage on schema public to forbear_app')
}

/** A role of that name that was made by somebody else must not open what row-level security closes. */
export function problemOfRole(role: AppRole | undefined): string | undefined {
  if (role === undefined) return 'The role forbear_app could not be made.'
  const may = [
    role.rolsuper && 'is a superuser',
    role.rolbypassrls && 'may pass row-level security',
    role.rolcanlogin && 'may log in',
  ].filter((each) => each !== false)
  if (may.length === 0) return undefined
  return `The role forbear_app of this server ${may.join(' and ')}: take that from it first.`
}

export type AppRole = {
  rolsuper: boolean
  rolbypassrls: boolean
  rolcanlogin: boolean
  is_member: boolean
}

async function readAppRole(client: pg.Client): Promise<AppRole | undefined> {
  const result = await client.query<AppRole>(
    `select rolsuper, rolbypassrls, rolcanlogin, pg_has_role(current_user, oid, 'member') as is_member
       from pg_roles where rolname = 'forbear_app'`,
  )
  return result.rows[0]
}

const isAlreadyThere = (error: unknown) =>
  error instanceof pg.DatabaseError && (error.code === '42710' || error.code === '23505')

/** Refuses, by name, a file that was applied and then changed or taken away. */
async function notYetApplied(client: pg.Client, files: MigrationFile[]): Promise<MigrationFile[]> {
  const applied = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migration order by name',
  )
  for (const [index, row] of applied.rows.entries()) {
    const file = files.find((each) => each.name === row.name)
    if (file === undefined) {
      throw new Error(
        `The migration ${row.name} was applied to this database but is no longer among the files.`,
      )
    }
    if (file.sha256 !== row.sha256) {
      throw new Error(
        `The migration ${row.name} was changed after it was applied: write a new one instead.`,
      )
    }
    if (files[index] !== file) {
      throw new Error(
        `The migration ${files[index]?.name} is older than ${row.name}, which was already applied.`,
      )
    }
  }
  return files.slice(applied.rows.length)
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin')
  try {
    for (const statement of splitStatements(file.sql)) await client.query(statement)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [
      file.name,
      file.sha256,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The migration ${file.name} failed and was undone: ${reason}`, { cause: error })
  }
}
