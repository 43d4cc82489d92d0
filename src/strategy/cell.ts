import type { CelCell, CelRead } from './cel.ts'
import { CEL_MARK, parseCel } from './cel.ts'
import type { Currency } from '../core/money.ts'
import { minorDigits, parseMinor } from '../core/money.ts'
import { dayNumber, parseDay } from '../core/calendar.ts'
import type { Column } from './document.ts'
import type { FindingCode } from './finding-words.ts'
import type { Names } from './finding.ts'
import {
  guessDay,
  guessFlag,
  guessMoney,
  guessTest,
  guessWords,
  currencyCalled,
  THOUSANDS,
} from './guess.ts'
import { MONEY_MAX } from './row.ts'
import { narrow, splitTests } from './cell-text.ts'

/** Whole numbers from the first to the second, both included. */
export type Range = readonly [from: number, to: number]

/** A unary test, parsed once. Ranges are in order and never touch. */
export type Cell =
  | { readonly is: 'any' }
  | { readonly is: 'ranges'; readonly text: string; readonly ranges: readonly Range[] }
  | {
      readonly is: 'words'
      readonly text: string
      readonly words: ReadonlySet<string>
      readonly except: boolean
    }
  /** Another currency than those named never fits, unless the cell says `not`. */
  | {
      readonly is: 'money'
      readonly text: string
      readonly byCurrency: ReadonlyMap<string, readonly Range[]>
      readonly except: boolean
    }
  | CelCell

export type CellFault = { readonly fault: FindingCode; readonly names: Names }

const TESTS_MAX = 50

/** Reads one cell for the column it stands in, or says what is wrong with it. */
export function parseCell(written: string, column: Column): Cell | CellFault {
  const text = written.trim()
  if (text === '-') return { is: 'any' }
  if (text === '') return fault('empty_cell')
  if (CEL_MARK.test(text)) return celCell(text, column)
  const wide = narrow(text)
  if (wide !== text) return fault('wide_characters', { text, fix: guessTest(wide) ?? wide })
  const thousands = column.type === 'text' ? undefined : THOUSANDS.exec(text)?.[1]
  if (thousands !== undefined)
    return fault('thousands', { text: thousands, fix: thousands.replaceAll(',', '') })
  const inner = /^not\s*\((.*)\)$/s.exec(text)
  const tests = splitTests(inner?.[1] ?? text)
  if (tests.length > TESTS_MAX) return fault('too_many_tests', { most: TESTS_MAX })
  return column.type === 'text'
    ? wordCell(text, tests, inner !== null)
    : column.type === 'money'
      ? moneyCell(text, tests, inner !== null)
      : rangeCell(text, tests, { column, except: inner !== null })
}

/** The plain meaning of a cell. The compiled tables must agree with it on every row. */
export function holds(
  cell: Cell,
  value: number,
  word: { text: string; currency: string; read?: CelRead },
): boolean {
  switch (cell.is) {
    case 'any':
      return true
    case 'ranges':
      return within(cell.ranges, value)
    case 'words':
      return cell.words.has(word.text) !== cell.except
    case 'money':
      return within(cell.byCurrency.get(word.currency) ?? [], value) !== cell.except
    case 'cel':
      return word.read !== undefined && cell.test(word.read)
  }
}

function celCell(text: string, column: Column): Cell | CellFault {
  const cell = parseCel(text, column)
  return 'is' in cell ? cell : fault(cell.code, { ...cell.names, at: cell.at })
}

const within = (ranges: readonly Range[], value: number): boolean =>
  ranges.some(([from, to]) => from <= value && value <= to)

const fault = (code: FindingCode, names: Names = {}): CellFault => ({ fault: code, names })

const isFault = (value: object): value is CellFault => 'fault' in value

function wordCell(text: string, tests: readonly string[], except: boolean): Cell | CellFault {
  const words = new Set<string>()
  for (const test of tests) {
    const quoted = /^"([^"]{1,60})"$|^'([^']{1,60})'$/.exec(test)
    const word = quoted?.[1] ?? quoted?.[2]
    if (word === undefined)
      return /^[\w-]+$/.test(test)
        ? fault('unquoted_word', { text: test })
        : fault('not_a_word', { text: test, near: guessWords(text) })
    words.add(word)
  }
  return { is: 'words', text, words, except }
}

type Test = { readonly from: string; readonly to: string }

/** `>= 30`, `30..59`, `30`: the ends as written, where '' stands for no end. */
function readTest(test: string): (Test & { sign: string }) | undefined {
  const range = /^([^.<>=][^<>=]*?)\s*\.\.\s*([^<>=]+)$/.exec(test)
  if (range) return { sign: '..', from: range[1] ?? '', to: range[2] ?? '' }
  const one = /^(>=|<=|>|<|=)?\s*([^<>=]+)$/.exec(test)
  if (!one) return undefined
  return { sign: one[1] ?? '=', from: one[2] ?? '', to: one[2] ?? '' }
}

function span(sign: string, ends: { from: number; to: number }, all: Range): Range {
  if (sign === '>=') return [ends.from, all[1]]
  if (sign === '>') return [ends.from + 1, all[1]]
  if (sign === '<=') return [all[0], ends.to]
  if (sign === '<') return [all[0], ends.to - 1]
  return [ends.from, ends.to]
}

function rangeCell(
  text: string,
  tests: readonly string[],
  how: { column: Column; except: boolean },
): Cell | CellFault {
  const { column } = how
  const ranges: Range[] = []
  for (const test of tests) {
    const range = oneRange(test, column)
    if (isFault(range)) return range
    ranges.push(range)
  }
  const joined = joinRanges(ranges)
  const all: Range = [column.min, column.max]
  return { is: 'ranges', text, ranges: how.except ? otherRanges(joined, all) : joined }
}

/** An unknown score is below no number: `< 300` does not hold it. */
const leastKnown = (column: Column): number =>
  column.never === column.min ? column.min + 1 : column.min

function oneRange(test: string, column: Column): Range | CellFault {
  if (test === 'never')
    return column.never === undefined ? fault('no_never') : [column.never, column.never]
  const read = readTest(test)
  if (read === undefined) return notATest(test, column)
  const from = literal(read.from, column)
  const to = literal(read.to, column)
  if (typeof from !== 'number') return from
  if (typeof to !== 'number') return to
  if (read.sign !== '=' && column.type === 'flag') return fault('flag_only', { text: test })
  // A day that never comes is neither before nor after another day.
  const all: Range = column.type === 'day' ? [0, FAR_DAY] : [leastKnown(column), column.max]
  const [least, most] = span(read.sign, { from, to }, all)
  if (from > to) return fault('empty_range', { text: test })
  if (from < column.min || to > column.max || least > most)
    return fault('out_of_range', { text: test, ...limitsOf(column) })
  return [least, most]
}

function notATest(text: string, column: Column): CellFault {
  const near = column.type === 'flag' ? guessFlag(text) : guessTest(text)
  return fault('not_a_test', { text, example: exampleOf(column), near })
}

/** The ends of a column as its cells write them; what stands for "unknown" is no end. */
function limitsOf({ min, max, unit, never }: Column): Names {
  const [least, most] = [never === min ? min + 1 : min, max]
  return unit === 'percent' ? { least: `${least / 100}%`, most: `${most / 100}%` } : { least, most }
}

const FAR_DAY = 32_766

const DAYS_IN = new Map([
  ['', 1],
  ['d', 1],
  ['w', 7],
])
const NO_UNIT = new Map([['', 1]])

/** A number, day or truth value as the integer that the column holds. */
function literal(text: string, column: Column): number | CellFault {
  if (column.type === 'flag')
    return text === 'true'
      ? 1
      : text === 'false'
        ? 0
        : fault('flag_only', { text, near: guessFlag(text) })
  if (column.type === 'day') {
    const on = parseDay(text)
    return on === undefined ? fault('not_a_day', { text, near: guessDay(text) }) : dayNumber(on)
  }
  const match = /^([0-9]{1,6})(?:\.([0-9]{1,2}))?\s?(%|[a-z]+)?$/.exec(text)
  if (!match) {
    const kind = wrongKind(text)
    return kind === 'not_a_test'
      ? notATest(text, column)
      : fault(kind, { text, example: exampleOf(column) })
  }
  const unit = match[3] ?? ''
  if (column.unit === 'percent') {
    if (unit !== '%') return fault('percent_unit', { text })
    return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  }
  if (match[2] !== undefined) return fault('whole_numbers', { text })
  const size = (column.unit === 'days' ? DAYS_IN : NO_UNIT).get(unit)
  if (size !== undefined) return Number(match[1]) * size
  const near = column.unit === 'days' ? guessTest(text) : undefined
  return fault(column.unit === 'days' ? 'day_unit' : 'no_unit', { text, number: match[1], near })
}

function wrongKind(text: string): FindingCode {
  if (/^["']/.test(text)) return 'word_for_number'
  if (text === 'true' || text === 'false') return 'flag_for_number'
  if (/^[A-Z]{3} |^[0-9.]+ [A-Z]{3}$/.test(text)) return 'money_for_number'
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return 'day_for_number'
  return 'not_a_test'
}

export function exampleOf(column: Column): string {
  if (column.type === 'money') return '>= CNY 500.00'
  if (column.type === 'flag') return 'true'
  if (column.type === 'day') return '>= 2026-01-01'
  if (column.type === 'text') return '"card","loan"'
  return column.unit === 'percent' ? '>= 50%' : '30..59'
}

function moneyCell(text: string, tests: readonly string[], except: boolean): Cell | CellFault {
  const byCurrency = new Map<string, Range[]>()
  for (const test of tests) {
    const read = readTest(test)
    if (read === undefined) return fault('not_a_test', { text: test, example: '>= CNY 500.00' })
    const from = amountOf(read.from)
    if (isFault(from)) return from
    const to = amountOf(
      read.sign === '..' && /^-?[0-9.]+$/.test(read.to) ? `${from.currency} ${read.to}` : read.to,
    )
    if (isFault(to)) return to
    if (from.currency !== to.currency) return fault('two_currencies', { text: test })
    const [least, most] = span(read.sign, { from: from.minor, to: to.minor }, [
      -MONEY_MAX,
      MONEY_MAX,
    ])
    if (least > most) return fault('empty_range', { text: test })
    const ranges = byCurrency.get(from.currency) ?? []
    byCurrency.set(from.currency, [...ranges, [least, most]])
  }
  for (const [currency, ranges] of byCurrency) byCurrency.set(currency, joinRanges(ranges))
  return { is: 'money', text, byCurrency, except }
}

function amountOf(text: string): { currency: string; minor: number } | CellFault {
  const match = /^([A-Z]{3}) ?(-?[0-9.]+)$/.exec(text)
  const currency = match?.[1]
  if (currency === undefined)
    return /^-?[0-9][0-9.,]*$/.test(text)
      ? fault('money_currency', { text })
      : fault('not_money', { text, near: guessMoney(text) })
  const called = currencyCalled(currency)
  if (called !== undefined)
    return fault('not_money', { text, near: `${called} ${match?.[2] ?? ''}` })
  const minor = parseMinor(match?.[2] ?? '', minorDigits(currency as Currency))
  if (minor === undefined || Math.abs(Number(minor)) > MONEY_MAX)
    return fault('not_money', { text })
  return { currency, minor: Number(minor) }
}

export function joinRanges(ranges: readonly Range[]): Range[] {
  const joined: Range[] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last[1] + 1)
      joined[joined.length - 1] = [last[0], Math.max(last[1], to)]
    else joined.push([from, to])
  }
  return joined
}

function otherRanges(ranges: readonly Range[], all: Range): Range[] {
  const others: Range[] = []
  let next = all[0]
  for (const [from, to] of ranges) {
    if (from > next) others.push([next, from - 1])
    next = to + 1
  }
  if (next <= all[1]) others.push([next, all[1]])
  return others
}
