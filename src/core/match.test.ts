import { describe, expect, test } from 'vitest'
import {
  isCreditorReference,
  possibleRefs,
  suggest,
  type MatchTarget,
  type MoneyToMatch,
} from './match.ts'

const item = (change: Partial<MoneyToMatch> = {}): MoneyToMatch => ({
  leftMinor: 5_000n,
  currency: 'CNY',
  twin: false,
  ...change,
})

const target = (ref: string, change: Partial<MatchTarget> = {}): MatchTarget => ({
  borrowerId: 1n,
  accountId: BigInt(ref.length * 1000 + (ref.codePointAt(ref.length - 1) ?? 0)),
  ref,
  borrowerName: 'Wang Fang',
  currency: 'CNY',
  outstandingMinor: 10_000n,
  arrearsMinor: 5_000n,
  nextDueMinor: 0n,
  closed: false,
  by: new Set(),
  ...change,
})

const certain = (of: MoneyToMatch, ...targets: MatchTarget[]): string[] =>
  suggest(of, targets).flatMap((one) => (one.certain ? [one.target.ref] : []))

describe('certain by rule', () => {
  test.each<[string, Partial<MoneyToMatch>]>([
    ['the reference field', { reference: 'LN-000001' }],
    ['the end-to-end id', { endToEnd: 'LN-000001' }],
    ['a creditor reference with right check digits', { reference: 'RF42LN000001' }],
    ['the text', { remittance: 'loan LN-000001 of November' }],
    ['the text, broken by the bank', { remittance: 'loan LN- 000001' }],
  ])('%s', (_, change) => {
    expect(certain(item(change), target('LN-000001'))).toEqual(['LN-000001'])
  })

  test.each<[string, Partial<MoneyToMatch>, Partial<MatchTarget>]>([
    ['more than is owed', { reference: 'LN-000001', leftMinor: 10_001n }, {}],
    ['another currency', { reference: 'LN-000001', currency: 'EUR' }, {}],
    ['a closed account', { reference: 'LN-000001' }, { closed: true }],
    ['money that may be told twice', { reference: 'LN-000001', twin: true }, {}],
    ['wrong check digits', { reference: 'RF43LN000001' }, {}],
    ['a longer number that only begins so', { remittance: 'LN-0000012' }, {}],
    ['nothing but the payer', {}, { by: new Set(['payer']) }],
    ['nothing but the name', {}, { by: new Set(['borrower_name']) }],
  ])('not %s', (_, change, more) => {
    expect(certain(item(change), target('LN-000001', more))).toEqual([])
  })

  test('not where two accounts are meant; a field speaks before a text', () => {
    const both = [target('LN-000001'), target('LN-000002')]
    expect(certain(item({ remittance: 'LN-000001 LN-000002' }), ...both)).toEqual([])
    expect(certain(item({ reference: 'LN-000001', endToEnd: 'LN-000002' }), ...both)).toEqual([])
    expect(certain(item({ reference: 'LN-000001', remittance: 'LN-000002' }), ...both)).toEqual([
      'LN-000001',
    ])
  })

  test('not a short reference that a text holds by chance', () => {
    expect(certain(item({ remittance: 'flat 42' }), target('42'))).toEqual([])
    expect(certain(item({ reference: '42' }), target('42'))).toEqual(['42'])
  })
})

test('the likeliest stands first, each with a sentence in both languages', () => {
  const found = suggest(item({ reference: 'LN-000003' }), [
    target('LN-000001', { by: new Set(['payer_name']) }),
    target('LN-000002', { by: new Set(['payer']), arrearsMinor: 1n }),
    target('LN-000003'),
  ])
  expect(found.map(({ target: { ref } }) => ref)).toEqual(['LN-000003', 'LN-000002', 'LN-000001'])
  for (const { reason } of found) {
    expect(reason.en.length).toBeGreaterThan(10)
    expect(reason.zh).toMatch(/\p{Script=Han}/u)
  }
})

test('what may be a reference is looked for as the book may have written it', () => {
  expect(possibleRefs({ remittance: 'my ln-000001 please' })).toContain('LN-000001')
  expect(possibleRefs({ reference: 'RF18539007547034' })).toContain('539007547034')
  expect(isCreditorReference('RF18539007547034')).toBe(true)
  expect(isCreditorReference('RF18539007547035')).toBe(false)
})
