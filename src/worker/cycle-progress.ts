import type pg from 'pg'
import type { Day, Instant } from '../core/calendar.ts'
import type { ShardRow } from '../store/cycle.ts'
import type { Db } from '../store/db.ts'

export type CycleProgress = {
  readonly accounts: number
  readonly done: number
  readonly shards: number
  /** What is left, at the pace so far. */
  readonly secondsLeft: number
}

export type CycleOptions = {
  readonly today: Day
  readonly now: Instant
  /** Does everything, keeps nothing. */
  readonly dryRun?: boolean
  readonly onShard?: (done: CycleProgress) => void
  readonly signal?: AbortSignal
  /** Shards that this process works on at once: a connection each. */
  readonly atOnce?: number
  /** The queue over which other processes take shards too; without it this one works alone. */
  readonly jobs?: pg.Pool | undefined
  /** Where the night leaves the tenant's column snapshot; without it none is left. */
  readonly snapshots?: string | undefined
}

/** Which shards are done, and how long the rest will take. */
export class Progress {
  accounts = 0
  treatments = 0
  readonly #done = new Set<number>()
  readonly #of: Pick<CycleOptions, 'onShard'> & { readonly shards: number }
  readonly #before: number
  readonly #started = performance.now()

  constructor(
    before: readonly ShardRow[],
    of: Pick<CycleOptions, 'onShard'> & { readonly shards: number },
  ) {
    this.#of = of
    this.#before = before.length
    for (const shard of before) this.#add(shard)
  }

  get left(): number[] {
    const all = Array.from({ length: this.#of.shards }, (_, shard) => shard)
    return all.filter((shard) => !this.#done.has(shard))
  }

  /** What is done now, whoever did it; says so where it is news. */
  tell(rows: readonly ShardRow[]): boolean {
    const news = rows.filter((row) => !this.#done.has(row.shard))
    if (news.length === 0) return false
    for (const row of news) this.#add(row)
    const { shards, onShard } = this.#of
    const done = this.#done.size
    const pace = (performance.now() - this.#started) / 1000 / (done - this.#before)
    const secondsLeft = Math.round(pace * (shards - done))
    onShard?.({ accounts: this.accounts, done, shards, secondsLeft })
    return true
  }

  #add({ shard, accounts, treatments }: ShardRow): void {
    this.#done.add(shard)
    this.accounts += Number(accounts)
    this.treatments += Number(treatments)
  }
}

export type CycleWork = {
  readonly db: Db
  readonly tenantId: bigint
  readonly options: CycleOptions
  readonly progress: Progress
  readonly shards: number
}

export const SHARDS_AT_ONCE = 2
