import type { Day, Instant } from '../core/calendar.ts'
import { beginCycle, finishCycle, keepShard, shardRange, shardsDone } from '../store/cycle.ts'
import { inTenant, type Db, type Tx } from '../store/db.ts'
import { decideRange } from '../store/decide-day.ts'
import { compiledStrategies, type InForce } from '../store/strategy-in-force.ts'
import { watchTrials } from '../store/trial-watch.ts'

export type CycleOptions = {
  readonly today: Day
  readonly now: Instant
  /** Does everything, keeps nothing. */
  readonly dryRun?: boolean
  readonly onShard?: (done: { accounts: number; done: number; shards: number }) => void
  readonly signal?: AbortSignal
  /** Shards worked on at once: a connection each. */
  readonly atOnce?: number
}

export type CycleResult = {
  readonly accounts: number
  readonly treatments: number
  /** True where an earlier run had finished this day: nothing was decided again. */
  readonly wasFinished: boolean
}

type Done = { readonly accounts: number; readonly treatments: number }

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
  const strategies = await inTenant(db, tenantId, (tx) =>
    compiledStrategies(tx, tenantId, { day: today }),
  )
  const begun = await begin(db, tenantId, options, strategies.named)
  const before = await inTenant(db, tenantId, (tx) => shardsDone(tx, tenantId, today))
  const total = { accounts: 0, treatments: 0, done: before.length }
  for (const shard of before) {
    total.accounts += Number(shard.accounts)
    total.treatments += Number(shard.treatments)
  }
  const known = new Set(before.map((shard) => shard.shard))
  const left = Array.from({ length: begun.shards }, (_, shard) => shard).filter(
    (shard) => !known.has(shard),
  )
  const work = async () => {
    for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
      options.signal?.throwIfAborted()
      const done = await runShard(db, tenantId, {
        ...options,
        shard,
        shards: begun.shards,
        of: strategies.of,
        champion: strategies.champion,
      })
      total.accounts += done.accounts
      total.treatments += done.treatments
      total.done++
      options.onShard?.({ accounts: total.accounts, done: total.done, shards: begun.shards })
    }
  }
  await Promise.all(Array.from({ length: options.atOnce ?? 2 }, work))
  if (!options.dryRun) await finishCycle(db, tenantId, today)
  return { accounts: total.accounts, treatments: total.treatments, wasFinished: begun.finished }
}

/** Thrown inside a transaction to undo it on purpose, with what it would have given. */
class Undone<T> extends Error {
  readonly result: T
  constructor(result: T) {
    super('undone on purpose')
    this.result = result
  }
}

/** Works in one transaction and undoes it where `isUndone` says so: the same path, nothing kept. */
async function inTenantOrUndone<T>(
  db: Db,
  tenantId: bigint,
  work: (tx: Tx) => Promise<{ result: T; isUndone: boolean }>,
): Promise<T> {
  try {
    return await inTenant(db, tenantId, async (tx) => {
      const { result, isUndone } = await work(tx)
      if (isUndone) throw new Undone(result)
      return result
    })
  } catch (error) {
    if (error instanceof Undone) return error.result as T
    throw error
  }
}

const begin = (
  db: Db,
  tenantId: bigint,
  options: CycleOptions,
  named: Readonly<Record<string, string>>,
) =>
  inTenantOrUndone(db, tenantId, async (tx) => ({
    result: await beginCycle(tx, tenantId, options.today, named),
    isUndone: options.dryRun === true,
  }))

type ShardOptions = CycleOptions &
  Pick<InForce, 'of' | 'champion'> & {
    readonly shard: number
    readonly shards: number
  }

async function runShard(db: Db, tenantId: bigint, options: ShardOptions): Promise<Done> {
  const range = shardRange(options.shard, options.shards)
  return inTenantOrUndone(db, tenantId, async (tx) => {
    const done = await decideRange(tx, tenantId, { ...options, range })
    const isKept = await keepShard(tx, tenantId, options.today, {
      shard: options.shard,
      accounts: BigInt(done.accounts),
      treatments: BigInt(done.treatments),
    })
    // Another process kept this shard first: what was done here is undone and not counted.
    if (!isKept) return { result: { accounts: 0, treatments: 0 }, isUndone: true }
    return { result: done, isUndone: options.dryRun === true }
  })
}
