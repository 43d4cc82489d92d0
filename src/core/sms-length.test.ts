import { expect, test } from 'vitest'
import { smsLength } from './sms-length.ts'

test.each([
  ['a'.repeat(160), 'gsm7', 1, 160, 0],
  ['a'.repeat(161), 'gsm7', 2, 161, 145],
  ['€'.repeat(80), 'gsm7', 1, 160, 0],
  // An extension character is never split: 152 of 153 are used in the first segment.
  [`${'a'.repeat(152)}€${'a'.repeat(20)}`, 'gsm7', 2, 174, 131],
  ['字'.repeat(70), 'ucs2', 1, 70, 0],
  ['字'.repeat(71), 'ucs2', 2, 71, 63],
  // One curly quote makes the whole text UCS-2.
  [`${'a'.repeat(70)}’`, 'ucs2', 2, 71, 63],
] as const)('%s', (text, alphabet, segments, units, left) => {
  expect(smsLength(text)).toEqual({ alphabet, segments, units, left })
})

test('more segments than anybody should be sent are none', () => {
  expect(smsLength('a'.repeat(1530))?.segments).toBe(10)
  expect(smsLength('a'.repeat(1531))).toBeUndefined()
})
