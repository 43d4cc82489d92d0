import type { Day } from '../core/calendar.ts'
import { keepShard, shardRange } from '../store/cycle.ts'
import { inTenant, type Db, type Tx } from '../store/db.ts'
import { decideRange } from '../store/decide-day.ts'
import { writePiece } from '../store/snapshot.ts'
import type { InForce } from '../store/strategy-in-force.ts'
import type { Columns } from '../strategy/columns.ts'

export type ShardWork = Pick<InForce, 'of' | 'champion'> & {
  readonly today: Day
  readonly shard: number
  readonly shards: number
  /** Does everything, keeps nothing. */
  readonly dryRun?: boolean
  /** Where the tenant's column snapshot is built; without it none is left. */
  readonly snapshots?: string | undefined
}

export type ShardDone = { readonly accounts: number; readonly treatments: number }

/** One shard in one transaction: reads its positions once, keeps what was chosen, and counts as done. */
export async function runShard(db: Db, tenantId: bigint, work: ShardWork): Promise<ShardDone> {
  const { today, shard, shards, snapshots } = work
  const range = shardRange(shard, shards)
  const leavesPiece = snapshots !== undefined && work.dryRun !== true
  // Before the shard counts as done: a shard that is done has its piece.
  const onColumns = (columns: Columns) => {
    if (leavesPiece) writePiece(snapshots, shard, columns)
  }
  const { of, champion } = work
  const decideAndKeep = async (tx: Tx) => {
    const done = await decideRange(tx, tenantId, { today, range, of, champion, onColumns })
    const isKept = await keepShard(tx, tenantId, today, {
      shard,
      accounts: BigInt(done.accounts),
      treatments: BigInt(done.treatments),
    })
    // Another process kept this shard first: what was done here is undone and not counted.
    if (!isKept) return { result: { accounts: 0, treatments: 0 }, isUndone: true }
    return { result: done, isUndone: work.dryRun === true }
  }
  // A shard counts once however often it is tried: it may give way to somebody who locked crosswise.
  return inTenantOrUndone(db, tenantId, decideAndKeep, { retries: 3 })
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
export async function inTenantOrUndone<T>(
  db: Db,
  tenantId: bigint,
  work: (tx: Tx) => Promise<{ result: T; isUndone: boolean }>,
  options: { retries?: number } = {},
): Promise<T> {
  const orUndone = async (tx: Tx) => {
    const { result, isUndone } = await work(tx)
    if (isUndone) throw new Undone(result)
    return result
  }
  try {
    return await inTenant(db, tenantId, orUndone, options)
  } catch (error) {
    if (error instanceof Undone) return error.result as T
    throw error
  }
}
