import { join, resolve } from 'node:path'
import { parseDay, type Day, type Instant } from '../core/calendar.ts'
import { inTenant, type Db } from '../store/db.ts'
import { migrate } from '../store/migrate.ts'
import { openDatabase, type Database } from '../store/server.ts'
import { dayIn, nowOf } from './clock.ts'
import { EXIT, makeTalk, Stop, type Talk } from './talk.ts'

/** The folder of the clone: data files of the project are found from here, never from the caller's folder. */
export const ROOT = resolve(import.meta.dirname, '..', '..')

export type GlobalOptions = {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly lang?: string
  readonly tenant: string
  readonly home?: string
}

/** What every command has: words, where the data lives, the tenant, and a signal that ends it. */
export type Context = {
  readonly talk: Talk
  readonly home: string
  readonly tenantId: bigint
  readonly signal: AbortSignal
}

export type Open = Context & { readonly database: Database; readonly db: Db }

export function makeContext(options: GlobalOptions): Context {
  const talk = makeTalk(options)
  if (!/^[1-9][0-9]{0,17}$/.test(options.tenant)) {
    throw new Stop(talk.word('badTenant', { text: options.tenant }), EXIT.usage)
  }
  return {
    talk,
    home: resolve(options.home ?? process.env['FORBEAR_HOME'] ?? join(ROOT, '.forbear')),
    tenantId: BigInt(options.tenant),
    signal: interruption(),
  }
}

/** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.stopped)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return controller.signal
}

/** Opens the database, brings the schema up to date, works, and closes whatever happens. */
export async function withDatabase<T>(
  context: Context,
  work: (open: Open) => Promise<T>,
): Promise<T> {
  const { talk } = context
  talk.say('openingDatabase')
  const database = await openDatabase({ home: context.home, say: talk.line }).catch(
    (error: Error) => {
      throw new Stop(talk.word('databaseDown', { why: error.message }), EXIT.unavailable)
    },
  )
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), talk.line)
    const db = database.connect()
    try {
      return await work({ ...context, database, db })
    } finally {
      await db.end()
    }
  } finally {
    await database.stop()
  }
}

export type Tenant = { readonly name: string; readonly zone: string }

/** The tenant's row, or words that say how to make it. */
export async function tenantOf(open: Open): Promise<Tenant> {
  const found = await findTenant(open)
  if (found === undefined)
    throw new Stop(open.talk.word('noTenant', { tenant: String(open.tenantId) }))
  return found
}

export async function findTenant(open: Open): Promise<Tenant | undefined> {
  const result = await inTenant(open.db, open.tenantId, (tx) =>
    tx.query<Tenant>('select name, zone from tenant where tenant_id = $1', [open.tenantId]),
  )
  return result.rows[0]
}

export type When = { readonly now: Instant; readonly today: Day }

/** The moment and the business day: as asked for, else the clock of this home. */
export function whenOf(
  context: Context,
  zone: string,
  options: { today?: string | undefined; now?: string | undefined },
): When {
  const now =
    options.now === undefined
      ? nowOf(context.home)
      : instantOption(context.talk, '--now', options.now)
  const today =
    options.today === undefined
      ? dayIn(zone, now)
      : dayOption(context.talk, '--today', options.today)
  return { now, today }
}

export function dayOption(talk: Talk, option: string, text: string): Day {
  const found = parseDay(text)
  if (found === undefined) throw new Stop(talk.word('badDay', { option, text }), EXIT.usage)
  return found
}

export function instantOption(talk: Talk, option: string, text: string): Instant {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : NaN
  if (Number.isNaN(at)) throw new Stop(talk.word('badInstant', { option, text }), EXIT.usage)
  return at as Instant
}
