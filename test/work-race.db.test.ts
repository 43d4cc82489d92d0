import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectApp, inTenant, type Db } from '../src/store/db.ts'
import { listedFirst } from '../src/store/work-candidates.ts'
import { readLease } from '../src/store/work-lease.ts'
import { nextCase } from '../src/store/work-next.ts'
import { makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { addListed, seek, setCrew } from './work-world.ts'

const CONNECTIONS = 32
const CASES = 60
const PEOPLE = 96

let fresh: Fresh
let db: Db
beforeAll(async () => {
  fresh = await freshDatabase()
  db = connectApp(fresh.adminUrl, { connectionsMax: CONNECTIONS })
  await makeBook(fresh.db)
  const crew = Array.from({ length: PEOPLE }, (_, n) => [`person-${n}`, {}] as const)
  await setCrew(fresh.db, Object.fromEntries(crew))
  const cases = Array.from({ length: CASES }, (_, n) => ({ id: n + 1, priority: n % 7 }))
  await addListed(fresh.db, cases)
})
afterAll(async () => {
  await db.end()
  await fresh.drop()
})

/** One line an answer, in the order in which the answers came back. */
type Given = { readonly user: string; readonly borrower: bigint }
type Way = (user: string) => Promise<bigint | undefined>

/** Written apart from the system: looks only at who was told what. Nobody gave a case back. */
function shared(log: readonly Given[]): number {
  const seen = new Map<bigint, Set<string>>()
  for (const { borrower, user } of log)
    seen.set(borrower, (seen.get(borrower) ?? new Set()).add(user))
  return [...seen.values()].filter((users) => users.size > 1).length
}

/** Everybody asks, over all connections at once. */
async function race(way: Way): Promise<readonly Given[]> {
  await inTenant(fresh.db, 1n, (tx) => tx.query('update lease set ended_at = taken_at'))
  const people = Array.from({ length: PEOPLE }, (_, n) => `person-${n}`)
  const log: Given[] = []
  const lane = async () => {
    for (let user = people.pop(); user !== undefined; user = people.pop()) {
      const borrower = await way(user)
      if (borrower !== undefined) log.push({ user, borrower })
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
  return log
}

const ours: Way = async (user) => {
  const next = await nextCase(db, seek(user))
  return next.is === 'lease' ? next.lease.borrowerId : undefined
}

/** The bug: who is free is looked up, and taken afterwards. */
const lookThenTake: Way = (user) =>
  inTenant(db, 1n, async (tx) => {
    const { tenantId, now } = seek(user)
    const of = { tenantId, userId: user, now, today: TODAY, atWork: [], passed: [], limit: 1 }
    const [first] = await listedFirst(tx, of, [{ worklist: 'calls', languages: ['zh', 'en'] }])
    if (first === undefined) return undefined
    const lease = await readLease(tx, { tenantId, borrowerId: first.borrowerId })
    if (lease !== undefined && lease.endedAt === undefined && lease.expiresAt > now)
      return undefined
    await tx.query(
      `insert into lease (tenant_id, borrower_id, user_id, why, taken_at, expires_at)
       values (1, $1, $2, '{"idleMinutes": 15, "stayDays": 7}', $3, $4)
       on conflict (tenant_id, borrower_id) do update set user_id = excluded.user_id, ended_at = null`,
      [first.borrowerId, user, new Date(MORNING), new Date(MORNING + 900_000)],
    )
    return first.borrowerId
  })

describe('everybody asks for the next case at once', () => {
  test('a look and then a grab gives one case to two, and the log shows it', async () => {
    expect(shared(await race(lookThenTake))).toBeGreaterThan(0)
  })

  test('each case goes to one, and every case to somebody', async () => {
    for (let round = 0; round < 3; round++) {
      const log = await race(ours)
      expect(shared(log)).toBe(0)
      expect(new Set(log.map((given) => given.borrower)).size).toBe(CASES)
      expect(log.length).toBe(CASES)
    }
    const live = await rows<{ user_id: string }>(
      fresh.db,
      'select user_id from lease where ended_at is null',
    )
    expect(new Set(live.map((row) => row.user_id)).size).toBe(CASES)
  })
})
