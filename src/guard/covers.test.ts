import { describe, expect, test } from 'vitest'
import { answerTo, past, proposed, ruleSays } from '../../test/guard/answer.ts'
import { PLAIN_VISIT } from './plain.ts'
import type { PastContact } from './verdict.ts'

describe('somebody asks to be left alone at home', () => {
  const decisionOf = (proposal: object, kind = 'home', place = 'home') =>
    answerTo({
      jurisdictions: ['au'],
      effectiveOn: '2026-09-09',
      ask: 'judge',
      collector: { id: 'L1', kind: 'creditor' },
      borrower: { zones: ['Australia/Sydney'] },
      debts: [{ id: 'D1', kind: 'personal_loan' }],
      addresses: [{ id: 'X1', kind }],
      preferences: [{ at: '2026-09-01T10:00', kind: 'inconvenient_place', place }],
      proposal: {
        at: '2026-09-09T10:00',
        to: 'borrower',
        debts: ['D1'],
        purpose: 'collect',
        ...proposal,
      },
    }).decision

  test('a letter, a card or a visit goes home where no other place is told', () => {
    for (const channel of ['letter', 'card', 'visit']) {
      expect(decisionOf({ channel }), channel).toBe('deny')
    }
  })

  test('a message or a call to a mobile is in no place', () => {
    for (const channel of ['sms', 'email', 'call']) {
      expect(decisionOf({ channel }), channel).toBe('allow')
    }
    expect(decisionOf({ channel: 'call', address: 'X1' }, 'mobile')).toBe('allow')
  })

  test('the address tells the place, and of a visit what is told of it', () => {
    expect(decisionOf({ channel: 'letter', address: 'X1' }, 'home')).toBe('deny')
    expect(decisionOf({ channel: 'letter', address: 'X1' }, 'work')).toBe('allow')
    expect(decisionOf({ channel: 'call', address: 'X1' }, 'landline')).toBe('deny')
    expect(decisionOf({ channel: 'call', address: 'X1' }, 'work_line')).toBe('allow')
    expect(decisionOf({ channel: 'call', address: 'X1' }, 'work_line', 'work')).toBe('deny')
    const visit = (place: string) => ({ channel: 'visit', address: 'X1', visit: { place } })
    expect(decisionOf(visit('work'), 'home')).toBe('allow')
    expect(decisionOf(visit('home'), 'work')).toBe('deny')
    expect(decisionOf(visit('work'), 'home', 'work')).toBe('deny')
  })
})

describe('a court allows so many visits in all', () => {
  const visit = proposed('au', '2026-09-09T10:00', {
    channel: 'visit',
    addressKind: 'post',
    voice: undefined,
    visit: PLAIN_VISIT,
  })
  const made = (more: Partial<PastContact> = {}) =>
    past('au', '2026-07-01T10:00', { channel: 'visit', result: 'met', ...more })
  const after = (visitsAllowed: number | undefined, history: readonly PastContact[]) =>
    ruleSays('au.rg96.5h', 'au', visit, { visitsAllowed, history })

  test('and no more are made', () => {
    expect(after(1, [made()])).toBe('deny')
    expect(after(2, [made()])).toBe('allow')
    expect(after(0, [])).toBe('deny')
    expect(after(undefined, [made()])).toBe('allow')
  })

  test('a visit that met nobody is none, nor is a letter', () => {
    expect(after(1, [made({ result: 'not_met' })])).toBe('allow')
    expect(after(1, [made({ channel: 'letter', result: 'delivered' })])).toBe('allow')
    expect(after(1, [made({ direction: 'in' })])).toBe('allow')
    expect(after(1, [made({ result: 'unknown' })])).toBe('deny')
  })

  test('only the rule that asks for the court speaks of it', () => {
    expect(ruleSays('au.rg96.7', 'au', visit, { visitsAllowed: 1, history: [made()] })).toBe(
      'allow',
    )
  })
})
