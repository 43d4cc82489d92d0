import type { CelCell } from './cel.ts'
import { celValue } from './cel.ts'
import type { Cell, Range } from './cell.ts'
import type {
  Column,
  OfferOut,
  PriorityOut,
  Rule,
  Strategy,
  Table,
  TreatmentOut,
} from './document.ts'
import type { Decision } from './decision.ts'
import { BUILT_IN_STAGES, TONES } from './document.ts'
import type { Fact, LatenessTerms } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import { currencyCode, currencyOfCode, LANGUAGES, PROMISE_STATES } from './row.ts'

/** A tenant's own lists: which number in a row stands for which code in a strategy. */
export type Book = {
  readonly products: readonly {
    readonly id: number
    readonly code: string
    readonly terms: LatenessTerms
  }[]
  readonly portfolios: readonly { readonly id: number; readonly code: string }[]
  /** The tenant's own words (table word_code); 0 is none of them. */
  readonly words?: Partial<Readonly<Record<OwnList, readonly Coded[]>>> | undefined
}

export type OwnList = 'segment' | 'zone'
type Coded = { readonly id: number; readonly code: string }

/** The word for having none of a list. */
export const NO_WORD = 'none'

/**
 * One row's conditions, flat: condition k asks that slot `slots[k]` lies in one of the ranges from
 * `firsts[k]` up to `firsts[k + 1]`. Money also asks for its currency.
 */
export type FlatRow<Out> = {
  readonly out: Out
  readonly rowNo: number
  readonly slots: Int32Array
  readonly firsts: Int32Array
  readonly from: Float64Array
  readonly to: Float64Array
  readonly money: readonly MoneyTest[]
  readonly cel: readonly CelTest[]
}

/** An expert cell over the facts in their slots: asked last, of the rows that fit otherwise. */
export type CelTest = {
  readonly slots: readonly number[]
  readonly holds: (values: Float64Array) => boolean
}

export type MoneyTest = {
  readonly slot: number
  readonly byCurrency: ReadonlyMap<number, readonly Range[]>
  readonly except: boolean
}

/** What the interpreter needs for the accounts that one row of the stage table takes. */
export type StagePlan = {
  readonly stage: string
  readonly tone: (typeof TONES)[number]
  readonly rowNo: number
  /** Facts to fill beyond those of the stage table. */
  readonly slots: readonly number[]
  readonly treatments: readonly FlatRow<TreatmentOut>[]
  readonly priority: readonly FlatRow<PriorityOut>[]
  readonly offers: readonly FlatRow<OfferOut>[]
  /** Facts that only the offers ask: the night does not fill them. */
  readonly offerSlots: readonly number[]
  /** Nothing can follow for these accounts: no treatment may fit, and nobody waits for them. */
  readonly idle: boolean
  /** The one answer for all of them. */
  readonly idleDecision: Decision
}

export type Compiled = {
  readonly strategy: Strategy
  /** What fills each slot. */
  readonly fills: readonly Fact['fill'][]
  readonly stageSlots: readonly number[]
  readonly stageRows: readonly FlatRow<StagePlan>[]
  readonly onHold: StagePlan
  readonly priorityFirst: boolean
  /** The slot of each fact that priority counts by. */
  readonly slotOf: ReadonlyMap<FactName, number>
  /** A value a slot, filled again for each account: nothing is allocated on the way. */
  readonly values: Float64Array
  /** By product id; `defaultTerms` where the tenant has no such product. */
  readonly terms: readonly (LatenessTerms | undefined)[]
}

export const DEFAULT_LATENESS: LatenessTerms = {
  graceDays: 0,
  buckets: { unit: 'days', edges: [1, 31, 61, 91, 121, 151, 181] },
}

/** Turns a checked strategy's tables into flat arrays, once for a tenant's book. */
export function compileStrategy(strategy: Strategy, book: Book): Compiled {
  const slots = new Slots(book)
  const stageRows = strategy.stage.rules.map((rule) => slots.flat(strategy.stage, rule))
  const stageSlots = slots.taken()
  const plan = (stage: Pick<StagePlan, 'stage' | 'tone' | 'rowNo'>): StagePlan => {
    const at = { stage: stage.stage, tone: stage.tone, rowNo: stage.rowNo }
    const rows = <Out>(table: Table<Out> | undefined): FlatRow<Out>[] =>
      (table?.rules ?? [])
        .filter((rule) => table !== undefined && admits(table.inputs, rule, at))
        .map((rule) => slots.flat(table as Table<Out>, rule))
    const treatments = rows(strategy.treatments)
    const priority = rows(strategy.priority)
    const per = priority.flatMap((row) =>
      row.out.per === undefined ? [] : [slots.of(row.out.per)],
    )
    const asked = (flat: readonly FlatRow<unknown>[]) =>
      flat.flatMap((row) => [
        ...row.slots,
        ...row.money.map((test) => test.slot),
        ...row.cel.flatMap((test) => test.slots),
      ])
    const offers = rows(strategy.offer)
    const idle = treatments.length === 0 && (at.tone === 'none' || at.stage === 'on_hold')
    return {
      ...at,
      slots: withoutRepeats([...asked(treatments), ...asked(priority), ...per], stageSlots),
      offers,
      offerSlots: withoutRepeats(asked(offers), stageSlots),
      treatments,
      priority,
      idle,
      idleDecision: { ...at, treatments: [], priority: 0, idle: true },
    }
  }
  const planned = stageRows.map((row) => ({ ...row, out: plan({ ...row.out, rowNo: row.rowNo }) }))
  const onHold = plan({ stage: 'on_hold', tone: 'none', rowNo: 0 })
  const terms: (LatenessTerms | undefined)[] = []
  for (const product of book.products) terms[product.id] = product.terms
  return {
    strategy,
    fills: slots.facts.map((fact) => fact.fill),
    values: new Float64Array(slots.facts.length),
    stageSlots,
    stageRows: planned,
    onHold,
    priorityFirst: strategy.priority?.policy === 'first',
    slotOf: slots.byName,
    terms,
  }
}

/** The words of a file's own tests as a book: products and portfolios numbered as they come. */
export function bookOfWords(
  products: readonly string[],
  portfolios: readonly string[],
  own: Partial<Readonly<Record<OwnList, readonly string[]>>> = {},
): Book {
  const coded = (words: readonly string[] = []): Coded[] =>
    words.filter((code) => code !== NO_WORD).map((code, i) => ({ id: i + 1, code }))
  return {
    words: { segment: coded(own.segment), zone: coded(own.zone) },
    products: products.map((code, id) => ({ id, code, terms: DEFAULT_LATENESS })),
    portfolios: portfolios.map((code, id) => ({ id, code })),
  }
}

/**
 * Stage and tone are known before these tables are read, so they choose rows here and leave the
 * loop. An account on hold is met only by a row that names on_hold: `-` does not reach into a hold.
 */
export function admits<Out>(
  inputs: readonly Column[],
  rule: Rule<Out>,
  at: { readonly stage: string; readonly tone: string },
): boolean {
  const namesBuiltIn = inputs.some((column, i) => {
    const cell = rule.cells[i]
    return (
      column.name === 'stage' && cell?.is === 'words' && !cell.except && cell.words.has(at.stage)
    )
  })
  if (BUILT_IN_STAGES.some((stage) => stage === at.stage) && !namesBuiltIn) return false
  return inputs.every((column, i) => {
    const cell = rule.cells[i]
    if (cell?.is !== 'words' || (column.name !== 'stage' && column.name !== 'tone')) return true
    return cell.words.has(at[column.name]) !== cell.except
  })
}

/** Gives each fact that the tables name a slot, and writes cells as tests of slots. */
class Slots {
  readonly facts: Fact[] = []
  readonly byName = new Map<FactName, number>()
  readonly #book: Book

  constructor(book: Book) {
    this.#book = book
  }

  of(name: FactName): number {
    const known = this.byName.get(name)
    if (known !== undefined) return known
    this.byName.set(name, this.facts.length)
    return this.facts.push(FACTS[name]) - 1
  }

  taken(): number[] {
    return this.facts.map((_, slot) => slot)
  }

  flat<Out>(table: Table<Out>, rule: Rule<Out>): FlatRow<Out> {
    const [slots, firsts, from, to]: [number[], number[], number[], number[]] = [[], [], [], []]
    const money: MoneyTest[] = []
    const cel: CelTest[] = []
    table.inputs.forEach((column, i) => {
      const cell = rule.cells[i]
      if (cell === undefined || cell.is === 'any') return
      if (column.name === 'stage' || column.name === 'tone') return
      if (cell.is === 'cel') {
        cel.push(this.#celTest(cell))
        return
      }
      const slot = this.of(column.name)
      if (cell.is === 'money') {
        const byCurrency = new Map([...cell.byCurrency].map(([code, r]) => [currencyCode(code), r]))
        money.push({ slot, byCurrency, except: cell.except })
        return
      }
      slots.push(slot)
      firsts.push(from.length)
      for (const range of cell.is === 'ranges' ? cell.ranges : this.#codes(cell, column)) {
        from.push(range[0])
        to.push(range[1])
      }
    })
    firsts.push(from.length)
    return {
      out: rule.out,
      rowNo: rule.rowNo,
      slots: Int32Array.from(slots),
      firsts: Int32Array.from(firsts),
      from: Float64Array.from(from),
      to: Float64Array.from(to),
      money,
      cel,
    }
  }

  #celTest(cell: CelCell): CelTest {
    const slotOf = new Map(cell.facts.map((name) => [name, this.of(name)]))
    const book = this.#book
    return {
      slots: [...slotOf.values()],
      holds: (values) =>
        cell.test((name) => {
          const fact: Fact = FACTS[name]
          const value = values[slotOf.get(name) ?? 0] ?? 0
          const word = fact.type === 'text' ? wordOfCode(book, value, { words: fact.words }) : ''
          return celValue(fact, value, word)
        }),
    }
  }

  /** The codes of the words, or every code but theirs. A word that the book lacks has no code. */
  #codes(cell: Cell & { is: 'words' }, column: Column): Range[] {
    const codes = [...cell.words]
      .map((word) => this.#code(word, column))
      .filter((code) => code !== undefined)
      .toSorted((a, b) => a - b)
    if (!cell.except) return codes.map((code) => [code, code])
    const starts = [column.min, ...codes.map((code) => code + 1)]
    return starts.map((start, i) => [start, (codes[i] ?? column.max + 1) - 1])
  }

  #code(word: string, column: Column): number | undefined {
    return codeOfWord(this.#book, word, column)
  }
}

export function codeOfWord(
  book: Book,
  word: string,
  column: Pick<Column, 'words'>,
): number | undefined {
  switch (column.words) {
    case 'currency':
      return /^[A-Z]{3}$/.test(word) ? currencyCode(word) : undefined
    case 'language':
      return indexOf(LANGUAGES, word)
    case 'tone':
      return indexOf(TONES, word)
    case 'portfolio':
      return book.portfolios.find((portfolio) => portfolio.code === word)?.id
    case 'product':
      return book.products.find((product) => product.code === word)?.id
    case 'segment':
    case 'zone':
      if (word === NO_WORD) return 0
      return book.words?.[column.words]?.find((own) => own.code === word)?.id
    case 'promise_state':
      return indexOf(PROMISE_STATES, word)
    case 'stage':
    case undefined:
      return undefined
  }
}

function indexOf(list: readonly string[], word: string): number | undefined {
  const index = list.indexOf(word)
  return index < 0 ? undefined : index
}

const withoutRepeats = (slots: readonly number[], known: readonly number[]): number[] =>
  [...new Set(slots)].filter((slot) => !known.includes(slot))

/** The word behind a code; a code that the book lacks shows as its number. */
export function wordOfCode(book: Book, code: number, column: Pick<Column, 'words'>): string {
  switch (column.words) {
    case 'currency':
      return currencyOfCode(code)
    case 'language':
      return LANGUAGES[code] ?? String(code)
    case 'tone':
      return TONES[code] ?? String(code)
    case 'portfolio':
      return book.portfolios.find((portfolio) => portfolio.id === code)?.code ?? String(code)
    case 'product':
      return book.products.find((product) => product.id === code)?.code ?? String(code)
    case 'segment':
    case 'zone':
      if (code === 0) return NO_WORD
      return book.words?.[column.words]?.find((own) => own.id === code)?.code ?? String(code)
    case 'promise_state':
      return PROMISE_STATES[code] ?? String(code)
    case 'stage':
    case undefined:
      return String(code)
  }
}
