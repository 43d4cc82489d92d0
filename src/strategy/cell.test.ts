import { expect, test } from 'vitest'
import { holds, parseCell } from './cell.ts'
import { columnOfFact } from './parse-table.ts'
import type { FactName } from './facts.ts'
import { NO_DAYS } from './row.ts'

const asks = (
  name: FactName,
  text: string,
  value: number,
  word = { text: '', currency: 'CNY' },
) => {
  const cell = parseCell(text, columnOfFact(name))
  return 'fault' in cell ? cell.fault : holds(cell, value, word)
}

test.each<[FactName, string, number, boolean]>([
  ['account.days_past_due', '-', 12, true],
  ['account.days_past_due', '30', 30, true],
  ['account.days_past_due', '30', 31, false],
  ['account.days_past_due', '= 30d', 30, true],
  ['account.days_past_due', '>= 2w', 14, true],
  ['account.days_past_due', '>= 2w', 13, false],
  ['account.days_past_due', '> 30', 30, false],
  ['account.days_past_due', '< 30', 29, true],
  ['account.days_past_due', '<= 30', 30, true],
  ['account.days_past_due', '30..59', 30, true],
  ['account.days_past_due', '30 .. 59', 59, true],
  ['account.days_past_due', '30..59', 60, false],
  ['account.days_past_due', '0, 5..7, >= 90', 6, true],
  ['account.days_past_due', '0, 5..7, >= 90', 8, false],
  ['account.days_past_due', 'not(5..7, 9)', 9, false],
  ['account.days_past_due', 'not(5..7, 9)', 8, true],
  ['account.days_since_payment', '>= 30', NO_DAYS, true],
  ['account.days_since_payment', '30..400', NO_DAYS, false],
  ['account.days_since_payment', 'never', NO_DAYS, true],
  ['account.days_since_payment', 'never', 3000, false],
  ['account.days_since_payment', 'not(never)', NO_DAYS, false],
  ['account.arrears_share', '>= 12.5%', 1250, true],
  ['account.arrears_share', '>= 12.5%', 1249, false],
  ['contact.can_sms', 'true', 1, true],
  ['contact.can_sms', 'false', 1, false],
  ['account.next_due_on', '>= 2026-01-01', 20_454, true],
  ['account.next_due_on', '< 2026-01-01', 20_454, false],
  ['account.next_due_on', '>= 2026-01-01', 32_767, false],
  ['account.arrears', '>= CNY 500.00', 50_000, true],
  ['account.arrears', '>= CNY 500.00', 49_999, false],
  ['account.arrears', 'CNY 1..2.50', 250, true],
  ['account.arrears', 'CNY 1..CNY 2.50', 251, false],
  ['account.arrears', '>= GBP 1.00', 50_000, false],
  ['account.arrears', 'not(>= CNY 500.00)', 50_000, false],
  ['account.arrears', 'not(>= GBP 500.00)', 50_000, true],
])('%s asked "%s" of %i is %s', (name, text, value, expected) => {
  expect(asks(name, text, value)).toBe(expected)
})

test('words fit by their text, and not() by every other', () => {
  const word = { text: 'card', currency: 'CNY' }
  expect(asks('account.product', '"card","loan"', 0, word)).toBe(true)
  expect(asks('account.product', "'card'", 0, word)).toBe(true)
  expect(asks('account.product', 'not("card")', 0, word)).toBe(false)
  expect(asks('account.product', '"a,b"', 0, { ...word, text: 'a,b' })).toBe(true)
})

test('an amount in a currency without minor digits is whole', () => {
  expect(asks('account.arrears', '>= JPY 500', 500, { text: '', currency: 'JPY' })).toBe(true)
  expect(asks('account.arrears', '>= JPY 500.5', 500)).toBe('not_money')
})

test.each<[FactName, string, string]>([
  ['account.days_past_due', '', 'empty_cell'],
  ['account.days_past_due', '≥ 30', 'wide_characters'],
  ['account.days_past_due', '３０', 'wide_characters'],
  ['account.days_past_due', '"card"', 'word_for_number'],
  ['account.days_past_due', 'true', 'flag_for_number'],
  ['account.days_past_due', 'CNY 5.00', 'money_for_number'],
  ['account.days_past_due', '2026-01-01', 'day_for_number'],
  ['account.days_past_due', '3m', 'day_unit'],
  ['account.days_past_due', '3.5', 'whole_numbers'],
  ['account.days_past_due', '59..30', 'empty_range'],
  ['account.days_past_due', '< 0', 'out_of_range'],
  ['account.days_past_due', '40000', 'out_of_range'],
  ['account.days_past_due', 'never', 'no_never'],
  ['account.days_past_due', '=> 30', 'not_a_test'],
  ['account.days_past_due', '1e3', 'not_a_test'],
  ['account.days_past_due', '-5', 'not_a_test'],
  ['account.days_past_due', '30..', 'not_a_test'],
  ['account.days_past_due', `${'1,'.repeat(60)}1`, 'too_many_tests'],
  ['account.instalments_missed', '3d', 'no_unit'],
  ['account.arrears_share', '50', 'percent_unit'],
  ['account.arrears_share', '101%', 'out_of_range'],
  ['contact.can_sms', 'yes', 'flag_only'],
  ['contact.can_sms', '>= true', 'flag_only'],
  ['account.next_due_on', '2026-02-30', 'not_a_day'],
  ['account.arrears', '500', 'money_currency'],
  ['account.arrears', 'CNY 1,5', 'money_currency'],
  ['account.arrears', 'CNY 5.001', 'not_money'],
  ['account.arrears', 'CNY 1.00..GBP 2.00', 'two_currencies'],
  ['account.product', 'card', 'unquoted_word'],
  ['account.product', '>= "card"', 'not_a_word'],
])('%s refuses "%s" as %s', (name, text, code) => {
  expect(asks(name, text, 0)).toBe(code)
})
