import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, type Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { compiledStrategies } from '../src/store/strategy-in-force.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { runShard } from '../src/worker/cycle-shard.ts'
import { openJobs } from '../src/worker/jobs.ts'
import { beginShards, makeCycleBook, rowsOf, tableOf } from './cycle-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const TODAY = day('2026-11-20')
const NOW = Date.UTC(2026, 10, 20, 2) as Instant
const SHARDS = 12

async function book(): Promise<Fresh> {
  const fresh = await freshDatabase()
  await makeCycleBook(fresh.db, 600, TODAY)
  await beginShards(fresh.db, TODAY, SHARDS)
  await inTenant(fresh.db, 1n, async (tx) => {
    const { named } = await compiledStrategies(tx, 1n, { day: TODAY })
    await tx.query('update cycle set strategies = $1', [JSON.stringify(named)])
  })
  return fresh
}

describe('a cycle that several processes share', () => {
  let quiet: Fresh
  let wanted: unknown
  const open: Fresh[] = []
  beforeAll(async () => {
    quiet = await book()
    await runCycle(quiet.db, 1n, { today: TODAY, now: NOW })
    wanted = await tableOf(quiet.db)
  })
  afterAll(async () => {
    for (const fresh of [quiet, ...open]) await fresh.drop()
  })

  const shared = async (fresh: Fresh) => {
    const jobs = openJobs(fresh.adminUrl)
    const seen: number[] = []
    try {
      const result = await runCycle(fresh.db, 1n, {
        today: TODAY,
        now: NOW,
        jobs,
        atOnce: 1,
        onShard: ({ done }) => seen.push(done),
      })
      return { result, seen }
    } finally {
      await jobs.end()
    }
  }

  test('alone over the queue it leaves what a cycle without a queue leaves, and tells how far it is', async () => {
    const fresh = await book()
    open.push(fresh)
    const { result, seen } = await shared(fresh)
    expect(await tableOf(fresh.db)).toEqual(wanted)
    expect(result.treatments).toBeGreaterThan(50)
    expect(seen.at(-1)).toBe(SHARDS)
    // A second run finds the day finished and gives out nothing.
    expect((await shared(fresh)).result.wasFinished).toBe(true)
    expect(await rowsOf(quiet.db, 'select from cycle where finished_at is null')).toEqual([])
  })

  test('another process takes shards too, and one that dies in its shard loses none', async () => {
    const fresh = await book()
    open.push(fresh)
    const helper = await startWorker(fresh.adminUrl, 'lives')
    const dying = await startWorker(fresh.adminUrl, 'dies')
    try {
      const died = new Promise((done) => dying.child.once('exit', (_code, signal) => done(signal)))
      await shared(fresh)
      expect(await tableOf(fresh.db)).toEqual(wanted)
      expect(helper.shards()).toBeGreaterThan(0)
      expect(dying.shards()).toBe(1)
      expect(await died).toBe('SIGKILL')
    } finally {
      helper.child.kill('SIGKILL')
      dying.child.kill('SIGKILL')
    }
  })

  const strategiesOf = async (fresh: Fresh) =>
    (await rowsOf<{ strategies: unknown }>(fresh.db, 'select strategies from cycle'))[0]?.strategies
  const keepFirst = (fresh: Fresh) =>
    inTenant(fresh.db, 1n, async (tx) => {
      const { of, champion } = await compiledStrategies(tx, 1n, { day: TODAY })
      return runShard(fresh.db, 1n, { today: TODAY, shard: 0, shards: SHARDS, of, champion })
    })
  /** The same strategy under another number, in force from today. */
  const publishNext = (fresh: Fresh) =>
    rowsOf(
      fresh.db,
      `insert into strategy_version (tenant_id, name, version, document, content_hash, effective_on)
       select tenant_id, name, version + 1, document || E'\\n# again\\n',
         encode(sha256(convert_to(document || E'\\n# again\\n', 'UTF8')), 'hex'), '${TODAY}'
         from strategy_version where name = 'online-lender'`,
    )
  /** How many versions after the one that the book began with. */
  const versions = (fresh: Fresh) =>
    rowsOf(
      fresh.db,
      `select distinct t.strategy_version - (select min(version) from strategy_version where name = 'online-lender') as after
         from treatment t`,
    )

  test('a strategy that came before any shard was kept decides the whole day', async () => {
    const fresh = await book()
    open.push(fresh)
    const before = await strategiesOf(fresh)
    await publishNext(fresh)
    expect((await shared(fresh)).result.wasFinished).toBe(false)
    expect(await versions(fresh)).toEqual([{ after: 1 }])
    expect(await strategiesOf(fresh)).not.toEqual(before)
  })

  test('one that came after decides nobody before tomorrow, and the day is finished', async () => {
    const fresh = await book()
    open.push(fresh)
    await keepFirst(fresh)
    const before = await strategiesOf(fresh)
    await publishNext(fresh)
    await shared(fresh)
    expect(await tableOf(fresh.db)).toEqual(wanted)
    expect(await versions(fresh)).toEqual([{ after: 0 }])
    expect(await strategiesOf(fresh)).toEqual(before)
    expect(await rowsOf(fresh.db, 'select from cycle where finished_at is null')).toEqual([])
  })

  test('a version of which something else is left stops the day in words', async () => {
    const fresh = await book()
    open.push(fresh)
    await keepFirst(fresh)
    await rowsOf(
      fresh.db,
      `update cycle set strategies = (select jsonb_build_object(name, version || ':other')
         from strategy_version where name = 'online-lender')`,
    )
    await expect(shared(fresh)).rejects.toThrow(/begun with \d+:other of strategy online-lender/)
  })
})

type Worker = { readonly child: ChildProcess; readonly shards: () => number }

async function startWorker(url: string, how: 'lives' | 'dies'): Promise<Worker> {
  const script = resolve(import.meta.dirname, 'cycle-worker-child.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, how], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let shards = 0
  await new Promise<void>((ready, failed) => {
    child.once('error', failed)
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'shard') shards++
      if (line === 'ready') ready()
    })
  })
  return { child, shards: () => shards }
}
