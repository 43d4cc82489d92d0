import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { past, proposed, ruleSays } from '../../test/guard/answer.ts'
import { PLAIN_VISIT, plainDebt } from './plain.ts'
import type { DebtFact, GuardFacts, PastContact } from './verdict.ts'

const NO_ADDRESS = { addressId: undefined, addressKind: undefined, voice: undefined } as const

describe('before a report to a bureau, a talk, or a message and fourteen days', () => {
  const report = (
    history: readonly PastContact[],
    { on = '2026-05-20T10:00', accountIds = [1n] }: { on?: string; accountIds?: bigint[] } = {},
  ) =>
    ruleSays(
      'us.reg-f.30a',
      'us',
      proposed('us', on, {
        channel: 'bureau',
        to: 'bureau',
        purpose: 'furnish',
        accountIds,
        ...NO_ADDRESS,
      }),
      { history, debts: [plainDebt(1n), plainDebt(2n)] },
    )
  const sent = (local: string, more: Partial<PastContact> = {}) => past('us', local, more)

  test('the message was written, by us and to the borrower', () => {
    for (const channel of ['letter', 'email', 'sms', 'message'] as const) {
      expect(report([sent('2026-05-01T10:00', { channel })])).toBe('allow')
    }
    for (const channel of ['portal', 'card', 'voicemail', 'visit'] as const) {
      expect(report([sent('2026-05-01T10:00', { channel })]), channel).toBe('deny')
    }
    expect(report([sent('2026-05-01T10:00', { by: 'lender' })])).toBe('deny')
    expect(report([sent('2026-05-01T10:00', { direction: 'in' })])).toBe('deny')
    expect(report([sent('2026-05-01T10:00', { party: 'spouse' })])).toBe('deny')
    expect(report([sent('2026-05-01T10:00', { party: 'bureau' })])).toBe('allow')
  })

  test('the talk was with us, whoever began it', () => {
    const talk = (more: Partial<PastContact>) =>
      report([sent('2026-05-20T09:00', { channel: 'call', result: 'conversation', ...more })])
    expect(talk({})).toBe('allow')
    expect(talk({ direction: 'in' })).toBe('allow')
    expect(talk({ by: 'lender' })).toBe('deny')
    expect(talk({ party: 'spouse' })).toBe('deny')
    expect(talk({ result: 'voicemail' })).toBe('deny')
    expect(talk({ channel: 'visit', result: 'met' })).toBe('allow')
  })

  test('the first of two messages begins the time', () => {
    const two = [sent('2026-05-01T10:00'), sent('2026-05-12T10:00')]
    expect(report(two, { on: '2026-05-15T00:00' })).toBe('allow')
    expect(report(two, { on: '2026-05-14T23:00' })).toBe('2026-05-15T00:00')
  })

  test('what came back later than the fourteenth day was not watched for', () => {
    const back = (undeliverableOn: string) =>
      report([sent('2026-05-01T10:00', { undeliverableOn: day(undeliverableOn) })])
    expect(back('2026-05-14')).toBe('deny')
    expect(back('2026-05-15')).toBe('allow')
  })

  test('each debt that is reported needs its own', () => {
    const both = { accountIds: [1n, 2n] }
    const first = sent('2026-05-01T10:00')
    expect(report([first], both)).toBe('deny')
    const second = sent('2026-05-10T10:00', { accountIds: [2n] })
    expect(report([first, second], both)).toBe('2026-05-24T00:00')
    expect(report([first, second])).toBe('allow')
    expect(report([sent('2026-05-01T10:00', { accountIds: [] })], both)).toBe('allow')
    expect(report([sent('2026-05-01T10:00', { accountIds: [1n, 2n] })], both)).toBe('allow')
  })
})

describe('an assignment is told before the new creditor asks for anything', () => {
  const sold = (accountId: bigint): DebtFact => ({
    ...plainDebt(accountId),
    assigned: { on: day('2026-09-01'), to: 'us' },
  })
  const ask = (
    history: readonly PastContact[],
    { to = 'borrower', debts = [sold(1n)] }: { to?: string; debts?: DebtFact[] } = {},
  ) =>
    ruleSays(
      'cn.assign',
      'cn',
      proposed('cn', '2026-09-08T10:00', { to, accountIds: debts.map((debt) => debt.accountId) }),
      { history, debts },
    )
  const told = (more: Partial<PastContact> = {}) =>
    past('cn', '2026-09-02T10:00', { notice: 'assignment', purpose: 'notice', ...more })

  test('by word of mouth too, and to the borrower or to whom is spoken to', () => {
    expect(ask([told()])).toBe('allow')
    expect(ask([told({ channel: 'call', result: 'conversation' })])).toBe('allow')
    expect(ask([told({ direction: 'in' })])).toBe('deny')
    const guarantor = told({ party: 'guarantor:G1' })
    expect(ask([guarantor], { to: 'guarantor:G1' })).toBe('allow')
    expect(ask([guarantor], { to: 'guarantor:G2' })).toBe('deny')
    expect(ask([guarantor])).toBe('deny')
  })

  test('of a notice that the call did not reach anybody with, nothing was told', () => {
    const call = (result: PastContact['result']) => ask([told({ channel: 'call', result })])
    expect(call('unanswered')).toBe('deny')
    expect(call('not_connected')).toBe('deny')
    expect(call('voicemail')).toBe('allow')
  })

  test('of two debts, only what was sold', () => {
    const both = { debts: [sold(1n), plainDebt(2n)] }
    expect(ask([told()], both)).toBe('allow')
    expect(ask([told()], { debts: [sold(1n), sold(2n)] })).toBe('deny')
    expect(ask([], { debts: [plainDebt(2n)] })).toBe('silent')
  })
})

test('microfinance is visited at home only after two visits that met nobody', () => {
  const visit = (history: readonly PastContact[], place?: 'home' | 'work') =>
    ruleSays(
      'in.rbi.mfi',
      'in',
      proposed('in', '2026-09-08T10:00', {
        ...NO_ADDRESS,
        channel: 'visit',
        visit: { ...PLAIN_VISIT, place: place ?? 'unstated' },
      }),
      { history, debts: [{ ...plainDebt(1n), kind: 'microfinance' }] },
    )
  const missed = (local: string, more: Partial<PastContact> = {}) =>
    past('in', local, { channel: 'visit', result: 'not_met', ...more })
  const once = missed('2026-09-01T10:00')
  expect(visit([once, missed('2026-09-04T10:00')], 'home')).toBe('allow')
  expect(visit([once], 'home')).toBe('deny')
  expect(visit([once, missed('2026-09-04T10:00', { result: 'met' })], 'home')).toBe('deny')
  expect(visit([once, missed('2026-09-04T10:00', { channel: 'call' })], 'home')).toBe('deny')
  // Of a visit without a place the worst is assumed.
  expect(visit([once])).toBe('deny')
  expect(visit([once, missed('2026-09-04T10:00')])).toBe('allow')
})

describe('an application to confirm a mediation agreement', () => {
  const apply = (
    told: GuardFacts['proceedings'],
    { on = '2026-06-10T10:00', joint = true }: { on?: string; joint?: boolean } = {},
  ) =>
    ruleSays(
      'cn.confirm',
      'cn',
      proposed('cn', on, {
        ...NO_ADDRESS,
        channel: 'filing',
        to: 'court',
        purpose: 'court_application',
        joint,
      }),
      { proceedings: told },
    )
  const KIND = 'mediation_agreement_effective' as const
  const agreed = { on: day('2026-05-11'), kind: KIND }

  test('is about the agreement on the same debt', () => {
    expect(apply([{ ...agreed, accountIds: [1n] }])).toBe('allow')
    expect(apply([{ ...agreed, accountIds: [2n, 1n] }])).toBe('allow')
    expect(apply([{ ...agreed, accountIds: [2n] }])).toBe('deny')
    expect(apply([{ ...agreed, kind: 'mediation_request' }])).toBe('deny')
  })

  test('has thirty days from the last of them', () => {
    expect(apply([agreed], { on: '2026-06-11T10:00' })).toBe('deny')
    const again = { ...agreed, on: day('2026-06-01') }
    expect(apply([agreed, again], { on: '2026-06-11T10:00' })).toBe('allow')
  })

  test('is barred to one side alone where an agreement is in effect', () => {
    expect(apply([agreed], { joint: false })).toBe('deny')
    const asked = { ...agreed, kind: 'mediation_request' as const }
    expect(apply([asked], { joint: false })).toBe('silent')
    expect(apply([asked, agreed], { joint: false })).toBe('deny')
  })
})
