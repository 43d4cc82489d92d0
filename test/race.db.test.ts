import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type pg from 'pg'
import type { Instant } from '../src/core/calendar.ts'
import { connectAdmin, connectApp, inTenant, type Db, type Tx } from '../src/store/db.ts'
import { giveBackSlots, takeSlots, type Slot } from '../src/store/slots.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const CONNECTIONS = 32
const PEOPLE = 40
const ATTEMPTS_EACH = 12
const CAP = 7
const WINDOW_MS = 7 * 86_400_000
const NOW = Date.UTC(2026, 10, 21, 9) as Instant

let fresh: Fresh
let db: Db
let admin: pg.Pool
beforeAll(async () => {
  fresh = await freshDatabase()
  db = connectApp(fresh.adminUrl, { connectionsMax: CONNECTIONS })
  admin = connectAdmin(fresh.adminUrl, { connectionsMax: 1 })
  await admin.query('create table attempt_made (round int, person int)')
  await admin.query('create table person_lock (person int primary key)')
  await admin.query('insert into person_lock select generate_series(1, 40)')
  await admin.query('grant all on attempt_made, person_lock to forbear_app')
})
afterAll(async () => {
  await db.end()
  await admin.end()
  await fresh.drop()
})

/** One line a granted attempt, in the order in which the grants came back. */
type Granted = { readonly person: number; readonly at: number }
type Way = (tx: Tx, round: number, person: number) => Promise<boolean>

/** Written apart from the system: looks only at who was let through, and when. */
function overCap(log: readonly Granted[], cap: number, windowMs: number): number {
  let over = 0
  for (const person of new Set(log.map((g) => g.person))) {
    const times = log
      .filter((g) => g.person === person)
      .map((g) => g.at)
      .toSorted((a, b) => a - b)
    times.forEach((at, i) => {
      const first = times[i - cap]
      if (first !== undefined && at - first < windowMs) over += 1
    })
  }
  return over
}

/** Small and seeded: the same order of people in every run. */
function shuffled(seed: number): number[] {
  const people = Array.from({ length: PEOPLE * ATTEMPTS_EACH }, (_, i) => (i % PEOPLE) + 1)
  let state = seed
  for (let i = people.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = state % (i + 1)
    ;[people[i], people[j]] = [people[j] ?? 0, people[i] ?? 0]
  }
  return people
}

/** All connections pull from one list; bursts on one person are what breaks a cap. */
async function race(
  seed: number,
  attempt: (person: number) => Promise<boolean>,
): Promise<Granted[]> {
  const people = seed % 2 === 0 ? shuffled(seed) : shuffled(seed).toSorted((a, b) => a - b)
  const log: Granted[] = []
  const lane = async () => {
    for (let person = people.pop(); person !== undefined; person = people.pop()) {
      if (await attempt(person)) log.push({ person, at: NOW })
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
  return log
}

const countSql = 'select count(*) as used from attempt_made where round = $1 and person = $2'
const insertSql = 'insert into attempt_made values ($1, $2)'

async function countThenInsert(tx: Tx, round: number, person: number): Promise<boolean> {
  const found = await tx.query<{ used: bigint }>(countSql, [round, person])
  if ((found.rows[0]?.used ?? 0n) >= BigInt(CAP)) return false
  await tx.query(insertSql, [round, person])
  return true
}

const repeatable =
  (way: Way): Way =>
  async (tx, round, person) => {
    await tx.query('set transaction isolation level repeatable read')
    return way(tx, round, person)
  }

const rowLockThenCount: Way = async (tx, round, person) => {
  await tx.query('select from person_lock where person = $1 for update', [person])
  return countThenInsert(tx, round, person)
}

const advisoryThenCount: Way = async (tx, round, person) => {
  await tx.query('select pg_advisory_xact_lock($1)', [person])
  return countThenInsert(tx, round, person)
}

const BROKEN: Readonly<Record<string, Way>> = {
  'count, then insert, READ COMMITTED': countThenInsert,
  'one insert with a count in it': async (tx, round, person) => {
    const done = await tx.query(
      `insert into attempt_made select $1, $2
       where (select count(*) from attempt_made where round = $1 and person = $2) < $3`,
      [round, person, CAP],
    )
    return done.rowCount === 1
  },
  'count, then insert, REPEATABLE READ': repeatable(countThenInsert),
  'row lock, then count, REPEATABLE READ': repeatable(rowLockThenCount),
  'advisory lock and count in one statement': async (tx, round, person) => {
    const found = await tx.query<{ used: bigint }>(
      `select (select count(*) from attempt_made where round = $1 and person = $2) as used
       from (select pg_advisory_xact_lock($2)) as locked`,
      [round, person],
    )
    if ((found.rows[0]?.used ?? 0n) >= BigInt(CAP)) return false
    await tx.query(insertSql, [round, person])
    return true
  },
  'advisory lock, then count, REPEATABLE READ': repeatable(advisoryThenCount),
}

const SAFE: Readonly<Record<string, Way>> = {
  'row lock, then count, READ COMMITTED': rowLockThenCount,
  'advisory lock, then count, READ COMMITTED': advisoryThenCount,
}

const ROUNDS_MAX = 8
let round = 0

describe('the checker catches every planted bug', () => {
  test.each(Object.entries(BROKEN))('%s goes over the cap', async (_, way) => {
    let over = 0
    for (let n = 0; n < ROUNDS_MAX && over === 0; n++) {
      const mine = ++round
      // In REPEATABLE READ `set transaction` must come first, so no tenant is named here.
      over = overCap(await race(n, (person) => bare((tx) => way(tx, mine, person))), CAP, WINDOW_MS)
    }
    expect(over).toBeGreaterThan(0)
  })

  test.each(Object.entries(SAFE))('and passes the safe one: %s', async (_, way) => {
    const mine = ++round
    const log = await race(1, (person) => bare((tx) => way(tx, mine, person)))
    expect(overCap(log, CAP, WINDOW_MS)).toBe(0)
    expect(log).toHaveLength(PEOPLE * CAP)
  })
})

async function bare(work: (tx: Tx) => Promise<boolean>): Promise<boolean> {
  const tx = await db.connect()
  try {
    await tx.query('begin')
    const result = await work(tx)
    await tx.query('commit')
    return result
  } finally {
    await tx.query('rollback')
    tx.release()
  }
}

describe('slots', () => {
  const owner = (person: number) => ({ tenantId: 1n, borrowerId: BigInt(person) })
  const week = (now: Instant) => (now + WINDOW_MS) as Instant

  test.each([1, 2])('32 connections race for one cap: never one over, seed %i', async (seed) => {
    const key = `race:${seed}`
    const log = await race(seed, (person) =>
      inTenant(db, 1n, async (tx) => {
        const got = await takeSlots(
          tx,
          owner(person),
          [{ key, limit: CAP, freeAt: week(NOW) }],
          NOW,
        )
        return 'taken' in got
      }),
    )
    expect(overCap(log, CAP, WINDOW_MS)).toBe(0)
    // SKIP LOCKED may pass over a free slot, so fewer at first; asked again, exactly the cap.
    for (let person = 1; person <= PEOPLE; person++) {
      for (let n = 0; n < CAP; n++) {
        const got = await take(person, [key], NOW)
        if ('taken' in got) log.push({ person, at: NOW })
      }
    }
    expect(log).toHaveLength(PEOPLE * CAP)
  })

  const take = (person: number, keys: string[], now: Instant, limit = CAP) =>
    inTenant(db, 1n, (tx) =>
      takeSlots(
        tx,
        owner(person),
        keys.map((key) => ({ key, limit, freeAt: week(now) })),
        now,
      ),
    )

  test('over a rolling window no window holds more than the cap', async () => {
    const hour = 3_600_000
    let clock = NOW as number
    const log: Granted[] = []
    const lane = async () => {
      while (clock < NOW + 60 * hour) {
        const now = (clock += hour / 20) as Instant
        const got = await inTenant(db, 1n, (tx) =>
          takeSlots(
            tx,
            owner(1),
            [{ key: 'rolling', limit: 3, freeAt: (now + 6 * hour) as Instant }],
            now,
          ),
        )
        if ('taken' in got) log.push({ person: 1, at: now })
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, lane))
    expect(overCap(log, 3, 6 * hour)).toBe(0)
    expect(log.length).toBeGreaterThanOrEqual(27)
  })

  test('several caps are taken all or none', async () => {
    for (let n = 0; n < CAP; n++) expect(await take(50, ['b'], NOW)).toHaveProperty('taken')
    const refused = await take(50, ['a', 'b', 'c'], NOW)
    expect(refused).toEqual({ full: ['b'], freeAt: week(NOW) })
    expect(await free(50, 'a')).toBe(CAP)
    expect(await take(50, ['c', 'a'], NOW)).toMatchObject({ taken: [{ key: 'a' }, { key: 'c' }] })
    expect(await free(50, 'a')).toBe(CAP - 1)
  })

  test('two that want the same caps in the other order never deadlock', async () => {
    const both = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        take(51, i % 2 === 0 ? ['x', 'y', 'z'] : ['z', 'y', 'x'], NOW),
      ),
    )
    expect(both.filter((got) => 'taken' in got).length).toBeLessThanOrEqual(CAP)
    expect(both.filter((got) => 'taken' in got).length).toBeGreaterThan(0)
  })

  test('a slot given back is free; given back twice it is not free twice', async () => {
    const got = await take(52, ['k'], NOW, 1)
    const slots = 'taken' in got ? got.taken : []
    expect(await take(52, ['k'], NOW, 1)).toHaveProperty('full')
    await giveBack(52, slots)
    const next = (NOW + 1) as Instant
    expect(await take(52, ['k'], next, 1)).toHaveProperty('taken')
    await giveBack(52, slots)
    expect(await take(52, ['k'], next, 1)).toHaveProperty('full')
  })

  const giveBack = (person: number, slots: readonly Slot[]) =>
    inTenant(db, 1n, (tx) => giveBackSlots(tx, owner(person), slots, NOW))

  test('lowering a cap counts what was used; raising it gives no more than was free', async () => {
    const at = (n: number) => (NOW + n) as Instant
    for (let n = 0; n < 5; n++) await take(53, ['k'], at(n))
    expect(await take(53, ['k'], at(9), 3)).toHaveProperty('full')
    // The third newest use frees the first slot: two are left in its window.
    expect(await take(53, ['k'], week(at(1)), 3)).toEqual({ full: ['k'], freeAt: week(at(2)) })
    expect(await take(53, ['k'], week(at(2)), 3)).toHaveProperty('taken')
    // Uses: +3, +4 and the one just now. Of seven, four more are free.
    const raised = []
    for (let n = 0; n < 6; n++) raised.push(await take(53, ['k'], week(at(2))))
    expect(raised.filter((got) => 'taken' in got)).toHaveLength(4)
  })

  const free = async (person: number, key: string) => {
    const found = await admin.query<{ n: bigint }>(
      'select count(*) as n from cap_slot where borrower_id = $1 and cap_key = $2 and free_at <= $3',
      [person, key, new Date(NOW)],
    )
    return Number(found.rows[0]?.n)
  }
})
