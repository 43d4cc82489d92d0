import { describe, expect, test } from 'vitest'
import { answerTo } from '../../test/guard/answer.ts'

const IN_CHINA = {
  jurisdictions: ['cn'],
  effectiveOn: '2026-09-10',
  ask: 'classify',
  collector: { id: 'B1', kind: 'creditor' },
  borrower: { zones: ['Asia/Shanghai'] },
  debts: [{ id: 'D1', kind: 'personal_loan' }],
}

const OURS = { channel: 'letter', direction: 'out', party: 'borrower', debts: ['D1'] }
const demand = (at: string, result = 'delivered') => ({ ...OURS, at, result })
const step = (on: string, kind: string, more: object = {}) => ({ on, kind, ...more })

describe('what begins limitation anew', () => {
  const classOf = (told: object) => answerTo({ ...IN_CHINA, askAbout: 'limitation', ...told }).class

  test('the last thing that happened, if it is a demand that arrived', () => {
    expect(classOf({ history: [demand('2026-09-01T10:00')] })).toBe('interrupts_limitation')
    expect(classOf({ history: [demand('2026-09-01T10:00', 'bounced')] })).toBeUndefined()
    expect(
      classOf({ history: [demand('2026-09-01T10:00'), demand('2026-09-02T10:00', 'bounced')] }),
    ).toBeUndefined()
    expect(classOf({})).toBeUndefined()
  })

  test('a step before a court or a mediator, where nothing came after it', () => {
    const mediation = step('2026-09-03', 'mediation_request')
    const missed = (at: string) => ({ ...demand(at, 'unanswered'), channel: 'call' })
    expect(classOf({ proceedings: [mediation] })).toBe('interrupts_limitation')
    expect(classOf({ proceedings: [step('2026-09-03', 'payment_order_issued')] })).toBe(
      'interrupts_limitation',
    )
    expect(classOf({ proceedings: [mediation], history: [missed('2026-09-02T10:00')] })).toBe(
      'interrupts_limitation',
    )
    expect(classOf({ proceedings: [mediation], history: [missed('2026-09-04T10:00')] })).toBe(
      undefined,
    )
    expect(classOf({ proceedings: [mediation], history: [missed('2026-09-03T10:00')] })).toBe(
      undefined,
    )
  })

  test('that an order was served or objected to begins nothing', () => {
    expect(classOf({ proceedings: [step('2026-09-03', 'payment_order_served')] })).toBeUndefined()
    expect(
      classOf({ proceedings: [step('2026-09-03', 'payment_order_objection')] }),
    ).toBeUndefined()
  })
})

describe('a payment order', () => {
  const classOf = (proceedings: object[], told: object = {}) =>
    answerTo({ ...IN_CHINA, askAbout: 'payment_order', proceedings, ...told }).class
  const issued = step('2026-08-01', 'payment_order_issued')
  const served = step('2026-08-11', 'payment_order_served')
  const objected = (on: string, ground?: string) =>
    step(on, 'payment_order_objection', ground === undefined ? {} : { ground })

  test('lapses where thirty days pass without service', () => {
    expect(classOf([issued], { asOf: '2026-08-31T10:00' })).toBe('payment_order_stands')
    expect(classOf([issued], { asOf: '2026-09-01T10:00' })).toBe('payment_order_lapsed')
    expect(classOf([issued], { effectiveOn: '2026-08-31' })).toBe('payment_order_stands')
    expect(classOf([issued], { effectiveOn: '2026-09-01' })).toBe('payment_order_lapsed')
  })

  test('stands where it was served in that time, however long ago', () => {
    expect(classOf([issued, step('2026-08-31', 'payment_order_served')])).toBe(
      'payment_order_stands',
    )
    expect(classOf([issued, step('2026-09-01', 'payment_order_served')])).toBe(
      'payment_order_lapsed',
    )
  })

  test('the last of two orders is meant', () => {
    const again = step('2026-09-02', 'payment_order_issued')
    expect(classOf([issued, again])).toBe('payment_order_stands')
    expect(classOf([issued])).toBe('payment_order_lapsed')
  })

  test('lapses by an objection in fifteen days of service', () => {
    expect(classOf([issued, served, objected('2026-08-26', 'debt_denied')])).toBe(
      'payment_order_lapsed',
    )
    expect(classOf([issued, served, objected('2026-08-27', 'debt_denied')])).toBe(
      'payment_order_stands',
    )
    expect(classOf([issued, served])).toBe('payment_order_stands')
    const early = [issued, objected('2026-08-20', 'debt_denied')]
    expect(classOf(early, { asOf: '2026-08-21T10:00' })).toBe('payment_order_lapsed')
  })

  test('that one cannot pay, or not so, is no objection; no ground at all is one', () => {
    expect(classOf([issued, served, objected('2026-08-20', 'cannot_pay')])).toBe(
      'payment_order_stands',
    )
    expect(classOf([issued, served, objected('2026-08-20', 'time_or_manner')])).toBe(
      'payment_order_stands',
    )
    expect(classOf([issued, served, objected('2026-08-20')])).toBe('payment_order_lapsed')
    expect(
      classOf([issued, served, objected('2026-08-20', 'cannot_pay'), objected('2026-08-21')]),
    ).toBe('payment_order_lapsed')
  })
})

describe('terms agreed by word of mouth', () => {
  const agreed = (at: string) => ({
    ...OURS,
    at,
    channel: 'call',
    result: 'conversation',
    agreesPlan: true,
  })
  const confirmation = (at: string, more: object = {}) => ({
    ...demand(at),
    purpose: 'plan_confirmation',
    ...more,
  })
  const classOf = (...history: object[]) =>
    answerTo({
      ...IN_CHINA,
      jurisdictions: ['au'],
      borrower: { zones: ['Australia/Sydney'] },
      askAbout: 'follow_up',
      history,
    }).class
  const DUE = 'written_confirmation_due'

  test('are confirmed by letter or email, and until then it is due', () => {
    expect(classOf(agreed('2026-09-01T10:00'))).toBe(DUE)
    expect(classOf(agreed('2026-09-01T10:00'), confirmation('2026-09-02T10:00'))).toBeUndefined()
    expect(
      classOf(agreed('2026-09-01T10:00'), confirmation('2026-09-02T10:00', { channel: 'email' })),
    ).toBeUndefined()
  })

  test('a text, a call, another letter or a letter of theirs confirms nothing', () => {
    const other = (more: object) =>
      classOf(agreed('2026-09-01T10:00'), confirmation('2026-09-02T10:00', more))
    expect(other({ channel: 'sms' })).toBe(DUE)
    expect(other({ channel: 'call', result: 'conversation' })).toBe(DUE)
    expect(other({ purpose: 'collect' })).toBe(DUE)
    expect(other({ direction: 'in' })).toBe(DUE)
  })

  test('what was agreed last is what must be confirmed', () => {
    expect(
      classOf(
        agreed('2026-09-01T10:00'),
        confirmation('2026-09-02T10:00'),
        agreed('2026-09-05T10:00'),
      ),
    ).toBe(DUE)
    expect(classOf(demand('2026-09-01T10:00'))).toBeUndefined()
  })
})

test('a message of limited content is a voicemail to the borrower', () => {
  const classOf = (proposal: object) =>
    answerTo({
      ...IN_CHINA,
      jurisdictions: ['us'],
      collector: { id: 'A1', kind: 'agency' },
      borrower: { zones: ['America/New_York'] },
      askAbout: 'message',
      proposal: {
        at: '2026-09-10T10:00',
        channel: 'voicemail',
        to: 'borrower',
        debts: ['D1'],
        purpose: 'collect',
        content: {
          givesBusinessName: true,
          nameShowsDebtCollection: false,
          asksForReply: true,
          givesPersonName: true,
          givesPhoneNumber: true,
          otherContent: false,
        },
        ...proposal,
      },
    }).class
  expect(classOf({})).toBe('limited_content_message')
  expect(classOf({ to: 'third_party:T1' })).toBe('not_limited_content_message')
  expect(classOf({ channel: 'sms' })).toBe('not_limited_content_message')
  expect(classOf({ content: { otherContent: true } })).toBe('not_limited_content_message')
})
