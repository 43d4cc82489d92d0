import { dayFromNumber, dayNumber, type Day, type Instant } from '../core/calendar.ts'
import { writePositions } from '../store/book.ts'
import { keepChosen, newChosen, type Chosen } from '../store/chosen.ts'
import {
  beginCycle,
  finishCycle,
  keepShard,
  shardRange,
  shardsDone,
  sleepersOf,
} from '../store/cycle.ts'
import { inTenant, type Db, type Tx } from '../store/db.ts'
import { readPositions, stepsText, type BorrowerRange, type PositionReader } from '../store/positions.ts'
import { compiledStrategies, type StrategyOf } from '../store/strategy.ts'
import { chooseForBorrower, type AccountDecision, type BorrowerChoice } from '../strategy/borrower.ts'
import type { History, Past } from '../strategy/cadence.ts'
import { decide } from '../strategy/decide.ts'
import type { Decision } from '../strategy/decision.ts'
import { currencyOfCode, FOREVER, type StrategyRow } from '../strategy/row.ts'

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
export async function runCycle(db: Db, tenantId: bigint, options: CycleOptions): Promise<CycleResult> {
  const { today } = options
  const strategies = await inTenant(db, tenantId, (tx) => compiledStrategies(tx, tenantId, today))
  const begun = await begin(db, tenantId, options, strategies.named)
  const before = await inTenant(db, tenantId, (tx) => shardsDone(tx, tenantId, today))
  const total = { accounts: 0, treatments: 0, done: before.length }
  for (const shard of before) {
    total.accounts += Number(shard.accounts)
    total.treatments += Number(shard.treatments)
  }
  const known = new Set(before.map((shard) => shard.shard))
  const left = Array.from({ length: begun.shards }, (_, shard) => shard).filter((shard) => !known.has(shard))
  const work = async () => {
    for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
      options.signal?.throwIfAborted()
      const done = await runShard(db, tenantId, { ...options, shard, shards: begun.shards, of: strategies.of })
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

const begin = (db: Db, tenantId: bigint, options: CycleOptions, named: Readonly<Record<string, string>>) =>
  inTenantOrUndone(db, tenantId, async (tx) => ({
    result: await beginCycle(tx, tenantId, options.today, named),
    isUndone: options.dryRun === true,
  }))

type ShardOptions = CycleOptions & { readonly shard: number; readonly shards: number; readonly of: StrategyOf }

async function runShard(db: Db, tenantId: bigint, options: ShardOptions): Promise<Done> {
  const range = shardRange(options.shard, options.shards)
  return inTenantOrUndone(db, tenantId, async (tx) => {
    await wakeSleepers(tx, tenantId, { today: options.today, range })
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

const SLEEPERS_AT_ONCE = 2000

/** Derives again the positions whose day has come: an instalment fell due and nobody paid. */
async function wakeSleepers(tx: Tx, tenantId: bigint, scope: { today: Day; range: BorrowerRange }): Promise<void> {
  const keys = await sleepersOf(tx, tenantId, scope)
  for (let i = 0; i < keys.accountIds.length; i += SLEEPERS_AT_ONCE) {
    const borrowerIds = keys.borrowerIds.slice(i, i + SLEEPERS_AT_ONCE)
    const accountIds = keys.accountIds.slice(i, i + SLEEPERS_AT_ONCE)
    await writePositions(tx, tenantId, { borrowerIds, accountIds }, scope.today)
  }
}

type Range = { readonly today: Day; readonly range: BorrowerRange; readonly of: StrategyOf }

/** Decides every borrower of a range and keeps what was chosen. Also serves one borrower alone. */
export async function decideRange(tx: Tx, tenantId: bigint, options: Range): Promise<Done> {
  const reader = await readPositions(tx, tenantId, options.range)
  const chosen = newChosen()
  const accounts = decideAll(reader, chosen, { today: dayNumber(options.today), of: options.of })
  await keepChosen(tx, tenantId, { today: options.today, range: options.range }, chosen)
  return { accounts, treatments: chosen.treatments.rows }
}

type Deciding = { readonly today: number; readonly of: StrategyOf }

/** What is remembered of a borrower's accounts until the last of them was read. */
type Held = AccountDecision & {
  readonly history: History
  readonly portfolio: number
  readonly currency: number
  readonly arrears: number
  readonly oldest: number
}

function decideAll(reader: PositionReader, chosen: Chosen, options: Deciding): number {
  const { row } = reader
  let accounts = 0
  let borrower: bigint | undefined
  let held: Held[] = []
  for (let id = reader.next(); id !== undefined; id = reader.next()) {
    accounts++
    if (borrower !== undefined && id !== borrower) {
      keepBorrower(borrower, held, chosen, options)
      if (held.length > 0) held = []
    }
    borrower = id
    const compiled = options.of(row.portfolio).compiled
    const history = reader.history()
    const decision = decide(compiled, row, { today: options.today, history })
    if (decision.treatments.length > 0 || isBehind(row, options.today)) {
      held.push(heldOf(row, { decision, history }, options.today))
    }
  }
  if (borrower !== undefined) keepBorrower(borrower, held, chosen, options)
  return accounts
}

const isBehind = (row: StrategyRow, today: number): boolean =>
  row.oldestUnpaidDueOn < today && row.closedOn > today

const heldOf = (
  row: StrategyRow,
  of: { decision: Decision; history: History },
  today: number,
): Held => ({
  ...of,
  accountId: row.accountId,
  portfolio: row.portfolio,
  currency: row.currency,
  arrears: row.arrears,
  oldest: isBehind(row, today) ? row.oldestUnpaidDueOn : FOREVER,
})

function keepBorrower(borrower: bigint, held: readonly Held[], chosen: Chosen, options: Deciding): void {
  const [first, ...rest] = held
  if (first === undefined) return
  const day = chooseForBorrower([first, ...rest])
  const byAccount = new Map(held.map((account) => [account.accountId, account]))
  const steps = new Map<bigint, Map<string, Past>>()
  for (const choice of day.chosen) {
    const account = byAccount.get(choice.accountId) ?? first
    // Chosen today already: an event decided this borrower again.
    if (account.history.get(choice.treatment)?.lastOn === options.today) continue
    keepTreatment(borrower, choice, chosen, { account, strategy: options.of(account.portfolio) })
    const of = steps.get(choice.accountId) ?? new Map(account.history)
    steps.set(choice.accountId, of.set(choice.treatment, { times: choice.times, lastOn: options.today }))
  }
  for (const [account, of] of steps) chosen.cadence.add([borrower, account, stepsText(of)])
  keepCase(borrower, held, chosen, { lead: byAccount.get(day.lead.accountId) ?? first, next: day.chosen[0]?.treatment })
}

function keepTreatment(
  borrower: bigint,
  choice: BorrowerChoice,
  chosen: Chosen,
  of: { account: Held; strategy: ReturnType<StrategyOf> },
): void {
  const { decision } = of.account
  chosen.treatments.add([
    borrower, choice.accountId, of.strategy.name, of.strategy.version, choice.stage, decision.tone,
    choice.rowNo, choice.treatment, choice.channel ?? null, choice.template ?? null,
    choice.worklist ?? null, Math.round(decision.priority), choice.approval ?? null,
    choice.askAgainOn === undefined ? null : dayFromNumber(choice.askAgainOn),
  ])
}

/** A borrower with an account behind has one case; a reminder before the due day makes none. */
function keepCase(
  borrower: bigint,
  held: readonly Held[],
  chosen: Chosen,
  of: { lead: Held; next: string | undefined },
): void {
  const behind = held.filter((account) => account.oldest !== FOREVER)
  const lead = behind.includes(of.lead) ? of.lead : behind[0]
  if (lead === undefined) return
  // Amounts of two currencies do not add up: the case shows the lead account's currency.
  const arrears = behind.reduce((sum, account) => sum + (account.currency === lead.currency ? account.arrears : 0), 0)
  const oldest = Math.min(...behind.map((account) => account.oldest))
  chosen.cases.add([
    borrower, lead.accountId, lead.portfolio, lead.decision.stage === 'on_hold' ? 'on_hold' : 'open',
    lead.decision.stage, lead.decision.tone, of.next ?? null, Math.round(lead.decision.priority),
    arrears, currencyOfCode(lead.currency), dayFromNumber(oldest),
  ])
}
