import type { Columns } from './columns.ts'
import { BLOCK } from './columns.ts'
import type { Compiled } from './compile.ts'
import { Changes } from './what-if-change.ts'
import type { WhatIf } from './what-if-count.ts'
import { Persons } from './what-if-person.ts'
import { NO_LINE, Side } from './what-if-side.ts'
import { StepNumbers } from './what-if-step.ts'

export type { WhatIf }

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
  /** 1 for each portfolio that is counted, by its number as 16 bits. */
  readonly #wanted: Uint8Array

  constructor({ columns, compiled, before, portfolios }: WhatIfOf) {
    const numbers = new StepNumbers()
    this.#columns = columns
    this.#after = new Side(columns, compiled, numbers)
    this.#before = before && new Side(columns, before, numbers)
    this.#wanted = new Uint8Array(65_536).fill(portfolios === undefined ? 1 : 0)
    for (const portfolio of portfolios ?? []) this.#wanted[portfolio & 65_535] = 1
  }

  count({ from = 0, until = this.#columns.rows, isCancelled }: WhatIfSpan): WhatIf | undefined {
    const { rows } = this.#columns
    const [after, before] = [this.#after, this.#before]
    const persons = new Persons({ columns: this.#columns, after, before, from, until })
    const changes = before && new Changes(after, before)
    after.begin()
    // A person whose accounts go on beyond the end is counted here, to the last of them.
    for (let block = from - (from % BLOCK); block < rows; block += BLOCK) {
      if (block >= until && !persons.isOpen(block)) break
      if (isCancelled?.() === true) return undefined
      const end = Math.min(block + BLOCK, rows)
      after.decide(block, end)
      before?.decide(block, end)
      const own = { from: Math.max(block, from), until: Math.min(end, until) }
      after.countStages(own, this.#isWanted)
      persons.count(own, this.#isWanted)
      changes?.countStages(own, this.#isWanted)
      this.#lines(end, { from, until, persons, changes })
    }
    persons.finish()
    const counts = { ...persons.counts, accountsChanged: changes?.accounts ?? 0 }
    const changedIn = changes?.changedIn ?? after.steps.worklists.map(() => 0)
    return { ...counts, changedIn, ...after.counted(), waiting: persons.waiting() }
  }

  readonly #isWanted = (row: number): boolean =>
    this.#wanted[(this.#columns.values.portfolio[row] as number) & 65_535] === 1

  /** The rows of the block that something follows from, on one side or the other. */
  #lines(
    end: number,
    of: { from: number; until: number; persons: Persons; changes: Changes | undefined },
  ): void {
    const { from, until, persons, changes } = of
    const [after, before] = [this.#after, this.#before]
    for (;;) {
      const row = Math.min(after.nextRow(), before?.nextRow() ?? Infinity)
      if (row >= end || (row >= until && !persons.isOpen(row))) return
      const line = after.take(row)
      const old = before?.take(row) ?? NO_LINE
      if (row < from || !this.#isWanted(row)) continue
      persons.meet(row, line, old)
      if (row >= until) continue
      after.hit(row, line)
      changes?.compare(row, line, old)
    }
  }
}
