import { assert } from '../core/assert.ts'
import { channelBit } from '../core/channel.ts'
import {
  chooseForBorrower,
  type AccountDecision,
  type BorrowerChoice,
} from '../strategy/borrower.ts'
import { channelOf, NO_HISTORY, timesNow, type History, type Past } from '../strategy/cadence.ts'
import { positionAt, RowReader } from '../strategy/columns-read.ts'
import { ENTRY, type Columns } from '../strategy/columns.ts'
import type { Compiled } from '../strategy/compile.ts'
import { choiceOf, decide } from '../strategy/decide.ts'
import type { Decision } from '../strategy/decision.ts'
import { chosenAt } from '../strategy/kernel-decision.ts'
import { dayRunner, decideColumns, type Runner } from '../strategy/kernel-run.ts'
import { priorityAt, rowAt, stageAt, type Output } from '../strategy/kernel.ts'
import { FOREVER, NO_POSITION } from '../strategy/row.ts'
import { currencyText, type CaseWalk } from './case-rows.ts'
import type { Keeper } from './chosen.ts'
import { stepsText } from './positions.ts'
import type { Deciding, InForce } from './strategy-in-force.ts'

/** Who decides, and what stands before. */
export type Shard = Pick<InForce, 'of' | 'champion'> & {
  readonly columns: Columns
  readonly cases: CaseWalk
}

/** Decides every account of the columns and keeps what is to be written in `chosen`. */
export function decideShard(shard: Shard, chosen: Keeper): void {
  const { columns } = shard
  const lines = linesOf(shard)
  const reader = new RowReader(columns, NO_POSITION, PACED)
  const used = usedToday(columns, lines)
  let borrower: bigint | undefined
  let held: Held[] = []
  const keep = () => {
    const [first, ...rest] = held
    if (borrower !== undefined && first !== undefined)
      keepBorrower(
        { borrower, held: [first, ...rest], today: columns.asOf, used: used.get(borrower) ?? 0 },
        shard.cases,
        chosen,
      )
    held = []
  }
  const shown = shownOf(columns)
  for (let row = 0; row < columns.rows; row++) {
    const line = lines.at(row)
    if (line === undefined && !isBehind(shown, row)) continue
    const own = columns.borrowerId[row] as bigint
    if (own !== borrower) keep()
    borrower = own
    const account = heldOf(columns, row, { shown, lines, line, reader })
    if (account.decision.treatments.length > 0 || account.oldest !== FOREVER) held.push(account)
  }
  keep()
  shard.cases.end()
  chosen.keepClosed(shard.cases.closed)
}

/** What of a row tells how often a step was chosen in this delinquency. */
const PACED: ReadonlySet<string> = new Set(['delinquentSince', 'oldestUnpaidDueOn', 'curedOn'])

/** The kernels' lines by row, and whose decision each row awaits. */
class Lines {
  readonly #lines: Int32Array
  readonly #who: Uint8Array
  readonly #deciders: readonly Decider[]

  constructor(lines: Int32Array, who: Uint8Array, deciders: readonly Decider[]) {
    this.#lines = lines
    this.#who = who
    this.#deciders = deciders
  }

  at(row: number): number | undefined {
    const line = this.#lines[row] as number
    return line === 0 ? undefined : line - 1
  }

  decider(row: number): Decider {
    return this.#deciders[this.#who[row] as number] as Decider
  }
}

type Decider = {
  readonly no: number
  readonly by: Deciding
  readonly isHeldOut: boolean
  output?: Output
  runner: Runner
}

function linesOf({ columns, of, champion }: Shard): Lines {
  const deciders: Decider[] = []
  const who = new Uint8Array(columns.rows)
  const noOf = new Map<string, number>()
  const { portfolio } = columns.values
  const isDivided = of !== champion
  const find = (row: number): number => {
    const own = portfolio[row] as number
    const said = of(own, columns.borrowerId[row] as bigint)
    const by = said === 'hold_out' ? champion(own) : said
    const key = `${said === 'hold_out'} ${by.arm} ${by.name} ${by.version}`
    const known = noOf.get(key)
    if (known !== undefined) return known
    const runner = runnerOn(by.compiled, columns.asOf)
    const no = deciders.length
    deciders.push({ no, by, isHeldOut: said === 'hold_out', runner })
    noOf.set(key, no)
    assert(no < 256, 'a book has fewer than 256 strategies and arms')
    return no
  }
  const ofPortfolio = new Map<number, number>()
  for (let row = 0; row < columns.rows; row++) {
    if (isDivided) {
      who[row] = find(row)
      continue
    }
    const own = portfolio[row] as number
    let no = ofPortfolio.get(own)
    if (no === undefined) ofPortfolio.set(own, (no = find(row)))
    who[row] = no
  }
  const lines = new Int32Array(columns.rows)
  const outputs = new Map<Runner, Output>()
  deciders.forEach((decider, no) => {
    const output = outputs.get(decider.runner) ?? decideColumns(decider.runner, columns)
    outputs.set(decider.runner, output)
    decider.output = output
    for (let n = 0; n < output.count; n++) {
      const row = rowAt(output, n)
      if (who[row] === no) lines[row] = n + 1
    }
  })
  return new Lines(lines, who, deciders)
}

/** One kernel a strategy and day, for every shard and every event: making it costs more than a shard. */
const runners = new WeakMap<Compiled, Runner>()

function runnerOn(compiled: Compiled, asOf: number): Runner {
  const known = runners.get(compiled)
  if (known?.kernel.asOf === asOf) return known
  const made = dayRunner(compiled, { asOf })
  runners.set(compiled, made)
  return made
}

/** The few columns of a case, each at a place of its own: asked by name among forty they cost more. */
type Shown = {
  readonly accountId: BigInt64Array
  readonly portfolio: Int16Array
  readonly currency: Int16Array
  readonly promiseUntil: Int16Array
  readonly oldest: Int16Array
  readonly closedOn: Int16Array
  readonly arrears: Float64Array
  readonly asOf: number
}

function shownOf({ values, accountId, asOf }: Columns): Shown {
  return {
    accountId,
    portfolio: values.portfolio as Int16Array,
    currency: values.currency as Int16Array,
    promiseUntil: values.promiseUntil as Int16Array,
    oldest: values.oldestUnpaidDueOn as Int16Array,
    closedOn: values.closedOn as Int16Array,
    arrears: values.arrears as Float64Array,
    asOf,
  }
}

const isBehind = ({ oldest, closedOn, asOf }: Shown, row: number): boolean =>
  (oldest[row] as number) < asOf && (closedOn[row] as number) > asOf

/** What is remembered of a borrower's accounts until the last of them was decided. */
type Held = AccountDecision & {
  readonly history: History
  readonly portfolio: number
  readonly currency: number
  readonly arrears: number
  readonly isPromised: boolean
  readonly oldest: number
  readonly by: Deciding
  readonly no: number
}

type Line = {
  readonly shown: Shown
  readonly lines: Lines
  readonly line: number | undefined
  readonly reader: RowReader
}

function heldOf(columns: Columns, row: number, of: Line): Held {
  const { shown, lines, reader } = of
  const decider = lines.decider(row)
  const decision = decisionOf(columns, row, of)
  return {
    // Nothing is done to people of a hold-out, but their case stands where it would.
    decision: decider.isHeldOut ? { ...decision, treatments: [] } : decision,
    history: decision.treatments.length > 0 ? reader.history : NO_HISTORY,
    accountId: shown.accountId[row] as bigint,
    portfolio: shown.portfolio[row] as number,
    currency: shown.currency[row] as number,
    arrears: shown.arrears[row] as number,
    isPromised: (shown.promiseUntil[row] as number) >= shown.asOf,
    oldest: isBehind(shown, row) ? (shown.oldest[row] as number) : FOREVER,
    by: decider.by,
    no: decider.no,
  }
}

/** The kernel's line as a decision; an account without a line follows nothing up, and says why. */
function decisionOf(columns: Columns, row: number, of: Line): Decision {
  const { line, reader } = of
  const decider = of.lines.decider(row)
  const { output, runner, by } = decider
  const today = columns.asOf
  if (line === undefined || output === undefined)
    return decide(by.compiled, positionAt(columns, row).row, { today })
  const stage = runner.kernel.stages[stageAt(output, line)]
  assert(stage !== undefined, 'a line has a stage')
  const rows = chosenAt(runner.kernel, output, line)
  if (rows.length > 0) reader.read(row)
  return {
    stage: stage.stage,
    tone: stage.tone,
    rowNo: stage.rowNo,
    priority: priorityAt(output, line),
    idle: false,
    treatments: rows.map((flat) => {
      const past = reader.history.get(flat.out.treatment)
      return choiceOf(flat, { today, times: timesNow(reader.row, { today, past }) + 1 })
    }),
  }
}

/**
 * Channels that the day has chosen for a borrower before: an event may decide somebody a second time,
 * and their second account must not then bring what the first account's step left out.
 */
function usedToday({ history, treatments, asOf, borrowerId }: Columns, lines: Lines) {
  const used = new Map<bigint, number>()
  const { entries } = history
  for (let at = 0; at < entries.length; at += ENTRY) {
    if (entries[at + 1] !== asOf) continue
    const row = entries[at] as number
    const name = treatments[(entries[at + 2] as number) >> 16]
    const { rules } = lines.decider(row).by.compiled.strategy.treatments
    for (const { out } of rules) {
      const channel = out.treatment === name ? channelOf(out.action) : undefined
      if (channel === undefined) continue
      const borrower = borrowerId[row] as bigint
      used.set(borrower, (used.get(borrower) ?? 0) | channelBit(channel))
    }
  }
  return used
}

type Keeping = {
  /** Channels of what the day chose before. */
  readonly used: number
  readonly borrower: bigint
  readonly held: readonly [Held, ...Held[]]
  readonly today: number
}

// No function is made on the way: here every account that is behind comes by.
function keepBorrower(of: Keeping, cases: CaseWalk, chosen: Keeper): void {
  const { borrower, held, today, used } = of
  const day = chooseForBorrower<Held>(held, used)
  for (const account of held) {
    if (account.decision.treatments.length > 0)
      keepSteps({ borrower, account, today }, day.chosen, chosen)
  }
  const next = day.chosen[0]?.choice.treatment
  keepCase(of, { lead: day.lead, next }, { cases, chosen })
}

/** What is chosen for one account today, beside what the day chose before. */
function keepSteps(
  of: { readonly borrower: bigint; readonly account: Held; readonly today: number },
  all: readonly BorrowerChoice<Held>[],
  chosen: Keeper,
): void {
  const { borrower, account, today } = of
  const { accountId, decision, by, no } = account
  let steps: Map<string, Past> | undefined
  for (const one of all) {
    const { choice } = one
    // Chosen today already: an event decided this borrower again.
    if (one.account !== account || account.history.get(choice.treatment)?.lastOn === today) continue
    chosen.keepTreatment({ borrowerId: borrower, accountId }, { by, no, decision, choice })
    steps ??= new Map(account.history)
    steps.set(choice.treatment, { times: choice.times, lastOn: today })
  }
  if (steps === undefined) return
  const isNew = account.history.size === 0
  chosen.keepCadence({ borrowerId: borrower, accountId, steps: stepsText(steps), isNew })
}

/** A borrower with an account behind has one case; a reminder before the due day makes none. */
function keepCase(
  { borrower, held }: Keeping,
  of: { readonly lead: Held; readonly next: string | undefined },
  into: { readonly cases: CaseWalk; readonly chosen: Keeper },
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
  const row = {
    borrowerId: borrower,
    leadAccountId: lead.accountId,
    portfolio: lead.portfolio,
    state: stage === 'on_hold' ? 'on_hold' : lead.isPromised ? 'promised' : 'open',
    stage,
    tone,
    next: of.next,
    priority,
    arrears,
    currency: currencyText(lead.currency),
    oldest,
  }
  into.chosen.keepCase(row, into.cases.find(row))
}
