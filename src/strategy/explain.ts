import type { Past, PassedOver } from './cadence.ts'
import { NO_HISTORY, passedOver } from './cadence.ts'
import type { History } from './cadence.ts'
import type { CelValue } from './cel.ts'
import { celValue } from './cel.ts'
import { holds } from './cell.ts'
import type { Book } from './compile.ts'
import { admits, DEFAULT_LATENESS, wordOfCode } from './compile.ts'
import type { Column, PriorityOut, Rule, Strategy, Table, TreatmentOut } from './document.ts'
import type { FactName } from './facts.ts'
import type { Fact } from './fact.ts'
import { FACTS } from './facts.ts'
import { columnOfFact } from './parse-table.ts'
import { valueText } from './range-words.ts'
import type { StrategyRow } from './row.ts'
import { currencyOfCode } from './row.ts'

/** One cell held against the account: what it asks, what is so. */
export type CellTried = {
  readonly column: string
  readonly asks: string
  readonly is: string
  readonly holds: boolean
}

export type RowTried = {
  readonly rowNo: number
  readonly fits: boolean
  /** In the order of the columns; cells that ask nothing are left out. */
  readonly cells: readonly CellTried[]
}

export type TreatmentTried = RowTried & {
  readonly treatment: string
  readonly isNothing: boolean
  /** What became of the row; `not_read`: a `nothing` above it ended the walk. */
  readonly outcome: 'chosen' | 'no_fit' | 'other_stage' | 'nothing' | 'not_read' | PassedOver
  /** How often, and when last, it was chosen before. */
  readonly past: Past | undefined
}

export type PriorityTried = RowTried & {
  readonly points: number
  readonly per: { readonly fact: string; readonly units: number; readonly add: number } | undefined
}

export type FactUsed = {
  readonly name: FactName
  readonly value: number
  readonly text: string
  readonly zh: string
  readonly en: string
}

/** Why an account was decided as it was: every row that was tried, and the cell that spoke. */
export type Explanation = {
  readonly strategy: { readonly name: string; readonly version: number }
  readonly today: number
  readonly stage: string
  readonly tone: string
  readonly rowNo: number
  readonly facts: readonly FactUsed[]
  readonly stageRows: readonly RowTried[]
  readonly treatments: readonly TreatmentTried[]
  /** Empty where nobody waits for this account: its priority is 0. */
  readonly priorityRows: readonly PriorityTried[]
  readonly priority: number
}

export type ExplainAt = {
  readonly today: number
  readonly book: Book
  readonly history?: History | undefined
}

/** Walks the same tree as `decide`, cell by cell, and keeps what it saw. */
export function explain(strategy: Strategy, row: StrategyRow, at: ExplainAt): Explanation {
  const asked = new Asked(row, at)
  const builtIn =
    row.closedOn <= at.today ? 'closed' : row.heldUntil > at.today ? 'on_hold' : undefined
  const stageRows = builtIn === undefined ? untilFit(asked, strategy.stage) : []
  const found = strategy.stage.rules[(stageRows.at(-1)?.rowNo ?? 0) - 1]
  const where = builtIn === undefined ? found?.out : undefined
  const here = { stage: where?.stage ?? builtIn ?? 'none', tone: where?.tone ?? ('none' as const) }
  const treatments = treatmentsTried(asked, strategy, { ...at, row, ...here })
  const isIdle =
    builtIn === 'closed' ||
    (treatments.every((tried) => tried.outcome === 'other_stage') &&
      (here.tone === 'none' || builtIn === 'on_hold'))
  const priorityRows = isIdle ? [] : priorityTried(asked, strategy, here)
  return {
    strategy: { name: strategy.name, version: strategy.version },
    today: at.today,
    ...here,
    rowNo: where === undefined ? 0 : (found?.rowNo ?? 0),
    facts: asked.used(),
    stageRows,
    treatments,
    priorityRows,
    priority: priorityRows.reduce((sum, tried) => sum + tried.points, 0),
  }
}

function untilFit(asked: Asked, table: Table<unknown>): RowTried[] {
  const tried: RowTried[] = []
  for (const rule of table.rules) {
    const one = asked.row(table, rule)
    tried.push(one)
    if (one.fits) break
  }
  return tried
}

type Here = { readonly stage: string; readonly tone: string }

function treatmentsTried(
  asked: Asked,
  strategy: Strategy,
  at: Here & ExplainAt & { readonly row: StrategyRow },
): TreatmentTried[] {
  const table = strategy.treatments
  let ended = false
  return table.rules.map((rule): TreatmentTried => {
    const { out } = rule
    const past = (at.history ?? NO_HISTORY).get(out.treatment)
    const isNothing = out.action.do === 'nothing'
    const named = { treatment: out.treatment, isNothing, past }
    if (!admits(table.inputs, rule, at))
      return { rowNo: rule.rowNo, fits: false, cells: [], ...named, outcome: 'other_stage' }
    if (ended) return { rowNo: rule.rowNo, fits: false, cells: [], ...named, outcome: 'not_read' }
    const tried = asked.row(table, rule)
    if (tried.fits && isNothing) ended = true
    return { ...tried, ...named, outcome: outcomeOf(tried, rule, { ...at, past, isNothing }) }
  })
}

function outcomeOf(
  tried: RowTried,
  rule: Rule<TreatmentOut>,
  at: { row: StrategyRow; today: number; past: Past | undefined; isNothing: boolean },
): TreatmentTried['outcome'] {
  if (!tried.fits) return 'no_fit'
  return at.isNothing ? 'nothing' : (passedOver(rule.out, at.row, at) ?? 'chosen')
}

function priorityTried(asked: Asked, strategy: Strategy, at: Here): PriorityTried[] {
  const table = strategy.priority
  const rows: PriorityTried[] = []
  for (const rule of table?.rules ?? []) {
    if (table === undefined || !admits(table.inputs, rule, at)) continue
    const tried = asked.row(table, rule)
    rows.push({ ...tried, ...pointsOf(asked, rule.out, tried.fits) })
    if (tried.fits && table.policy === 'first') break
  }
  return rows
}

function pointsOf(
  asked: Asked,
  out: PriorityOut,
  fits: boolean,
): Pick<PriorityTried, 'points' | 'per'> {
  if (out.per === undefined) return { points: fits ? out.add : 0, per: undefined }
  const units = Math.min(asked.value(out.per), out.upTo ?? 0)
  return { points: fits ? out.add * units : 0, per: { fact: out.per, units, add: out.add } }
}

/** The account's facts, each read when a cell first asks for it. */
class Asked {
  readonly #row: StrategyRow
  readonly #at: ExplainAt
  readonly #values = new Map<FactName, number>()

  constructor(row: StrategyRow, at: ExplainAt) {
    this.#row = row
    this.#at = at
  }

  value(name: FactName): number {
    const known = this.#values.get(name)
    if (known !== undefined) return known
    const product = this.#at.book.products.find((one) => one.id === this.#row.product)
    const fact: Fact = FACTS[name]
    const value = fact.fill(this.#row, this.#at.today, product?.terms ?? DEFAULT_LATENESS)
    this.#values.set(name, value)
    return value
  }

  row(table: Table<unknown>, rule: Rule<unknown>): RowTried {
    const cells = table.inputs.flatMap((column, i): CellTried[] => {
      const cell = rule.cells[i]
      if (cell === undefined || cell.is === 'any') return []
      if (column.name === 'stage' || column.name === 'tone') return []
      const value = this.value(column.name)
      const currency = currencyOfCode(this.#row.currency)
      const word = { text: this.#word(column, value), currency }
      return [
        {
          column: column.name,
          asks: cell.text,
          is: this.text(column, value),
          holds: holds(cell, value, { ...word, read: (name) => this.#celValue(name) }),
        },
      ]
    })
    return { rowNo: rule.rowNo, fits: cells.every((cell) => cell.holds), cells }
  }

  #celValue(name: FactName): CelValue {
    const value = this.value(name)
    return celValue(FACTS[name], value, this.#word(columnOfFact(name), value))
  }

  text(column: Column, value: number): string {
    if (column.type === 'text') return `"${this.#word(column, value)}"`
    return valueText(column, value, currencyOfCode(this.#row.currency))
  }

  #word(column: Column, value: number): string {
    return column.type === 'text' ? wordOfCode(this.#at.book, value, column) : ''
  }

  used(): FactUsed[] {
    return [...this.#values].map(([name, value]) => ({
      name,
      value,
      text: this.text(columnOfFact(name), value),
      zh: FACTS[name].zh,
      en: FACTS[name].en,
    }))
  }
}
