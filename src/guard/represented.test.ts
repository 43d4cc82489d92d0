import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { past, proposed, ruleSays, verdictOf } from '../../test/guard/answer.ts'
import { PLAIN_BORROWER, plainDebt } from './plain.ts'
import type { PastContact, Proposal, RepresentativeFact } from './verdict.ts'

const COUNSELLOR: RepresentativeFact = {
  party: 'R1',
  kind: 'financial_counsellor',
  contactKnown: true,
  consentsToDirect: false,
  instructed: true,
}

type Told = {
  readonly speaker?: Partial<RepresentativeFact>
  readonly history?: readonly PastContact[]
  readonly proposal?: Partial<Proposal>
}

const inAustralia = (on: string, { speaker, history = [], proposal }: Told) =>
  ruleSays('au.rg96.9', 'au', proposed('au', on, proposal), {
    borrower: { ...PLAIN_BORROWER, representative: { ...COUNSELLOR, ...speaker } },
    debts: [plainDebt(1n), plainDebt(2n)],
    history,
  })

const inAmerica = (on: string, { speaker, history = [], proposal }: Told) =>
  ruleSays('us.reg-f.6b2', 'us', proposed('us', on, proposal), {
    borrower: {
      ...PLAIN_BORROWER,
      representative: { ...COUNSELLOR, kind: 'attorney', ...speaker },
    },
    history,
  })

const sent = (local: string, more: Partial<PastContact> = {}) =>
  past('au', local, { party: 'representative', ...more })

describe('after seven days of silence a written warning, and seven days more', () => {
  const first = sent('2026-09-01T09:00', { channel: 'email' })
  const warning = (local: string, more: Partial<PastContact> = {}) =>
    sent(local, { notice: 'representative_warning', purpose: 'notice', ...more })
  const after = (...history: PastContact[]) => inAustralia('2026-09-17T09:00', { history })

  test('the warning is written: by letter or email', () => {
    expect(after(first, warning('2026-09-09T09:00'))).toBe('allow')
    expect(after(first, warning('2026-09-09T09:00', { channel: 'email' }))).toBe('allow')
    expect(after(first, warning('2026-09-09T09:00', { channel: 'sms' }))).toBe('deny')
    const spoken = { channel: 'call', result: 'conversation' } as const
    expect(after(first, warning('2026-09-09T09:00', spoken))).toBe('deny')
    expect(after(first, sent('2026-09-09T09:00', { notice: 'demand' }))).toBe('deny')
  })

  test('both went out, and to the representative', () => {
    expect(after(first, warning('2026-09-09T09:00', { result: 'bounced' }))).toBe('deny')
    const back = { undeliverableOn: day('2026-09-12') }
    expect(after(first, warning('2026-09-09T09:00', back))).toBe('deny')
    expect(after(first, warning('2026-09-09T09:00', { party: 'borrower' }))).toBe('deny')
    expect(after(first, warning('2026-09-09T09:00', { party: 'representative:R2' }))).toBe('deny')
    expect(after(first, warning('2026-09-09T09:00', { party: 'representative:R1' }))).toBe('allow')
    expect(after({ ...first, result: 'bounced' }, warning('2026-09-09T09:00'))).toBe('deny')
    const rang = { ...first, channel: 'call', result: 'not_connected' } as const
    expect(after(rang, warning('2026-09-09T09:00'))).toBe('deny')
  })

  test('the silence begins with the first message after their last word', () => {
    const second = sent('2026-09-05T09:00')
    expect(after(first, second, warning('2026-09-09T09:00'))).toBe('allow')
    const theirs = sent('2026-09-04T09:00', { direction: 'in' })
    expect(after(first, theirs, second, warning('2026-09-09T09:00'))).toBe('deny')
  })

  test('of two warnings the first that came after the silence begins the days', () => {
    const again = warning('2026-09-15T09:00')
    expect(after(first, warning('2026-09-09T09:00'), again)).toBe('allow')
    expect(after(first, warning('2026-09-08T09:00'), again)).toBe('2026-09-23T00:00')
  })
})

describe('a written authority that was asked for and did not come in seven days', () => {
  const asks = (local: string) =>
    sent(local, { notice: 'written_authority_request', purpose: 'notice' })

  test('is counted from the first request', () => {
    const history = [asks('2026-09-01T09:00'), asks('2026-09-05T09:00')]
    expect(inAustralia('2026-09-08T09:00', { history })).toBe('2026-09-09T00:00')
    expect(inAustralia('2026-09-09T00:00', { history })).toBe('allow')
  })

  test('came where they wrote since', () => {
    const history = [asks('2026-09-01T09:00'), sent('2026-09-03T09:00', { direction: 'in' })]
    expect(inAustralia('2026-09-09T09:00', { history })).toBe('deny')
  })

  test('does not matter to the borrower of another country', () => {
    const history = [
      past('us', '2026-09-01T09:00', { ...asks('2026-09-01T09:00'), party: 'attorney' }),
    ]
    expect(inAmerica('2026-09-12T09:00', { history })).toBe('deny')
  })
})

describe('who speaks for the borrower', () => {
  const ON = '2026-09-08T10:00'

  test('speaks about the debts that were entrusted to them', () => {
    expect(inAustralia(ON, { speaker: { accountIds: [1n] } })).toBe('deny')
    expect(inAustralia(ON, { speaker: { accountIds: [2n] } })).toBe('allow')
    expect(
      inAustralia(ON, { speaker: { accountIds: [2n] }, proposal: { accountIds: [1n, 2n] } }),
    ).toBe('deny')
  })

  test('is known, and of the kind that the rule names', () => {
    expect(inAustralia(ON, {})).toBe('deny')
    expect(inAustralia(ON, { speaker: { contactKnown: false } })).toBe('allow')
    expect(inAmerica(ON, {})).toBe('deny')
    expect(inAmerica(ON, { speaker: { kind: 'financial_counsellor' } })).toBe('allow')
  })

  test('may agree; without instructions they do not speak, where the rule says so', () => {
    expect(inAustralia(ON, { speaker: { consentsToDirect: true } })).toBe('allow')
    expect(inAustralia(ON, { speaker: { consentsToDirect: 'unstated' } })).toBe('deny')
    expect(inAustralia(ON, { speaker: { instructed: false } })).toBe('allow')
    expect(inAustralia(ON, { speaker: { instructed: 'unstated' } })).toBe('deny')
    expect(inAmerica(ON, { speaker: { instructed: false } })).toBe('deny')
  })

  test('in America is silent for thirty days after the first of what was sent', () => {
    const to = (local: string, more: Partial<PastContact> = {}) =>
      past('us', local, { party: 'attorney', ...more })
    const two = [to('2026-08-01T10:00'), to('2026-08-20T10:00')]
    expect(inAmerica('2026-09-01T10:00', { history: two })).toBe('allow')
    expect(inAmerica('2026-08-31T10:00', { history: two })).toBe('deny')
    expect(
      inAmerica('2026-09-01T10:00', { history: [to('2026-08-01T10:00', { party: 'court' })] }),
    ).toBe('deny')
    expect(inAmerica('2026-09-01T10:00', { history: [] })).toBe('deny')
  })
})

test('from the minute in which silence opens the way, the reason says that it is an exception', () => {
  const history = [sent('2026-09-01T09:00', { notice: 'written_authority_request' })]
  const reasonAt = (on: string) =>
    verdictOf('au.rg96.9', 'au', proposed('au', on), {
      borrower: { ...PLAIN_BORROWER, representative: COUNSELLOR },
      history,
    }).reasons.map(({ says, excepted }) => [says, excepted])
  expect(reasonAt('2026-09-09T00:00')).toEqual([['allow', true]])
  expect(reasonAt('2026-09-08T23:59')).toEqual([['defer', undefined]])
})
