import { dayNumber, type Day } from '../core/calendar.ts'
import {
  chooseForBorrower,
  type AccountDecision,
  type BorrowerChoice,
} from '../strategy/borrower.ts'
import type { History } from '../strategy/cadence.ts'
import { decide } from '../strategy/decide.ts'
import type { Decision } from '../strategy/decision.ts'
import { currencyOfCode, FOREVER, type StrategyRow } from '../strategy/row.ts'
import { Chosen, copyText, keepChosen } from './chosen.ts'
import type { Tx } from './db.ts'
import { readPositions, stepsText, type BorrowerRange, type PositionReader } from './positions.ts'
import { compiledStrategies, type Deciding, type InForce } from './strategy-in-force.ts'

type Who = Pick<InForce, 'of' | 'champion'>
type Range = Who & { readonly today: Day; readonly range: BorrowerRange }

/** Decides every borrower of a range and keeps what was chosen: the night's shard, or one person. */
export async function decideRange(
  tx: Tx,
  tenantId: bigint,
  options: Range,
): Promise<{ readonly accounts: number; readonly treatments: number }> {
  const reader = await readPositions(tx, tenantId, options.range)
  const chosen = new Chosen()
  const { of, champion } = options
  const accounts = decideAll(reader, chosen, { today: dayNumber(options.today), of, champion })
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
  await decideRange(tx, tenantId, { ...strategies, today, range })
  return 'decided'
}

type Options = Who & { readonly today: number }

/** What is remembered of a borrower's accounts until the last of them was read. */
type Held = AccountDecision & {
  readonly history: History
  readonly portfolio: number
  readonly currency: number
  readonly arrears: number
  readonly oldest: number
  readonly by: Deciding
}

function decideAll(reader: PositionReader, chosen: Chosen, options: Options): number {
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
    const who = options.of(row.portfolio, id)
    const by = who === 'hold_out' ? options.champion(row.portfolio) : who
    const history = reader.history()
    const decided = decide(by.compiled, row, { today: options.today, history })
    // Nothing is done to people of a hold-out, but their case stands where it would.
    const decision = who === 'hold_out' ? { ...decided, treatments: [] } : decided
    if (decision.treatments.length > 0 || isBehind(row, options.today)) {
      held.push(heldOf(row, { decision, history, by }, options.today))
    }
  }
  if (borrower !== undefined) keepBorrower(borrower, held, chosen, options)
  return accounts
}

const isBehind = (row: StrategyRow, today: number): boolean =>
  row.oldestUnpaidDueOn < today && row.closedOn > today

const heldOf = (
  row: StrategyRow,
  of: { decision: Decision; history: History; by: Deciding },
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
  options: { readonly today: number },
): void {
  const [first, ...rest] = held
  if (first === undefined) return
  const day = chooseForBorrower<Held>([first, ...rest])
  let isNews = false
  for (const { account, choice } of day.chosen) {
    // Chosen today already: an event decided this borrower again.
    if (account.history.get(choice.treatment)?.lastOn === options.today) continue
    keepTreatment(borrower, { account, choice }, chosen)
    isNews = true
  }
  if (isNews) {
    for (const account of held) {
      const choices = day.chosen.filter((one) => one.account === account)
      if (choices.length > 0)
        keepCadence(borrower, account, chosen, { choices, today: options.today })
    }
  }
  keepCase(borrower, held, chosen, { lead: day.lead, next: day.chosen[0]?.choice.treatment })
}

function keepTreatment(
  borrower: bigint,
  { account, choice }: BorrowerChoice<Held>,
  chosen: Chosen,
): void {
  const { name, version } = account.by
  const { stage, tone, priority } = account.decision
  const ruleNo = chosen.ruleNo({ strategy: name, version, stage, tone, choice })
  chosen.treatments.add(
    `${borrower}\t${account.accountId}\t${ruleNo}\t${Math.round(priority)}\t${choice.askAgainOn ?? '\\N'}`,
  )
}

function keepCadence(
  borrower: bigint,
  account: Held,
  chosen: Chosen,
  of: { choices: readonly BorrowerChoice<Held>[]; today: number },
): void {
  const steps = new Map(account.history)
  for (const { choice } of of.choices) {
    if (account.history.get(choice.treatment)?.lastOn === of.today) continue
    steps.set(choice.treatment, { times: choice.times, lastOn: of.today })
  }
  chosen.cadence.add(`${borrower}\t${account.accountId}\t${copyText(stepsText(steps))}`)
}

/** A borrower with an account behind has one case; a reminder before the due day makes none. */
function keepCase(
  borrower: bigint,
  held: readonly Held[],
  chosen: Chosen,
  of: { lead: Held; next: string | undefined },
): void {
  const lead =
    of.lead.oldest === FOREVER ? held.find((account) => account.oldest !== FOREVER) : of.lead
  if (lead === undefined) return
  // Amounts of two currencies do not add up: the case shows the lead account's currency.
  let arrears = 0
  let oldest = FOREVER
  for (const account of held) {
    if (account.oldest === FOREVER) continue
    if (account.currency === lead.currency) arrears += account.arrears
    oldest = Math.min(oldest, account.oldest)
  }
  const { stage, tone, priority } = lead.decision
  const state = stage === 'on_hold' ? 'on_hold' : 'open'
  chosen.cases.add(
    `${borrower}\t${lead.accountId}\t${lead.portfolio}\t${state}\t${copyText(stage)}\t${tone}\t${copyText(of.next)}` +
      `\t${Math.round(priority)}\t${arrears}\t${currencyOfCode(lead.currency)}\t${oldest}`,
  )
}
