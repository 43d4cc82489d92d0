import { expect, test } from 'vitest'
import { firstWish, wishOf, type WishValues } from './wish.ts'

const wish = (more: Partial<WishValues> = {}): object | undefined =>
  wishOf({ ...firstWish('acc_1', '2026-11-20'), ...more } as WishValues, 'GBP')

const gbp = (minor: string) => ({ minor, currency: 'GBP' })

test('what is typed becomes what the server is asked', () => {
  expect(wish()).toEqual({
    kind: 'plan',
    shape: 'equal',
    count: 6,
    payday: { every: 'month', day_of_month: 20, days_after: 0 },
  })
  expect(wish({ rhythm: 'fortnight', weekday: 3, after: '2', pay: '90', first: '10.50' })).toEqual({
    kind: 'plan',
    shape: 'equal',
    count: 6,
    payday: { every: 'fortnight', weekday: 3, days_after: 2 },
    pay: gbp('9000'),
    first: gbp('1050'),
  })
  expect(wish({ shape: 'balloon', balloon: '50' })).toMatchObject({ balloon: gbp('5000') })
  expect(wish({ shape: 'stepped', stepCount: '2', stepAmount: '5' })).toMatchObject({
    steps: [{ count: 2, amount: gbp('500') }],
  })
})

test.each<[string, Partial<WishValues>]>([
  ['an amount that is none', { pay: 'a lot' }],
  ['a tenth of a penny', { first: '1.005' }],
  ['no payments', { count: '0' }],
  ['too many payments', { count: '121' }],
  ['a day that no month has', { payday: '32' }],
  ['days without a number', { after: '' }],
  ['a balloon of nothing', { shape: 'balloon' }],
  ['steps without an amount', { shape: 'stepped', stepCount: '2' }],
])('%s asks the server nothing, and leaves nothing out', (_, more) => {
  expect(wish(more)).toBeUndefined()
})
