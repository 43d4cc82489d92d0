import { expect, test } from 'vitest'
import { sayer } from './sayer.ts'

const say = sayer({
  skip: {
    en: 'You may skip {times, plural, one {one payment} other {# payments}} of {amount}.',
    zh: '您可以跳过 {times} 次还款。',
  },
  plain: { en: 'Day {n}', zh: '{n} 日' },
})

test('one is said as one, and more as more', () => {
  const of = (times: string) => say('en', 'skip', { times, amount: '£5.00' })
  expect([of('1'), of('2'), of('21')]).toEqual([
    'You may skip one payment of £5.00.',
    'You may skip 2 payments of £5.00.',
    'You may skip 21 payments of £5.00.',
  ])
  expect(say('zh', 'skip', { times: '1' })).toBe('您可以跳过 1 次还款。')
  expect(say('en', 'plain', { n: '3' })).toBe('Day 3')
})
