import { expect, test } from 'vitest'
import { past, proposed, verdictOf } from '../../test/guard/answer.ts'
import { day } from '../core/calendar.ts'
import type { HoldFact, PastContact } from './verdict.ts'

const flagsOf = (history: readonly PastContact[], local: string) => {
  const verdict = verdictOf('us.reg-f.14b.rebut', 'us', proposed('us', local), { history })
  expect(verdict.decision).toBe('allow')
  return verdict.flags
}
const rang = (local: string, more: Partial<PastContact> = {}) =>
  past('us', local, { channel: 'call', result: 'unanswered', ...more })
const times = (n: number, one: PastContact) => Array.from({ length: n }, () => one)

test('a second call to the number within five minutes is told, and bars nothing', () => {
  const after = (local: string, more: Partial<PastContact> = {}) =>
    flagsOf([rang('2026-09-09T10:00', more)], local)
  expect(after('2026-09-09T10:05')).toEqual(['rapid_succession'])
  expect(after('2026-09-09T10:06')).toEqual([])
  expect(after('2026-09-09T10:04', { addressId: 2n })).toEqual([])
  expect(after('2026-09-09T10:04', { party: 'spouse' })).toEqual([])
  expect(after('2026-09-09T10:04', { by: 'other' })).toEqual([])
  expect(after('2026-09-09T10:04', { direction: 'in' })).toEqual([])
  expect(after('2026-09-09T10:04', { channel: 'sms', result: 'delivered' })).toEqual([])
  expect(after('2026-09-09T10:04', { result: 'conversation' })).toEqual([])
})

test('seven calls to one number on one day, eight in a week to any', () => {
  const morning = (n: number, more: Partial<PastContact> = {}) =>
    flagsOf(times(n, rang('2026-09-09T09:00', more)), '2026-09-09T15:00')
  expect(morning(6)).toEqual(['concentrated_day'])
  expect(morning(5)).toEqual([])
  expect(morning(6, { addressId: 2n })).toEqual([])
  expect(morning(7, { addressId: 2n })).toEqual(['aggregate_volume'])
  const week = (on: string) => flagsOf(times(7, rang(on)), '2026-09-09T15:00')
  expect(week('2026-09-03T09:00')).toEqual(['aggregate_volume'])
  expect(week('2026-09-02T09:00')).toEqual([])
})

test('a disputed debt is reported as disputed, and another debt is not', () => {
  const reported = (hold: Partial<HoldFact>) =>
    verdictOf(
      'cn.credit',
      'cn',
      proposed('cn', '2026-09-08T10:00', {
        channel: 'bureau',
        to: 'bureau',
        purpose: 'furnish',
        addressId: undefined,
        addressKind: undefined,
      }),
      {
        holds: [
          {
            reason: 'dispute',
            written: false,
            accountId: undefined,
            fromOn: day('2026-09-01'),
            untilOn: undefined,
            ...hold,
          },
        ],
      },
    ).flags
  expect(reported({})).toEqual(['report_as_disputed'])
  expect(reported({ accountId: 1n })).toEqual(['report_as_disputed'])
  expect(reported({ accountId: 2n })).toEqual([])
  expect(reported({ reason: 'hardship' })).toEqual([])
})
