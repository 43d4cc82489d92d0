import { expect, test } from 'vitest'
import { typedDay } from './typed-day.ts'

/** A Friday. */
const TODAY = '2026-11-20'

test.each<[string, string | undefined]>([
  ['fri', '2026-11-27'],
  ['Friday', '2026-11-27'],
  ['mon', '2026-11-23'],
  ['next mon', '2026-11-23'],
  ['next fri', '2026-11-27'],
  ['周五', '2026-11-27'],
  ['周日', '2026-11-22'],
  ['下周三', '2026-11-25'],
  ['星期天', '2026-11-22'],
  ['today', '2026-11-20'],
  ['明天', '2026-11-21'],
  ['后天', '2026-11-22'],
  ['+5', '2026-11-25'],
  ['5d', '2026-11-25'],
  ['in 10 days', '2026-11-30'],
  ['3天后', '2026-11-23'],
  ['3号', '2026-12-03'],
  ['25日', '2026-11-25'],
  ['下月3号', '2026-12-03'],
  ['下个月31号', '2026-12-31'],
  ['本月30号', '2026-11-30'],
  ['12月3日', '2026-12-03'],
  ['1月3日', '2027-01-03'],
  ['3 dec', '2026-12-03'],
  ['december 3', '2026-12-03'],
  ['3 January 2027', '2027-01-03'],
  ['2026-12-03', '2026-12-03'],
  ['2026年12月3日', '2026-12-03'],
  ['2026-02-30', undefined],
  ['本月31号', undefined],
  ['3/12', undefined],
  ['5', undefined],
  ['', undefined],
  ['soon', undefined],
])('"%s" is %s', (text, on) => expect(typedDay(text, TODAY)).toBe(on))

test('a month that does not have the day gives the next that has, and a year that begins is the new one', () => {
  expect(typedDay('31号', '2026-11-20')).toBe('2026-12-31')
  expect(typedDay('3号', '2026-12-20')).toBe('2027-01-03')
  expect(typedDay('下月3号', '2026-12-20')).toBe('2027-01-03')
  expect(typedDay('29 feb', '2027-05-01')).toBe('2028-02-29')
})
