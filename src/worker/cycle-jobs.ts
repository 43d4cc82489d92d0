import { setTimeout as sleep } from 'node:timers/promises'
import type { TaskList } from 'graphile-worker'
import type pg from 'pg'
import { z } from 'zod'
import { day, type Day } from '../core/calendar.ts'
import { namedOf, shardsDone } from '../store/cycle.ts'
import { inTenant, type Db, type Tx } from '../store/db.ts'
import { compiledStrategies, type InForce } from '../store/strategy-in-force.ts'
import { SHARDS_AT_ONCE, type CycleWork } from './cycle-progress.ts'
import { runShard } from './cycle-shard.ts'
import { prepareJobs, workJobs } from './jobs.ts'

const TASK = 'cycle_shard'
const LOOK_MS = 200
/** Nothing came to an end for so long, or thrice as long as a shard takes: what is left is taken again. */
const STALLED_MS = 5000
const ATTEMPTS = 2

const Payload = z.strictObject({
  tenant: z.string().regex(/^\d+$/),
  today: z.string(),
  shard: z.int().nonnegative(),
  shards: z.int().positive(),
})
type Payload = z.infer<typeof Payload>

export type CycleTools = {
  readonly db: Db
  /** Where a tenant's column snapshot is built on this machine. */
  readonly snapshotsOf: (tenantId: bigint) => string | undefined
}

/** What a worker process does of a cycle that somebody began: one shard a job. */
export function cycleTasks({ db, snapshotsOf }: CycleTools): TaskList {
  let known: { readonly key: string; readonly inForce: InForce } | undefined
  return {
    [TASK]: async (given) => {
      const { tenant, today: text, shard, shards } = Payload.parse(given)
      const [tenantId, today] = [BigInt(tenant), day(text)]
      const done = await inTenant(db, tenantId, (tx) => shardsDone(tx, tenantId, today))
      if (done.some((row) => row.shard === shard)) return
      const begun = (await inTenant(db, tenantId, (tx) => namedOf(tx, tenantId, today))) ?? {}
      const key = `${tenant} ${today} ${JSON.stringify(begun)}`
      if (known?.key !== key) {
        const inForce = await inTenant(db, tenantId, (tx) =>
          strategiesBegun(tx, tenantId, today, begun),
        )
        known = { key, inForce }
      }
      const { of, champion } = known.inForce
      const snapshots = snapshotsOf(tenantId)
      await runShard(db, tenantId, { today, shard, shards, of, champion, snapshots })
    },
  }
}

/** One day is decided by one set of strategies, whichever process decides, and whatever came meanwhile. */
export async function strategiesBegun(
  tx: Tx,
  tenantId: bigint,
  today: Day,
  begun: Readonly<Record<string, string>>,
): Promise<InForce> {
  const found = await compiledStrategies(tx, tenantId, { day: today, begun })
  const differs = Object.entries(found.named).find(
    ([name, version]) => (begun[name] ?? version) !== version,
  )
  if (differs !== undefined)
    throw new Error(
      `The cycle was begun with ${begun[differs[0]]} of strategy ${differs[0]}, and of that ${differs[1]} is left.`,
    )
  return found
}

/**
 * Gives the shards that are left to whoever works: this process and every other that takes jobs. What
 * a process that died had taken is given out again; a shard that two decide is kept once.
 */
export async function shareShards(work: CycleWork & { readonly jobs: pg.Pool }): Promise<void> {
  const { jobs, db, tenantId, options, progress } = work
  await prepareJobs(jobs)
  await giveOut(work)
  const tasks = cycleTasks({ db, snapshotsOf: () => options.snapshots })
  const runner = await workJobs(jobs, { tasks, atOnce: options.atOnce ?? SHARDS_AT_ONCE })
  try {
    let [since, slowest] = [performance.now(), 0]
    while (progress.left.length > 0) {
      await sleep(LOOK_MS, undefined, { signal: options.signal })
      const rows = await inTenant(db, tenantId, (tx) => shardsDone(tx, tenantId, options.today))
      const waited = performance.now() - since
      if (progress.tell(rows)) {
        slowest = Math.max(slowest, waited)
        since = performance.now()
      } else if (waited > Math.max(STALLED_MS, 3 * slowest)) {
        await giveOut(work)
        since = performance.now()
      }
      await throwFailed(work)
    }
  } finally {
    await runner.stop()
  }
}

const keyOf = ({ tenantId, options }: CycleWork, shard: number | string): string =>
  `cycle:${tenantId}:${options.today}:${shard}`

/** A job a shard that is left. One that somebody holds gets another beside it. */
async function giveOut(work: CycleWork & { readonly jobs: pg.Pool }): Promise<void> {
  const { progress, tenantId, options, shards } = work
  const specs = progress.left.map((shard) => ({
    identifier: TASK,
    payload: { tenant: String(tenantId), today: options.today, shard, shards } satisfies Payload,
    jobKey: keyOf(work, shard),
    maxAttempts: ATTEMPTS,
  }))
  await work.jobs.query(
    `select graphile_worker.add_job(j->>'identifier', payload := (j->'payload')::json, job_key := j->>'jobKey',
       max_attempts := (j->>'maxAttempts')::integer)
     from jsonb_array_elements($1::jsonb) j`,
    [JSON.stringify(specs)],
  )
}

/** A shard that failed for good stops the cycle in the words of its failure. */
async function throwFailed(work: CycleWork & { readonly jobs: pg.Pool }): Promise<void> {
  const failed = await work.jobs.query<{ last_error: string; key: string }>(
    `select key, last_error from graphile_worker.jobs
     where key like $1 and attempts >= max_attempts and last_error is not null and locked_at is null limit 1`,
    [keyOf(work, '%')],
  )
  const [first] = failed.rows
  if (first === undefined) return
  await work.jobs.query(
    `delete from graphile_worker._private_jobs where key like $1 and locked_at is null`,
    [keyOf(work, '%')],
  )
  throw new Error(first.last_error)
}
