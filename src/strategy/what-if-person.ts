import { Growing } from './columns-build.ts'
import type { Columns } from './columns.ts'
import { LINE } from './kernel-layout.ts'
import type { WaitingCases } from './what-if-count.ts'
import { NO_LINE, type Side } from './what-if-side.ts'
import { stepsOf, takenOf, type Step } from './what-if-step.ts'

export type PersonsOf = {
  readonly columns: Columns
  readonly after: Side
  readonly before: Side | undefined
  /** Persons whose first account stands from here up to there are counted. */
  readonly from: number
  readonly until: number
}

/** An account that is met with something, of a person who has several. */
type Met = {
  readonly account: number
  readonly isHeld: boolean
  readonly priority: number
  readonly steps: readonly Step[]
}

/** Takes the accounts of each person together, as the night does, and compares person by person. */
export class Persons {
  readonly counts = { accounts: 0, people: 0, peopleChanged: 0 }
  readonly #of: PersonsOf
  /** A borrower id as two numbers: comparing big ones costs more than deciding. */
  readonly #ids: Int32Array
  readonly #list = new Growing()
  readonly #priority = new Growing()
  readonly #place = new Growing()
  /** The first row of the first person who is counted: before it stands the end of another's. */
  readonly #own: number
  #counted = -1
  /** The person of whom several accounts are met: the first account of all, and the last one met. */
  #first = 0
  #row = -1
  #after: Met[] = []
  #before: Met[] = []

  constructor(of: PersonsOf) {
    this.#of = of
    const { borrowerId } = of.columns
    this.#ids = new Int32Array(borrowerId.buffer, borrowerId.byteOffset, borrowerId.length * 2)
    let own = of.from
    while (own > 0 && own < borrowerId.length && this.#isSame(own, of.from - 1)) own++
    this.#own = own
  }

  /** Whether this row, at or beyond the end, is still of the last person who is counted. */
  isOpen(row: number): boolean {
    return row >= this.#own && this.#isSame(row, this.#of.until - 1)
  }

  /** Counts the accounts and the people whose first counted account stands among these rows. */
  count(span: { from: number; until: number }, isWanted: (row: number) => boolean): void {
    for (let row = span.from; row < span.until; row++) {
      if (!isWanted(row)) continue
      this.counts.accounts++
      if (row < this.#own || this.#isSame(this.#counted, row)) continue
      this.#counted = row
      this.counts.people++
    }
  }

  /** A row that has a line on one side or both; rows come in ascending order. */
  meet(row: number, line: number, old: number): void {
    if (row < this.#own) return
    if (this.#row >= 0 && !this.#isSame(this.#row, row)) this.finish()
    const isLone = !this.#isSame(row, row + 1) && (row === 0 || !this.#isSame(row - 1, row))
    if (isLone) this.#lone(row, line, old)
    else this.#oneOfMany(row, line, old)
  }

  /** After the last account of a person. */
  finish(): void {
    if (this.#row < 0) return
    const { after, before } = this.#of
    const taken = takenOf(inOrder(this.#after))
    if (before !== undefined) {
      const was = before.steps.numberOf(takenOf(inOrder(this.#before)))
      if (was !== after.steps.numberOf(taken)) this.counts.peopleChanged++
    }
    for (const { account, step } of taken) {
      const met = this.#after.find((one) => one.account === account)
      if (met !== undefined) this.#wait(step.list, met.priority, this.#first + account)
    }
    this.#row = -1
    this.#after = []
    this.#before = []
  }

  waiting(): WaitingCases {
    return {
      list: this.#list.sealed(),
      priority: this.#priority.sealed(),
      place: this.#place.sealed(),
    }
  }

  #lone(row: number, line: number, old: number): void {
    const { after, before } = this.#of
    const is = stepsOf(after, line)
    for (const list of is.lists) this.#wait(list, after.lines[line + LINE.priority] as number, row)
    if (before !== undefined && is.taken !== stepsOf(before, old).taken) this.counts.peopleChanged++
  }

  #oneOfMany(row: number, line: number, old: number): void {
    const { after, before } = this.#of
    if (this.#row < 0) {
      this.#first = row
      while (this.#first > 0 && this.#isSame(this.#first - 1, row)) this.#first--
    }
    this.#row = row
    const account = row - this.#first
    if (line !== NO_LINE) this.#after.push(...metOf(after, { account, row, line }))
    if (before !== undefined && old !== NO_LINE)
      this.#before.push(...metOf(before, { account, row, line: old }))
  }

  #wait(list: number, priority: number, row: number): void {
    if (list < 0) return
    this.#list.push(list)
    this.#priority.push(priority)
    this.#place.push(row)
  }

  #isSame(a: number, b: number): boolean {
    const ids = this.#ids
    // Beyond the last row nothing is read: such a read slows a function for good.
    if (a < 0 || b * 2 >= ids.length) return false
    return ids[a * 2] === ids[b * 2] && ids[a * 2 + 1] === ids[b * 2 + 1]
  }
}

function metOf(side: Side, of: { account: number; row: number; line: number }): Met[] {
  const steps = side.steps.list(side.lines, of.line)
  if (steps.length === 0) return []
  const priority = side.lines[of.line + LINE.priority] as number
  return [{ account: of.account, steps, isHeld: side.stage(of.row) === 0, priority }]
}

/** As strategy/borrower.ts: worked before held, then the highest priority, then the first account. */
const inOrder = (met: readonly Met[]): Met[] =>
  met.toSorted(
    (a, b) =>
      Number(a.isHeld) - Number(b.isHeld) || b.priority - a.priority || a.account - b.account,
  )
