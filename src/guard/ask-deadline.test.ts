import { describe, expect, test } from 'vitest'
import { answerTo } from '../../test/guard/answer.ts'

const asked = (told: object) =>
  answerTo({
    jurisdictions: ['cn'],
    effectiveOn: '2026-09-10',
    ask: 'deadline',
    askAbout: 'limitation_end',
    collector: { id: 'B1', kind: 'creditor' },
    borrower: { zones: ['Asia/Shanghai'] },
    debts: [{ id: 'D1', kind: 'personal_loan', dueOn: '2022-03-01' }],
    ...told,
  })
const endOf = (told: object) => asked(told).deadline

const letter = (at: string, more: object = {}) => ({
  at,
  channel: 'letter',
  direction: 'out',
  party: 'borrower',
  result: 'delivered',
  debts: ['D1'],
  ...more,
})
const promise = (at: string) =>
  letter(at, { channel: 'call', direction: 'in', result: 'conversation', offersPayment: true })

test('the answer rests on the rule of the period that was asked about, and on no other', () => {
  const both = {
    jurisdictions: ['us', 'cn'],
    collector: { id: 'A1', kind: 'agency' },
    history: [letter('2026-09-01T10:00', { notice: 'validation', purpose: 'notice' })],
  }
  const rulesOf = (askAbout: string) =>
    asked({ ...both, askAbout }).reasons.map((reason) => reason.rule)
  expect(rulesOf('limitation_end')).toEqual(['cn.limitation'])
  expect(rulesOf('validation_period_end')).toEqual(['us.reg-f.34'])
})

describe('limitation runs three years', () => {
  test('from the day on which the debt fell due', () => {
    expect(endOf({})).toBe('2025-03-01')
    expect(endOf({ debts: [{ id: 'D1', kind: 'personal_loan' }] })).toBeUndefined()
  })

  test('from the first demand, where nobody told when it fell due', () => {
    const debts = [{ id: 'D1', kind: 'personal_loan' }]
    expect(endOf({ debts, history: [letter('2023-05-06T10:00')] })).toBe('2026-05-06')
  })

  test('from each demand that came in time, and not from one that came too late', () => {
    expect(endOf({ history: [letter('2025-03-01T10:00')] })).toBe('2028-03-01')
    expect(endOf({ history: [letter('2025-03-02T10:00')] })).toBe('2025-03-01')
    const two = [letter('2024-06-01T10:00'), letter('2025-03-02T10:00')]
    expect(endOf({ history: two })).toBe('2028-03-02')
  })

  test("from the borrower's own word, even when it has run out", () => {
    expect(endOf({ history: [promise('2025-09-01T10:00')] })).toBe('2028-09-01')
    const plan = letter('2025-09-01T10:00', { agreesPlan: true })
    expect(endOf({ history: [plan] })).toBe('2028-09-01')
    const answer = letter('2025-02-01T10:00', { direction: 'in' })
    expect(endOf({ history: [answer] })).toBe('2025-03-01')
  })

  test('and never longer than twenty years after it fell due', () => {
    const debts = [{ id: 'D1', kind: 'personal_loan', dueOn: '2005-01-10' }]
    expect(endOf({ debts, history: [promise('2023-05-01T10:00')] })).toBe('2025-01-10')
    expect(endOf({ debts, history: [promise('2021-05-01T10:00')] })).toBe('2024-05-01')
  })
})

describe('what interrupts limitation', () => {
  const history = (more: object) => ({ history: [letter('2024-06-01T10:00', more)] })
  const BEGUN_ANEW = '2027-06-01'
  const NOT = '2025-03-01'

  test('a demand that reached the borrower or a guarantor', () => {
    expect(endOf(history({}))).toBe(BEGUN_ANEW)
    expect(endOf(history({ party: 'guarantor:G1' }))).toBe(BEGUN_ANEW)
    expect(endOf(history({ party: 'spouse' }))).toBe(NOT)
    expect(endOf(history({ channel: 'call', result: 'conversation' }))).toBe(BEGUN_ANEW)
    expect(endOf(history({ channel: 'visit', result: 'met' }))).toBe(BEGUN_ANEW)
    expect(endOf(history({ channel: 'call', result: 'unanswered' }))).toBe(NOT)
    expect(endOf(history({ result: 'bounced' }))).toBe(NOT)
  })

  test('a letter that asks for money, whatever its name, and no other letter', () => {
    expect(endOf(history({ notice: 'demand', purpose: 'notice' }))).toBe(BEGUN_ANEW)
    expect(endOf(history({ purpose: 'legal_notice' }))).toBe(BEGUN_ANEW)
    expect(endOf(history({ purpose: 'notice' }))).toBe(NOT)
    expect(endOf(history({ notice: 'assignment', purpose: 'collect' }))).toBe(NOT)
  })

  test('a suit, or a step before a court or a mediator about this debt', () => {
    const debts = [
      { id: 'D1', kind: 'personal_loan', dueOn: '2022-03-01' },
      { id: 'D2', kind: 'personal_loan', dueOn: '2022-03-01' },
    ]
    const step = (more: object) => ({
      debts,
      proceedings: [{ on: '2024-06-01', kind: 'mediation_request', ...more }],
    })
    expect(endOf(step({}))).toBe(BEGUN_ANEW)
    expect(endOf(step({ debts: ['D1'] }))).toBe(BEGUN_ANEW)
    expect(endOf(step({ debts: ['D2'] }))).toBe(NOT)
    expect(endOf(step({ kind: 'payment_order_issued' }))).toBe(BEGUN_ANEW)
    expect(endOf(step({ kind: 'payment_order_served' }))).toBe(NOT)
    const filing = { channel: 'filing', party: 'court', purpose: 'litigation' }
    expect(endOf(history(filing))).toBe(BEGUN_ANEW)
    expect(endOf({ debts, ...history({ debts: ['D2'] }) })).toBe(NOT)
  })

  test('a letter that came back, where it went to the address of the contract', () => {
    const to = (given: boolean, more: object = {}) => ({
      addresses: [{ id: 'P1', kind: 'home', givenInContract: given }],
      ...history({ address: 'P1', result: 'bounced', ...more }),
    })
    expect(endOf(to(true))).toBe(BEGUN_ANEW)
    expect(endOf(to(false))).toBe(NOT)
    const number = (channel: string, result: string) => ({
      addresses: [{ id: 'P1', kind: 'mobile', givenInContract: true }],
      ...history({ address: 'P1', channel, result }),
    })
    expect(endOf(number('sms', 'bounced'))).toBe(BEGUN_ANEW)
    expect(endOf(number('call', 'not_connected'))).toBe(NOT)
    expect(endOf(number('call', 'conversation'))).toBe(BEGUN_ANEW)
    expect(endOf(number('voicemail', 'unanswered'))).toBe(NOT)
  })

  test('of a card, only a demand that went to what the holder reserved for it', () => {
    const card = (given: boolean, kind = 'credit_card') => ({
      debts: [{ id: 'D1', kind, dueOn: '2022-03-01' }],
      addresses: [{ id: 'P1', kind: 'home', givenInContract: given }],
      ...history({ address: 'P1' }),
    })
    expect(endOf(card(true))).toBe(BEGUN_ANEW)
    expect(endOf(card(false))).toBe(NOT)
    expect(endOf(card(false, 'personal_loan'))).toBe(BEGUN_ANEW)
  })
})

test('the period for validation begins with a notice of ours about the debt that did not come back', () => {
  const notice = (at: string, more: object = {}) =>
    letter(at, { notice: 'validation', purpose: 'notice', ...more })
  const after = (...history: object[]) =>
    endOf({
      jurisdictions: ['us'],
      askAbout: 'validation_period_end',
      collector: { id: 'A1', kind: 'agency' },
      borrower: { zones: ['America/New_York'] },
      debts: [
        { id: 'D1', kind: 'other' },
        { id: 'D2', kind: 'other' },
      ],
      history,
    })
  // Received on the fifth business day, Monday 10 August; thirty days later it ends.
  expect(after(notice('2026-08-03T10:00'))).toBe('2026-09-09')
  expect(after(notice('2026-08-03T10:00'), notice('2026-08-04T10:00'))).toBe('2026-09-10')
  expect(after(notice('2026-08-03T10:00', { direction: 'in' }))).toBeUndefined()
  expect(after(notice('2026-08-03T10:00', { result: 'bounced' }))).toBeUndefined()
  expect(after(notice('2026-08-03T10:00', { undeliverableOn: '2026-08-07' }))).toBeUndefined()
  expect(after(notice('2026-08-03T10:00', { debts: ['D2'] }))).toBeUndefined()
  expect(after(letter('2026-08-03T10:00', { notice: 'demand' }))).toBeUndefined()
})

test('the years are those of the place', () => {
  const there = (zone: string) => endOf({ jurisdictions: ['au'], borrower: { zones: [zone] } })
  expect(there('Australia/Sydney')).toBe('2028-03-01')
  expect(there('Australia/Darwin')).toBe('2025-03-01')
})
