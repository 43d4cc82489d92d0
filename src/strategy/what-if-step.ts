import { channelBit } from '../core/channel.ts'
import { channelOf, templateOf, worklistOf } from './cadence.ts'
import type { Kernel } from './kernel.ts'
import { LINE } from './kernel-layout.ts'
import { BITS } from './kernel-tables.ts'

/** The same number for the same words: shared by the strategies that are compared. 0 is nothing. */
export class StepNumbers {
  readonly #numbers = new Map<string, number>()

  of(text: string): number {
    if (text === '') return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size + 1)
    return this.#numbers.size
  }
}

/** One row of the treatments table as a person meets it. */
export type Step = {
  readonly words: string
  readonly channel: number
  /** A place in `worklists`; -1 where no hours are asked. */
  readonly list: number
}

/** What an account is met with: all of it, and what is left where a channel serves one of them. */
export type AccountSteps = {
  readonly number: number
  readonly taken: number
  readonly lists: readonly number[]
}

/** What the bits of a line mean to a person, worked out once for each combination of them. */
export class Steps {
  readonly worklists: readonly string[]
  readonly #steps: readonly Step[]
  readonly #words: number
  readonly #numbers: StepNumbers
  readonly #known = new Map<number | string, AccountSteps>()

  constructor({ treatments, words, compiled }: Kernel, numbers: StepNumbers) {
    const { rules } = compiled.strategy.treatments
    const lists = rules.flatMap(({ out }) => worklistOf(out.action) ?? [])
    this.worklists = [...new Set(lists)].toSorted()
    this.#words = words
    this.#numbers = numbers
    this.#steps = treatments.map(({ out }): Step => {
      const [channel, list] = [channelOf(out.action), worklistOf(out.action)]
      const parts = [out.treatment, channel, templateOf(out.action), list, out.approval]
      return {
        words: JSON.stringify(parts),
        channel: channel === undefined ? 0 : channelBit(channel),
        list: list === undefined ? -1 : this.worklists.indexOf(list),
      }
    })
  }

  /** Of a lone account. */
  of(lines: Int32Array, line: number): AccountSteps {
    const bits = lines[line + LINE.treatments] as number
    if (this.#words === 1 && bits === 0) return NO_STEPS
    const key =
      this.#words === 1
        ? bits
        : lines.subarray(line + LINE.treatments, line + LINE.treatments + this.#words).join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const steps = this.list(lines, line)
    const taken = takenOf([{ account: 0, steps }])
    const made = {
      number: this.#numbers.of(steps.map(({ words }) => words).join()),
      taken: this.numberOf(taken),
      lists: taken.flatMap(({ step }) => (step.list < 0 ? [] : [step.list])),
    }
    this.#known.set(key, made)
    return made
  }

  list(lines: Int32Array, line: number): Step[] {
    return this.#steps.filter((_, bit) => {
      const word = lines[line + LINE.treatments + Math.floor(bit / BITS)] as number
      return ((word >>> (bit % BITS)) & 1) === 1
    })
  }

  numberOf(taken: readonly Taken[]): number {
    return this.#numbers.of(taken.map(({ account, step }) => `${account}${step.words}`).join())
  }
}

export const NO_STEPS: AccountSteps = { number: 0, taken: 0, lists: [] }

/** A step, and which of the person's accounts it is for. */
export type Taken = { readonly account: number; readonly step: Step }

/** At most one contact a channel: accounts in the order in which they lead, as strategy/borrower.ts. */
export function takenOf(
  accounts: readonly { readonly account: number; readonly steps: readonly Step[] }[],
): Taken[] {
  const taken: Taken[] = []
  let used = 0
  for (const { account, steps } of accounts)
    for (const step of steps) {
      if ((used & step.channel) === 0) taken.push({ account, step })
      used |= step.channel
    }
  return taken
}

type Lines = { readonly steps: Steps; readonly lines: Int32Array }

/** What a line says that the account is met with; nothing where it has none. */
export const stepsOf = ({ steps, lines }: Lines, line: number): AccountSteps =>
  line < 0 ? NO_STEPS : steps.of(lines, line)
