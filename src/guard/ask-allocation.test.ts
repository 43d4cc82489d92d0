import { describe, expect, test } from 'vitest'
import { answerTo } from '../../test/guard/answer.ts'

const owed = (id: string, more: object = {}) => ({
  id,
  kind: 'personal_loan',
  dueOn: '2026-01-10',
  balance: { costs: '10.00', interest: '20.00', principal: '100.00' },
  ...more,
})

const allocationOf = (told: object) =>
  answerTo({
    jurisdictions: ['cn'],
    effectiveOn: '2026-09-10',
    ask: 'allocate',
    collector: { id: 'B1', kind: 'creditor' },
    borrower: { zones: ['Asia/Shanghai'] },
    debts: [owed('D1')],
    payment: { amount: '25.00', debts: ['D1'] },
    ...told,
  }).allocation

const split = (costs: string, interest: string, principal: string) => ({
  costs,
  interest,
  principal,
})

test('a payment goes to costs, then to interest, then to principal', () => {
  expect(allocationOf({})).toEqual(split('10.00', '15.00', '0.00'))
  expect(allocationOf({ payment: { amount: '30.05', debts: ['D1'] } })).toEqual(
    split('10.00', '20.00', '0.05'),
  )
  expect(allocationOf({ payment: { amount: '500.00', debts: ['D1'] } })).toEqual(
    split('10.00', '20.00', '100.00'),
  )
})

test('a card more than ninety days overdue is paid down from its principal', () => {
  const card = (dueOn: string) =>
    allocationOf({
      jurisdictions: ['cn'],
      debts: [owed('D1', { kind: 'credit_card', dueOn })],
    })
  expect(card('2026-06-12')).toEqual(split('10.00', '15.00', '0.00'))
  expect(card('2026-06-11')).toEqual(split('0.00', '0.00', '25.00'))
})

describe('of several debts, first is paid', () => {
  /** Costs are owed on the one, principal on the other: the split shows which was paid. */
  const first = (one: object, other: object, payment = ['D1', 'D2']) =>
    allocationOf({
      debts: [
        owed('D1', { balance: { costs: '25.00', interest: '0.00', principal: '0.00' }, ...one }),
        owed('D2', { balance: { costs: '0.00', interest: '0.00', principal: '25.00' }, ...other }),
      ],
      payment: { amount: '25.00', debts: payment },
    })?.costs === '25.00'
      ? 'one'
      : 'other'

  test('what is due, before what is not yet', () => {
    expect(first({ dueOn: '2026-09-11' }, { dueOn: '2026-09-10', secured: true })).toBe('other')
    expect(first({ dueOn: '2026-09-10', secured: true }, { dueOn: '2026-09-11' })).toBe('one')
  })

  test('what is not secured, before what is', () => {
    expect(first({ secured: true }, { dueOn: '2026-02-10' })).toBe('other')
    expect(first({}, { secured: true, dueOn: '2026-01-01' })).toBe('one')
  })

  test('what fell due first', () => {
    expect(first({ dueOn: '2026-01-11' }, {})).toBe('other')
    expect(first({}, { dueOn: '2026-01-11' })).toBe('one')
  })

  test('only what the payment is for', () => {
    expect(first({}, {}, ['D2'])).toBe('other')
    expect(first({}, {}, ['D1'])).toBe('one')
  })
})

describe('a disputed debt gets nothing where the law says so', () => {
  const paid = (hold: object, told: object = {}) =>
    allocationOf({
      jurisdictions: ['us'],
      collector: { id: 'A1', kind: 'agency' },
      borrower: { zones: ['America/New_York'] },
      debts: [owed('D1'), owed('D2')],
      holds: [{ kind: 'dispute', from: '2026-09-01', ...hold }],
      ...told,
    })
  const PAID = split('10.00', '15.00', '0.00')
  const NOTHING = split('0.00', '0.00', '0.00')

  test('as long as the dispute is open', () => {
    expect(paid({})).toEqual(NOTHING)
    expect(paid({ until: '2026-09-10' })).toEqual(NOTHING)
    expect(paid({ until: '2026-09-09' })).toEqual(PAID)
    expect(paid({ resolvedOn: '2026-09-10' })).toEqual(PAID)
    expect(paid({ resolvedOn: '2026-09-11' })).toEqual(NOTHING)
  })

  test('of this debt, or of all', () => {
    expect(paid({ debts: ['D1'] })).toEqual(NOTHING)
    expect(paid({ debts: ['D2'] })).toEqual(PAID)
  })

  test('or it is denied, and for no other reason', () => {
    expect(paid({ kind: 'liability_denied' })).toEqual(NOTHING)
    expect(paid({ kind: 'complaint_open' })).toEqual(PAID)
  })

  test('and elsewhere it is paid', () => {
    const here = { jurisdictions: ['cn'], borrower: { zones: ['Asia/Shanghai'] } }
    expect(paid({}, here)).toEqual(PAID)
  })
})
