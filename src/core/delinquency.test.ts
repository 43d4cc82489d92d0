import type { AccountFacts } from './account-facts.ts'
import type { ProductTerms } from './product.ts'
import { describe, expect, test } from 'vitest'
import { instalments, known, loan, paid, told } from '../../test/core/facts.ts'
import { NO_FACTS } from './account-facts.ts'
import { day } from './calendar.ts'
import { delinquencyOn, historyOf, monthEndBuckets, redefaults } from './delinquency.ts'
import { DEFAULT_TERMS } from './product.ts'

const on = (facts: AccountFacts, asOf: string, terms: Partial<ProductTerms> = {}) =>
  delinquencyOn(facts, { ...DEFAULT_TERMS, ...terms }, { asOf: day(asOf) })

const history = (facts: AccountFacts, asOf: string, terms: Partial<ProductTerms> = {}) =>
  historyOf(facts, { ...DEFAULT_TERMS, ...terms }, { asOf: day(asOf) })

const material = (rule: Partial<ProductTerms['materiality']>): Partial<ProductTerms> => ({
  materiality: { ...DEFAULT_TERMS.materiality, ...rule },
})

describe('an instalment', () => {
  test('is not late on its due day, and one day past due on the next', () => {
    expect(on(loan(), '2026-01-10')).toMatchObject({ daysPastDue: 0, instalmentsMissed: 0 })
    expect(on(loan(), '2026-01-11')).toMatchObject({
      daysPastDue: 1,
      bucket: 1,
      oldestUnpaidDueOn: '2026-01-10',
      instalmentsMissed: 1,
      arrearsMinor: 10_000n,
      delinquentSince: '2026-01-11',
    })
  })

  test('that is paid on its due day is paid in time, and a payment of tomorrow is not there yet', () => {
    const facts = loan({ payments: [paid(1, '2026-01-10', 10_000n)] })
    expect(on(facts, '2026-01-20').daysPastDue).toBe(0)
    const late = loan({ payments: [paid(1, '2026-01-21', 10_000n)] })
    expect(on(late, '2026-01-20').daysPastDue).toBe(10)
    expect(on(late, '2026-01-21').daysPastDue).toBe(0)
  })

  test('is paid oldest first: a payment in March pays January', () => {
    const facts = loan({ payments: [paid(1, '2026-03-15', 15_000n)] })
    expect(on(facts, '2026-03-16')).toMatchObject({
      oldestUnpaidDueOn: '2026-02-10',
      instalmentsMissed: 2,
      arrearsMinor: 15_000n,
      daysPastDue: 34,
      bucket: 2,
    })
  })
})

describe('a reversal', () => {
  const facts = loan({
    payments: [
      paid(1, '2026-01-09', 10_000n),
      paid(2, '2026-01-25', 10_000n, { reversesId: 1n, recordedAt: known(5) }),
    ],
  })

  test('undoes the payment from its own day on, not before', () => {
    expect(on(facts, '2026-01-24').daysPastDue).toBe(0)
    expect(on(facts, '2026-01-25')).toMatchObject({
      daysPastDue: 15,
      delinquentSince: '2026-01-25',
    })
  })

  test('is not known before it is recorded', () => {
    const asked = { asOf: day('2026-02-01'), knownAt: known(4) }
    expect(delinquencyOn(facts, DEFAULT_TERMS, asked).daysPastDue).toBe(0)
    const later = { ...asked, knownAt: known(5) }
    expect(delinquencyOn(facts, DEFAULT_TERMS, later).daysPastDue).toBe(22)
  })
})

describe('history', () => {
  const facts = loan({
    payments: [
      paid(1, '2026-01-20', 10_000n),
      paid(2, '2026-02-10', 10_000n),
      paid(3, '2026-03-31', 10_000n),
    ],
  })

  test('has each delinquency from its first day to the first day without it', () => {
    expect(history(facts, '2026-04-12')).toEqual([
      { since: '2026-01-11', curedOn: '2026-01-20' },
      { since: '2026-03-11', curedOn: '2026-03-31' },
      { since: '2026-04-11', curedOn: undefined },
    ])
    expect(on(facts, '2026-04-12')).toMatchObject({
      firstDelinquentOn: '2026-01-11',
      delinquentSince: '2026-04-11',
      curedOn: '2026-03-31',
      timesDelinquent: 3,
    })
  })

  test('a back-dated payment tells it anew, and what was known then stays', () => {
    const backdated = paid(9, '2026-01-10', 10_000n, { recordedAt: known(60) })
    const told = { ...facts, payments: [...facts.payments, backdated] }
    expect(history(told, '2026-04-09')).toEqual([])
    const then = { asOf: day('2026-04-09'), knownAt: known(59) }
    expect(historyOf(told, DEFAULT_TERMS, then)).toHaveLength(2)
  })

  test('delinquent again within the window after a cure is a re-default', () => {
    const episodes = history(facts, '2026-04-12')
    expect(redefaults(episodes, { redefaultDays: 50 })).toEqual(episodes.slice(1))
    expect(redefaults(episodes, { redefaultDays: 49 })).toEqual(episodes.slice(2))
    expect(redefaults(episodes, { redefaultDays: 10 })).toEqual([])
  })

  test('month ends have their buckets', () => {
    const asked = { from: day('2026-01-03'), asOf: day('2026-04-30') }
    expect(monthEndBuckets(loan(), DEFAULT_TERMS, asked)).toEqual([
      { on: '2026-01-31', bucket: 1 },
      { on: '2026-02-28', bucket: 2 },
      { on: '2026-03-31', bucket: 3 },
      { on: '2026-04-30', bucket: 4 },
    ])
  })
})

describe('grace and materiality', () => {
  test('within grace nothing is past due; beyond it the count is from the due day', () => {
    const grace = { graceDays: 5 }
    expect(on(loan(), '2026-01-15', grace)).toMatchObject({
      daysPastDue: 0,
      bucket: 0,
      delinquentSince: undefined,
      oldestUnpaidDueOn: '2026-01-10',
    })
    expect(on(loan(), '2026-01-16', grace)).toMatchObject({
      daysPastDue: 6,
      delinquentSince: '2026-01-16',
    })
  })

  test('a tolerance counts once for each instalment, and what is lacking adds up', () => {
    const tolerant = material({ toleranceMinor: 50n })
    const short = (minor: bigint) => loan({ payments: [paid(1, '2026-01-10', minor)] })
    expect(on(short(9_950n), '2026-01-11', tolerant)).toMatchObject({
      daysPastDue: 0,
      arrearsMinor: 0n,
    })
    expect(on(short(9_949n), '2026-01-11', tolerant)).toMatchObject({
      daysPastDue: 1,
      arrearsMinor: 51n,
    })
    expect(on(short(19_900n), '2026-02-11', tolerant).daysPastDue).toBe(0)
    expect(on(short(19_899n), '2026-02-11', tolerant).oldestUnpaidDueOn).toBe('2026-02-10')
  })

  test('arrears up to the threshold are owed, but not late', () => {
    const small = loan({ payments: [paid(1, '2026-01-05', 9_000n)] })
    expect(on(small, '2026-01-20', material({ arrearsAboveMinor: 1_000n }))).toMatchObject({
      daysPastDue: 0,
      instalmentsMissed: 0,
      oldestUnpaidDueOn: undefined,
      arrearsMinor: 1_000n,
    })
    expect(on(small, '2026-01-20', material({ arrearsAboveMinor: 999n })).daysPastDue).toBe(10)
    // With the next instalment the arrears are material, and count from the oldest due day.
    const rule = material({ arrearsAboveMinor: 1_000n })
    expect(on(small, '2026-02-11', rule)).toMatchObject({
      daysPastDue: 32,
      delinquentSince: '2026-02-11',
    })
  })

  test('a share of the missed amounts, alone and with an amount', () => {
    const small = loan({ payments: [paid(1, '2026-01-05', 9_000n)] })
    const late = (rule: Partial<ProductTerms['materiality']>) =>
      on(small, '2026-01-20', material(rule)).daysPastDue > 0
    expect(late({ arrearsAboveBps: 1_000 })).toBe(false)
    expect(late({ arrearsAboveBps: 999 })).toBe(true)
    expect(late({ arrearsAboveBps: 999, arrearsAboveMinor: 1_000n, above: 'each' })).toBe(false)
    expect(late({ arrearsAboveBps: 999, arrearsAboveMinor: 1_000n, above: 'one' })).toBe(true)
  })
})

test('counted from the first arrears, a payment that leaves a rest does not start the count anew', () => {
  const facts = loan({ payments: [paid(1, '2026-02-20', 10_000n), paid(2, '2026-04-01', 20_000n)] })
  const first = { countedFrom: 'first_arrears' } as const
  expect(on(facts, '2026-03-01').daysPastDue).toBe(19)
  expect(on(facts, '2026-03-01', first)).toMatchObject({
    daysPastDue: 50,
    oldestUnpaidDueOn: '2026-02-10',
  })
  // The whole arrears are paid on 1 April: the next run starts with the instalment of April.
  expect(on(facts, '2026-04-12', first).daysPastDue).toBe(2)
})

describe('a reschedule', () => {
  const second = instalments(3, { version: 2, effectiveOn: day('2026-03-01') }).map((row, n) => ({
    ...row,
    no: n + 2,
    dueOn: day(`2026-0${n + 4}-10`),
    amountMinor: 15_000n,
  }))
  const facts = loan({
    instalments: [...instalments(6), ...second],
    payments: [paid(1, '2026-01-10', 12_000n)],
  })

  test('replaces what is unpaid from the day it takes effect, and cures what it replaces', () => {
    expect(on(facts, '2026-02-28').daysPastDue).toBe(18)
    expect(on(facts, '2026-03-01')).toMatchObject({ daysPastDue: 0, curedOn: '2026-03-01' })
  })

  test('keeps what is paid, and the money that paid a part of what it replaces', () => {
    expect(on(facts, '2026-04-11')).toMatchObject({
      oldestUnpaidDueOn: '2026-04-10',
      arrearsMinor: 13_000n,
      instalmentsMissed: 1,
    })
  })

  test('that states a paid number again replaces it too, so nothing is asked twice', () => {
    const whole = second.map((row, n) => ({ ...row, no: n + 1 }))
    const restated = { ...facts, instalments: [...instalments(6), ...whole] }
    expect(on(restated, '2026-04-11').arrearsMinor).toBe(3_000n)
  })

  test('a payment of its own first day pays the new schedule', () => {
    const onTheDay = { ...facts, payments: [paid(1, '2026-03-01', 10_000n)] }
    expect(on(onTheDay, '2026-04-11').arrearsMinor).toBe(5_000n)
  })
})

describe('a statement with a minimum payment', () => {
  const statement = (no: number, month: string, minor: bigint, version = 1) => ({
    version,
    no,
    dueOn: day(`2026-${month}-20`),
    amountMinor: minor,
    effectiveOn: day(`2026-${month}-01`),
    recordedAt: known(0),
  })
  const card = { shape: 'revolving', minimumIncludesArrears: true } as const
  const facts = {
    ...NO_FACTS,
    instalments: [statement(1, '01', 1_000n), statement(2, '02', 2_200n)],
  }

  test('contains what the one before left unpaid, where the product says so', () => {
    expect(on(facts, '2026-02-21', card)).toMatchObject({
      arrearsMinor: 2_200n,
      instalmentsMissed: 2,
      oldestUnpaidDueOn: '2026-01-20',
    })
    const apart = { ...card, minimumIncludesArrears: false }
    expect(on(facts, '2026-02-21', apart).arrearsMinor).toBe(3_200n)
  })

  test('one that asks for less than the arrears forgives the rest', () => {
    const less = { ...facts, instalments: [statement(1, '01', 1_000n), statement(2, '02', 0n)] }
    expect(on(less, '2026-02-02', card)).toMatchObject({ daysPastDue: 0, curedOn: '2026-02-01' })
  })

  test('a newer version corrects its own number only', () => {
    const corrected = { ...statement(2, '02', 1_500n, 2), effectiveOn: day('2026-02-03') }
    const after = { ...facts, instalments: [...facts.instalments, corrected] }
    expect(on(after, '2026-02-21', card)).toMatchObject({
      arrearsMinor: 1_500n,
      oldestUnpaidDueOn: '2026-01-20',
    })
  })
})

describe('a book of snapshots', () => {
  const months = { buckets: { unit: 'months', top: 6 } } as const

  test('a month-end code is so many months before the day it was told', () => {
    const facts = { ...NO_FACTS, snapshots: [told('2026-03-31', { monthsPastDue: 2 })] }
    expect(on(facts, '2026-03-31', months)).toMatchObject({
      oldestUnpaidDueOn: '2026-01-31',
      daysPastDue: 59,
      bucket: 2,
      instalmentsMissed: 2,
      arrearsMinor: undefined,
    })
  })

  test.each([
    [-2, 0],
    [-1, 0],
    [0, 0],
    [1, 1],
    [2, 2],
    [5, 5],
    [6, 6],
    [8, 6],
  ])('code %i is bucket %i at every month end', (code, bucket) => {
    for (const end of ['2005-04-30', '2005-05-31', '2005-09-30', '2024-02-29', '2026-02-28']) {
      const facts = { ...NO_FACTS, snapshots: [told(end, { monthsPastDue: code })] }
      expect(on(facts, end, months).bucket).toBe(bucket)
    }
  })

  test('speaks for the days since the one before it', () => {
    const late = { oldestUnpaidDueOn: day('2026-02-10'), arrearsMinor: 5_000n }
    const alone = { ...NO_FACTS, snapshots: [told('2026-03-31', late)] }
    expect(history(alone, '2026-03-31')).toEqual([{ since: '2026-02-11', curedOn: undefined }])
    const after = { ...NO_FACTS, snapshots: [told('2026-02-28'), told('2026-03-31', late)] }
    expect(history(after, '2026-03-31')).toEqual([{ since: '2026-03-01', curedOn: undefined }])
  })

  test('money that comes in after it ends the lateness at once, if the arrears are known', () => {
    const late = { oldestUnpaidDueOn: day('2026-02-10'), arrearsMinor: 5_000n }
    const book = (minor: bigint, more = {}) => ({
      ...NO_FACTS,
      snapshots: [told('2026-03-31', { ...late, ...more })],
      payments: [paid(1, '2026-03-31', 9_000n), paid(2, '2026-04-02', minor)],
    })
    expect(on(book(4_999n), '2026-04-02')).toMatchObject({ daysPastDue: 51, arrearsMinor: 1n })
    expect(on(book(5_000n), '2026-04-01').daysPastDue).toBe(50)
    expect(on(book(5_000n), '2026-04-02')).toMatchObject({ daysPastDue: 0, curedOn: '2026-04-02' })
    const unknown = { arrearsMinor: undefined }
    expect(on(book(5_000n, unknown), '2026-04-02').daysPastDue).toBe(51)
  })

  test('the correction recorded last is believed, from the instant it is recorded', () => {
    const facts = {
      ...NO_FACTS,
      snapshots: [
        told('2026-03-31', { monthsPastDue: 0, recordedAt: known(9) }),
        told('2026-03-31', { monthsPastDue: 3, recordedAt: known(1) }),
      ],
    }
    expect(on(facts, '2026-03-31').daysPastDue).toBe(0)
    const then = { asOf: day('2026-03-31'), knownAt: known(8) }
    expect(delinquencyOn(facts, DEFAULT_TERMS, then).daysPastDue).toBe(90)
  })
})

test('an account without facts is not late', () => {
  expect(on(NO_FACTS, '2026-01-01')).toMatchObject({ daysPastDue: 0, arrearsMinor: 0n, bucket: 0 })
  expect(history(NO_FACTS, '2026-01-01')).toEqual([])
})
