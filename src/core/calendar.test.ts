import type { Day, Span } from './calendar.ts'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  day,
  dayFromNumber,
  dayNumber,
  daysBetween,
  daysCovered,
  daysInMonth,
  monthEnd,
  parseDay,
  weekday,
  wholeMonths,
} from './calendar.ts'

const EPOCH = Temporal.PlainDate.from('1970-01-01')
/** Years 0001 to 9998, so that no sum of the tests leaves four digits. */
const numbers = fc.integer({ min: dayNumber(day('0001-01-01')), max: dayNumber(day('9998-12-31')) })
const days = numbers.map(dayFromNumber)
const plain = (on: Day) => Temporal.PlainDate.from(on)

test('days and their numbers are those of Temporal, on 10,000 random days', () => {
  fc.assert(
    fc.property(numbers, (n) => {
      const expected = EPOCH.add({ days: n }).toString()
      expect(dayFromNumber(n)).toBe(expected)
      expect(dayNumber(expected as Day)).toBe(n)
    }),
    { numRuns: 10_000 },
  )
})

test('every day of 1996 to 2104 has the next number, and its weekday', () => {
  let date = Temporal.PlainDate.from('1996-01-01')
  for (let n = dayNumber(day('1996-01-01')); date.year < 2105; n++) {
    const on = dayFromNumber(n)
    if (on !== date.toString() || weekday(on) !== date.dayOfWeek)
      expect.fail(`${on}, not ${date.toString()}`)
    date = date.add({ days: 1 })
  }
})

test('adding days and months is that of Temporal', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -360, max: 360 }), (on, count) => {
      fc.pre(on > '0100-01-01' && on < '9900-01-01')
      expect(addDays(on, count)).toBe(plain(on).add({ days: count }).toString())
      expect(addMonths(on, count)).toBe(plain(on).add({ months: count }).toString())
    }),
    { numRuns: 3_000 },
  )
})

test('between two days lie the days of Temporal, and months end where it says', () => {
  fc.assert(
    fc.property(days, days, (from, until) => {
      expect(daysBetween(from, until)).toBe(plain(from).until(plain(until)).days)
      expect(monthEnd(from)).toBe(
        plain(from)
          .with({ day: plain(from).daysInMonth })
          .toString(),
      )
    }),
    { numRuns: 3_000 },
  )
})

test('whole months are the most that can be added without passing the later day', () => {
  fc.assert(
    fc.property(days, fc.nat(1_500), (from, later) => {
      fc.pre(from < '9900-01-01')
      const until = addDays(from, later)
      const months = wholeMonths(from, until)
      expect(addMonths(from, months) <= until).toBe(true)
      expect(addMonths(from, months + 1) > until).toBe(true)
      // Temporal does not count a month from a 31st to a 30th; a due day on the 31st does.
      const theirs = plain(from).until(plain(until), { largestUnit: 'month' }).months
      if (plain(from).day <= 28) expect(months).toBe(theirs)
    }),
    { numRuns: 3_000 },
  )
  expect(wholeMonths(day('2026-03-31'), day('2026-04-30'))).toBe(1)
  expect(wholeMonths(day('2026-03-31'), day('2026-04-29'))).toBe(0)
  expect(wholeMonths(day('2026-03-31'), day('2026-01-01'))).toBe(0)
})

test('the lengths of months are those of Temporal', () => {
  for (const year of [1900, 1999, 2000, 2023, 2024, 2100])
    for (let month = 1; month <= 12; month++) {
      const last = Temporal.PlainYearMonth.from({ year, month }).daysInMonth
      expect(daysInMonth(year, month)).toBe(last)
    }
})

test('the 31st of a month that has none is its last day', () => {
  expect(addMonths(day('2024-01-31'), 1)).toBe('2024-02-29')
  expect(addMonths(day('2023-01-31'), 1)).toBe('2023-02-28')
  expect(addMonths(day('2024-03-31'), -1)).toBe('2024-02-29')
  expect(addMonths(day('2024-12-31'), 2)).toBe('2025-02-28')
})

test('a day is four, two and two digits of a date that exists', () => {
  expect(parseDay('2024-02-29')).toBe('2024-02-29')
  for (const text of [
    '2023-02-29',
    '2024-02-30',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '24-01-01',
    '2024-1-1',
    '2024/01/01',
    ' 2024-01-01',
    '2024-01-01T00:00:00Z',
    '２０２４-01-01',
    '',
    '2024-01-01\n',
  ])
    expect(parseDay(text), text).toBeUndefined()
  expect(() => day('2023-02-29')).toThrow('is not a day')
  expect(() => addDays(day('9999-12-31'), 1)).toThrow('no four digits')
})

const span = (from: string, until?: string): Span => ({
  from: day(from),
  until: until === undefined ? undefined : day(until),
})

test.each<[string, Span[], number]>([
  ['no span', [], 0],
  ['one within', [span('2026-03-10', '2026-03-15')], 5],
  [
    'an overlap counts once',
    [span('2026-03-10', '2026-03-15'), span('2026-03-12', '2026-03-20')],
    10,
  ],
  [
    'a nested one adds nothing',
    [span('2026-03-05', '2026-03-20'), span('2026-03-10', '2026-03-12')],
    15,
  ],
  [
    'one that contains an older',
    [span('2026-03-10', '2026-03-12'), span('2026-03-05', '2026-03-20')],
    15,
  ],
  ['equal edges', [span('2026-03-05', '2026-03-10'), span('2026-03-05', '2026-03-12')], 7],
  ['touching ones add up', [span('2026-03-05', '2026-03-10'), span('2026-03-10', '2026-03-12')], 7],
  [
    'before and after do not count',
    [span('2026-02-01', '2026-03-03'), span('2026-03-30', '2026-05-01')],
    4,
  ],
  ['an endless one', [span('2026-03-29')], 3],
  ['one that ends before it starts', [span('2026-03-20', '2026-03-10')], 0],
])('days covered in March 2026: %s', (_, spans, expected) => {
  const march = { from: day('2026-03-01'), until: day('2026-04-01') }
  expect(daysCovered(spans, march)).toBe(expected)
  expect(daysCovered(spans.toReversed(), march)).toBe(expected)
})

test('days covered are the days that a set of days has', () => {
  const spans = fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  const first = day('2026-01-01')
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 40 }), fc.nat(60), (drawn, from, length) => {
      const within = { from: addDays(first, from), until: addDays(first, from + length) }
      const real = drawn.map((one) => ({
        from: addDays(first, one.from),
        until: one.length === undefined ? undefined : addDays(first, one.from + one.length),
      }))
      const covered = new Set<Day>()
      for (let on = within.from; on < within.until; on = addDays(on, 1))
        if (real.some((one) => one.from <= on && (one.until === undefined || on < one.until)))
          covered.add(on)
      expect(daysCovered(real, within)).toBe(covered.size)
    }),
    { numRuns: 2_000 },
  )
})
