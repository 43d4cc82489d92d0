import { describe, expect, test } from 'vitest'
import { day, type Day } from './calendar.ts'
import { collectOn, type Attempt } from './collecting.ts'
import { isIban } from './iban.ts'

const what = {
  forKind: 'plan' as const,
  forId: 1n,
  forNo: 1,
  dueOn: day('2026-12-05'),
  toldOn: day('2026-11-01'),
  amountMinor: 100n,
}
const of = (on: string, attempts: readonly Attempt[] = [], over: object = {}) => ({
  on: day(on),
  signedOn: day('2026-11-01'),
  noticeDays: 14,
  workdayOn: day('2026-12-07'),
  attempts,
  rules: { attemptsMax: 2, daysBetween: 5 },
  ...over,
})
const failed = (attempt: number, on: string, reason = 'AM04'): Attempt => ({
  attempt,
  failedOn: day(on) as Day,
  reason,
})

describe('collected on the first day of the banks, and not before it', () => {
  test.each([
    ['2026-12-05', { not: 'not_due' }],
    ['2026-12-07', { attempt: 1 }],
    ['2026-12-14', { attempt: 1 }],
    ['2026-12-15', { not: 'long_past' }],
  ])('%s', (on, answer) => expect(collectOn(what, of(on))).toEqual(answer))

  test('only after its notice, and only what its mandate covers', () => {
    const late = { ...what, toldOn: day('2026-11-24') }
    expect(collectOn(late, of('2026-12-07'))).toEqual({ not: 'notice_too_short' })
    expect(collectOn(late, of('2026-12-08'))).toEqual({ attempt: 1 })
    const signed = { signedOn: day('2026-12-06') }
    expect(collectOn(what, of('2026-12-21', [], signed))).toEqual({ not: 'before_its_mandate' })
  })

  test('again after a lack of money, some days later and not for ever', () => {
    const first = [failed(1, '2026-12-08')]
    expect(collectOn(what, of('2026-12-12', first))).toEqual({ not: 'too_soon_again' })
    expect(collectOn(what, of('2026-12-13', first))).toEqual({ attempt: 2 })
    expect(collectOn(what, of('2026-12-20', [...first, failed(2, '2026-12-14')]))).toEqual({
      not: 'tried_enough',
    })
    expect(collectOn(what, of('2026-12-20', [failed(1, '2026-12-08', 'AC04')]))).toEqual({
      not: 'bank_says_never',
    })
    const open = [{ attempt: 1, failedOn: undefined, reason: undefined }]
    expect(collectOn(what, of('2026-12-09', open))).toEqual({ not: 'under_way' })
  })
})

test('an IBAN is one only with its check digits', () => {
  for (const iban of ['DE89370400440532013000', 'GB82WEST12345698765432', 'NL91ABNA0417164300'])
    expect(isIban(iban)).toBe(true)
  for (const iban of ['DE88370400440532013000', 'DE89 3704', 'GB82WEST12345698765423', ''])
    expect(isIban(iban)).toBe(false)
})
