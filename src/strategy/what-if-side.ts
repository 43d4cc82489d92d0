import type { Columns } from './columns.ts'
import { BLOCK } from './columns.ts'
import type { Compiled } from './compile.ts'
import type { TableName } from './diff.ts'
import { LINE } from './kernel-layout.ts'
import { OpenRows } from './kernel-open.ts'
import { compileKernel, type Kernel } from './kernel.ts'
import { columnList, outputList, runnerOf, type Runner } from './kernel-run.ts'
import { BITS } from './kernel-tables.ts'
import { PLACES_MAX, type RowHits, type WhatIf } from './what-if-count.ts'
import { Steps, type StepNumbers } from './what-if-step.ts'

/** Where a row has no line: nothing follows from its stage. */
export const NO_LINE = -1

/** One strategy over the book, block by block: a line for every row that something follows from. */
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
  /** The stage of each row of the block; -1 is closed. */
  readonly #stageOf: Int32Array
  readonly #stageNumbers: Int32Array
  #stages: Int32Array
  #hits: Hits
  #block = 0
  #count = 0
  #next = 0

  constructor(columns: Columns, compiled: Compiled, numbers: StepNumbers) {
    this.#runner = runnerFor(columns, compiled)
    this.kernel = this.#runner.kernel
    this.width = this.kernel.width
    const output = { count: 0, width: this.width, lines: new Int32Array((BLOCK + 1) * this.width) }
    this.lines = output.lines
    this.#open = new OpenRows(this.kernel, columns)
    const lists = outputList(output)
    this.#places = [columnList(this.kernel, columns), [this.kernel.tables], lists]
    this.#stageOf = lists[3]
    this.steps = new Steps(this.kernel, numbers)
    const stages = ['closed', ...this.kernel.stages.map(({ stage }) => stage)]
    this.#stageNumbers = Int32Array.from(stages, (stage) => numbers.of(stage))
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
    const { lines, width } = this
    if (this.kernel.hasOpen) this.#open.settle({ lines, width, count: end })
    this.#block = from
    this.#count = end
    this.#next = 0
    // A line knows its stage better than the gate does: the interpreter may have answered it.
    for (let n = 0; n < end; n++) {
      const line = n * width
      this.#stageOf[(lines[line] as number) - from] = lines[line + LINE.stage] as number
    }
  }

  /** The next row of the block that has a line. */
  nextRow(): number {
    if (this.#next === this.#count) return Infinity
    return this.lines[this.#next * this.width] as number
  }

  /** Where the row's line begins, if the next line is this row's; then the one after is next. */
  take(row: number): number {
    return this.nextRow() === row ? this.#next++ * this.width : NO_LINE
  }

  countStages(span: { from: number; until: number }, isWanted: (row: number) => boolean): void {
    for (let row = span.from; row < span.until; row++) {
      if (!isWanted(row)) continue
      const stage = this.stage(row) + 1
      const seen = this.#stages[stage] as number
      this.#stages[stage] = seen + 1
      if (seen < PLACES_MAX) this.#hits.places[stage]?.push(row)
    }
  }

  /** The stage of a row of the block; -1 is closed. */
  stage(row: number): number {
    return this.#stageOf[row - this.#block] as number
  }

  /** The same number for the same name of a stage, whichever strategy says it. */
  stageNumber(row: number): number {
    return this.#stageNumbers[this.stage(row) + 1] as number
  }

  hit(row: number, line: number): void {
    if (line === NO_LINE) return
    const { bits: all, of } = this.#hits
    for (let word = line + LINE.treatments, bit = 0; bit < all; word++, bit += BITS) {
      for (let bits = this.lines[word] as number; bits !== 0; bits &= bits - 1)
        of[bit + 31 - Math.clz32(bits & -bits)]?.add(row)
    }
  }

  counted(): Pick<WhatIf, 'tables' | 'stages' | 'worklists'> {
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
      tables: {
        stage: stageRows,
        treatments: table('treatments', strategy.treatments.rules),
        priority: table('priority', strategy.priority?.rules),
        offer: table('offer', strategy.offer?.rules),
      },
      stages,
      worklists: this.steps.worklists,
    }
  }
}

const runners = new WeakMap<Compiled, { readonly columns: Columns; readonly runner: Runner }>()

/** What is in force is compared at every keystroke: its loop is made once for a book. */
function runnerFor(columns: Columns, compiled: Compiled): Runner {
  const known = runners.get(compiled)
  if (known?.columns === columns) return known.runner
  const runner = runnerOf(compileKernel(compiled, columns, { every: true }))
  runners.set(compiled, { columns, runner })
  return runner
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
