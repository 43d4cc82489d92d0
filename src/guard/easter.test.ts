import { expect, test } from 'vitest'
import { weekday } from '../core/calendar.ts'
import { easterSunday } from './easter.ts'

test.each([
  [1818, '1818-03-22'],
  [1954, '1954-04-18'],
  [1981, '1981-04-19'],
  [2000, '2000-04-23'],
  [2021, '2021-04-04'],
  [2024, '2024-03-31'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
  [2049, '2049-04-18'],
  [2076, '2076-04-19'],
])('Easter of %i is on %s', (year, on) => expect(easterSunday(year)).toBe(on))

test('it is a Sunday between 22 March and 25 April', () => {
  for (let year = 1900; year <= 2199; year++) {
    const on = easterSunday(year)
    expect(weekday(on)).toBe(7)
    expect(on.slice(5) >= '03-22' && on.slice(5) <= '04-25', on).toBe(true)
  }
})
