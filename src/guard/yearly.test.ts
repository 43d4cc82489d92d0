import { describe, expect, test } from 'vitest'
import { day, dayNumber } from '../core/calendar.ts'
import { isYearlyDay, type YearlyDay, yearlyDay } from './yearly.ts'

const isOn = (yearly: YearlyDay, on: string) => isYearlyDay([yearly], dayNumber(day(on)))

test('a date comes back every year', () => {
  const christmas = yearlyDay({ name: { en: 'Christmas Day', zh: '圣诞节' }, date: '12-25' })
  expect(isOn(christmas, '2026-12-25')).toBe(true)
  expect(isOn(christmas, '2027-12-25')).toBe(true)
  expect(isOn(christmas, '2026-12-24')).toBe(false)
})

test('so many days after Easter Sunday, or before it', () => {
  // Easter Sunday of 2026 is the fifth of April.
  expect(isOn({ daysAfterEaster: -2 }, '2026-04-03')).toBe(true)
  expect(isOn({ daysAfterEaster: 1 }, '2026-04-06')).toBe(true)
  expect(isOn({ daysAfterEaster: 1 }, '2026-04-03')).toBe(false)
  expect(isOn({ daysAfterEaster: 1 }, '2027-04-06')).toBe(false)
})

describe('a weekday of a month', () => {
  test('the first, and the third', () => {
    const labourDay = { month: 9, weekday: 0, nth: 1 }
    expect(isOn(labourDay, '2026-09-07')).toBe(true)
    expect(isOn(labourDay, '2026-09-14')).toBe(false)
    expect(isOn(labourDay, '2026-09-01')).toBe(false)
    expect(isOn(labourDay, '2026-10-05')).toBe(false)
    const kingDay = { month: 1, weekday: 0, nth: 3 }
    expect(isOn(kingDay, '2026-01-19')).toBe(true)
    expect(isOn(kingDay, '2026-01-12')).toBe(false)
    expect(isOn(kingDay, '2024-01-15')).toBe(true)
  })

  test('the last, be it the last day or a week before it', () => {
    const memorialDay = { month: 5, weekday: 0, nth: -1 }
    expect(isOn(memorialDay, '2027-05-31')).toBe(true)
    expect(isOn(memorialDay, '2027-05-24')).toBe(false)
    expect(isOn(memorialDay, '2026-05-25')).toBe(true)
    expect(isOn(memorialDay, '2026-05-18')).toBe(false)
  })

  test('of a day before 1970 too', () => {
    expect(isOn({ month: 9, weekday: 0, nth: 1 }, '1969-09-01')).toBe(true)
    expect(isOn({ month: 9, weekday: 0, nth: 1 }, '1969-09-02')).toBe(false)
  })
})
