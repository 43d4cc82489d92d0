import type { Columns } from './columns.ts'
import { BLOCK } from './columns.ts'
import type { Compiled } from './compile.ts'
import type { TableName } from './diff.ts'
import { LINE } from './kernel-layout.ts'
import { OpenRows } from './kernel-open.ts'
import { compileKernel, type Kernel } from './kernel.ts'
import { columnList, outputList, runnerOf, type Runner } from './kernel-run.ts'
import { BITS } from './kernel-tables.ts'
import { Persons } from './what-if-person.ts'
import { Steps, StepNumbers } from './what-if-step.ts'

/** How many accounts a row spoke for, and the places in the book of the first few of them. */
export type RowHits = { readonly rowNo: number; hits: number; readonly places: number[] }
export const PLACES_MAX = 5

/** Cases that a worklist would get, in the order of the book; the three arrays go side by side. */
export type WaitingCases = {
  readonly list: Int32Array
  readonly priority: Int32Array
  readonly place: Int32Array
}

/** What a part of a book would see. Parts add up (`added`); it may be sent from thread to thread. */
export type WhatIf = {
  accounts: number
  people: number
  /** Accounts whose stage or treatments differ from the other strategy's; 0 without one. */
  accountsChanged: number
  /** People whose steps differ, after their accounts are taken together. */
  peopleChanged: number
  /** Accounts that change into a worklist or within it, in the order of `worklists`. */
  readonly changedIn: number[]
  readonly tables: Readonly<Record<TableName, readonly RowHits[]>>
  /** Accounts at each stage, those of the language itself too. */
  readonly stages: ReadonlyMap<string, number>
  readonly worklists: readonly string[]
  readonly waiting: WaitingCases
}

export type WhatIfOf = {
  readonly columns: Columns
  readonly compiled: Compiled
  /** The strategy to compare with. */
  readonly before?: Compiled | undefined
  /** The portfolios that the strategy runs; undefined counts the whole book. */
  readonly portfolios?: readonly number[] | undefined
}

/** Rows of the book, and whether whoever asked has asked anew meanwhile. */
export type WhatIfSpan = {
  readonly from?: number
  readonly until?: number
  readonly isCancelled?: () => boolean
}

/** A strategy over a book, and what would change against another; undefined where it was cancelled. */
export function whatIf(of: WhatIfOf, span: WhatIfSpan = {}): WhatIf | undefined {
  return new WhatIfRun(of).count(span)
}

/** Two strategies made ready for a book: any of its parts may be counted, one after another. */
export class WhatIfRun {
  readonly #columns: Columns
  readonly #after: Side
  readonly #before: Side | undefined
  readonly #portfolios: ReadonlySet<number> | undefined

  constructor({ columns, compiled, before, portfolios }: WhatIfOf) {
    const numbers = new StepNumbers()
    this.#columns = columns
    this.#after = new Side(columns, compiled, numbers)
    this.#before = before && new Side(columns, before, numbers)
    this.#portfolios = portfolios && new Set(portfolios)
  }

  count({ from = 0, until = this.#columns.rows, isCancelled }: WhatIfSpan): WhatIf | undefined {
    const { rows } = this.#columns
    const persons = new Persons({
      columns: this.#columns,
      after: this.#after,
      before: this.#before,
      from,
      until,
    })
    this.#after.begin()
    // A person whose accounts go on beyond the end is counted here, to the last of them.
    for (let block = from - (from % BLOCK); block < rows; block += BLOCK) {
      if (block >= until && !persons.isOpen(block)) break
      if (isCancelled?.() === true) return undefined
      this.#block(block, { from, until, persons })
    }
    persons.finish()
    return this.#after.counted(persons)
  }

  #block(block: number, of: { from: number; until: number; persons: Persons }): void {
    const { from, until, persons } = of
    const end = Math.min(block + BLOCK, this.#columns.rows)
    const [after, before] = [this.#after, this.#before]
    after.decide(block, end)
    before?.decide(block, end)
    const portfolio = this.#columns.values.portfolio
    for (let row = Math.max(block, from); row < end; row++) {
      if (row >= until && !persons.isOpen(row)) return
      if (this.#portfolios?.has(portfolio[row] as number) === false) continue
      const at = row - block
      persons.read(row, at)
      if (row >= until) continue
      after.hit(row, at)
      if (before !== undefined) persons.compare(at, before)
    }
  }
}

/** One strategy over the book, block by block: a line for every row stands in `lines`. */
export class Side {
  readonly kernel: Kernel
  readonly steps: Steps
  readonly lines: Int32Array
  readonly width: number
  readonly #runner: Runner
  readonly #open: OpenRows
  readonly #places: readonly [
    c: readonly unknown[],
    t: readonly [Int32Array],
    o: readonly unknown[],
  ]
  readonly #stageNumbers: readonly number[]
  #stages: Int32Array
  #hits: Hits

  constructor(columns: Columns, compiled: Compiled, numbers: StepNumbers) {
    this.kernel = compileKernel(compiled, columns, { every: true })
    this.#runner = runnerOf(this.kernel)
    this.width = this.kernel.width
    const output = { count: 0, width: this.width, lines: new Int32Array((BLOCK + 1) * this.width) }
    this.lines = output.lines
    this.#open = new OpenRows(this.kernel, columns)
    this.#places = [columnList(this.kernel, columns), [this.kernel.tables], outputList(output)]
    this.steps = new Steps(this.kernel, numbers)
    const stages = ['closed', ...this.kernel.stages.map(({ stage }) => stage)]
    this.#stageNumbers = stages.map((stage) => numbers.of(stage))
    this.#stages = new Int32Array(this.kernel.stages.length + 1)
    this.#hits = hitsOf(this.kernel)
  }

  begin(): void {
    this.#stages = new Int32Array(this.kernel.stages.length + 1)
    this.#hits = hitsOf(this.kernel)
  }

  decide(from: number, until: number): void {
    const [c, t, o] = this.#places
    const end = this.#runner.block(c, t, o, from, until, 0)
    for (const more of this.#runner.more) more(c, t, o, from, 0, end)
    if (this.kernel.hasOpen) this.#open.settle({ lines: this.lines, width: this.width, count: end })
  }

  /** The stage of the row that stands at this place of the block; -1 is closed. */
  stage(at: number): number {
    return this.lines[at * this.width + LINE.stage] as number
  }

  /** The same number for the same name of a stage, whichever strategy says it. */
  stageNumber(at: number): number {
    return this.#stageNumbers[this.stage(at) + 1] as number
  }

  priority(at: number): number {
    return this.lines[at * this.width + LINE.priority] as number
  }

  hit(row: number, at: number): void {
    const line = at * this.width
    const stage = this.stage(at) + 1
    const seen = this.#stages[stage] as number
    this.#stages[stage] = seen + 1
    if (seen < PLACES_MAX) this.#hits.places[stage]?.push(row)
    for (let word = line + LINE.treatments, bit = 0; bit < this.#hits.bits; word++, bit += BITS) {
      for (let bits = this.lines[word] as number; bits !== 0; bits &= bits - 1)
        this.#hits.of[bit + 31 - Math.clz32(bits & -bits)]?.add(row)
    }
  }

  counted(persons: Persons): WhatIf {
    const { kernel } = this
    const stages = new Map<string, number>()
    const named = [{ stage: 'closed', rowNo: 0 }, ...kernel.stages]
    named.forEach(({ stage }, at) => {
      const accounts = this.#stages[at] as number
      if (accounts > 0) stages.set(stage, (stages.get(stage) ?? 0) + accounts)
    })
    const { strategy } = kernel.compiled
    const rows = this.#hits.of.flatMap((hits) => (hits === undefined ? [] : [hits]))
    const table = (name: TableName, rules: readonly { rowNo: number }[] = []): RowHits[] =>
      rules.map(({ rowNo }) => {
        const own = rows.filter((hits) => hits.table === name && hits.rowNo === rowNo)
        const places = own.flatMap((hits) => hits.places).toSorted((a, b) => a - b)
        return { rowNo, hits: own.reduce((sum, { hits }) => sum + hits, 0), places }
      })
    const stageRows = strategy.stage.rules.map(({ rowNo }): RowHits => {
      const at = kernel.stages.findIndex((stage) => stage.rowNo === rowNo) + 1
      return { rowNo, hits: this.#stages[at] ?? 0, places: this.#hits.places[at] ?? [] }
    })
    return {
      ...persons.counts,
      tables: {
        stage: stageRows,
        treatments: table('treatments', strategy.treatments.rules),
        priority: table('priority', strategy.priority?.rules),
        offer: table('offer', strategy.offer?.rules),
      },
      stages,
      worklists: this.steps.worklists,
      changedIn: persons.changedIn,
      waiting: persons.waiting(),
    }
  }
}

class Counter {
  readonly table: TableName
  readonly rowNo: number
  readonly places: number[] = []
  hits = 0

  constructor(table: TableName, rowNo: number) {
    this.table = table
    this.rowNo = rowNo
  }

  add(row: number): void {
    if (this.hits++ < PLACES_MAX) this.places.push(row)
  }
}

/** A counter for each bit of a line, word after word. */
type Hits = {
  readonly bits: number
  readonly of: readonly (Counter | undefined)[]
  readonly places: readonly number[][]
}

function hitsOf(kernel: Kernel): Hits {
  const of: (Counter | undefined)[] = []
  const add = (table: TableName, rows: readonly { rowNo: number }[], words: number) => {
    const from = of.length
    for (const { rowNo } of rows) of.push(new Counter(table, rowNo))
    while (of.length < from + words * BITS) of.push(undefined)
  }
  const words = (rows: readonly unknown[]) => Math.ceil(rows.length / BITS)
  add('treatments', kernel.treatments, kernel.words)
  add('priority', kernel.priority, words(kernel.priority))
  add('offer', kernel.offers, words(kernel.offers))
  return { bits: of.length, of, places: Array.from({ length: kernel.stages.length + 1 }, () => []) }
}
