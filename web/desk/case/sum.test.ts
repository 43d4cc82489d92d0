import { describe, expect, test } from 'vitest'
import type { AccountWire } from '../../../src/api/wire.ts'
import { madeUpOf } from './sum.ts'

const cny = (minor: string) => ({ minor, currency: 'CNY' })
const due = (no: number, on: string) => ({ instalment_no: no, due_on: on, amount: cny('10000') })
const paid = (n: number, over: Partial<AccountWire['made_up_of']['payments'][number]> = {}) => ({
  id: `pay_${n}` as const,
  ref: `P${n}`,
  amount: cny('10000'),
  effective_on: '2026-10-02',
  reverses: null,
  reversed: false,
  ...over,
})

function account(arrears: string, lines: Partial<AccountWire['made_up_of']>): AccountWire {
  const position = { arrears: cny(arrears), as_of: '2026-11-20' } as AccountWire['position']
  const none = { instalments: [], payments: [], snapshots: [], shortened: false }
  return { position, made_up_of: { ...none, ...lines } } as unknown as AccountWire
}

const THREE = [due(1, '2026-09-20'), due(2, '2026-10-20'), due(3, '2026-11-20')]

describe('how an amount is made up', () => {
  test('what fell due before the day, less what was paid', () => {
    expect(madeUpOf(account('10000', { instalments: THREE, payments: [paid(1)] }))).toEqual({
      due: { count: 2, amount: cny('20000') },
      paid: { count: 1, amount: cny('-10000') },
      other: cny('0'),
    })
  })
  test('a payment that was undone counts on neither side', () => {
    const payments = [paid(1, { reversed: true }), paid(2, { reverses: 'pay_1' })]
    expect(madeUpOf(account('20000', { instalments: THREE, payments }))?.paid.count).toBe(0)
  })
  test('what grace or money paid ahead takes away is said, not hidden', () => {
    const payments = [paid(1), paid(2), paid(3)]
    expect(madeUpOf(account('0', { instalments: THREE, payments }))?.other).toEqual(cny('10000'))
  })
  test('no sum is shown where lines were left out, or where there is no position', () => {
    expect(madeUpOf(account('1', { instalments: THREE, shortened: true }))).toBeUndefined()
    expect(madeUpOf({ ...account('1', { instalments: THREE }), position: null })).toBeUndefined()
  })
})
