import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, type Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { compiledStrategies } from '../src/store/strategy-in-force.ts'
import { runCycle } from '../src/worker/cycle.ts'
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

  test('strategies that changed since the cycle was begun stop it in words; unchanged they do not', async () => {
    const fresh = await book()
    open.push(fresh)
    await rowsOf(fresh.db, `update cycle set strategies = '{"online-lender": "0:other"}'`)
    await expect(shared(fresh)).rejects.toThrow(/begun with 0:other of strategy online-lender/)
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
