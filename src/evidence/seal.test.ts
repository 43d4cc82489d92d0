import { expect, test } from 'vitest'
import { chained, isSealed, newSealPem, sealKeyOf, sha256Of } from './seal.ts'

const key = sealKeyOf(newSealPem())

test('a seal stands on its own bytes alone, by its own key alone', () => {
  const seal = key.sign('what was said')
  expect(isSealed('what was said', seal)).toBe(true)
  expect(isSealed('what was said.', seal)).toBe(false)
  const other = sealKeyOf(newSealPem())
  expect(other.publicKey).not.toBe(key.publicKey)
  expect(isSealed('what was said', { ...seal, public_key: other.publicKey })).toBe(false)
  expect(isSealed('what was said', { ...seal, public_key: 'no key' })).toBe(false)
  expect(isSealed('what was said', { ...seal, signature: '' })).toBe(false)
})

test('the same key read again signs what the first one signed', () => {
  const pem = newSealPem()
  expect(sealKeyOf(pem).sign('x')).toEqual(sealKeyOf(pem).sign('x'))
})

/** RFC 8032, section 7.1, test 2. */
test('a published signature is checked as published', () => {
  const seal = {
    algorithm: 'Ed25519',
    public_key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    signature: Buffer.from(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      'hex',
    ).toString('base64'),
  } as const
  expect(isSealed(Buffer.from('72', 'hex'), seal)).toBe(true)
  expect(isSealed(Buffer.from('73', 'hex'), seal)).toBe(false)
})

test('a chain holds the order: moving or leaving out an item changes its end', () => {
  const end = (items: readonly string[]) => items.reduce(chained, sha256Of(''))
  const whole = end(['a', 'b', 'c'])
  expect(end(['a', 'c', 'b'])).not.toBe(whole)
  expect(end(['a', 'b'])).not.toBe(whole)
  expect(end(['a', 'b', 'c'])).toBe(whole)
})
