import { describe, expect, test } from 'vitest'
import { answerTo } from '../../test/guard/answer.ts'

const call = (party: string, told: object = {}) => ({
  at: '2026-09-09T10:00',
  channel: 'call',
  direction: 'out',
  party,
  result: 'unanswered',
  debts: ['D1'],
  ...told,
})

/** What the federal pack counts for a person, about the one debt. */
function countFor(
  person: string,
  history: readonly object[],
  rule = 'us.reg-f.14b.7in7',
): number | undefined {
  const { counts = [] } = answerTo({
    jurisdictions: ['us'],
    effectiveOn: '2026-09-09',
    ask: 'count',
    asOf: '2026-09-09T20:00',
    collector: { id: 'A1', kind: 'agency', actsFor: 'L1' },
    borrower: { zones: ['America/New_York'] },
    debts: [{ id: 'D1', kind: 'other' }],
    history,
  })
  return counts.find((line) => line.rule === rule && line.person === person && line.debt === 'D1')
    ?.n
}

test('each person has a count of their own', () => {
  const history = [call('borrower'), call('spouse'), call('spouse')]
  expect(countFor('borrower', history)).toBe(1)
  expect(countFor('spouse', history)).toBe(2)
})

test('whom the rule does not protect is not counted', () => {
  expect(countFor('attorney:AT1', [call('attorney:AT1')])).toBe(0)
  expect(countFor('third_party:T1', [call('third_party:T1')])).toBe(1)
})

test('what happened later, long before, or to another number is not counted', () => {
  expect(countFor('borrower', [call('borrower', { at: '2026-09-02T23:00' })])).toBe(0)
  expect(countFor('borrower', [call('borrower', { at: '2026-09-03T00:30' })])).toBe(1)
  expect(countFor('borrower', [call('borrower', { numberNotBorrowers: true })])).toBe(0)
  expect(countFor('borrower', [call('borrower', { result: 'unknown' })])).toBe(1)
})

test('a conversation counts for seven days, for whom it was had with', () => {
  const talks = (party: string, at: string, person = party) =>
    countFor(person, [call(party, { at, result: 'conversation' })], 'us.reg-f.14b.conv')
  expect(talks('borrower', '2026-09-03T10:00')).toBe(1)
  expect(talks('borrower', '2026-09-02T10:00')).toBe(0)
  expect(talks('borrower', '2026-09-09T20:00')).toBe(1)
  expect(talks('spouse', '2026-09-03T10:00')).toBe(1)
  expect(talks('spouse', '2026-09-03T10:00', 'borrower')).toBe(0)
  expect(talks('attorney:AT1', '2026-09-03T10:00')).toBeUndefined()
})

describe('in Australia', () => {
  const message = (at: string, more: object = {}) => ({
    at,
    channel: 'sms',
    direction: 'out',
    party: 'borrower',
    result: 'delivered',
    debts: ['D1'],
    ...more,
  })
  /** Contacts, attempts and what went to nobody, about the first of two debts. */
  const counted = (history: readonly object[], person = 'borrower') => {
    const { counts = [] } = answerTo({
      jurisdictions: ['au'],
      effectiveOn: '2026-09-09',
      ask: 'count',
      asOf: '2026-09-09T20:00',
      collector: { id: 'A1', kind: 'agency' },
      borrower: { zones: ['Australia/Sydney'] },
      debts: [
        { id: 'D1', kind: 'personal_loan' },
        { id: 'D2', kind: 'personal_loan' },
      ],
      history,
    })
    const lines = counts.filter(
      (line) => line.rule === 'au.rg96.3' && line.person === person && line.debt === 'D1',
    )
    return Object.fromEntries(lines.map((line) => [line.unit, line.n]))
  }
  const numbers = (contact: number, attempt: number, misdirected: number) => ({
    contact,
    attempt,
    misdirected,
  })

  test('a ring that nobody answers is an attempt, a dead number is neither', () => {
    const ended = (channel: string, result: string, more: object = {}) =>
      counted([message('2026-09-07T10:00', { channel, result, ...more })])
    for (const result of ['voicemail', 'answered_dropped', 'conversation', 'unknown']) {
      expect(ended('call', result), result).toEqual(numbers(1, 0, 0))
    }
    expect(ended('visit', 'met')).toEqual(numbers(1, 0, 0))
    expect(ended('sms', 'delivered')).toEqual(numbers(1, 0, 0))
    expect(ended('call', 'unanswered')).toEqual(numbers(0, 1, 0))
    expect(ended('visit', 'not_met')).toEqual(numbers(0, 1, 0))
    expect(ended('call', 'not_connected')).toEqual(numbers(0, 0, 1))
    expect(ended('sms', 'bounced')).toEqual(numbers(0, 0, 1))
    const wrong = { numberNotBorrowers: true }
    expect(ended('call', 'unanswered', wrong)).toEqual(numbers(0, 0, 1))
    expect(ended('call', 'conversation', wrong)).toEqual(numbers(0, 0, 1))
  })

  test('what they sent, what others got, and what was about another debt is not counted', () => {
    const one = (more: object) => counted([message('2026-09-07T10:00', more)])
    expect(one({})).toEqual(numbers(1, 0, 0))
    expect(one({ direction: 'in' })).toEqual(numbers(0, 0, 0))
    expect(one({ party: 'spouse' })).toEqual(numbers(0, 0, 0))
    expect(one({ debts: ['D2'] })).toEqual(numbers(0, 0, 0))
    expect(counted([message('2026-09-07T10:00', { party: 'spouse' })], 'spouse')).toEqual(
      numbers(1, 0, 0),
    )
  })

  describe('an answer in one thread is no new contact', () => {
    /** A message of ours on Monday, theirs on Tuesday, our answer on Wednesday. */
    const thread = (ours: object = {}, theirs: object = {}, answer: object = {}) =>
      counted([
        message('2026-09-07T10:00', { id: 'm1', ...ours }),
        message('2026-09-08T10:00', { id: 'm2', direction: 'in', replyTo: 'm1', ...theirs }),
        message('2026-09-09T10:00', { replyTo: 'm2', ...answer }),
      ])['contact']

    test('where all of it goes by one medium', () => {
      expect(thread()).toBe(1)
      expect(thread({ channel: 'email' })).toBe(2)
      expect(thread({}, { channel: 'email' })).toBe(2)
      expect(thread({}, {}, { channel: 'email' })).toBe(2)
      expect(thread({}, {}, { replyTo: 'm1' })).toBe(2)
      expect(thread({}, {}, { replyTo: undefined })).toBe(2)
      expect(thread({}, { replyTo: undefined })).toBe(2)
      expect(thread({}, { party: 'spouse' })).toBe(2)
    })

    test('and no step rested more than two business days', () => {
      // The fourth is a Friday; the weekend does not count.
      expect(thread({ at: '2026-09-04T10:00' })).toBe(1)
      expect(thread({ at: '2026-09-03T10:00' })).toBe(2)
      expect(thread({ at: '2026-09-03T09:00' }, { at: '2026-09-07T10:00' })).toBe(1)
      expect(thread({ at: '2026-09-03T09:00' }, { at: '2026-09-04T10:00' })).toBe(2)
    })
  })
})
