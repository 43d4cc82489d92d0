import { CHANNELS } from '../core/channel.ts'
import type { History } from './cadence.ts'
import type { Cell } from './cell.ts'
import { parseCell } from './cell.ts'
import { kindOfColumn } from './cel-kinds.ts'
import type { Position } from './columns-build.ts'
import type { Book } from './compile.ts'
import { bookOfWords } from './compile.ts'
import type {
  Action,
  Column,
  PriorityOut,
  Rule,
  Strategy,
  Table,
  TreatmentOut,
} from './document.ts'
import { TONES } from './document.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import { columnOfFact } from './parse-table.ts'
import type { NOTHING_KNOWN, StrategyRow } from './row.ts'
import { currencyCode, FOREVER, NEVER, NO_DAYS } from './row.ts'

/** Seeded draws (Mulberry32): a seed that fails can be run again. */
export function draws(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(items: readonly T[]): T => items[between(0, items.length - 1)] as T
  return { next, between, pick, often: (share: number) => next() < share }
}
export type Draws = ReturnType<typeof draws>

export const TODAY = 20_778
const PRODUCTS = ['loan', 'card', 'line']
const PORTFOLIOS = ['own', 'bought']
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
const COUNTED = [
  'account.bucket',
  'account.instalments_missed',
  'account.days_past_due',
  'contact.unanswered_attempts',
] as const

/** A book whose products count lateness differently; now and then all alike. */
export function randomBook(d: Draws): Book {
  const book = bookOfWords(PRODUCTS, PORTFOLIOS)
  if (d.often(0.5)) return book
  const months = { graceDays: d.between(0, 9), buckets: { unit: 'months', top: 6 } } as const
  const lateInterest = {
    basisPointsAYear: d.between(0, d.often(0.1) ? 30_000 : 4_000),
    dayCount: d.pick(['actual/360', 'actual/365'] as const),
  }
  const products = book.products.map((one, i) => {
    if (i === 1) return { ...one, terms: { ...months, lateInterest } }
    return i === 2 ? { ...one, terms: { ...one.terms, lateInterest } } : one
  })
  return { ...book, products }
}

/** Any strategy that a checker would take for its form; what it says need not be wise. */
export function randomStrategy(d: Draws): Strategy {
  const stages = Array.from({ length: d.between(1, d.often(0.05) ? 45 : 9) }, (_, i) => `s${i}`)
  const stageRules = stages.map((stage, i) => ({
    stage: i > 2 && d.often(0.2) ? 's0' : stage,
    tone: d.pick(TONES),
  }))
  const first = table(d, 'first', stageRules, { inputs: d.between(1, 3), stages: [] })
  const last = first.rules.at(-1) as Rule<(typeof stageRules)[number]>
  const cells = last.cells.map((): Cell => ({ is: 'any' }))
  const stage = { ...first, rules: [...first.rules.slice(0, -1), { ...last, cells }] }
  const count = d.between(1, d.often(0.1) ? 130 : 24)
  const outs = Array.from({ length: count }, () => randomTreatment(d))
  const points = Array.from({ length: d.between(0, d.often(0.1) ? 40 : 8) }, () => randomPoints(d))
  return {
    name: 'random',
    version: 1,
    effectiveOn: '2026-01-01' as Strategy['effectiveOn'],
    currencies: undefined,
    stage,
    treatments: table(d, 'collect', outs, { inputs: d.between(0, 5), stages }),
    priority:
      points.length === 0
        ? undefined
        : table(d, d.pick(['first', 'collect']), points, { inputs: d.between(0, 4), stages }),
    offer: undefined,
    tests: [],
    places: undefined,
  } as Strategy
}

function table<Out>(
  d: Draws,
  policy: Table<Out>['policy'],
  outs: readonly Out[],
  shape: { inputs: number; stages: readonly string[] },
): Table<Out> {
  const names = Object.keys(FACTS) as FactName[]
  const facts = Array.from({ length: shape.inputs }, () =>
    d.often(0.3) ? 'account.days_past_due' : d.pick(names),
  )
  const inputs: Column[] = [...new Set(facts)].map(columnOfFact)
  const stage = { ...columnOfFact('account.product'), name: 'stage', words: 'stage' } as const
  const isStaged = shape.stages.length > 0
  const rules = outs.map((out, i): Rule<Out> => {
    const cells = inputs.map((column) => randomCell(d, column))
    return {
      rowNo: i + 1,
      line: i + 1,
      cells: isStaged ? [stageCell(d, shape.stages), ...cells] : cells,
      out,
    }
  })
  return { policy, line: 1, inputs: isStaged ? [stage, ...inputs] : inputs, rules }
}

function stageCell(d: Draws, stages: readonly string[]): Cell {
  if (d.often(0.3)) return { is: 'any' }
  const words = new Set([d.pick(stages), d.pick(stages), ...(d.often(0.2) ? ['on_hold'] : [])])
  return { is: 'words', text: '', words, except: d.often(0.1) }
}

/** An expression over facts of the column's kind and others: rarely one that a table could hold. */
function randomExpression(d: Draws, column: Column): string {
  const kind = kindOfColumn(column)
  const alike = (Object.keys(FACTS) as FactName[]).filter(
    (name) => kindOfColumn(columnOfFact(name)) === kind,
  )
  const other = () => (d.often(0.2) ? 'value' : d.pick(alike))
  if (kind === 'flag') return d.pick([`value && !${other()}`, `${other()} || ${other()}`, '!value'])
  if (kind === 'text') return `value ${d.pick(['==', '!='])} ${other()}`
  const sign = d.pick(['<', '<=', '>', '>=', '==', '!='])
  const late = `account.days_past_due > ${d.between(0, 90)}`
  return d.pick([
    `value ${sign} ${other()}`,
    `value ${sign} ${other()} || ${late}`,
    `${late} ? value ${sign} ${other()} : ${other()} ${sign} value`,
    ...(kind === 'day' ? [] : [`value * ${d.between(2, 9)} ${sign} ${other()} + ${other()}`]),
    ...(kind === 'day' ? [] : [`${other()} / value ${sign} 2`]),
  ])
}

function randomCell(d: Draws, column: Column): Cell {
  if (d.often(0.4)) return { is: 'any' }
  if (d.often(0.08)) {
    const expert = parseCell(`cel: ${randomExpression(d, column)}`, column)
    return 'is' in expert ? expert : { is: 'any' }
  }
  const one = randomTest(d, column)
  const cell = parseCell(d.often(0.15) ? `not(${one})` : one, column)
  return 'is' in cell ? cell : { is: 'any' }
}

function randomTest(d: Draws, column: Column): string {
  const sign = d.pick(['>= ', '<= ', '< ', '> ', ''])
  if (column.type === 'flag') return d.pick(['true', 'false'])
  if (column.never !== undefined && d.often(0.1)) return 'never'
  if (column.type === 'day')
    return `${sign}2026-${d.pick(['01', '10', '11', '12'])}-${d.between(10, 28)}`
  if (column.type === 'money') return `${sign}${d.pick(['CNY', 'GBP'])} ${d.between(0, 9000)}.00`
  if (column.words === 'currency') return d.pick(['"CNY"', '"GBP","JPY"'])
  if (column.words === 'language') return d.pick(['"zh"', '"en"'])
  if (column.words === 'portfolio') return d.pick(['"own"', '"bought"', '"unknown"'])
  if (column.type === 'text') return d.pick(['"loan"', '"card","line"'])
  const value = column.unit === 'days' ? d.between(0, 200) : d.between(0, 8)
  if (column.unit === 'percent') return `${sign}${d.between(0, 100)}%`
  return d.often(0.4) ? `${value}..${value + d.between(0, 60)}` : `${sign}${value}`
}

function randomTreatment(d: Draws): TreatmentOut {
  const channel = d.pick(CHANNELS)
  const action = d.pick<Action>([
    { do: 'write', channel, template: 't' },
    { do: 'write', channel, template: 't' },
    { do: 'meet', channel, worklist: 'w', template: undefined },
    { do: 'list', worklist: 'w' },
    d.often(0.4) ? { do: 'nothing' } : { do: 'refer', to: 'suit' },
  ])
  const maybe = (most: number) => (d.often(0.4) ? d.between(1, most) : undefined)
  return {
    treatment: d.pick(NAMES),
    action,
    cadence: {
      every: maybe(40),
      atMost: maybe(5),
      quietAfter: { payment: maybe(20), conversation: maybe(20), attempt: maybe(10) },
    },
    approval: undefined,
    askAgainDays: undefined,
  }
}

function randomPoints(d: Draws): PriorityOut {
  const add = d.between(-90, 90)
  return d.often(0.5)
    ? { add, per: undefined, upTo: undefined }
    : { add, per: d.pick(COUNTED), upTo: d.between(1, 12) }
}

/** The touches of a month, and the newest of each kind before it. */
function randomTouches(d: Draws): number[] {
  const touches: number[] = []
  if (d.often(0.5)) return touches
  for (let day = TODAY - d.between(0, 60); day <= TODAY; day += d.between(0, 12))
    if (touches.push(day * 16 + d.between(0, 1) * 8 + d.between(0, CHANNELS.length - 1)) > 30) break
  return touches.toSorted((a, b) => a - b)
}

type On = (absent: number, before: number, after: number) => number

/** What a position says beyond its balance: promises, plans, scores, cost and standing. */
const randomLater = (d: Draws, on: On): Pick<StrategyRow, keyof typeof NOTHING_KNOWN> => ({
  touches: randomTouches(d),
  promiseUntil: on(NEVER, 5, 20),
  promisesKept: d.between(0, 3),
  promisesBroken: d.between(0, 3),
  promiseLast: d.between(0, 4),
  planSince: on(NEVER, 90, 0),
  planNextOn: on(FOREVER, 0, 30),
  planOldestOn: on(FOREVER, 60, 10),
  risk: d.often(0.2) ? -1 : d.between(0, 1000),
  propensity: d.often(0.2) ? -1 : d.between(0, 1000),
  segment: d.between(0, 3),
  zone: d.between(0, 3),
  vulnerable: d.between(0, 1),
  limitationOn: on(FOREVER, 30, 600),
  cost: d.between(0, 90_000),
  onTimeStreak: d.between(0, 24),
  quickCures: d.between(0, 5),
})

/** Positions that lie often on the edges of what cells ask, sentinels included. */
export function randomPosition(d: Draws, id: number): Position {
  const on = (absent: number, before: number, after: number) =>
    d.often(0.25)
      ? absent
      : d.often(0.02)
        ? d.pick([0, 1, TODAY, FOREVER - 1])
        : TODAY + d.between(-before, after)
  const amount = () => (d.often(0.2) ? d.pick([0, -500, 9e14, 1]) : d.between(-100, 900_000))
  const oldest = on(FOREVER, 220, 3)
  const paused: number[] = []
  for (
    let day = oldest + d.between(0, 40);
    d.often(0.06) && oldest < TODAY;
    day += d.between(1, 30)
  ) {
    paused.push(day, day + 10)
    day += 11
  }
  const row = {
    accountId: BigInt(id),
    portfolio: d.between(0, 2),
    product: d.between(0, 3),
    currency: currencyCode(d.pick(['CNY', 'GBP', 'JPY'])),
    language: d.between(0, 1),
    outstanding: amount(),
    arrears: amount(),
    instalmentsMissed: d.between(0, 9),
    oldestUnpaidDueOn: oldest,
    nextDueOn: on(FOREVER, 1, 30),
    nextDue: amount(),
    lastPaymentOn: on(NEVER, 60, 0),
    lastPayment: amount(),
    delinquentSince: on(NEVER, 220, 0),
    curedOn: on(NEVER, 300, 0),
    timesDelinquent: d.between(0, 4),
    paused,
    channels: d.between(0, 63),
    lastAttemptOn: on(NEVER, 30, 0),
    lastConversationOn: on(NEVER, 30, 0),
    unansweredAttempts: d.between(0, 9),
    heldUntil: d.often(0.8) ? NEVER : on(FOREVER, 5, 5),
    closedOn: d.often(0.9) ? FOREVER : on(FOREVER, 5, 5),
    ...randomLater(d, on),
  }
  const history: History = new Map(
    NAMES.filter(() => d.often(0.3)).map((name) => [
      name,
      {
        times: d.between(1, 6),
        lastOn: TODAY - d.between(0, d.often(0.1) ? NO_DAYS - 20_000 : 60),
      },
    ]),
  )
  return { row, history }
}
