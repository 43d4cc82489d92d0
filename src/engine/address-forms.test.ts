import { expect, test } from 'vitest'
import { addressForms } from './address-forms.ts'

test.each([
  ['+8613800000001', '13800000001'],
  ['8613800000001', '13800000001'],
  ['13800000001', '+8613800000001'],
  ['+447700900123', '07700900123'],
  ['07700 900123', '+447700900123'],
  ['00447700900123', '+447700900123'],
  ['+12125550123', '2125550123'],
  ['2125550123', '+12125550123'],
  ['+61412345678', '0412345678'],
  ['+91 98765 43210', '+919876543210'],
  ['Ann@Example.Test', 'ann@example.test'],
])('%s may stand in the book as %s', (from, inBook) => {
  expect(addressForms(from)).toContain(inBook)
})

test('an openid or a short code is only itself', () => {
  expect(addressForms('oABC_123-xyz')).toEqual(['oABC_123-xyz'])
  expect(addressForms('1069')).toEqual(['1069'])
})
