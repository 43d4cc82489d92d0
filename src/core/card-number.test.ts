import { describe, expect, test } from 'vitest'
import { holdsCardNumber, withoutCardNumbers } from './card-number.ts'

/** Numbers that card schemes publish for tests. */
const CANARIES = [
  '4111111111111111',
  '4012888888881881',
  '4222222222222',
  '5555555555554444',
  '5105105105105100',
  '2223003122003222',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '30569309025904',
  '38520000023237',
  '3530111333300000',
  '6212345678901232',
  '6304000000000000',
]

describe('a card number is seen', () => {
  test.each(CANARIES)('%s, plain, in groups, in words, in JSON, in full width', (pan) => {
    const wide = pan.replaceAll(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)))
    for (const text of [
      pan,
      pan.replaceAll(/(.{4})(?=.)/g, '$1 '),
      pan.replaceAll(/(.{4})(?=.)/g, '$1-'),
      `please take it from ${pan}, thanks`,
      `卡号${pan}。`,
      JSON.stringify({ note: [{ deep: pan }] }),
      JSON.stringify({ minor: pan }),
      wide,
      `12 ${pan} 0930`,
    ])
      expect(holdsCardNumber(text), text).toBe(true)
  })
})

describe('its twin is not', () => {
  test.each(CANARIES)('%s with one digit changed', (pan) => {
    const last = String((Number(pan.at(-1)) + 1) % 10)
    expect(holdsCardNumber(pan.slice(0, -1) + last)).toBe(false)
  })

  test.each([
    'DE89370400440532013000',
    '4200001234202611221234567890',
    'case_0000000000042',
    '1763769600000',
    '+447700900123',
    'CN00042-1',
    '0000000000000000',
    'a4111111111111111',
    '41111111111111112',
  ])('%s', (text) => expect(holdsCardNumber(text)).toBe(false))
})

test('of what somebody wrote all but the number is kept', () => {
  expect(withoutCardNumbers('退订 4111 1111 1111 1111!')).toBe('退订 ****!')
  expect(withoutCardNumbers('４１１１１１１１１１１１１１１１ stop')).toBe('**** stop')
  expect(withoutCardNumbers('call +447700900123 after 6')).toBe('call +447700900123 after 6')
})
