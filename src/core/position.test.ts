import { describe, expect, test } from 'vitest'
import { instalments, known, loan, paid, told } from '../../test/core/facts.ts'
import { applyFact, openBook } from './account-book.ts'
import { NO_FACTS } from './account-facts.ts'
import { day } from './calendar.ts'
import { bucketName, bucketOf, daysPastDue, isStale, positionFrom, positionOf } from './position.ts'
import { DEFAULT_TERMS } from './product.ts'

test('a position has the dates and amounts that a strategy asks for', () => {
  const facts = loan({
    payments: [
      paid(1, '2026-01-08', 10_000n),
      paid(2, '2026-02-20', 3_000n),
      paid(3, '2026-02-20', 1_000n),
    ],
  })
  expect(positionOf(facts, DEFAULT_TERMS, day('2026-03-01'))).toEqual({
    asOf: '2026-03-01',
    outstandingMinor: 46_000n,
    arrearsMinor: 6_000n,
    instalmentsMissed: 1,
    oldestUnpaidDueOn: '2026-02-10',
    countedFrom: '2026-02-10',
    nextDueOn: '2026-03-10',
    nextDueMinor: 10_000n,
    lastPaymentOn: '2026-02-20',
    lastPaymentMinor: 4_000n,
    delinquentSince: '2026-02-11',
    curedOn: undefined,
    timesDelinquent: 1,
    onTimeStreak: 0,
    quickCures: 0,
    paused: [],
    wakeOn: '2026-03-11',
  })
})

describe('a position asks to be woken', () => {
  const wakeOn = (asOf: string, more = {}, terms = {}) =>
    positionOf(loan(more), { ...DEFAULT_TERMS, ...terms }, day(asOf)).wakeOn

  test('the day after the next due day', () => {
    expect(wakeOn('2026-01-05')).toBe('2026-01-11')
    expect(wakeOn('2026-01-10')).toBe('2026-01-11')
    expect(wakeOn('2026-01-11')).toBe('2026-02-11')
  })

  test('not for an instalment that is paid already', () => {
    expect(wakeOn('2026-01-05', { payments: [paid(1, '2026-01-02', 10_000n)] })).toBe('2026-02-11')
  })

  test('on the day that grace ends, and on the day that a known fact takes effect', () => {
    expect(wakeOn('2026-01-11', {}, { graceDays: 5 })).toBe('2026-01-16')
    expect(wakeOn('2026-01-05', { payments: [paid(1, '2026-01-07', 1n)] })).toBe('2026-01-07')
  })

  test('never, when nothing is to come', () => {
    expect(wakeOn('2026-08-01')).toBeUndefined()
    expect(positionOf(NO_FACTS, DEFAULT_TERMS, day('2026-08-01')).wakeOn).toBeUndefined()
  })

  test('and is stale from that day on', () => {
    const position = positionOf(loan(), DEFAULT_TERMS, day('2026-01-05'))
    expect(isStale(position, day('2026-01-10'))).toBe(false)
    expect(isStale(position, day('2026-01-11'))).toBe(true)
    expect(isStale({ wakeOn: undefined }, day('2099-01-01'))).toBe(false)
  })
})

test('days go by without a change of the position', () => {
  const pause = {
    id: 1n,
    fromOn: day('2026-01-05'),
    untilOn: day('2026-01-20'),
    effectiveOn: day('2026-01-05'),
    recordedAt: known(0),
  }
  const position = positionOf(loan({ pauses: [pause] }), DEFAULT_TERMS, day('2026-01-21'))
  expect(position.paused).toEqual([{ from: '2026-01-10', until: '2026-01-20' }])
  const dpd = (today: string) => daysPastDue(position, DEFAULT_TERMS, day(today))
  expect(['2026-01-21', '2026-01-22', '2026-02-10'].map(dpd)).toEqual([1, 2, 21])
})

test('a credit is below zero, and what is overpaid leaves nothing due next', () => {
  const facts = loan({ payments: [paid(1, '2026-01-02', 61_000n)] })
  expect(positionOf(facts, DEFAULT_TERMS, day('2026-01-03'))).toMatchObject({
    outstandingMinor: -1_000n,
    nextDueOn: undefined,
    nextDueMinor: 0n,
  })
})

test('several instalments of one day are due next together, less what is paid of the first', () => {
  const same = instalments(3, { dueOn: day('2026-02-10') })
  const facts = loan({ instalments: same, payments: [paid(1, '2026-01-02', 4_000n)] })
  expect(positionOf(facts, DEFAULT_TERMS, day('2026-01-03'))).toMatchObject({
    nextDueOn: '2026-02-10',
    nextDueMinor: 26_000n,
  })
})

test('a reversed payment is not the last payment', () => {
  const facts = loan({
    payments: [
      paid(1, '2026-01-02', 100n),
      paid(2, '2026-01-05', 200n),
      paid(3, '2026-01-09', 200n, { reversesId: 2n }),
    ],
  })
  const last = (asOf: string) => positionOf(facts, DEFAULT_TERMS, day(asOf)).lastPaymentMinor
  expect([last('2026-01-08'), last('2026-01-09')]).toEqual([200n, 100n])
})

describe('of a book of snapshots', () => {
  const snapshot = told('2026-03-31', {
    arrearsMinor: 5_000n,
    oldestUnpaidDueOn: day('2026-02-10'),
    nextDueOn: day('2026-04-10'),
    nextDueMinor: 3_000n,
  })

  test('money since pays the arrears, then what is due next, and lowers the balance', () => {
    const facts = { ...NO_FACTS, snapshots: [snapshot], payments: [paid(1, '2026-04-02', 6_000n)] }
    expect(positionOf(facts, DEFAULT_TERMS, day('2026-04-02'))).toMatchObject({
      outstandingMinor: 84_000n,
      arrearsMinor: 0n,
      oldestUnpaidDueOn: undefined,
      nextDueOn: '2026-04-10',
      nextDueMinor: 2_000n,
      wakeOn: '2026-04-11',
    })
  })

  test('a next due day that passes makes nobody late before the source says so', () => {
    const current = { ...snapshot, arrearsMinor: 0n, oldestUnpaidDueOn: undefined }
    const facts = { ...NO_FACTS, snapshots: [current] }
    expect(positionOf(facts, DEFAULT_TERMS, day('2026-04-20'))).toMatchObject({
      oldestUnpaidDueOn: undefined,
      nextDueOn: undefined,
      arrearsMinor: 0n,
    })
  })

  test('beside a schedule it gives the balance, and the schedule says what is late', () => {
    const facts = loan({ snapshots: [snapshot] })
    expect(positionOf(facts, DEFAULT_TERMS, day('2026-03-31'))).toMatchObject({
      outstandingMinor: 90_000n,
      arrearsMinor: 30_000n,
      oldestUnpaidDueOn: '2026-01-10',
    })
  })
})

test('a running book takes a fact whenever it arrives, and the book before it is unchanged', () => {
  const today = day('2026-03-01')
  const before = openBook(DEFAULT_TERMS, loan())
  const after = applyFact(before, { kind: 'payment', fact: paid(1, '2026-01-10', 10_000n) })
  expect(positionFrom(after, today)).toMatchObject({
    timesDelinquent: 1,
    oldestUnpaidDueOn: '2026-02-10',
  })
  expect(positionFrom(before, today).oldestUnpaidDueOn).toBe('2026-01-10')
})

test('the bands of the default product are M0 to M7', () => {
  const position = { countedFrom: day('2026-01-10'), paused: [] }
  const at = ['2026-01-10', '2026-01-11', '2026-02-09', '2026-02-10', '2026-07-10', '2027-07-10']
  const names = at.map((on) => bucketName(bucketOf(position, DEFAULT_TERMS, day(on))))
  expect(names).toEqual(['M0', 'M1', 'M1', 'M2', 'M7', 'M7'])
})

test('whole months past due stand still while the clock is paused', () => {
  const terms = { ...DEFAULT_TERMS, buckets: { unit: 'months', top: 3 } } as const
  const span = { from: day('2026-02-01'), until: day('2026-03-01') }
  const bucket = (on: string, paused = [span]) =>
    bucketOf({ countedFrom: day('2026-01-10'), paused }, terms, day(on))
  expect(bucket('2026-03-10', [])).toBe(2)
  expect(bucket('2026-03-10')).toBe(1)
  expect(bucket('2026-04-10')).toBe(2)
  expect(bucket('2027-04-10')).toBe(3)
})

test('a bank that writes 9999-12-31 for never asks nobody to be woken after it', () => {
  const last = day('9999-12-31')
  const pause = { id: 1n, fromOn: day('2026-01-05'), untilOn: last, ...told('2026-01-05') }
  const facts = loan({ instalments: instalments(1, { dueOn: last }), pauses: [pause] })
  expect(positionOf(facts, DEFAULT_TERMS, day('2026-02-01'))).toMatchObject({
    nextDueOn: last,
    wakeOn: undefined,
  })
  const late = loan({ instalments: instalments(1), pauses: [pause] })
  const position = positionOf(late, DEFAULT_TERMS, day('2026-02-01'))
  expect(position.paused).toEqual([{ from: '2026-01-10', until: last }])
  expect(daysPastDue(position, DEFAULT_TERMS, day('2026-02-01'))).toBe(0)
})

test('a code of many thousand months is a century', () => {
  const facts = { ...NO_FACTS, snapshots: [told('2026-03-31', { monthsPastDue: 32_767 })] }
  const position = positionOf(facts, DEFAULT_TERMS, day('2026-03-31'))
  expect(position.oldestUnpaidDueOn).toBe('1926-03-31')
})
