import { dayFromNumber, dayNumber, type Day } from '../core/calendar.ts'
import {
  chooseForBorrower,
  type AccountDecision,
  type BorrowerChoice,
} from '../strategy/borrower.ts'
import type { History, Past } from '../strategy/cadence.ts'
import { decide } from '../strategy/decide.ts'
import type { Decision } from '../strategy/decision.ts'
import { currencyOfCode, FOREVER, type StrategyRow } from '../strategy/row.ts'
import { keepChosen, newChosen, type Chosen } from './chosen.ts'
import type { Tx } from './db.ts'
import { readPositions, stepsText, type BorrowerRange, type PositionReader } from './positions.ts'
import { compiledStrategies, type StrategyOf } from './strategy.ts'

type Range = { readonly today: Day; readonly range: BorrowerRange; readonly of: StrategyOf }

/** Decides every borrower of a range and keeps what was chosen: the night's shard, or one person. */
export async function decideRange(
  tx: Tx,
  tenantId: bigint,
  options: Range,
): Promise<{ readonly accounts: number; readonly treatments: number }> {
  const reader = await readPositions(tx, tenantId, options.range)
  const chosen = newChosen()
  const accounts = decideAll(reader, chosen, { today: dayNumber(options.today), of: options.of })
  await keepChosen(tx, tenantId, { today: options.today, range: options.range }, chosen)
  return { accounts, treatments: chosen.treatments.rows }
}

/**
 * Decides one borrower again in the transaction of an event, from the positions as they are then.
 * Where a portfolio has no strategy in force the event stands and the next cycle says so.
 */
export async function decideBorrower(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<'decided' | 'no_strategy'> {
  const strategies = await compiledStrategies(tx, tenantId, today)
  const found = await tx.query<{ portfolio_id: number }>(
    'select distinct portfolio_id from position where tenant_id = $1 and borrower_id = $2',
    [tenantId, borrowerId],
  )
  if (!found.rows.every((row) => strategies.covers(row.portfolio_id))) return 'no_strategy'
  const range = { from: borrowerId, until: borrowerId + 1n }
  await decideRange(tx, tenantId, { today, range, of: strategies.of })
  return 'decided'
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

function keepBorrower(
  borrower: bigint,
  held: readonly Held[],
  chosen: Chosen,
  options: Deciding,
): void {
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
    steps.set(
      choice.accountId,
      of.set(choice.treatment, { times: choice.times, lastOn: options.today }),
    )
  }
  for (const [account, of] of steps) chosen.cadence.add([borrower, account, stepsText(of)])
  keepCase(borrower, held, chosen, {
    lead: byAccount.get(day.lead.accountId) ?? first,
    next: day.chosen[0]?.treatment,
  })
}

function keepTreatment(
  borrower: bigint,
  choice: BorrowerChoice,
  chosen: Chosen,
  of: { account: Held; strategy: ReturnType<StrategyOf> },
): void {
  const { decision } = of.account
  chosen.treatments.add([
    borrower,
    choice.accountId,
    of.strategy.name,
    of.strategy.version,
    choice.stage,
    decision.tone,
    choice.rowNo,
    choice.treatment,
    choice.channel ?? null,
    choice.template ?? null,
    choice.worklist ?? null,
    Math.round(decision.priority),
    choice.approval ?? null,
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
  const arrears = behind.reduce(
    (sum, account) => sum + (account.currency === lead.currency ? account.arrears : 0),
    0,
  )
  const oldest = Math.min(...behind.map((account) => account.oldest))
  chosen.cases.add([
    borrower,
    lead.accountId,
    lead.portfolio,
    lead.decision.stage === 'on_hold' ? 'on_hold' : 'open',
    lead.decision.stage,
    lead.decision.tone,
    of.next ?? null,
    Math.round(lead.decision.priority),
    arrears,
    currencyOfCode(lead.currency),
    dayFromNumber(oldest),
  ])
}
