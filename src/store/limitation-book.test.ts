import { describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import {
  earliestLimitation,
  lawsFor,
  type LimitationEvent,
  type LimitationKind,
  limitationOf,
} from '../core/limitation.ts'
import { stepWords } from '../core/limitation-words.ts'
import { limitationLaws } from './limitation-book.ts'

const laws = limitationLaws(day('2026-11-22'))
const lawOf = (place: string) => {
  const found = laws.find((law) => law.place === place)
  if (found === undefined) throw new Error(place)
  return found
}

const event = (
  kind: LimitationKind,
  on: string,
  more: Partial<LimitationEvent> = {},
): LimitationEvent => ({ kind, on: day(on), what: kind, ...more })

const start = event('default', '2020-03-15')
const barred = (place: string, events: readonly LimitationEvent[]) =>
  limitationOf(lawOf(place), [start, ...events]).barredOn

describe('each place by its own data', () => {
  test.each([
    ['cn', '2023-03-16'],
    ['uk', '2026-03-16'],
    ['uk-sct', '2025-03-16'],
    ['us-ny', '2023-03-16'],
    ['us-ca', '2024-03-16'],
    ['us-tx', '2024-03-16'],
    ['us-fl', '2025-03-16'],
    ['us-ma', '2026-03-16'],
    ['au', '2026-03-16'],
    ['au-nt', '2023-03-16'],
    ['in', '2023-03-16'],
  ])('%s: nothing happened since the default', (place, on) => {
    expect(barred(place, [])).toBe(on)
  })

  test('a demand renews it in China and nowhere else', () => {
    const demand = [event('demand', '2022-06-01')]
    expect(barred('cn', demand)).toBe('2025-06-02')
    expect(barred('uk', demand)).toBe('2026-03-16')
    expect(barred('us-ny', demand)).toBe('2023-03-16')
  })

  test('a part payment renews it, but not in Texas', () => {
    const paid = [event('payment', '2022-06-01')]
    expect(barred('uk', paid)).toBe('2028-06-02')
    expect(barred('us-ca', paid)).toBe('2026-06-02')
    expect(barred('us-tx', paid)).toBe('2024-03-16')
  })

  test('a signed word renews it where a spoken one does not', () => {
    expect(barred('uk', [event('acknowledgement', '2022-06-01')])).toBe('2026-03-16')
    expect(barred('uk', [event('signed_acknowledgement', '2022-06-01')])).toBe('2028-06-02')
    expect(barred('cn', [event('acknowledgement', '2022-06-01')])).toBe('2025-06-02')
  })

  test('twenty years are the longest in China, however often it is renewed', () => {
    const demands = [2022, 2025, 2028, 2031, 2034, 2037, 2039].map((year) =>
      event('demand', `${year}-01-01`),
    )
    expect(barred('cn', demands)).toBe('2040-03-16')
    expect(barred('cn', demands.slice(0, 6))).toBe('2040-01-02')
  })
})

describe('the last day itself', () => {
  test('a demand on it renews, one on the day after does not', () => {
    expect(barred('cn', [event('demand', '2023-03-15')])).toBe('2026-03-16')
    expect(barred('cn', [event('demand', '2023-03-16')])).toBe('2023-03-16')
  })

  test('an obstacle in the last six months moves the end to six months after it', () => {
    const obstacle = (from: string, until: string) => [
      event('suspension', from, { until: day(until) }),
    ]
    expect(barred('cn', obstacle('2022-12-01', '2023-05-01'))).toBe('2023-11-02')
    expect(barred('cn', obstacle('2022-06-01', '2022-09-15'))).toBe('2023-03-16')
    expect(barred('cn', [event('suspension', '2022-12-01')])).toBeUndefined()
    expect(barred('uk', obstacle('2025-12-01', '2026-05-01'))).toBe('2026-03-16')
  })

  test('a suit lets it rest; when it ends it begins anew, and a judgment ends the question', () => {
    const suit = event('suit', '2022-01-10')
    expect(barred('cn', [suit])).toBeUndefined()
    expect(barred('cn', [suit, event('suit_ended', '2022-07-01')])).toBe('2025-07-02')
    expect(barred('cn', [suit, event('judgment', '2022-07-01')])).toBeUndefined()
  })
})

describe('what has run out', () => {
  const late = (kind: LimitationKind, consented?: boolean) => [
    event(kind, '2027-01-10', { consented }),
  ]

  test('a payment after the end revives nothing where law says so', () => {
    for (const place of ['uk', 'us-ny', 'us-tx', 'au', 'uk-sct'])
      expect(barred(place, late('payment', true))).toBe(barred(place, []))
  })

  test('where law would revive it, only recorded consent does', () => {
    expect(barred('us-ma', late('payment'))).toBe('2026-03-16')
    expect(barred('us-ma', late('payment', true))).toBe('2033-01-11')
    expect(barred('cn', late('acknowledgement'))).toBe('2023-03-16')
    expect(barred('cn', late('acknowledgement', true))).toBe('2030-01-11')
    // In China a payment is no promise to pay the rest.
    expect(barred('cn', late('payment', true))).toBe('2023-03-16')
  })

  test('a demand never does, and each step says in both languages what it did', () => {
    const found = limitationOf(lawOf('cn'), [start, ...late('demand', true)])
    expect(found.steps.map((step) => step.effect)).toEqual(['begins', 'too_late', 'ends'])
    for (const step of found.steps) {
      const words = stepWords(step, found)
      expect(words.en).toMatch(/\w\.$/)
      expect(words.zh).toMatch(/。$/)
    }
  })
})

test('an obstacle whose end was learnt later is one obstacle, and ends', () => {
  const open = event('suspension', '2022-12-01')
  expect(barred('cn', [open])).toBeUndefined()
  const ended = event('suspension', '2022-12-01', { until: day('2023-02-01') })
  expect(barred('cn', [ended])).toBe('2023-08-02')
  expect(barred('cn', [open, ended])).toBe('2023-08-02')
})

describe('several places', () => {
  test('a city is asked by its state, a state speaks instead of its country', () => {
    const of = (places: string[]) => lawsFor(laws, places).map((law) => law.place)
    expect(of(['us', 'us-ny-nyc'])).toEqual(['us-ny'])
    expect(of(['au', 'au-nt'])).toEqual(['au-nt'])
    expect(of(['us'])).toEqual([])
    expect(of(['cn'])).toEqual(['cn'])
  })

  test('the earliest end holds', () => {
    const found = earliestLimitation(laws, ['us-ca', 'us-fl'], [start])
    expect(found?.law.place).toBe('us-ca')
    expect(earliestLimitation(laws, ['eu'], [start])).toBeUndefined()
  })
})
