import { describe, expect, test } from 'vitest'
import { known, paid } from '../../test/core/facts.ts'
import { agreedOn } from './agreed.ts'
import { day } from './calendar.ts'
import type { Plan } from './plan.ts'
import { judgePlans } from './plan.ts'
import type { Promised } from './promise.ts'
import { judgePromises } from './promise.ts'

/** 100.00 by the 10th of March, said on the 1st. */
const promise = (more: Partial<Promised> = {}): Promised => ({
  id: 1n,
  amountMinor: 10_000n,
  madeOn: day('2026-03-01'),
  dueOn: day('2026-03-10'),
  toleranceDays: 0,
  recordedAt: known(5),
  ...more,
})

const states = (promises: Promised[], payments: ReturnType<typeof paid>[], asOf: string) =>
  judgePromises(promises, payments, day(asOf)).map((one) => one.state)

describe('a promise', () => {
  test.each<[string, ReturnType<typeof paid>[], string, string]>([
    ['runs until the end of its day', [], '2026-03-10', 'open'],
    ['is broken the day after, with nothing paid', [], '2026-03-11', 'broken'],
    ['is kept by the whole amount', [paid(1, '2026-03-10', 10_000n)], '2026-03-11', 'kept'],
    ['is kept before its day', [paid(1, '2026-03-02', 10_000n)], '2026-03-02', 'kept'],
    ['is partial a cent short', [paid(1, '2026-03-10', 9_999n)], '2026-03-11', 'partial'],
    [
      'is still open a cent short on its day',
      [paid(1, '2026-03-10', 9_999n)],
      '2026-03-10',
      'open',
    ],
    [
      'is not kept by money of the day after',
      [paid(1, '2026-03-11', 10_000n)],
      '2026-03-12',
      'broken',
    ],
    [
      'is not kept by money from before it',
      [paid(1, '2026-02-28', 10_000n)],
      '2026-03-11',
      'broken',
    ],
    [
      'is kept by two payments together',
      [paid(1, '2026-03-03', 4_000n), paid(2, '2026-03-09', 6_000n)],
      '2026-03-11',
      'kept',
    ],
    [
      'is broken when the money is taken back',
      [paid(1, '2026-03-09', 10_000n), paid(2, '2026-03-12', 10_000n, { reversesId: 1n })],
      '2026-03-12',
      'broken',
    ],
  ])('%s', (_, payments, asOf, expected) =>
    expect(states([promise()], payments, asOf)).toEqual([expected]),
  )

  test('a tolerance as large as the promise does not keep it with nothing paid', () => {
    const small = promise({ amountMinor: 400n, toleranceMinor: 500n })
    expect(states([small], [], '2026-03-05')).toEqual(['open'])
    expect(states([small], [], '2026-03-11')).toEqual(['broken'])
    expect(states([small], [paid(1, '2026-03-09', 1n)], '2026-03-11')).toEqual(['kept'])
  })

  test('two days of tolerance keep it open for two days more', () => {
    const kind = promise({ toleranceDays: 2 })
    expect(states([kind], [], '2026-03-12')).toEqual(['open'])
    expect(states([kind], [paid(1, '2026-03-12', 10_000n)], '2026-03-13')).toEqual(['kept'])
    expect(states([kind], [paid(1, '2026-03-13', 10_000n)], '2026-03-13')).toEqual(['broken'])
  })

  test('money of its own day counts when we knew of it only afterwards', () => {
    const at = (minute: number) => paid(1, '2026-03-01', 10_000n, { recordedAt: known(minute) })
    expect(states([promise()], [at(4)], '2026-03-11')).toEqual(['broken'])
    expect(states([promise()], [at(6)], '2026-03-11')).toEqual(['kept'])
  })
})

describe('several promises', () => {
  const first = promise()
  const second = promise({ id: 2n, dueOn: day('2026-03-20') })

  test('the earliest takes the earliest money, and no money is used twice', () => {
    expect(states([second, first], [paid(1, '2026-03-09', 10_000n)], '2026-03-21')).toEqual([
      'kept',
      'broken',
    ])
    expect(states([second, first], [paid(1, '2026-03-09', 20_000n)], '2026-03-21')).toEqual([
      'kept',
      'kept',
    ])
    expect(states([first, second], [paid(1, '2026-03-09', 15_000n)], '2026-03-21')).toEqual([
      'kept',
      'partial',
    ])
  })

  test('one that is replaced in time is superseded, and its money is free again', () => {
    const next = promise({
      id: 2n,
      madeOn: day('2026-03-05'),
      dueOn: day('2026-03-20'),
      supersedesId: 1n,
    })
    expect(states([first, next], [], '2026-03-21')).toEqual(['superseded', 'broken'])
    expect(states([first, next], [paid(1, '2026-03-19', 10_000n)], '2026-03-21')).toEqual([
      'superseded',
      'kept',
    ])
  })

  test('one that was kept before it was replaced stays kept', () => {
    const next = promise({
      id: 2n,
      madeOn: day('2026-03-05'),
      dueOn: day('2026-03-20'),
      supersedesId: 1n,
    })
    expect(states([first, next], [paid(1, '2026-03-03', 10_000n)], '2026-03-21')).toEqual([
      'kept',
      'broken',
    ])
  })

  test('one that is replaced too late was broken before', () => {
    const next = promise({
      id: 2n,
      madeOn: day('2026-03-12'),
      dueOn: day('2026-03-20'),
      supersedesId: 1n,
    })
    expect(states([first, next], [], '2026-03-15')).toEqual(['broken', 'open'])
  })
})

/** Two halves, on the 10th of March and of April. */
const plan = (more: Partial<Plan> = {}): Plan => ({
  id: 1n,
  agreedOn: day('2026-03-01'),
  recordedAt: known(5),
  instalments: [
    { no: 1, dueOn: day('2026-03-10'), amountMinor: 5_000n },
    { no: 2, dueOn: day('2026-04-10'), amountMinor: 5_000n },
  ],
  ...more,
})

describe('a plan', () => {
  const judged = (plans: Plan[], payments: ReturnType<typeof paid>[], asOf: string) =>
    judgePlans(plans, payments, day(asOf))[0]

  test('runs, with its next instalment and its oldest unpaid one', () => {
    expect(judged([plan()], [], '2026-03-10')).toMatchObject({
      state: 'running',
      nextOn: '2026-03-10',
      oldestUnpaidOn: '2026-03-10',
    })
    expect(judged([plan()], [], '2026-03-11')).toMatchObject({
      state: 'running',
      nextOn: '2026-04-10',
      oldestUnpaidOn: '2026-03-10',
    })
    expect(judged([plan()], [paid(1, '2026-03-09', 5_000n)], '2026-03-11')).toMatchObject({
      state: 'running',
      nextOn: '2026-04-10',
      oldestUnpaidOn: '2026-04-10',
    })
  })

  test('is completed by all of its money, not by a cent less', () => {
    const all = [paid(1, '2026-03-09', 5_000n), paid(2, '2026-04-01', 5_000n)]
    expect(judged([plan()], all, '2026-04-02')?.state).toBe('completed')
    expect(judged([plan()], [paid(1, '2026-03-09', 9_999n)], '2026-04-02')?.state).toBe('running')
  })

  test('is ended by a later one from that day on', () => {
    const ends = plan({ id: 2n, endsId: 1n, agreedOn: day('2026-03-20'), instalments: [] })
    expect(judged([plan(), ends], [], '2026-03-19')?.state).toBe('running')
    expect(judged([plan(), ends], [], '2026-03-20')?.state).toBe('cancelled')
  })
})

describe('what a position keeps of them', () => {
  const on = (
    asOf: string,
    of: { promises?: Promised[]; plans?: Plan[] } = {},
    payments = [] as ReturnType<typeof paid>[],
  ) => agreedOn({ promises: [], plans: [], ...of }, payments, day(asOf))

  test('an open promise wakes it the day after its last day', () => {
    const promises = [promise({ toleranceDays: 1 })]
    expect(on('2026-03-05', { promises })).toMatchObject({
      promiseUntil: '2026-03-11',
      promiseLast: 'open',
      promisesBroken: 0,
      wakeOn: '2026-03-12',
    })
    expect(on('2026-03-12', { promises })).toMatchObject({
      promiseUntil: undefined,
      promiseLast: 'broken',
      promisesBroken: 1,
      wakeOn: undefined,
    })
  })

  test('a plan wakes it when its next instalment passes', () => {
    expect(on('2026-03-05', { plans: [plan()] })).toMatchObject({
      planSince: '2026-03-01',
      planNextOn: '2026-03-10',
      planOldestOn: '2026-03-10',
      wakeOn: '2026-03-11',
    })
    expect(on('2026-03-05')).toMatchObject({
      planSince: undefined,
      promiseLast: undefined,
      wakeOn: undefined,
    })
  })

  test('nothing changes in it between a day and the day it asks to be woken', () => {
    const of = {
      promises: [promise(), promise({ id: 2n, dueOn: day('2026-03-20') })],
      plans: [plan()],
    }
    const payments = [paid(1, '2026-03-09', 12_000n), paid(2, '2026-03-25', 3_000n)]
    for (let n = 1; n < 45; n++) {
      const asOf = `2026-${n < 32 ? '03' : '04'}-${String(n < 32 ? n : n - 31).padStart(2, '0')}`
      const next = n + 1
      const tomorrow = `2026-${next < 32 ? '03' : '04'}-${String(next < 32 ? next : next - 31).padStart(2, '0')}`
      const now = on(asOf, of, payments)
      if (now.wakeOn === undefined || now.wakeOn > tomorrow)
        expect({ ...on(tomorrow, of, payments), wakeOn: 0 }).toEqual({ ...now, wakeOn: 0 })
    }
  })
})
