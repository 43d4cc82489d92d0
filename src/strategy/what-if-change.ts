import { NO_LINE, type Side } from './what-if-side.ts'
import { stepsOf } from './what-if-step.ts'

/** Accounts whose stage or treatments differ between two strategies. */
export class Changes {
  accounts = 0
  readonly changedIn: number[]
  readonly #after: Side
  readonly #before: Side

  constructor(after: Side, before: Side) {
    this.#after = after
    this.#before = before
    this.changedIn = after.steps.worklists.map(() => 0)
  }

  countStages(span: { from: number; until: number }, isWanted: (row: number) => boolean): void {
    const [after, before] = [this.#after, this.#before]
    for (let row = span.from; row < span.until; row++)
      if (after.stageNumber(row) !== before.stageNumber(row) && isWanted(row)) this.accounts++
  }

  /** Of a row with a line: whose stage differs is counted already. */
  compare(row: number, line: number, old: number): void {
    const [after, before] = [this.#after, this.#before]
    const is = stepsOf(after, line)
    const isSameStage = after.stageNumber(row) === before.stageNumber(row)
    if (isSameStage && is.number === stepsOf(before, old).number) return
    if (isSameStage) this.accounts++
    if (line === NO_LINE) return
    for (const list of is.lists) this.changedIn[list] = (this.changedIn[list] ?? 0) + 1
  }
}
