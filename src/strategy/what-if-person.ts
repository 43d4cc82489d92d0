import { Growing } from './columns-build.ts'
import type { Columns } from './columns.ts'
import type { Side, WaitingCases } from './what-if.ts'
import { takenOf, type Step } from './what-if-step.ts'

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
  readonly row: number
  readonly isHeld: boolean
  readonly priority: number
  readonly steps: readonly Step[]
}

/** Takes the accounts of each person together, as the night does, and compares person by person. */
export class Persons {
  readonly counts = { accounts: 0, people: 0, accountsChanged: 0, peopleChanged: 0 }
  readonly changedIn: number[]
  readonly #of: PersonsOf
  /** A borrower id as two numbers: comparing big ones costs more than deciding. */
  readonly #ids: Int32Array
  readonly #list = new Growing()
  readonly #priority = new Growing()
  readonly #place = new Growing()
  #row = -1
  #accounts = 0
  #after: Met[] = []
  #before: Met[] = []

  constructor(of: PersonsOf) {
    this.#of = of
    const { borrowerId } = of.columns
    this.#ids = new Int32Array(borrowerId.buffer, borrowerId.byteOffset, borrowerId.length * 2)
    this.changedIn = of.after.steps.worklists.map(() => 0)
  }

  /** Whether this row, at or beyond the end, is still of the last person who is counted. */
  isOpen(row: number): boolean {
    return this.#isSame(row, this.#of.until - 1) && !this.#isForeign(row)
  }

  read(row: number, at: number): void {
    if (row < this.#of.until) this.counts.accounts++
    if (this.#isForeign(row)) return
    if (this.#accounts > 0 && !this.#isSame(row, this.#row)) this.finish()
    this.#row = row
    if (this.#accounts === 0 && !this.#isSame(row, row + 1)) this.#lone(row, at)
    else this.#oneOfMany(row, at)
  }

  /** After the last account of a person. */
  finish(): void {
    if (this.#accounts === 0) return
    const { after, before } = this.#of
    this.counts.people++
    const taken = takenOf(inOrder(this.#after))
    if (before !== undefined) {
      const was = before.steps.numberOf(takenOf(inOrder(this.#before)))
      if (was !== after.steps.numberOf(taken)) this.counts.peopleChanged++
    }
    for (const { account, step } of taken) {
      const met = this.#after.find((one) => one.account === account)
      if (met !== undefined) this.#wait(step.list, met.priority, met.row)
    }
    this.#accounts = 0
    this.#after = []
    this.#before = []
  }

  /** Whether an account stands or is met otherwise than before. */
  compare(at: number, before: Side): void {
    const { after } = this.#of
    const is = after.steps.of(after.lines, at * after.width)
    const was = before.steps.of(before.lines, at * before.width)
    const isSame = is.number === was.number && after.stageNumber(at) === before.stageNumber(at)
    if (isSame) return
    this.counts.accountsChanged++
    for (const list of is.lists) this.changedIn[list] = (this.changedIn[list] ?? 0) + 1
  }

  waiting(): WaitingCases {
    return {
      list: this.#list.sealed(),
      priority: this.#priority.sealed(),
      place: this.#place.sealed(),
    }
  }

  #lone(row: number, at: number): void {
    const { after, before } = this.#of
    this.counts.people++
    const is = after.steps.of(after.lines, at * after.width)
    for (const list of is.lists) this.#wait(list, after.priority(at), row)
    if (before === undefined) return
    const was = before.steps.of(before.lines, at * before.width)
    if (is.taken !== was.taken) this.counts.peopleChanged++
  }

  #oneOfMany(row: number, at: number): void {
    const { after, before } = this.#of
    const account = this.#accounts++
    const met = (side: Side): Met[] => {
      const steps = side.steps.list(side.lines, at * side.width)
      if (steps.length === 0) return []
      return [{ account, row, steps, isHeld: side.stage(at) === 0, priority: side.priority(at) }]
    }
    this.#after.push(...met(after))
    if (before !== undefined) this.#before.push(...met(before))
  }

  #wait(list: number, priority: number, row: number): void {
    if (list < 0) return
    this.#list.push(list)
    this.#priority.push(priority)
    this.#place.push(row)
  }

  #isForeign(row: number): boolean {
    const { from } = this.#of
    return from > 0 && this.#isSame(row, from - 1)
  }

  #isSame(a: number, b: number): boolean {
    const ids = this.#ids
    // Beyond the last row nothing is read: such a read slows a function for good.
    if (b * 2 >= ids.length) return false
    return ids[a * 2] === ids[b * 2] && ids[a * 2 + 1] === ids[b * 2 + 1]
  }
}

/** As strategy/borrower.ts: worked before held, then the highest priority, then the first account. */
const inOrder = (met: readonly Met[]): Met[] =>
  met.toSorted(
    (a, b) =>
      Number(a.isHeld) - Number(b.isHeld) || b.priority - a.priority || a.account - b.account,
  )
