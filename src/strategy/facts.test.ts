import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dayNumber, day } from '../core/calendar.ts'
import type { Day } from '../core/calendar.ts'
import { daysPastDue as slowDaysPastDue } from '../core/position.ts'
import { DEFAULT_TERMS } from '../core/product.ts'
import { DEFAULT_LATENESS } from './compile.ts'
import type { Fact } from './fact.ts'
import { daysPastDue } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import type { StrategyRow } from './row.ts'
import { FOREVER, MONEY_MAX, NEVER, NO_DAYS, rowOf } from './row.ts'
import { quietRow } from './scene.ts'

const NAMES = Object.keys(FACTS) as FactName[]
const TODAY = dayNumber(day('2026-06-15'))
const fact = (name: FactName): Fact => FACTS[name]

test('there are facts to test', () => expect(NAMES.length).toBeGreaterThan(25))

test.each(NAMES)('%s says what it means in both languages', (name) => {
  expect(fact(name).zh).toMatch(/[\u4e00-\u9fff]/)
  expect(fact(name).en).toMatch(/[a-z]/)
})

test.each(NAMES)('%s reads the columns that it lists and no other', (name) => {
  const read = new Set<string>()
  const watched = new Proxy(quietRow('CNY'), {
    get: (row, key: keyof StrategyRow) => {
      read.add(key)
      return row[key]
    },
  })
  fact(name).fill(watched, TODAY, DEFAULT_LATENESS)
  expect(read.size).toBeGreaterThan(0)
  expect(fact(name).columns).toEqual(expect.arrayContaining([...read]))
})

test.each(NAMES)('%s is what a test gives', (name) => {
  const { min, max, never, fill, give } = fact(name)
  const values = [Math.max(min, 0), 1, 7, 31, max, never].filter(
    (value): value is number => value !== undefined && value <= max,
  )
  for (const value of values) {
    // A bucket and a hold in days are only as fine as what they are made of.
    if (name === 'account.bucket' && value > 7) continue
    if (name === 'account.arrears_share' && value > 10_000) continue
    // Only a product charges late interest, and the usual terms charge none.
    if (name === 'account.late_interest' && value > 0) continue
    const row = quietRow('CNY')
    const made = { ...row, ...give(value, TODAY, row) }
    expect(fill(made, TODAY, DEFAULT_LATENESS), `${name} ${value}`).toBe(value)
  }
})

test('the page for strategists lists the catalogue, each fact with unit, column and meaning', () => {
  const page = readFileSync(new URL('../../docs/strategies.md', import.meta.url), 'utf8')
  for (const name of NAMES) {
    const { type, unit, columns, zh, en } = fact(name)
    const kind = unit === 'none' ? type : unit
    expect(page).toContain(`| \`${name}\` | ${kind} | ${columns.join(', ')} | ${zh} | ${en} |`)
  }
})

test('days past due leave out paused days and days within grace', () => {
  const row = { ...quietRow('CNY'), oldestUnpaidDueOn: TODAY - 30 }
  const late = (paused: number[], graceDays = 0) =>
    daysPastDue({ ...row, paused }, TODAY, { ...DEFAULT_LATENESS, graceDays })
  expect(late([])).toBe(30)
  expect(late([TODAY - 10, TODAY - 5])).toBe(25)
  expect(late([TODAY - 40, TODAY - 20, TODAY - 10, FOREVER])).toBe(10)
  expect(late([], 30)).toBe(0)
  expect(late([], 29)).toBe(30)
})

test('days past due are those of core/position.ts', () => {
  for (let n = 0; n < 300; n++) {
    const from = TODAY - (n % 97)
    const start = from + (n % 13)
    const paused = n % 3 === 0 ? [] : [start, start + (n % 29) + 1]
    const row = { ...quietRow('CNY'), oldestUnpaidDueOn: from, paused }
    const on = (at: number): Day => day(new Date(at * 86_400_000).toISOString().slice(0, 10))
    const spans =
      paused.length === 0 ? [] : [{ from: on(paused[0] ?? 0), until: on(paused[1] ?? 0) }]
    const terms = { ...DEFAULT_TERMS, graceDays: n % 5 }
    const slow = slowDaysPastDue({ countedFrom: on(from), paused: spans }, terms, on(TODAY))
    expect(daysPastDue(row, TODAY, terms)).toBe(slow)
  }
})

test('a share is exact for the largest amounts', () => {
  const share = (arrears: number, outstanding: number) =>
    FACTS['account.arrears_share'].fill(
      { ...quietRow('CNY'), arrears, outstanding },
      TODAY,
      DEFAULT_LATENESS,
    )
  expect(share(1, 3)).toBe(3333)
  expect(share(MONEY_MAX - 1, MONEY_MAX)).toBe(9999)
  expect(share(MONEY_MAX / 2, MONEY_MAX)).toBe(5000)
  expect(share(5, 0)).toBe(10_000)
  expect(share(0, 0)).toBe(0)
})

const NOTHING_TOLD = {
  touches: null,
  promiseUntil: null,
  promisesKept: 0,
  promisesBroken: 0,
  promiseLast: 0,
  planSince: null,
  planNextOn: null,
  planOldestOn: null,
  risk: -1,
  propensity: -1,
  segmentId: 0,
  zoneId: 0,
  vulnerable: false,
  limitationOn: null,
  costMinor: 0n,
  onTimeStreak: 0,
  quickCures: 0,
} as const

test('a position becomes a row of integers', () => {
  const row = rowOf({
    accountId: 7n,
    portfolioId: 1,
    productId: 2,
    currency: 'GBP',
    language: 'en',
    outstandingMinor: 12_345n,
    arrearsMinor: 100n,
    instalmentsMissed: 1,
    oldestUnpaidDueOn: day('2026-06-01'),
    countedFrom: null,
    nextDueOn: null,
    nextDueMinor: 0n,
    lastPaymentOn: null,
    lastPaymentMinor: 0n,
    delinquentSince: day('2026-06-02'),
    curedOn: null,
    timesDelinquent: 1,
    paused: '{[2026-06-03,2026-06-05),[2026-06-10,)}',
    channels: 3,
    lastAttemptOn: null,
    lastConversationOn: null,
    unansweredAttempts: 0,
    heldUntil: 'infinity',
    closedOn: null,
    ...NOTHING_TOLD,
  })
  expect(row.oldestUnpaidDueOn).toBe(TODAY - 14)
  expect(row.paused).toEqual([TODAY - 12, TODAY - 10, TODAY - 5, FOREVER])
  expect([row.heldUntil, row.closedOn, row.lastPaymentOn]).toEqual([FOREVER, FOREVER, NEVER])
  expect(FACTS['account.days_since_payment'].fill(row, TODAY, DEFAULT_LATENESS)).toBe(NO_DAYS)
})

test('an amount beyond exact comparison is refused, the largest exact one is not', () => {
  const at = (outstandingMinor: bigint) => () =>
    rowOf({
      accountId: 7n,
      portfolioId: 1,
      productId: 2,
      currency: 'GBP',
      language: 'en',
      outstandingMinor,
      arrearsMinor: 0n,
      instalmentsMissed: 0,
      oldestUnpaidDueOn: null,
      countedFrom: null,
      nextDueOn: null,
      nextDueMinor: 0n,
      lastPaymentOn: null,
      lastPaymentMinor: 0n,
      delinquentSince: null,
      curedOn: null,
      timesDelinquent: 0,
      paused: null,
      channels: 0,
      lastAttemptOn: null,
      lastConversationOn: null,
      unansweredAttempts: 0,
      heldUntil: null,
      closedOn: null,
      ...NOTHING_TOLD,
    })
  expect(at(BigInt(MONEY_MAX))).not.toThrow()
  expect(at(BigInt(MONEY_MAX) + 1n)).toThrow(/more than a strategy compares/)
})
