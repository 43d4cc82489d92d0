import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { past, proposed, ruleSays, verdictOf } from '../../test/guard/answer.ts'
import { plainContent, plainDebt } from './plain.ts'
import type { HoldFact } from './verdict.ts'

const hold = (reason: string, more: Partial<HoldFact> = {}): HoldFact => ({
  reason,
  written: true,
  accountId: undefined,
  fromOn: day('2026-09-01'),
  untilOn: undefined,
  ...more,
})

test('a suit for a time-barred debt is barred, but for a claim while a bankruptcy is open', () => {
  const filed = (local: string, ...holds: HoldFact[]) =>
    ruleSays(
      'us.reg-f.26',
      'us',
      proposed('us', local, {
        channel: 'filing',
        to: 'court',
        purpose: 'court_application',
        addressId: undefined,
        addressKind: undefined,
      }),
      { holds, debts: [{ ...plainDebt(1n), status: 'time_barred' }] },
    )
  const ended = hold('bankruptcy', { untilOn: day('2026-09-09') })
  expect(filed('2026-09-09T10:00')).toBe('deny')
  expect(filed('2026-09-09T10:00', hold('bankruptcy'))).toBe('allow')
  expect(filed('2026-09-09T10:00', hold('dispute'))).toBe('deny')
  expect(filed('2026-09-08T23:59', ended)).toBe('allow')
  expect(filed('2026-09-09T00:00', ended)).toBe('deny')
  expect(filed('2026-09-01T00:00', ended)).toBe('allow')
  expect(filed('2026-08-31T23:59', ended)).toBe('deny')
  expect(filed('2026-09-09T10:00', hold('bankruptcy', { accountId: 1n }))).toBe('allow')
  expect(filed('2026-09-09T10:00', hold('bankruptcy', { accountId: 2n }))).toBe('deny')
})

describe('a written dispute in the period for validation stops collection', () => {
  const notice = past('us', '2026-08-03T10:00', { notice: 'validation', purpose: 'notice' })
  const asked = (more: Partial<HoldFact>, history = [notice], accountIds = [1n]) =>
    ruleSays('us.reg-f.38', 'us', proposed('us', '2026-09-20T10:00', { accountIds }), {
      holds: [hold('dispute', more)],
      debts: [plainDebt(1n), plainDebt(2n)],
      history,
    })

  test('where it was sent in time, which ended on 9 September', () => {
    expect(asked({ fromOn: day('2026-09-09') })).toBe('deny')
    expect(asked({ fromOn: day('2026-09-10') })).toBe('allow')
    expect(asked({ fromOn: day('2026-09-12'), sentOn: day('2026-09-09') })).toBe('deny')
    expect(asked({ fromOn: day('2026-09-12'), sentOn: day('2026-09-10') })).toBe('allow')
    expect(asked({ fromOn: day('2026-09-12') }, [])).toBe('deny')
  })

  test('in writing, about this debt, until it is answered', () => {
    expect(asked({ written: false })).toBe('allow')
    expect(asked({ accountId: 1n })).toBe('deny')
    expect(asked({ accountId: 2n })).toBe('allow')
    expect(asked({ accountId: 2n }, [notice], [1n, 2n])).toBe('deny')
    expect(asked({ untilOn: day('2026-09-20') })).toBe('allow')
    expect(asked({ untilOn: day('2026-09-21') })).toBe('2026-09-21T00:00')
    expect(asked({ reason: 'hardship' })).toBe('allow')
    expect(asked({ reason: 'original_creditor_request' })).toBe('deny')
  })
})

test('the reason names what is said that must not be, and nothing where nothing is', () => {
  const told = (threatens: boolean) =>
    verdictOf(
      'us.reg-f.26',
      'us',
      proposed('us', '2026-09-09T10:00', {
        channel: 'letter',
        addressKind: 'post',
        voice: undefined,
        content: { ...plainContent(), threatens_suit: threatens },
      }),
      { debts: [{ ...plainDebt(1n), status: 'time_barred' }] },
    ).reasons.map(({ says, numbers }) => [says, numbers])
  expect(told(true)).toEqual([['deny', { bans: 'threatens_suit', said: 'threatens_suit' }]])
  expect(told(false)).toEqual([['allow', { bans: 'threatens_suit' }]])
})

test('a claim in a bankruptcy is told as an exception', () => {
  const act = proposed('us', '2026-09-09T10:00', {
    channel: 'filing',
    to: 'court',
    purpose: 'court_application',
  })
  const debts = [{ ...plainDebt(1n), status: 'time_barred' as const }]
  const told = (holds: HoldFact[]) =>
    verdictOf('us.reg-f.26', 'us', act, { debts, holds })
      .reasons.filter(({ code }) => code.startsWith('ban.'))
      .map(({ says, excepted }) => [says, excepted])
  expect(told([hold('bankruptcy')])).toEqual([['allow', true]])
  expect(told([])).toEqual([['deny', undefined]])
})
