import pg from 'pg'
import type { Say } from '../core/words.ts'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { traceSetting } from './asked-trace.ts'
import { TYPES } from './types-read.ts'
import { writeAtOnce } from './write-at-once.ts'

/** Connections as the role forbear_app, which sees no row until a tenant is named. */
export type Db = pg.Pool
export type Tx = pg.PoolClient

export type ConnectOptions = {
  readonly connectionsMax?: number
  readonly say?: Say
}

/**
 * Begins, names the tenant, works, commits; any throw rolls back.
 * A failed commit may have committed: ask for `retries` only where the work carries a key made by
 * the caller, so that doing it twice is doing it once.
 */
export async function inTenant<T>(
  db: Db,
  tenantId: bigint,
  work: (tx: Tx) => Promise<T>,
  options: { retries?: number } = {},
): Promise<T> {
  assertTenant(tenantId)
  return again(() => once(db, tenantId, work), options)
}

/**
 * The transaction of an event, of which hundreds come in a second: every statement with values is
 * planned once a connection and sent without waiting for the one before. Its texts are few and hold no
 * values of their own; COPY has no place in it.
 */
export async function inEvent<T>(
  db: Db,
  tenantId: bigint,
  work: (tx: Tx) => Promise<T>,
  options: { retries?: number } = {},
): Promise<T> {
  assertTenant(tenantId)
  return again(
    () =>
      onConnection(db, async (tx) => {
        const sent = planOnce(tx)
        try {
          // Sent with the first statements: where it fails, none of them sees a tenant.
          const begun = tx.query(beginPlanned(tenantId))
          const [done, opened] = await Promise.allSettled([thenCommit(tx, work), begun])
          if (opened.status === 'rejected') throw opened.reason
          if (done.status === 'rejected') throw done.reason
          return done.value
        } finally {
          sent.restore()
        }
      }),
    options,
  )
}

async function thenCommit<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await work(tx)
  assertCommitted(await tx.query('commit'))
  return result
}

/**
 * Work of which nobody needs another's answer: in the transaction of an event all statements are sent
 * before the first is answered, elsewhere one after another. The server keeps to the order given. All
 * have ended when this does, also where one throws: whatever went on would go on in the next transaction.
 */
export async function sendTogether<const R extends readonly (() => Promise<unknown>)[]>(
  tx: Tx,
  all: R,
): Promise<{ -readonly [K in keyof R]: Awaited<ReturnType<R[K]>> }> {
  type All = { -readonly [K in keyof R]: Awaited<ReturnType<R[K]>> }
  if ('pipeline' in tx && tx.pipeline === true) {
    const ended = await Promise.allSettled(all.map(async (one) => one()))
    return ended.map(valueOf) as unknown as All
  }
  const found: unknown[] = []
  for (const one of all) found.push(await one())
  return found as unknown as All
}

function valueOf<T>(ended: PromiseSettledResult<T>): T {
  if (ended.status === 'rejected') throw ended.reason
  return ended.value
}

/** Connections of which nobody can say what is still on its way: they are closed, not used again. */
const doubtful = new WeakSet<Tx>()

/** The server's own refusal leaves a connection in order; a throw on our side leaves it anywhere. */
const isRefusal = (error: unknown): boolean => error instanceof pg.DatabaseError

const STATEMENTS_MAX = 500
const statementNames = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known !== undefined) return known
  // Texts that are made anew for each event would fill the server: those are planned as ever.
  if (statementNames.size >= STATEMENTS_MAX) return undefined
  const name = `event-${statementNames.size}`
  statementNames.set(text, name)
  return name
}

/** Until it is undone, statements of this connection are named by their text, and pipelined. */
function planOnce(tx: Tx): { restore(): void } {
  const plain = tx.query.bind(tx) as (...args: unknown[]) => Promise<unknown>
  let onTheirWay = 0
  const named = async (first: unknown, values?: unknown, ...rest: unknown[]): Promise<unknown> => {
    const isPlain = typeof first === 'string' && Array.isArray(values) && values.length > 0
    const name = isPlain ? nameOf(first) : undefined
    onTheirWay += 1
    writeAtOnce(tx)
    try {
      return await (name === undefined
        ? plain(first, values, ...rest)
        : plain({ name, text: first, values }, ...rest))
    } catch (error) {
      if (!isRefusal(error)) doubtful.add(tx)
      throw error
    } finally {
      onTheirWay -= 1
    }
  }
  Object.assign(tx, { query: named, pipeline: true })
  const restore = () => {
    if (onTheirWay > 0) doubtful.add(tx)
    Object.assign(tx, { pipeline: false })
    Reflect.deleteProperty(tx, 'query')
  }
  return { restore }
}

/** What one message asks: a statement with its values. */
export type Query = pg.QueryConfig

/** How a transaction in two trips goes on: what it sends with its commit, and what it makes of the answers. */
export type SecondTrip<T> = {
  readonly queries: readonly Query[]
  readonly result: (answers: readonly pg.QueryResult[]) => T
}

/**
 * A transaction in two trips to the server: `queries` go out with the begin, and what `decide` makes
 * of their answers with the commit. A round trip is most of what a short transaction costs.
 */
export async function inTwoTrips<T>(
  db: Db,
  tenantId: bigint,
  queries: readonly Query[],
  decide: (answers: readonly pg.QueryResult[]) => SecondTrip<T>,
  options: { retries?: number } = {},
): Promise<T> {
  assertTenant(tenantId)
  return again(
    () =>
      onConnection(db, async (tx) => {
        const [, ...found] = await together(tx, [{ text: beginKeyed(tenantId) }, ...queries])
        const second = decide(found)
        const answers = await together(tx, [...second.queries, { text: 'commit' }])
        assertCommitted(answers.at(-1))
        return second.result(answers)
      }),
    options,
  )
}

/** A transaction of one statement in one trip. */
export async function inOneTrip<T extends pg.QueryResultRow>(
  db: Db,
  tenantId: bigint,
  query: Query,
  options: { retries?: number } = {},
): Promise<T[]> {
  assertTenant(tenantId)
  return again(
    () =>
      onConnection(db, async (tx) => {
        const begin = { text: beginKeyed(tenantId) }
        const [, found, end] = await together(tx, [begin, query, { text: 'commit' }])
        assertCommitted(end)
        return (found as pg.QueryResult<T>).rows
      }),
    options,
  )
}

const assertTenant = (tenantId: bigint): void =>
  assert(typeof tenantId === 'bigint' && tenantId > 0n, `${String(tenantId)} is not a tenant`)

/**
 * A statement, not set_config(): a cluster hands only statements on to its workers. Both in one
 * message, because a contact's transactions are short and a round trip is a third of them.
 */
const beginFor = (tenantId: bigint): string =>
  `begin; set local app.tenant = '${tenantId}'${traceSetting()}`

/**
 * For named statements over keys: planned once a connection. Left to itself the server plans those
 * with arrays anew each time, which costs more than running them.
 */
const beginPlanned = (tenantId: bigint): string =>
  `${beginFor(tenantId)}; set local plan_cache_mode = force_generic_plan`

/**
 * As above, for statements that are given the keys of all they touch. A connection plans them once, and the
 * table that was empty then holds a million rows before the plan is made anew.
 */
const beginKeyed = (tenantId: bigint): string =>
  `${beginPlanned(tenantId)}; set local enable_seqscan = off`

/** A statement that failed and was swallowed turns a commit into a rollback, without an error. */
const assertCommitted = (end: pg.QueryResult | undefined): void =>
  assert(end?.command === 'COMMIT', 'a failed statement was ignored and its transaction undone')

/** Sends all before the first is answered. After one that fails the server refuses the rest. */
async function together(tx: Tx, queries: readonly Query[]): Promise<pg.QueryResult[]> {
  // A connection is pipelined for the length of one trip only: pipelined it would refuse COPY.
  Object.assign(tx, { pipeline: true })
  writeAtOnce(tx)
  const answers = await Promise.allSettled(queries.map((query) => tx.query(query)))
  Object.assign(tx, { pipeline: false })
  if (answers.some((answer) => answer.status === 'rejected' && !isRefusal(answer.reason)))
    doubtful.add(tx)
  return answers.map(valueOf)
}

async function again<T>(work: () => Promise<T>, options: { retries?: number }): Promise<T> {
  const retries = options.retries ?? 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= retries || !isRetryable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (5 + Math.random() * 10)))
    }
  }
}

const once = <T>(db: Db, tenantId: bigint, work: (tx: Tx) => Promise<T>): Promise<T> =>
  onConnection(db, async (tx) => {
    await tx.query(beginFor(tenantId))
    const result = await work(tx)
    assertCommitted(await tx.query('commit'))
    return result
  })

/** A connection of its own for `work`, which is rolled back where it throws. */
async function onConnection<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await db.connect()
  let broken: Error | undefined
  // The server may go while `work` waits for something else: unheard, that would end the process.
  const onLost = (error: Error) => {
    broken = error
  }
  tx.on('error', onLost)
  try {
    return await work(tx)
  } catch (error) {
    if (!doubtful.has(tx))
      await tx.query('rollback').catch((lost: Error) => {
        broken = lost
      })
    throw error
  } finally {
    tx.off('error', onLost)
    tx.release(doubtful.has(tx) ? (broken ?? new Error('not known to be in order')) : broken)
  }
}

/** Serialisation failure, deadlock, lost connection. */
export function isRetryable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    code === '40001' || code === '40P01' || code.startsWith('08') || LOST.has(code) || isShut(error)
  )
}

/** A pooler or a failover shuts the connection in good order: the driver has no code for that. */
const isShut = (error: unknown): boolean => error instanceof Error && SHUT.has(error.message)

const SHUT = new Set([
  'Connection terminated unexpectedly',
  // It ended between two statements of one transaction.
  'Client has encountered a connection error and is not queryable',
])

/** Somebody held a lock for longer than a statement waits. */
export const isLockedOut = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '55P03'

/** A value or a key that the statement may not write: what one row of a batch can spoil for all. */
export function isOfItsData(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('22') || code.startsWith('23')
}

/** What the socket says when the server goes: the same as class 08, seen from our side. */
const LOST = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT'])

/** The role is a startup option, so `reset role` comes back to it and climbs nowhere. */
export function connectApp(adminUrl: string, options: ConnectOptions = {}): Db {
  return pool(adminUrl, `-c role=forbear_app ${SESSION}`, options)
}

/** Owns the tables and is for migrations, the catalogue and tests. */
export function connectAdmin(adminUrl: string, options: ConnectOptions = {}): pg.Pool {
  return pool(adminUrl, SESSION, options)
}

const SESSION =
  '-c search_path=public -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c lock_timeout=30s'

function pool(url: string, sessionOptions: string, options: ConnectOptions): pg.Pool {
  const made = new pg.Pool({
    connectionString: url,
    options: sessionOptions,
    max: options.connectionsMax ?? 10,
    types: TYPES,
    application_name: 'forbear',
  })
  // An idle connection that the server closes is replaced at the next use; unheard, it would throw.
  made.on('error', (error) =>
    options.say?.({
      en: `A database connection was lost: ${error.message}`,
      zh: `一个数据库连接已断开：${error.message}`,
    }),
  )
  return made
}

/** An instant as a parameter for a timestamptz. */
export function instantText(at: Instant): string {
  if (at === Infinity) return 'infinity'
  if (at === -Infinity) return '-infinity'
  return new Date(at).toISOString()
}
