import { dayNumber } from '../core/calendar.ts'
import { beginCycle, finishCycle, shardsDone } from '../store/cycle.ts'
import { inTenant, type Db } from '../store/db.ts'
import { isWhole, sealSnapshot } from '../store/snapshot.ts'
import { compiledStrategies, type InForce } from '../store/strategy-in-force.ts'
import { watchTrials } from '../store/trial-watch.ts'
import { shareShards, strategiesBegun } from './cycle-jobs.ts'
import { Progress, SHARDS_AT_ONCE, type CycleOptions, type CycleWork } from './cycle-progress.ts'
import { inTenantOrUndone, runShard } from './cycle-shard.ts'

export type CycleResult = {
  readonly accounts: number
  readonly treatments: number
  /** True where an earlier run had finished this day: nothing was decided again. */
  readonly wasFinished: boolean
}

/**
 * Decides a day for the whole book, shard by shard: each shard is one transaction that reads its
 * positions once and keeps what was chosen. A shard is kept once, whoever is killed in between.
 */
export async function runCycle(
  db: Db,
  tenantId: bigint,
  options: CycleOptions,
): Promise<CycleResult> {
  const { today } = options
  // Before anybody is decided: an arm above its guard rail decides nobody today.
  if (!options.dryRun) await inTenant(db, tenantId, (tx) => watchTrials(tx, tenantId, today))
  const now = await inTenant(db, tenantId, (tx) => compiledStrategies(tx, tenantId, { day: today }))
  const begun = await inTenantOrUndone(db, tenantId, async (tx) => ({
    result: await beginCycle(tx, tenantId, today, now.named),
    isUndone: options.dryRun === true,
  }))
  const strategies = isSame(begun.strategies, now.named)
    ? now
    : await inTenant(db, tenantId, (tx) => strategiesBegun(tx, tenantId, today, begun.strategies))
  const before = await inTenant(db, tenantId, (tx) => shardsDone(tx, tenantId, today))
  const progress = new Progress(before, { ...options, shards: begun.shards })
  const work = { db, tenantId, options, progress, shards: begun.shards }
  if (progress.left.length > 0) {
    const { jobs } = options
    // One shard has nothing to share, and a dry run nothing that another process could see.
    const isAlone = jobs === undefined || options.dryRun === true || progress.left.length === 1
    await (isAlone ? workAlone(work, strategies) : shareShards({ ...work, jobs }))
  }
  if (!options.dryRun && !begun.finished) {
    seal(options, { pieces: begun.shards, strategies: strategies.named })
    await finishCycle(db, tenantId, today)
  }
  const { accounts, treatments } = progress
  return { accounts, treatments, wasFinished: begun.finished }
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

async function workAlone(
  { db, tenantId, options, progress, shards }: CycleWork,
  { of, champion }: InForce,
): Promise<void> {
  const left = progress.left
  const lane = async () => {
    for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
      options.signal?.throwIfAborted()
      const done = await runShard(db, tenantId, { ...options, of, champion, shard, shards })
      const { accounts, treatments } = done
      progress.tell([{ shard, accounts: BigInt(accounts), treatments: BigInt(treatments) }])
    }
  }
  await Promise.all(Array.from({ length: options.atOnce ?? SHARDS_AT_ONCE }, lane))
}

/** The book of the day becomes the one that readers take. Pieces left on another machine make none. */
function seal(
  { snapshots, today }: CycleOptions,
  of: { readonly pieces: number; readonly strategies: Readonly<Record<string, string>> },
): void {
  const info = { ...of, asOf: dayNumber(today) }
  if (snapshots !== undefined && isWhole(snapshots, info)) sealSnapshot(snapshots, info)
}
