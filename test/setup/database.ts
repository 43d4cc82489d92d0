import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrate } from '../../src/store/migrate.ts'
import { findServer } from '../../src/store/server-orphan.ts'
import { openDatabase, type Database } from '../../src/store/server.ts'

/**
 * One server for the whole run, and in it a migrated template that each test file copies.
 * FORBEAR_TEST_DATABASE_URL runs the same tests on a server of your own.
 */
export async function setup(): Promise<void> {
  run.users += 1
  run.started ??= start()
  try {
    await run.started
  } catch (error) {
    await teardown()
    throw error
  }
}

type Started = { readonly stop: () => Promise<void> }

/** Two projects of one run each ask for it: the first starts it and the last stops it. */
const KEY = Symbol.for('forbear.test.database')
const shared = globalThis as { [KEY]?: { users: number; started?: Promise<Started> } }
const run = (shared[KEY] ??= { users: 0 })

export async function teardown(): Promise<void> {
  run.users -= 1
  if (run.users > 0) return
  const started = await run.started?.catch(() => undefined)
  delete run.started
  await started?.stop()
}

async function start(): Promise<Started> {
  await removeLeftovers()
  const home = await mkdtemp(`/tmp/${HOME}`)
  let database: Database | undefined
  const template = `forbear_template_${process.pid}`
  const stop = async () => {
    if (database !== undefined && ownServer() !== undefined) {
      await administer(database.adminUrl, `drop database if exists ${template} with (force)`)
    }
    await database?.stop()
    await rm(home, { recursive: true, force: true })
  }
  try {
    database = await openDatabase({
      home,
      say: quiet,
      throwaway: true,
      databaseUrl: ownServer() ?? '',
    })
    await administer(
      database.adminUrl,
      `create database ${template} template template0 encoding 'UTF8'`,
    )
    const url = withDatabase(database.adminUrl, template)
    await migrate(url, fileURLToPath(new URL('../../migrations', import.meta.url)), quiet)
    process.env['FORBEAR_TEST_URL'] = url
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const HOME = 'forbear-test-'
const LEFTOVER_MS = 3_600_000

/** The homes of runs that were killed; their servers ended by themselves. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir('/tmp')) {
    const path = join('/tmp', name)
    if (!name.startsWith(HOME)) continue
    const made = await stat(path).catch(() => undefined)
    if (made === undefined || Date.now() - made.mtimeMs < LEFTOVER_MS) continue
    if ((await findServer(join(path, 'postgres', 'data'))) !== undefined) continue
    await rm(path, { recursive: true, force: true }).catch(quiet)
  }
}

const quiet = () => undefined

const ownServer = () => process.env['FORBEAR_TEST_DATABASE_URL']

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`)
}
