import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, currencyOf, decimalText, minorDigits, money, parseMinor, split } from './money.ts'

const currency = (code: string) => {
  const known = currencyOf(code)
  if (known === undefined) throw new Error(`${code} is no currency`)
  return known
}
const [CNY, JPY, KWD] = [currency('CNY'), currency('JPY'), currency('KWD')]

test('a split loses nothing, and no share is more than one minor unit above another', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 17n), fc.integer({ min: 1, max: 400 }), (minor, parts) => {
      const shares = split(money(minor, CNY), parts).map((share) => share.minor)
      expect(shares).toHaveLength(parts)
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(minor)
      expect(shares.toSorted((a, b) => (a > b ? -1 : 1))).toEqual(shares)
      expect((shares[0] ?? 0n) - (shares.at(-1) ?? 0n)).toBeLessThanOrEqual(1n)
    }),
  )
})

test('100.10 in three shares is 33.37, 33.37 and 33.36', () => {
  expect(split(money(10_010n, CNY), 3).map(decimalText)).toEqual(['33.37', '33.37', '33.36'])
})

test('a credit is not split, nor anything into no parts', () => {
  expect(() => split(money(-1n, CNY), 2)).toThrow('only debts are split')
  expect(() => split(money(1n, CNY), 0)).toThrow('not a number of parts')
})

test('amounts of one currency add up, those of two do not', () => {
  expect(add(money(1n, CNY), money(2n, CNY))).toEqual(money(3n, CNY))
  expect(() => add(money(1n, CNY), money(2n, JPY))).toThrow('do not add up')
})

test('the text of an amount is read back as the same amount, whatever the currency', () => {
  const amounts = fc.bigInt(-(10n ** 15n) + 1n, 10n ** 15n - 1n)
  fc.assert(
    fc.property(amounts, fc.constantFrom(CNY, JPY, KWD), (minor, code) => {
      const text = decimalText(money(minor, code))
      expect(parseMinor(text, minorDigits(code))).toBe(minor)
    }),
  )
})

test.each([
  ['0', 0n],
  ['12', 1_200n],
  ['12.3', 1_230n],
  ['-12.34', -1_234n],
  ['12.3400', 1_234n],
  ['999999999999999.99', 99_999_999_999_999_999n],
])('%s is read', (text, minor) => {
  expect(parseMinor(text, 2)).toBe(minor)
})

test.each([
  '',
  ' ',
  ' 12 ',
  '1,5',
  '1e3',
  'NaN',
  'Infinity',
  '+1',
  '--1',
  '.5',
  '5.',
  '0x10',
  '１２',
  '1 000',
  '1’000',
  '12.345',
  '1000000000000000',
  '1.2.3',
  '12\n',
  '−5',
  'true',
  '1_000',
])('%j is refused', (text) => {
  expect(parseMinor(text, 2)).toBeUndefined()
})

test('a currency is three capital letters', () => {
  expect(['CNY', 'cny', 'CN', 'CNYY', 'C1Y', ''].map(currencyOf)).toEqual([
    'CNY',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('yen have no minor digits, dinars three, all others two', () => {
  expect([JPY, KWD, CNY].map(minorDigits)).toEqual([0, 3, 2])
  expect(decimalText(money(-5n, KWD))).toBe('-0.005')
  expect(decimalText(money(5n, JPY))).toBe('5')
})
