import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { beginShards, makeCycleBook, rowsOf, tableOf } from './cycle-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const TODAY = day('2026-11-20')
const NOW = Date.UTC(2026, 10, 20, 2) as Instant
const BORROWERS = 900
const SHARDS = 6

const cycle = (db: Db, options: Partial<Parameters<typeof runCycle>[2]> = {}) =>
  runCycle(db, 1n, { today: TODAY, now: NOW, ...options })

async function freshBook(): Promise<Fresh> {
  const fresh = await freshDatabase()
  await makeCycleBook(fresh.db, BORROWERS, TODAY)
  return fresh
}

describe('a day', () => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await freshBook()
  })
  afterAll(() => fresh.drop())

  test('a dry run says what would be chosen and keeps nothing', async () => {
    const result = await cycle(fresh.db, { dryRun: true })
    expect(result.accounts).toBe(BORROWERS + BORROWERS / 10)
    expect(result.treatments).toBeGreaterThan(100)
    expect(await rowsOf(fresh.db, 'select from treatment union all select from cycle')).toEqual([])
  })

  test('the run keeps the same number, and a case for every borrower who is behind', async () => {
    const result = await cycle(fresh.db)
    const [counts] = await rowsOf<{ chosen: bigint; cases: bigint; contacts: bigint }>(
      fresh.db,
      `select (select count(*) from treatment) as chosen, (select count(*) from borrower_case) as cases,
         (select max(n) from (select count(*) as n from treatment where channel is not null
            group by borrower_id, channel) c) as contacts`,
    )
    expect(counts?.chosen).toBe(BigInt(result.treatments))
    expect(counts?.cases).toBe(BigInt(BORROWERS / 3))
    // Two accounts of one borrower never bring two contacts on one channel.
    expect(counts?.contacts).toBe(1n)
  })

  test('running it again changes nothing', async () => {
    const before = await tableOf(fresh.db)
    const again = await cycle(fresh.db)
    expect(again.wasFinished).toBe(true)
    expect(await tableOf(fresh.db)).toEqual(before)
  })

  test('the next day keeps to the cadence: nobody gets the same step at once again', async () => {
    await cycle(fresh.db, { today: addDays(TODAY, 1) })
    const twice = await rowsOf(
      fresh.db,
      `select from treatment where channel in ('sms', 'email')
       group by borrower_id, account_id, treatment having count(*) > 1`,
    )
    expect(twice).toEqual([])
  })
})

describe('what stops a case', () => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await freshBook()
    await cycle(fresh.db)
  })
  afterAll(() => fresh.drop())

  test('a borrower on hold is listed and left alone; without the hold steps are chosen', async () => {
    const next = addDays(TODAY, 40)
    const all = await rowsOf<{ borrower_id: bigint }>(
      fresh.db,
      'select borrower_id from borrower_case order by 1 limit 2',
    )
    const [held, free] = [all[0]?.borrower_id ?? 0n, all[1]?.borrower_id ?? 0n]
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `update position set held_until = 'infinity' where tenant_id = 1 and borrower_id = $1`,
        [held],
      ),
    )
    await cycle(fresh.db, { today: next })
    const chosen = await rowsOf<{ borrower_id: bigint }>(
      fresh.db,
      `select distinct borrower_id from treatment where chosen_on = '${next}' and borrower_id in (${held}, ${free})`,
    )
    expect(chosen.map((row) => row.borrower_id)).toEqual([free])
    const [state] = await rowsOf<{ state: string }>(
      fresh.db,
      `select state from borrower_case where borrower_id = ${held}`,
    )
    expect(state?.state).toBe('on_hold')
  })

  test('a case closes when nothing is due any more, and what was planned is withdrawn', async () => {
    const [one] = await rowsOf<{ borrower_id: bigint }>(
      fresh.db,
      `select borrower_id from treatment where state = 'planned' and chosen_on = '${addDays(TODAY, 40)}' limit 1`,
    )
    const paid = one?.borrower_id ?? 0n
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `update position set arrears_minor = 0, oldest_unpaid_due_on = null, counted_from = null, delinquent_since = null,
           cured_on = $2 where tenant_id = 1 and borrower_id = $1`,
        [paid, addDays(TODAY, 41)],
      ),
    )
    await cycle(fresh.db, { today: addDays(TODAY, 41) })
    const [row] = await rowsOf<{ state: string; planned: bigint }>(
      fresh.db,
      `select state, (select count(*) from treatment t where t.borrower_id = c.borrower_id
         and t.state in ('planned', 'deferred')) as planned from borrower_case c where borrower_id = ${paid}`,
    )
    expect(row).toEqual({ state: 'closed', planned: 0n })
  })
})

describe('kill -9', () => {
  let killed: Fresh
  let quiet: Fresh
  beforeAll(async () => {
    ;[killed, quiet] = await Promise.all([freshBook(), freshBook()])
  })
  afterAll(async () => {
    await killed.drop()
    await quiet.drop()
  })

  test('a cycle killed again and again leaves the table of a quiet one', async () => {
    for (const fresh of [killed, quiet]) await beginShards(fresh.db, TODAY, SHARDS)
    let died = 0
    for (const killAt of [9, 17, 26, 38, 52, 71])
      if (await runAndDie(killed.adminUrl, killAt)) died++
    expect(died).toBeGreaterThan(3)
    const left = SHARDS - (await rowsOf(killed.db, 'select from cycle_shard')).length
    console.log(`${died} runs killed, ${left} of ${SHARDS} shards left for the last`)
    await cycle(killed.db)
    await cycle(quiet.db)
    expect(await tableOf(killed.db)).toEqual(await tableOf(quiet.db))
  })

  test('two processes at once decide each shard once', async () => {
    const twin = await freshBook()
    try {
      await beginShards(twin.db, TODAY, SHARDS)
      const [one, two] = await Promise.all([cycle(twin.db), cycle(twin.db)])
      expect(await tableOf(twin.db)).toEqual(await tableOf(quiet.db))
      expect((one?.treatments ?? 0) + (two?.treatments ?? 0)).toBeGreaterThan(0)
    } finally {
      await twin.drop()
    }
  })
})

function runAndDie(url: string, killAt: number): Promise<boolean> {
  const child = resolve(import.meta.dirname, 'cycle-child.ts')
  const started = spawn(process.execPath, ['--import', 'tsx', child, url, TODAY, String(killAt)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((done, failed) => {
    started.once('error', failed)
    started.once('exit', (_code, signal) => done(signal === 'SIGKILL'))
  })
}
