import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { planHours, type Hand, type Work } from './hours.ts'

const at = (text: string) => Date.parse(`2026-11-20T${text}:00Z`) as Instant
const DAY = { from: at('10:00'), until: at('18:00') }
const work = (cases: number, more: Partial<Work> = {}): Work => ({
  worklist: 'calls',
  language: 'zh',
  opensAt: at('10:00'),
  closesAt: at('18:00'),
  cases,
  minutesACase: 6,
  ...more,
})
const hand = (from: string, until: string, lists = ['calls']): Hand => ({
  stretches: [{ from: at(from), until: at(until) }],
  serves: (one) => lists.includes(one.worklist),
})

describe('the rest of the day', () => {
  test('one person for an hour reaches ten cases of six minutes', () => {
    expect(planHours([work(10)], [hand('10:00', '11:00')], DAY).reach[0]).toMatchObject({
      reached: 10,
      shortAt: undefined,
    })
    expect(planHours([work(11)], [hand('10:00', '11:00')], DAY).reach[0]).toMatchObject({
      reached: 10,
      shortAt: at('18:00'),
    })
  })

  test('at ten it says that sixteen is short: the window closes before the late shift comes', () => {
    const closing = work(30, { closesAt: at('16:00') })
    const early = planHours([closing], [hand('10:00', '11:00'), hand('16:00', '18:00')], DAY)
    expect(early.reach[0]).toMatchObject({ reached: 10, shortAt: at('16:00') })
    expect(
      early.parts.filter((part) => part.short > 0).map((part) => [part.until, part.short]),
    ).toEqual([[at('16:00'), 120]])
    const enough = planHours([closing], [hand('10:00', '13:00')], DAY)
    expect(enough.parts.some((part) => part.short > 0)).toBe(false)
  })

  test('what closes first is taken first', () => {
    const two = [work(10), work(10, { worklist: 'soon', closesAt: at('11:00') })]
    const { reach } = planHours(two, [hand('10:00', '12:00', ['calls', 'soon'])], DAY)
    expect(reach.map((one) => one.shortAt)).toEqual([undefined, undefined])
  })

  test('who can do one thing only does it, and the others do the rest', () => {
    const two = [work(10, { worklist: 'hard' }), work(10)]
    const crew = [hand('10:00', '11:00', ['hard', 'calls']), hand('10:00', '11:00', ['calls'])]
    expect(planHours(two, crew, DAY).reach.every((one) => one.reached === 10)).toBe(true)
  })

  test('nobody works before the law allows it, and a case half done is not reached', () => {
    const late = work(10, { opensAt: at('17:30') })
    expect(planHours([late], [hand('10:00', '17:30')], DAY).reach[0]?.reached).toBe(0)
    expect(planHours([late], [hand('10:00', '17:39')], DAY).reach[0]?.reached).toBe(1)
  })

  test('no minute is worked twice, and every minute of work is worked, short or waits', () => {
    const minute = fc.integer({ min: 0, max: 480 })
    const anyWork = fc
      .record({
        list: fc.constantFrom('a', 'b'),
        opens: minute,
        length: minute,
        cases: fc.integer({ min: 0, max: 40 }),
        minutes: fc.integer({ min: 1, max: 30 }),
      })
      .map(({ list, opens, length, cases, minutes }) =>
        work(cases, {
          worklist: list,
          minutesACase: minutes,
          opensAt: (DAY.from + opens * 60_000) as Instant,
          closesAt: (DAY.from + (opens + length + 1) * 60_000) as Instant,
        }),
      )
    const anyHand = fc
      .record({ from: minute, length: minute, lists: fc.subarray(['a', 'b'], { minLength: 1 }) })
      .map(({ from, length, lists }): Hand => ({
        stretches: [
          {
            from: (DAY.from + from * 60_000) as Instant,
            until: (DAY.from + (from + length) * 60_000) as Instant,
          },
        ],
        serves: (one) => lists.includes(one.worklist),
      }))
    fc.assert(
      fc.property(
        fc.array(anyWork, { maxLength: 8 }),
        fc.array(anyHand, { maxLength: 5 }),
        (all, hands) => {
          const { parts, reach } = planHours(all, hands, DAY)
          const sum = (pick: (part: (typeof parts)[number]) => number) =>
            parts.reduce((n, part) => n + pick(part), 0)
          expect(parts.every((part) => part.worked <= part.people + 1e-6)).toBe(true)
          const inDay = all.filter((one) => one.opensAt < DAY.until)
          const asked = inDay.reduce((n, one) => n + one.cases * one.minutesACase, 0)
          expect(sum((part) => part.worked) + sum((part) => part.short)).toBeCloseTo(asked, 3)
          for (const one of reach) {
            expect(one.reached).toBeGreaterThanOrEqual(0)
            expect(one.reached).toBeLessThanOrEqual(one.cases)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
