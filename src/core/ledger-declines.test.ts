import { describe, expect, test } from 'vitest'
import { fact, lent, paid, parts, terms, undone } from '../../test/core/money-facts.ts'
import { day } from './calendar.ts'
import { declines } from './ledger-declines.ts'
import { DECLINED_WORDS } from './ledger-words.ts'
import type { MoneyFact } from './ledger.ts'

const TODAY = day('2026-03-01')
const noCharges = [{ from: day('2026-02-10'), until: day('2026-02-20') }]
const of = [terms({ noCharges })]
const loan = lent(1, '2026-01-01', 1_000n)
const paidTwice = [loan, paid(2, '2026-01-10', 300n), undone(3, '2026-01-12', 2)]

const ask = (facts: readonly MoneyFact[], next: MoneyFact) =>
  declines(facts, of, next, TODAY)?.declined

const waiver = (amountMinor: bigint, on = '2026-02-01') =>
  fact(9, on, { kind: 'waiver', accountId: 1n, part: 'principal', amountMinor })
const fee = (on: string) => fact(9, on, { kind: 'fee', accountId: 1n, amountMinor: 10n })
const refund = (amountMinor: bigint) => fact(9, '2026-02-01', { kind: 'refund', amountMinor })
const lower = (amountMinor: bigint) =>
  fact(9, '2026-02-01', { kind: 'adjustment', accountId: 1n, part: 'principal', amountMinor })
const chargeOff = fact(4, '2026-02-01', { kind: 'charge_off', accountId: 1n })
const transfer = fact(4, '2026-02-01', { kind: 'transfer', accountId: 1n })

/** Each refusal beside the fact that is nearest to it and is taken. */
const PAIRS: readonly (readonly [
  keyof typeof DECLINED_WORDS,
  readonly [readonly MoneyFact[], MoneyFact],
  readonly [readonly MoneyFact[], MoneyFact],
])[] = [
  [
    'unknown_account',
    [[loan], paid(9, '2026-02-01', 5n, 7n)],
    [[loan], paid(9, '2026-02-01', 5n, 1n)],
  ],
  ['not_positive', [[loan], paid(9, '2026-02-01', 0n)], [[loan], paid(9, '2026-02-01', 1n)]],
  ['not_positive', [[loan], lower(0n)], [[loan], lower(5n)]],
  [
    'not_positive',
    [[], fact(9, '2026-02-01', { kind: 'placement', accountId: 1n, parts: parts({ fee: -1n }) })],
    [[], fact(9, '2026-02-01', { kind: 'placement', accountId: 1n, parts: parts({ fee: 1n }) })],
  ],
  ['future_day', [[loan], paid(9, '2026-03-02', 5n)], [[loan], paid(9, '2026-03-01', 5n)]],
  ['same_id', [[loan], paid(1, '2026-02-01', 5n)], [[loan], paid(2, '2026-02-01', 5n)]],
  ['before_the_debt', [[loan], waiver(1n, '2025-12-31')], [[loan], waiver(1n, '2026-01-01')]],
  ['after_transfer', [[loan, transfer], fee('2026-02-01')], [[loan, transfer], fee('2026-01-31')]],
  ['no_charges_now', [[loan], fee('2026-02-19')], [[loan], fee('2026-02-20')]],
  ['more_than_owed', [[loan], waiver(1_001n)], [[loan], waiver(1_000n)]],
  ['more_than_owed', [[loan], lower(-1_001n)], [[loan], lower(-1_000n)]],
  [
    'more_than_suspense',
    [[loan, paid(2, '2026-01-10', 1_200n)], refund(201n)],
    [[loan, paid(2, '2026-01-10', 1_200n)], refund(200n)],
  ],
  [
    'no_such_payment',
    [[loan], undone(9, '2026-02-01', 1)],
    [paidTwice.slice(0, 2), undone(9, '2026-02-01', 2)],
  ],
  [
    'before_the_payment',
    [paidTwice.slice(0, 2), undone(9, '2026-01-09', 2)],
    [paidTwice.slice(0, 2), undone(9, '2026-01-10', 2)],
  ],
  [
    'already_reversed',
    [paidTwice, undone(9, '2026-02-01', 2)],
    [paidTwice.slice(0, 2), undone(9, '2026-02-01', 2)],
  ],
  ['already_charged_off', [[loan, chargeOff], { ...chargeOff, id: 9n }], [[loan], chargeOff]],
]

describe('a fact that cannot be is refused, and the one beside it is taken', () => {
  test.each(PAIRS)('%s', (declined, refused, taken) => {
    expect(ask(...refused)).toBe(declined)
    expect(ask(...taken)).toBeUndefined()
  })

  test('every refusal has such a pair', () => {
    expect(new Set(PAIRS.map(([declined]) => declined))).toEqual(
      new Set(Object.keys(DECLINED_WORDS)),
    )
  })

  test('a refusal says what there is', () => {
    expect(declines([loan], of, waiver(1_001n), TODAY)?.mostMinor).toBe(1_000n)
  })

  test('money may come before the debt: it waits', () => {
    expect(ask([loan], paid(9, '2025-12-31', 5n, 1n))).toBeUndefined()
  })
})
