import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, type Instant } from '../core/calendar.ts'
import { localText, zoneOf } from '../guard/zone.ts'
import { minutesOf, nextWork, workOf, worksAt, type Shift } from './shift.ts'

const at = (text: string) => Date.parse(text) as Instant
const WEEKDAYS = 0b001_1111
const office: Shift = {
  kind: 'work',
  firstOn: day('2026-11-01'),
  untilOn: undefined,
  days: WEEKDAYS,
  fromMinute: 540,
  untilMinute: 1080,
  zone: 'Asia/Shanghai',
}
/** Friday, 20 November 2026, from midnight to midnight in Shanghai. */
const FRIDAY = { from: at('2026-11-19T16:00:00Z'), until: at('2026-11-20T16:00:00Z') }

describe('the hours of a person', () => {
  test.each<[string, readonly Shift[], number]>([
    ['a shift from nine to six', [office], 540],
    [
      'with the lunch hour off',
      [office, { ...office, kind: 'off', fromMinute: 720, untilMinute: 780 }],
      480,
    ],
    [
      'two that overlap count once',
      [office, { ...office, fromMinute: 1020, untilMinute: 1200 }],
      660,
    ],
    [
      'a day off',
      [office, { ...office, kind: 'off', days: 127, fromMinute: 0, untilMinute: 1440 }],
      0,
    ],
    ['on a day that it does not name', [{ ...office, days: 0b110_0000 }], 0],
    ['before it holds', [{ ...office, firstOn: day('2026-11-21') }], 0],
    [
      'on the first day on which it no longer holds',
      [{ ...office, untilOn: day('2026-11-20') }],
      0,
    ],
    ['on its last day', [{ ...office, untilOn: day('2026-11-21') }], 540],
    [
      'the night before reaches into the day',
      [{ ...office, fromMinute: 1320, untilMinute: 1800 }],
      120 + 360,
    ],
  ])('%s', (_, shifts, minutes) => expect(minutesOf(workOf(shifts, FRIDAY))).toBe(minutes))

  test('the wall clock of its place is what counts, through a change of clocks', () => {
    const london = { ...office, days: 127, zone: 'Europe/London', firstOn: day('2026-01-01') }
    for (const on of ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25']) {
      const [work] = workOf([london], { from: at(`${on}T00:00:00Z`), until: at(`${on}T23:59:00Z`) })
      const zone = zoneOf('Europe/London')
      expect(work && zone && localText(zone, work.from)).toBe(`${on}T09:00`)
    }
  })

  test('somebody works at the first instant and not at the last', () => {
    expect(worksAt([office], at('2026-11-20T01:00:00Z'))).toBe(true)
    expect(worksAt([office], at('2026-11-20T10:00:00Z'))).toBe(false)
    expect(nextWork([office], at('2026-11-20T10:00:00Z'))).toBe(at('2026-11-23T01:00:00Z'))
    expect(
      nextWork([{ ...office, untilOn: day('2026-11-20') }], at('2026-11-20T10:00:00Z')),
    ).toBeUndefined()
  })

  test('no minute is in two stretches, none is outside, and off always wins', () => {
    const shift = fc.record({
      kind: fc.constantFrom('work' as const, 'off' as const),
      firstOn: fc.constantFrom(day('2026-11-01'), day('2026-11-20')),
      untilOn: fc.constantFrom(undefined, day('2026-12-01')),
      days: fc.integer({ min: 1, max: 127 }),
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 720 }),
      zone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'UTC'),
    })
    fc.assert(
      fc.property(fc.array(shift, { maxLength: 6 }), (made) => {
        const shifts = made.map(({ length, ...rest }) => ({
          ...rest,
          untilMinute: rest.fromMinute + length,
        }))
        const found = workOf(shifts, FRIDAY)
        found.forEach((one, i) => {
          expect(one.from).toBeLessThan(one.until)
          expect(one.from).toBeGreaterThanOrEqual(Math.max(FRIDAY.from, found[i - 1]?.until ?? 0))
          expect(one.until).toBeLessThanOrEqual(FRIDAY.until)
          const off = shifts
            .filter((shift) => shift.kind === 'off')
            .map((shift): Shift => ({ ...shift, kind: 'work' }))
          expect(worksAt(off, one.from)).toBe(false)
        })
      }),
      { numRuns: 200 },
    )
  })
})
