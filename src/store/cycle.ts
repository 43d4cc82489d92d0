import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import type { Db, Tx } from './db.ts'
import { inTenant } from './db.ts'
import type { BorrowerRange } from './positions.ts'

/** One day's cycle: the number of shards is fixed when it begins, whoever finishes it. */
export type CycleRow = {
  readonly shards: number
  readonly finished: boolean
  /** Which version of each strategy the day is decided by. */
  readonly strategies: Readonly<Record<string, string>>
}

/** One past the greatest borrower id. */
const BOOK_END = 1n << 63n
const ACCOUNTS_A_SHARD = 60_000
const SHARDS_MAX = 4096

/** Ids are drawn evenly, so equal ranges of ids are equal shares of the book. */
export function shardRange(shard: number, shards: number): BorrowerRange {
  assert(shard >= 0 && shard < shards, `shard ${shard} of ${shards}`)
  const border = (n: number) => (BOOK_END * BigInt(n)) / BigInt(shards)
  return { from: border(shard), until: shard === shards - 1 ? undefined : border(shard + 1) }
}

/**
 * Begins the day's cycle, or finds the one that somebody began: only a new one counts the book. As long
 * as no shard is kept, the day is decided by what is in force now.
 */
export async function beginCycle(
  tx: Tx,
  tenantId: bigint,
  today: Day,
  strategies: Readonly<Record<string, string>>,
): Promise<CycleRow> {
  await tx.query(
    `update cycle set strategies = $3 where tenant_id = $1 and today = $2 and finished_at is null
       and not exists (select from cycle_shard where tenant_id = $1 and today = $2)`,
    [tenantId, today, JSON.stringify(strategies)],
  )
  const there = await findCycle(tx, tenantId, today)
  if (there !== undefined) return there
  const accounts = await tx.query<{ n: bigint }>(
    'select count(*) as n from position where tenant_id = $1',
    [tenantId],
  )
  const wanted = Math.ceil(Number(accounts.rows[0]?.n ?? 0n) / ACCOUNTS_A_SHARD) || 1
  await tx.query(
    `insert into cycle (tenant_id, today, shards, strategies) values ($1, $2, $3, $4)
     on conflict (tenant_id, today) do nothing`,
    [tenantId, today, Math.min(wanted, SHARDS_MAX), JSON.stringify(strategies)],
  )
  const begun = await findCycle(tx, tenantId, today)
  assert(begun !== undefined, `the cycle of ${today} was begun`)
  return begun
}

async function findCycle(tx: Tx, tenantId: bigint, today: Day): Promise<CycleRow | undefined> {
  const found = await tx.query<CycleRow>(
    'select shards, strategies, finished_at is not null as finished from cycle where tenant_id = $1 and today = $2',
    [tenantId, today],
  )
  return found.rows[0]
}

/** Which version of each strategy the day's cycle was begun with; undefined where none was begun. */
export async function namedOf(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<Readonly<Record<string, string>> | undefined> {
  const found = await tx.query<{ strategies: Readonly<Record<string, string>> }>(
    'select strategies from cycle where tenant_id = $1 and today = $2',
    [tenantId, today],
  )
  return found.rows[0]?.strategies
}

export type ShardRow = {
  readonly shard: number
  readonly accounts: bigint
  readonly treatments: bigint
}

export async function shardsDone(tx: Tx, tenantId: bigint, today: Day): Promise<ShardRow[]> {
  const result = await tx.query<ShardRow>(
    'select shard, accounts, treatments from cycle_shard where tenant_id = $1 and today = $2 order by shard',
    [tenantId, today],
  )
  return result.rows
}

/** Claims a shard for this transaction; false where another process keeps or kept it. */
export async function keepShard(
  tx: Tx,
  tenantId: bigint,
  today: Day,
  done: ShardRow,
): Promise<boolean> {
  const made = await tx.query(
    `insert into cycle_shard (tenant_id, today, shard, accounts, treatments) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, today, shard) do nothing`,
    [tenantId, today, done.shard, done.accounts, done.treatments],
  )
  return made.rowCount === 1
}

export async function finishCycle(db: Db, tenantId: bigint, today: Day): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    tx.query(
      `update cycle set finished_at = clock_timestamp()
       where tenant_id = $1 and today = $2 and finished_at is null`,
      [tenantId, today],
    ),
  )
}
