import { describe, expect, test } from 'vitest'
import { currencyOf, decimalText, minorDigits, money } from '../../src/core/money.ts'
import {
  clockText,
  dayIn,
  dayText,
  decimalOf,
  digitsOf,
  fromNowText,
  minorOf,
  moneyText,
  zoneText,
} from './format.ts'

test('every currency has the digits that the core gives it', () => {
  const codes = Intl.supportedValuesOf('currency')
  expect(codes.length).toBeGreaterThan(100)
  for (const code of codes) {
    const currency = currencyOf(code)
    if (currency !== undefined) expect(digitsOf(code), code).toBe(minorDigits(currency))
  }
})

test.each(['0', '5', '-5', '120350', '-99', '9007199254740993'])(
  '%s is written as the core writes it',
  (minor) => {
    for (const code of ['CNY', 'JPY', 'KWD']) {
      const currency = currencyOf(code)
      if (currency === undefined) throw new Error(code)
      expect(decimalOf({ minor, currency: code })).toBe(decimalText(money(BigInt(minor), currency)))
    }
  },
)

test('an amount beyond what a number holds keeps every digit', () => {
  expect(moneyText({ minor: '900719925474099301', currency: 'CNY' }, 'zh')).toBe(
    '¥9,007,199,254,740,993.01',
  )
})

test('two dollars are never mistaken for one another', () => {
  expect(moneyText({ minor: '100', currency: 'USD' }, 'en')).toBe('US$1.00')
  expect(moneyText({ minor: '100', currency: 'AUD' }, 'en')).toBe('A$1.00')
})

describe('an amount that a person types', () => {
  test.each([
    ['300', '30000'],
    ['300.5', '30050'],
    [' 300.50 ', '30050'],
    ['0.01', '1'],
  ])('%s is %s minor units', (text, minor) => expect(minorOf(text, 'CNY')).toBe(minor))
  test.each(['', '0', '0.00', '-1', '1,286', '1,5', '1e3', '3.005', '１２', '1.2.3', 'NaN'])(
    '%s is refused',
    (text) => expect(minorOf(text, 'CNY')).toBeUndefined(),
  )
  test('a currency without minor units takes none', () => {
    expect(minorOf('300', 'JPY')).toBe('300')
    expect(minorOf('300.5', 'JPY')).toBeUndefined()
  })
})

describe('days and hours', () => {
  test('a day is the same day wherever the reader sits', () => {
    expect(dayText('2026-11-20', 'zh')).toBe('2026年11月20日')
    expect(dayText('2026-11-20', 'en')).toBe('20 Nov 2026')
  })
  test('an instant is shown on the clock of the place, past its midnight too', () => {
    expect(clockText('2026-11-20T16:30:00Z', 'Asia/Shanghai', 'zh')).toBe('00:30')
    expect(dayIn('2026-11-20T16:30:00Z', 'Asia/Shanghai')).toBe('2026-11-21')
    expect(zoneText('America/New_York', 'en')).toBe('New York Time')
  })
  test.each([
    ['2026-11-20T10:43:00Z', 'in 43 minutes'],
    ['2026-11-20T15:00:00Z', 'in 5 hours'],
    ['2026-11-24T10:00:00Z', 'in 4 days'],
  ])('%s is %s', (at, text) => expect(fromNowText(at, '2026-11-20T10:00:00Z', 'en')).toBe(text))
})
