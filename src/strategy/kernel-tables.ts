import { assert } from '../core/assert.ts'
import type { ColumnName, Ranges } from './columns.ts'
import { COLUMN_NAMES, isMoney } from './columns.ts'
import type { Derived } from './columns-derive.ts'
import { lateRange, listOfFact } from './columns-derive.ts'
import type { CelTest, Compiled, FlatRow, MoneyTest } from './compile.ts'
import type { Fact, LatenessTerms } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import { distinctTerms, lateWeight } from './kernel-terms.ts'
import type { StrategyRow } from './row.ts'
import { NEVER } from './row.ts'

/** Where a condition reads its number from. A table over all its values replaces the comparisons. */
export type Source = {
  readonly key: string
  readonly from:
    | { readonly is: 'column'; readonly column: ColumnName | Derived; readonly terms: number }
    /** 1 where a day is not before the first day of the present delinquency, if one is running. */
    | { readonly is: 'after'; readonly column: ColumnName }
    /** The arrears in basis points of what is owed. */
    | { readonly is: 'share' }
    /** How many of `ends` an amount reaches, beside the class of its currency. */
    | {
        readonly is: 'money'
        readonly column: Amount
        readonly ends: readonly number[]
        readonly currencies: readonly number[]
      }
  readonly min: number
  /** Values of one class of terms. */
  readonly span: number
  /** A number a value, by the name of the field that the generated loop reads. */
  readonly fields: Map<string, Int32Array>
}

/** Amounts that one loop compares: each is an addition that every account pays. */
const ENDS_MAX = 400

/** A row of a table: the family of its words, and its place among their bits. */
export type Bit = { readonly family: string; readonly bit: number }

export const BITS = 30
export const fieldOf = (family: string, word: number): string => `${family}${word}`

/** Every table that the loop reads, filled by asking the catalogue what each value means. */
export class Tables {
  readonly sources = new Map<string, Source>()
  readonly terms: readonly LatenessTerms[]
  readonly #compiled: Compiled
  readonly #names: readonly FactName[]
  readonly #today: number
  readonly #ranges: Ranges
  readonly #values = new Map<FactName, Int32Array>()

  constructor(compiled: Compiled, at: { today: number; ranges: Ranges }) {
    this.#compiled = compiled
    this.#today = at.today
    this.#ranges = at.ranges
    const names: FactName[] = []
    for (const [name, slot] of compiled.slotOf) names[slot] = name
    this.#names = names
    this.terms = distinctTerms(compiled)
  }

  /**
   * Clears the row's bit for every value that one of its conditions refuses. False where a condition
   * stays open: no table holds it, and the plain interpreter must say.
   */
  limit(flat: FlatRow<unknown>, family: string, bit: number): boolean {
    const to = { family, bit }
    let isClosed = true
    flat.slots.forEach((slot, k) => {
      const name = this.#names[slot] as FactName
      const source = this.sourceOf(name)
      if (source === undefined) {
        isClosed = false
        return
      }
      const [first, end] = [flat.firsts[k] as number, flat.firsts[k + 1] as number]
      const ranges = { from: flat.from.subarray(first, end), to: flat.to.subarray(first, end) }
      this.#within(source, to, { values: this.valuesOf(name, source), ...ranges })
    })
    for (const test of flat.cel) isClosed = this.#limitCel(test, to) && isClosed
    for (const test of flat.money) isClosed = this.#limitMoney(test, to) && isClosed
    return isClosed
  }

  #limitCel(test: CelTest, to: Bit): boolean {
    const [slot, ...more] = new Set(test.slots)
    const name = this.#names[slot ?? -1]
    const source = name === undefined || more.length > 0 ? undefined : this.sourceOf(name)
    if (slot === undefined || name === undefined || source === undefined) return false
    const values = this.valuesOf(name, source)
    const asked = new Float64Array(this.#names.length)
    this.clear(source, to, (at) => {
      asked[slot] = values[at] as number
      return test.holds(asked)
    })
    return true
  }

  #limitMoney(test: MoneyTest, to: Bit): boolean {
    const source = this.#moneySource(this.#names[test.slot] as FactName)
    if (source === undefined) return false
    const { ends, currencies } = source.from as Source['from'] & { is: 'money' }
    this.clear(source, to, (at) => {
      const ranges = test.byCurrency.get(currencies[Math.floor(at / (ends.length + 1)) - 1] ?? -1)
      // Between two ends every amount meets the same answer, so its least stands for it.
      const value = ends[(at % (ends.length + 1)) - 1] ?? Number.NEGATIVE_INFINITY
      return (
        (ranges?.some(([from, until]) => from <= value && value <= until) ?? false) !== test.except
      )
    })
    return true
  }

  /** As `clear`, without a call a value: a table may hold every value of 16 bits. */
  #within(
    source: Source,
    { family, bit }: Bit,
    how: { values: Int32Array; from: Float64Array; to: Float64Array },
  ): void {
    const field = this.field(source, fieldOf(family, Math.floor(bit / BITS)), -1)
    const [rest, { values, from, to }] = [~(1 << (bit % BITS)), how]
    for (let at = 0; at < field.length; at++) {
      const value = values[at] as number
      let r = 0
      while (r < from.length && (value < (from[r] as number) || value > (to[r] as number))) r++
      if (r === from.length) field[at] = (field[at] as number) & rest
    }
  }

  /** Keeps the bit only where `holds`; `at` counts the values of the source from its least. */
  clear(source: Source, { family, bit }: Bit, holds: (at: number) => boolean): void {
    const field = this.field(source, fieldOf(family, Math.floor(bit / BITS)), -1)
    const rest = ~(1 << (bit % BITS))
    for (let at = 0; at < field.length; at++) if (!holds(at)) field[at] = (field[at] ?? 0) & rest
  }

  field(source: Source, name: string, start: number): Int32Array {
    const known = source.fields.get(name)
    if (known !== undefined) return known
    const classes = source.from.is === 'column' ? source.from.terms : 1
    const made = new Int32Array(source.span * classes).fill(start)
    source.fields.set(name, made)
    return made
  }

  column(column: ColumnName | Derived): Source {
    const [min, max] = this.#rangeOf(column)
    const terms = column === 'lateFrom' ? this.terms.length : 1
    return this.#add({
      key: column,
      from: { is: 'column', column, terms },
      min,
      span: max - min + 1,
      fields: new Map(),
    })
  }

  #rangeOf(column: ColumnName | Derived): readonly [number, number] {
    if (column === 'lateFrom') return lateRange(this.#ranges.oldestUnpaidDueOn, this.#today)
    if (isColumn(column)) return this.#ranges[column]
    const { min, max }: Fact = FACTS[column]
    return [min, max]
  }

  /** Where a fact's number is read; undefined where no one place holds it. */
  sourceOf(name: FactName): Source | undefined {
    const { columns, type }: Fact = FACTS[name]
    if (LATENESS.has(name)) return this.column('lateFrom')
    if (name === 'account.arrears_share') return this.#computed('share', { is: 'share' }, 10_001)
    if (IN_DELINQUENCY.has(name)) {
      const column = columns[1] as ColumnName
      return this.#computed(`after ${column}`, { is: 'after', column }, 2)
    }
    if (listOfFact(name) !== undefined) return this.column(name)
    const [column] = columns
    if (columns.length !== 1 || column === undefined || type === 'money') return undefined
    return isColumn(column) && !isMoney(column) ? this.column(column) : undefined
  }

  #computed(key: string, from: Source['from'], span: number): Source {
    return this.#add({ key, from, min: 0, span, fields: new Map() })
  }

  /** The fact for every value of its source: the catalogue itself says what a column means. */
  valuesOf(name: FactName, source: Source): Int32Array {
    const known = this.#values.get(name)
    if (known !== undefined) return known
    const values = this.#valuesOf(name, source)
    this.#values.set(name, values)
    return values
  }

  #valuesOf(name: FactName, { from, min, span }: Source): Int32Array {
    const classes = from.is === 'column' && from.terms > 1 ? this.terms : [this.terms[0]]
    const values = new Int32Array(span * classes.length)
    if (from.is !== 'column') return values.map((_, at) => at)
    if (from.column === name) return values.map((_, at) => min + at)
    const fact: Fact = FACTS[name]
    const column = fact.columns[0] as string
    const row: Record<string, unknown> = { paused: [], touches: [] }
    classes.forEach((terms, c) => {
      for (let at = 0; at < span; at++) {
        // Between "never" and the first day of 1970 no column of days holds a value.
        if (at === 1 && min === NEVER) at = Math.min(-NEVER - 1, span - 1)
        row[column] = min + at
        values[c * span + at] = fact.fill(row as StrategyRow, this.#today, terms as LatenessTerms)
      }
    })
    return values
  }

  /** False from the day `on` until so many whole days have passed. */
  quiet(column: ColumnName, days: number | undefined, to: Bit): void {
    if (days === undefined) return
    const source = this.column(column)
    const field = this.field(source, fieldOf(to.family, Math.floor(to.bit / BITS)), -1)
    const rest = ~(1 << (to.bit % BITS))
    const first = Math.max(this.#today - days + 1, NEVER + 1)
    for (let at = Math.max(first - source.min, 0); at < field.length; at++)
      field[at] = (field[at] as number) & rest
  }

  #moneySource(name: FactName): Source | undefined {
    const known = this.sources.get(`money ${name}`)
    if (known !== undefined) return known
    const column = amountOf(name)
    if (column === undefined) return undefined
    if (column === 'interest' || column === 'owed') this.#chargeLate()
    const tests = this.#allRows().flatMap((flat) =>
      flat.money.filter((test) => this.#names[test.slot] === name),
    )
    const ranges = tests.flatMap((test) => [...test.byCurrency.values()].flat())
    const ends = [...new Set(ranges.flatMap(([from, to]) => [from, to + 1]))].toSorted(
      (a, b) => a - b,
    )
    // One list for every amount, so that one table gives an account's class of currency.
    const currencies = [
      ...new Set(
        this.#allRows().flatMap(({ money }) => money.flatMap((t) => [...t.byCurrency.keys()])),
      ),
    ]
    if (ends.length > ENDS_MAX) return undefined
    return this.#add({
      key: `money ${name}`,
      from: { is: 'money', column, ends, currencies },
      min: 0,
      span: (ends.length + 1) * (currencies.length + 1),
      fields: new Map(),
    })
  }

  /** Rate times days for every day that lateness may be counted from, for each class of products. */
  #chargeLate(): void {
    const late = this.column('lateFrom')
    if (late.fields.has(LATE_WEIGHT)) return
    const weights = this.field(late, LATE_WEIGHT, 0)
    this.terms.forEach((terms, c) => {
      for (let at = 0; at < late.span; at++)
        weights[c * late.span + at] = lateWeight(late.min + at, this.#today, terms)
    })
  }

  #allRows(): readonly FlatRow<unknown>[] {
    const { stageRows, onHold } = this.#compiled
    const plans = [onHold, ...stageRows.map((row) => row.out)]
    return [...stageRows, ...plans.flatMap((plan) => [...plan.treatments, ...plan.priority])]
  }

  #add(source: Source): Source {
    const known = this.sources.get(source.key)
    if (known !== undefined) return known
    assert(source.span > 0, `${source.key} has values`)
    this.sources.set(source.key, source)
    return source
  }
}

/** Facts of the lateness: `lateFrom` answers them as the stored day would without paused days. */
const LATENESS: ReadonlySet<FactName> = new Set(['account.days_past_due', 'account.bucket'])
/** Whether a day is not before the first of the present delinquency. */
const IN_DELINQUENCY: ReadonlySet<FactName> = new Set([
  'account.paid_in_delinquency',
  'contact.tried_in_delinquency',
  'contact.spoken_in_delinquency',
])

/** Amounts that a loop compares: a column's, and those that it works out for the day. */
export type Amount = ColumnName | 'interest' | 'owed'
/** Where `lateFrom` keeps what late interest asks. */
export const LATE_WEIGHT = 'L0'

function amountOf(name: FactName): Amount | undefined {
  if (name === 'account.late_interest') return 'interest'
  if (name === 'account.owed_with_interest') return 'owed'
  const { columns }: Fact = FACTS[name]
  const [column] = columns
  if (columns.length !== 1 || column === undefined || !isColumn(column)) return undefined
  return isMoney(column) ? column : undefined
}

const isColumn = (name: string): name is ColumnName => COLUMN_NAMES.some((one) => one === name)
