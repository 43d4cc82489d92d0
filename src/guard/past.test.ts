import { expect, test } from 'vitest'
import { day, dayFromNumber, dayNumber } from '../core/calendar.ts'
import { dayThatIsFree, type Window } from './past.ts'

const free = (on: string, window: Window) =>
  dayFromNumber(dayThatIsFree(window, dayNumber(day(on))))

test('a calendar week is over on Monday', () => {
  expect(free('2026-09-09', { calendar: 'week' })).toBe('2026-09-14')
  expect(free('2026-09-13', { calendar: 'week' })).toBe('2026-09-14')
  expect(free('2026-09-14', { calendar: 'week' })).toBe('2026-09-21')
})

test('a calendar month is over on the first', () => {
  expect(free('2026-09-09', { calendar: 'month' })).toBe('2026-10-01')
  expect(free('2026-12-31', { calendar: 'month' })).toBe('2027-01-01')
  expect(free('2026-09-01', { calendar: 'month' })).toBe('2026-10-01')
})

test('days are counted from the day itself, and the later of both decides', () => {
  expect(free('2026-09-09', { days: 7 })).toBe('2026-09-16')
  expect(free('2026-09-09', { days: 7, calendar: 'week' })).toBe('2026-09-16')
  expect(free('2026-09-09', { days: 2, calendar: 'week' })).toBe('2026-09-14')
  expect(free('2026-09-09', {})).toBe('2026-09-09')
})
