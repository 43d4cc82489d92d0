import { assert } from '../core/assert.ts'
import type { ColumnName, Ranges } from './columns.ts'
import { isMoney } from './columns.ts'
import type { Compiled, FlatRow } from './compile.ts'
import { DEFAULT_LATENESS } from './compile.ts'
import type { Fact, LatenessTerms } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import type { StrategyRow } from './row.ts'
import { NEVER } from './row.ts'

/** Where a condition reads its number from. A table over all its values replaces the comparisons. */
export type Source = {
  readonly key: string
  readonly from:
    | { readonly is: 'column'; readonly column: ColumnName; readonly terms: number }
    /** 1 where a day is not before the first day of the present delinquency, if one is running. */
    | { readonly is: 'after'; readonly column: ColumnName }
    /** The arrears in basis points of what is owed. */
    | { readonly is: 'share' }
    /** How many of `ends` an amount reaches, beside the class of its currency. */
    | {
        readonly is: 'money'
        readonly column: ColumnName
        readonly ends: readonly number[]
        readonly currencies: readonly number[]
      }
  readonly min: number
  /** Values of one class of terms. */
  readonly span: number
  /** A number a value, by the name of the field that the generated loop reads. */
  readonly fields: Map<string, Int32Array>
}

/** What a strategy asks that no column can answer: then the plain interpreter decides. */
export class NotColumnar extends Error {}

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

  /** Clears the row's bit for every value that one of its conditions refuses. */
  limit(flat: FlatRow<unknown>, family: string, bit: number): void {
    flat.slots.forEach((slot, k) => {
      const name = this.#names[slot] as FactName
      const values = this.valuesOf(name)
      const [first, end] = [flat.firsts[k] as number, flat.firsts[k + 1] as number]
      const ranges = { from: flat.from.subarray(first, end), to: flat.to.subarray(first, end) }
      this.#within(this.sourceOf(name), { family, bit }, { values, ...ranges })
    })
    for (const test of flat.cel) {
      const [slot, ...more] = new Set(test.slots)
      if (slot === undefined || more.length > 0)
        throw new NotColumnar('an expert cell reads several facts')
      const name = this.#names[slot] as FactName
      const values = this.valuesOf(name)
      const asked = new Float64Array(this.#names.length)
      this.clear(this.sourceOf(name), { family, bit }, (at) => {
        asked[slot] = values[at] as number
        return test.holds(asked)
      })
    }
    for (const test of flat.money) {
      const source = this.#moneySource(this.#names[test.slot] as FactName)
      const { ends, currencies } = source.from as Source['from'] & { is: 'money' }
      this.clear(source, { family, bit }, (at) => {
        const ranges = test.byCurrency.get(currencies[Math.floor(at / (ends.length + 1)) - 1] ?? -1)
        // Between two ends every amount meets the same answer, so its least stands for it.
        const value = ends[(at % (ends.length + 1)) - 1] ?? Number.NEGATIVE_INFINITY
        return (ranges?.some(([from, to]) => from <= value && value <= to) ?? false) !== test.except
      })
    }
  }

  /** As `clear`, without a call a value: a table may hold every value of 16 bits. */
  #within(
    source: Source,
    { family, bit }: { family: string; bit: number },
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
  clear(
    source: Source,
    { family, bit }: { family: string; bit: number },
    holds: (at: number) => boolean,
  ): void {
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

  column(column: ColumnName): Source {
    if (isMoney(column)) throw new NotColumnar(`${column} has too many values for a table`)
    const terms = column === 'lateFrom' ? this.terms.length : 1
    const [min, max] = this.#ranges[column]
    return this.#add({
      key: column,
      from: { is: 'column', column, terms },
      min,
      span: max - min + 1,
      fields: new Map(),
    })
  }

  sourceOf(name: FactName): Source {
    const { columns }: Fact = FACTS[name]
    if (columns.join() === 'oldestUnpaidDueOn,paused') return this.column('lateFrom')
    if (columns.join() === 'arrears,outstanding')
      return this.#add({
        key: 'share',
        from: { is: 'share' },
        min: 0,
        span: 10_001,
        fields: new Map(),
      })
    if (columns.length === 2 && columns[0] === 'delinquentSince')
      return this.#add({
        key: `after ${columns[1]}`,
        from: { is: 'after', column: columns[1] as ColumnName },
        min: 0,
        span: 2,
        fields: new Map(),
      })
    if (columns.length !== 1) throw new NotColumnar(`${name} reads several columns`)
    return this.column(columns[0] as ColumnName)
  }

  /** The fact for every value of its source: the catalogue itself says what a column means. */
  valuesOf(name: FactName): Int32Array {
    const known = this.#values.get(name)
    if (known !== undefined) return known
    const source = this.sourceOf(name)
    const { from, min, span } = source
    const classes = from.is === 'column' && from.terms > 1 ? this.terms : [this.terms[0]]
    const values = new Int32Array(span * classes.length)
    if (from.is !== 'column') values.forEach((_, at) => (values[at] = at))
    else {
      const fact: Fact = FACTS[name]
      const column = fact.columns[0] as string
      const row: Record<string, unknown> = { paused: [] }
      classes.forEach((terms, c) => {
        for (let at = 0; at < span; at++) {
          // Between "never" and the first day of 1970 no column holds a value.
          if (at === 1 && min === NEVER) at = Math.min(-NEVER, span - 1)
          row[column] = min + at
          values[c * span + at] = fact.fill(row as StrategyRow, this.#today, terms as LatenessTerms)
        }
      })
    }
    this.#values.set(name, values)
    return values
  }

  /** False from the day `on` until so many whole days have passed. */
  quiet(column: ColumnName, days: number | undefined, to: { family: string; bit: number }): void {
    if (days === undefined) return
    const source = this.column(column)
    const field = this.field(source, fieldOf(to.family, Math.floor(to.bit / BITS)), -1)
    const rest = ~(1 << (to.bit % BITS))
    const first = Math.max(this.#today - days + 1, NEVER + 1)
    for (let at = Math.max(first - source.min, 0); at < field.length; at++)
      field[at] = (field[at] as number) & rest
  }

  #moneySource(name: FactName): Source {
    const known = this.sources.get(`money ${name}`)
    if (known !== undefined) return known
    const { columns }: Fact = FACTS[name]
    const column = columns[0] as ColumnName
    if (columns.length !== 1 || !isMoney(column)) throw new NotColumnar(`${name} is no column`)
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
    if (ends.length > 400) throw new NotColumnar(`${name} is compared with too many amounts`)
    return this.#add({
      key: `money ${name}`,
      from: { is: 'money', column, ends, currencies },
      min: 0,
      span: (ends.length + 1) * (currencies.length + 1),
      fields: new Map(),
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

/** Products that count lateness alike share a class; the first is for products the book lacks. */
function distinctTerms(compiled: Compiled): readonly LatenessTerms[] {
  const known = new Map([[termsKey(DEFAULT_LATENESS), DEFAULT_LATENESS]])
  for (const terms of compiled.terms) if (terms !== undefined) known.set(termsKey(terms), terms)
  return [...known.values()]
}

const termsKey = ({ graceDays, buckets }: LatenessTerms): string =>
  JSON.stringify([graceDays, buckets])

/** The class of each product's terms over the values of its column. */
export function termsClasses(
  compiled: Compiled,
  tables: Tables,
  [min, max]: readonly [number, number],
): Int32Array {
  const keys = tables.terms.map(termsKey)
  return Int32Array.from({ length: max - min + 1 }, (_, at) =>
    keys.indexOf(termsKey(compiled.terms[min + at] ?? DEFAULT_LATENESS)),
  )
}
