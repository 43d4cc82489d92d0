import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../store/db.ts'
import type { StaffRole } from '../store/staff.ts'
import { ACCESS, type RouteName } from './access.ts'
import { documentOf } from './document.ts'
import { caseIdText, endpointIdText, jobIdText } from './ids.ts'
import { openWorld, type World } from './testing.ts'
import { addMany, LONG } from './testing-lists.ts'

/** A page may read so many rows of tables and indexes, of which each has a hundred thousand. */
const ROWS_MAX = 25_000
/** Where nothing is narrowed, a page of these reads what it shows and what is named in it, and nothing else. */
const ITS_PAGE: Partial<Record<RouteName, number>> = {
  'GET /v1/decisions': 1000,
  'GET /v1/letters': 1000,
  'GET /v1/staff/roles': 1000,
}
const PAGES = 4
const PAGE = 5

let world: World
let reads: Reads

beforeAll(async () => {
  world = await openWorld()
  await addMany(world)
  reads = await countReads(world)
}, 600_000)
afterAll(() => world.stop())

type Json = { readonly [key: string]: Json } & readonly Json[]

type List = { readonly route: RouteName; readonly hasCursor: boolean; readonly takes: Set<string> }

/** Every read of the document whose answer is a list. */
function lists(): readonly List[] {
  const document = documentOf(world.app) as unknown as Json
  const read = (node: Json | undefined): Json | undefined => {
    const ref = node?.['$ref'] as unknown as string | undefined
    if (ref === undefined) return node
    return read(
      ref
        .split('/')
        .slice(1)
        .reduce((at: Json, key) => at[key] as Json, document),
    )
  }
  return Object.entries(document['paths'] as Json).flatMap(([path, of]) => {
    const get = of['get']
    const answer = read(get?.['responses']?.['200']?.['content']?.['application/json']?.['schema'])
    const has = answer?.['properties'] ?? ({} as Json)
    if (get === undefined || has['items'] === undefined) return []
    const takes = ((get['parameters'] ?? []) as readonly Json[]).map(
      (one) => one['name'] as unknown as string,
    )
    return [
      { route: `GET ${path}` as RouteName, hasCursor: 'next_cursor' in has, takes: new Set(takes) },
    ]
  })
}

const CASE = caseIdText(LONG.borrowerId)

/** What a list of one thing is a list of. */
const OF: Partial<Record<RouteName, string>> = {
  'GET /v1/jobs/{id}/rows': jobIdText(LONG.jobId),
  'GET /v1/webhook-endpoints/{id}/deliveries': endpointIdText(LONG.endpointId),
}

/** Other ways in which a list is asked for, each walked like the first. */
const WAYS: Partial<Record<RouteName, readonly string[]>> = {
  'GET /v1/cases': ['', 'sort=arrears', 'sort=days_past_due', 'q=person', 'stage=early'],
  'GET /v1/rules/changes': ['from=2020-01-01&to=2026-11-20'],
  'GET /v1/search': ['q=person', 'q=Person+77777'],
  'GET /v1/care': ['', 'kind=complaint'],
  'GET /v1/holds': ['', 'reason=advice'],
  'GET /v1/inbox': ['', 'class=other', 'state=open'],
  'GET /v1/decisions': ['', 'rule=uk.none', 'person=Person'],
  'GET /v1/looks': ['', 'kind=address'],
  'GET /v1/letters': ['', 'state=returned', 'batch=7'],
  'GET /v1/staff/roles': ['', 'on=2026-11-20'],
  'GET /v1/jobs': ['', 'kind=hold'],
  'GET /v1/callbacks': ['', 'mine=true'],
  'GET /v1/suspense': ['', 'older_than=100'],
  'GET /v1/rewards': ['', 'state=awaiting_approval'],
}

/**
 * Lists that are whole, or their beginning, on one page, each with why: what people set up by hand, what
 * belongs to one case, what is shown as a board of the most urgent.
 */
const ONE_PAGE: Partial<Record<RouteName, 'set up by hand' | 'of one case' | 'the first alone'>> = {
  'GET /v1/rules': 'set up by hand',
  'GET /v1/rules/changes': 'set up by hand',
  'GET /v1/strategies': 'set up by hand',
  'GET /v1/facts': 'set up by hand',
  'GET /v1/staff': 'set up by hand',
  'GET /v1/trials': 'set up by hand',
  'GET /v1/templates': 'set up by hand',
  'GET /v1/message-prices': 'set up by hand',
  'GET /v1/message-prices/history': 'set up by hand',
  'GET /v1/provider-templates': 'set up by hand',
  'GET /v1/event-types': 'set up by hand',
  'GET /v1/views': 'set up by hand',
  'GET /v1/alerts': 'set up by hand',
  'GET /v1/quality/precision': 'set up by hand',
  'GET /v1/changes': 'set up by hand',
  'GET /v1/cases/{id}/care': 'of one case',
  'GET /v1/cases/{id}/apps': 'of one case',
  'GET /v1/cases/{id}/recordings': 'of one case',
  'GET /v1/cases/{id}/rewards': 'of one case',
  'GET /v1/cases/{id}/furnished': 'of one case',
  'GET /v1/cases/{id}/limitation': 'of one case',
  'GET /v1/cases/{id}/mandates': 'of one case',
  'GET /v1/cases/{id}/addresses': 'of one case',
  'GET /v1/cases/{id}/spared-times': 'of one case',
  'GET /v1/cases/{id}/third-persons': 'of one case',
  'GET /v1/cases/{id}/traces': 'of one case',
  'GET /v1/search': 'the first alone',
  'GET /v1/near-misses': 'the first alone',
}

describe('every list of the interface, on a book of a hundred thousand borrowers', () => {
  test('is walked page by page, shows nothing twice, and reads no more than its page', async () => {
    const found = lists()
    expect(found.length).toBeGreaterThan(40)
    const wrong: string[] = []
    for (const list of found)
      for (const way of WAYS[list.route] ?? [''])
        for (const why of await walk(list, way)) wrong.push(`${list.route}?${way}: ${why}`)
    expect(wrong).toEqual([])
  }, 600_000)
})

async function walk({ route, hasCursor, takes }: List, way: string): Promise<readonly string[]> {
  const roles = ACCESS[route]
  const as = (roles.includes('manager' as never) ? 'manager' : roles[0]) as StaffRole
  const path = (route.split(' ')[1] ?? '')
    .replace('{id}', OF[route] ?? CASE)
    .replace('{number}', String(LONG.remittance))
  const why: string[] = []
  if (!hasCursor && ONE_PAGE[route] === undefined) why.push('has no cursor, and nobody says why')
  if (hasCursor && !takes.has('limit')) why.push('has a cursor and takes no limit')
  const limit = takes.has('limit') ? PAGE : undefined
  const cursorName = takes.has('after') ? 'after' : 'cursor'
  const seen = new Set<string>()
  let cursor: string | null | undefined
  for (let page = 0; page < (hasCursor ? PAGES : 1); page++) {
    const query = new URLSearchParams(way)
    if (limit !== undefined) query.set('limit', String(limit))
    if (cursor !== undefined && cursor !== null) query.set(cursorName, cursor)
    const asked = () => world.ask(`${path}?${query}`, { as })
    reads.clear()
    const answer = await asked()
    if (answer.status !== 200)
      return [...why, `answers ${answer.status} ${JSON.stringify(answer.json)}`]
    const { rows, most } = reads.seen()
    const rowsMax = (way === '' ? ITS_PAGE[route] : undefined) ?? ROWS_MAX
    if (rows > rowsMax) why.push(`page ${page} reads ${rows} rows: ${most}`)
    const items = answer.json.items as readonly unknown[]
    if (items.length === 0 && hasCursor) why.push(`page ${page} is empty`)
    if (limit !== undefined && items.length > limit)
      why.push(`page ${page} has ${items.length} items`)
    for (const item of items.map((one) => JSON.stringify(one))) {
      if (seen.has(item)) why.push(`shows twice ${item.slice(0, 120)}`)
      seen.add(item)
    }
    if (JSON.stringify((await asked()).json.items) !== JSON.stringify(items))
      why.push('changes its order')
    cursor = answer.json.next_cursor as string | null | undefined
    if (cursor === null) break
  }
  if (hasCursor && seen.size < PAGES * PAGE) why.push(`shows ${seen.size} in all`)
  return why
}

type Reads = { clear(): void; seen(): { readonly rows: number; readonly most: string } }

const COUNT = `select o::regclass::text as name, pg_stat_get_xact_tuples_returned(o) as n from unnest($1::oid[]) o`

/**
 * Counts the rows that the API's transactions read: of tables as they are scanned, and of indexes. The server
 * counts for each connection; what is read before a commit less what was read after the begin is the work.
 */
async function countReads({ db }: World): Promise<Reads> {
  const relations = await db.query<{ oid: number }>(
    `select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')`,
  )
  const oids = relations.rows.map((row) => row.oid)
  const totals = new Map<string, number>()
  const connect = db.connect.bind(db) as () => Promise<Tx>
  const counted = async (): Promise<Tx> => {
    const tx = await connect()
    const send = tx.query.bind(tx) as (
      ...args: unknown[]
    ) => Promise<{ rows: { name: string; n: bigint }[] }>
    const countNow = async () =>
      new Map((await send(COUNT, [oids])).rows.map((row) => [row.name, row.n]))
    let before: Promise<ReadonlyMap<string, bigint>> = Promise.resolve(new Map())
    // Everything is sent in its order and awaited after: the API sends several statements in one trip.
    const query = async (...args: unknown[]): Promise<unknown> => {
      const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text
      const after = text === 'commit' ? countNow() : undefined
      const answer = send(...args)
      if (text.startsWith('begin')) {
        // A worker beside this connection would count for itself.
        void send('set local max_parallel_workers_per_gather = 0')
        before = countNow()
      }
      if (after !== undefined) {
        const known = await before
        for (const [name, n] of await after)
          totals.set(name, (totals.get(name) ?? 0) + Number(n - (known.get(name) ?? 0n)))
      }
      return answer
    }
    const release = tx.release.bind(tx)
    return Object.assign(tx, {
      query,
      release: (broken?: Error | boolean) => {
        Reflect.deleteProperty(tx, 'query')
        Object.assign(tx, { release })
        release(broken)
      },
    }) as unknown as Tx
  }
  Object.assign(db, { connect: counted })
  return {
    clear: () => totals.clear(),
    seen: () => {
      const all = [...totals].toSorted((a, b) => b[1] - a[1])
      return {
        rows: all.reduce((sum, [, n]) => sum + n, 0),
        most: all
          .slice(0, 3)
          .map(([name, n]) => `${name} ${n}`)
          .join(', '),
      }
    },
  }
}
