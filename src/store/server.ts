import pg from 'pg'
import type { Say } from '../core/words.ts'
import { connectApp, type ConnectOptions, type Db } from './db.ts'
import { attach } from './server-attach.ts'
import { checkServer } from './server-check.ts'

export type AppPool = Db

export type Database = {
  /** Signs in as the owner of the tables: for migrations, jobs and sign-in. */
  readonly adminUrl: string
  /** A pool as the role forbear_app. `stop` ends it too. */
  connect(options?: ConnectOptions): AppPool
  stop(): Promise<void>
}

export type OpenOptions = {
  readonly home: string
  readonly say: Say
  /** Use this server instead of starting one; the environment's DATABASE_URL where not given. */
  readonly databaseUrl?: string | undefined
  /** A server for tests: data that a crash may lose. */
  readonly throwaway?: boolean
}

/**
 * The server that DATABASE_URL names, else the one kept under `home`: started at first use, shared
 * by every process that opens the same home, and stopped when the last of them ends, however.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const given = options.databaseUrl ?? process.env['DATABASE_URL']
  if (given !== undefined && given !== '') {
    await checkServer(given, options)
    return database(given, options, async () => undefined)
  }
  const server = await attach(options)
  try {
    await ensureDatabase(server.url('postgres'))
    const adminUrl = server.url(NAME)
    await checkServer(adminUrl, options)
    return database(adminUrl, options, () => server.leave())
  } catch (error) {
    await server.leave()
    throw error
  }
}

const NAME = 'forbear'

function database(adminUrl: string, options: OpenOptions, leave: () => Promise<void>): Database {
  const pools = new Set<AppPool>()
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await Promise.all([...pools].filter((pool) => !pool.ending).map((pool) => pool.end()))
    await leave()
  }
  return {
    adminUrl,
    connect: (connectOptions = {}) => {
      const pool = connectApp(adminUrl, { say: options.say, ...connectOptions })
      pools.add(pool)
      return pool
    },
    stop: () => (stopping ??= stop()),
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [NAME])
    if (found.rowCount === 0) await client.query(`create database ${NAME}`)
  } catch (error) {
    // Another process may have made it between the two statements.
    const code = error instanceof pg.DatabaseError ? error.code : undefined
    if (code !== '42P04' && code !== '23505') throw error
  } finally {
    await client.end()
  }
}
