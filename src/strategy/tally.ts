import { chooseForBorrower, type AccountDecision } from './borrower.ts'
import type { History } from './cadence.ts'
import type { Compiled } from './compile.ts'
import { decide, speakingRows } from './decide.ts'
import type { Choice, Decision } from './decision.ts'
import type { TableName } from './diff.ts'
import type { StrategyRow } from './row.ts'

/** How many accounts a row spoke for, and the places in the book of the first few of them. */
export type RowHits = { readonly rowNo: number; hits: number; readonly samples: number[] }

export const SAMPLES_MAX = 5

/** People who wait for hours in one worklist; the two lists go side by side. */
export type Waiting = { readonly priorities: number[]; readonly accountIds: bigint[] }

type Read = {
  readonly borrowerId: bigint
  readonly row: StrategyRow
  readonly history: History
  /** Where the account stands in the book. */
  readonly place: number
}

/**
 * A strategy over a book, borrower by borrower, decided as the night decides and counted as an
 * editor shows it: per row, per stage, per worklist. What each person is met with is kept as one
 * number, so that two versions compare by these. The plain reading: `whatIf` counts the same from
 * columns, and must agree with it on every book.
 */
export class Tally {
  accounts = 0
  people = 0
  readonly tables: Readonly<Record<TableName, readonly RowHits[]>>
  /** Accounts in each stage, the built-in ones too. */
  readonly stages = new Map<string, number>()
  readonly waiting = new Map<string, Waiting>()
  /** What each person is met with, in the order of the book; 0 is nothing. */
  readonly steps: number[] = []
  readonly #compiled: Compiled
  readonly #today: number
  readonly #names: StepNames
  /** Some stages without work have offers: then idle accounts are asked too. */
  readonly #offers: boolean
  #borrower: bigint | undefined
  #decided: AccountDecision[] = []

  constructor(compiled: Compiled, today: number, names: StepNames) {
    this.#compiled = compiled
    this.#today = today
    this.#names = names
    const { strategy } = compiled
    this.#offers = compiled.stageRows.some(({ out }) => out.idle && out.offers.length > 0)
    const rows = (table: { rules: readonly { rowNo: number }[] } | undefined) =>
      (table?.rules ?? []).map(({ rowNo }): RowHits => ({ rowNo, hits: 0, samples: [] }))
    this.tables = {
      stage: rows(strategy.stage),
      treatments: rows(strategy.treatments),
      priority: rows(strategy.priority),
      offer: rows(strategy.offer),
    }
  }

  /** The next account of the book. `row` may be filled again for the next: nothing of it is kept. */
  read(account: Read): void {
    if (account.borrowerId !== this.#borrower) this.finish()
    this.#borrower = account.borrowerId
    this.#decided.push(this.#decide(account))
  }

  /** After the last account: the steps of the last person are counted too. */
  finish(): void {
    const decided = this.#decided
    const [first, ...rest] = decided
    if (first === undefined) return
    this.#decided = []
    this.people++
    if (decided.every(({ decision }) => decision.treatments.length === 0)) {
      this.steps.push(0)
      return
    }
    const { chosen } = chooseForBorrower([first, ...rest])
    this.steps.push(
      this.#names.numberOf(
        chosen.map(({ account, choice }) => [decided.indexOf(account), choice] as const),
      ),
    )
    for (const { account, choice } of chosen) this.#wait(account, choice)
  }

  #decide({ row, history, place }: Read): AccountDecision {
    this.accounts++
    const at = { today: this.#today, history }
    const decision = decide(this.#compiled, row, at)
    this.stages.set(decision.stage, (this.stages.get(decision.stage) ?? 0) + 1)
    this.#hit('stage', decision.rowNo, place)
    for (const choice of decision.treatments) this.#hit('treatments', choice.rowNo, place)
    if (decision.idle && !this.#offers) return { accountId: row.accountId, decision }
    const speaking = speakingRows(this.#compiled, row, at)
    for (const rowNo of speaking.priority) this.#hit('priority', rowNo, place)
    if (speaking.offer !== undefined) this.#hit('offer', speaking.offer, place)
    return { accountId: row.accountId, decision }
  }

  #hit(table: TableName, rowNo: number, place: number): void {
    const found = this.tables[table][rowNo - 1]
    if (found === undefined) return
    found.hits++
    if (found.samples.length < SAMPLES_MAX) found.samples.push(place)
  }

  #wait({ accountId, decision }: { accountId: bigint; decision: Decision }, choice: Choice): void {
    if (choice.worklist === undefined) return
    const list = this.waiting.get(choice.worklist) ?? { priorities: [], accountIds: [] }
    this.waiting.set(choice.worklist, list)
    list.priorities.push(Math.round(decision.priority))
    list.accountIds.push(accountId)
  }
}

/** The same number for the same steps: shared by the tallies that are compared. */
export class StepNames {
  readonly #numbers = new Map<string, number>()

  numberOf(steps: readonly (readonly [account: number, choice: Choice])[]): number {
    if (steps.length === 0) return 0
    const text = steps.map(([account, choice]) => [account, ...wordsOf(choice)].join()).join(';')
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size + 1)
    return this.#numbers.size
  }
}

const wordsOf = ({ treatment, channel, template, worklist, approval }: Choice) => [
  treatment,
  channel,
  template,
  worklist,
  approval,
]

/** People whose steps differ. Both tallies read the same book. */
export function peopleChanged(before: readonly number[], after: readonly number[]): number {
  let changed = 0
  after.forEach((step, person) => {
    if (step !== before[person]) changed++
  })
  return changed
}
