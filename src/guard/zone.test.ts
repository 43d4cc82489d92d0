import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Instant, dayNumber, day } from '../core/calendar.ts'
import { instantOf } from './local.ts'
import { localDayNumber, localText, startOfDay, zoneOf } from './zone.ts'

const ZONES = [
  'America/New_York',
  'America/Los_Angeles',
  'America/Phoenix',
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Europe/London',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Etc/UTC',
]

const zone = (name: string) => {
  const found = zoneOf(name)
  if (found === undefined) throw new Error(`no zone ${name}`)
  return found
}

/** The platform's own reading, in another locale and form than the guard uses. */
function platformText(name: string, at: number): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: name,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(at)
    .replace(' ', 'T')
}

test('the wall clock agrees with the platform at any instant from 1990 to 2060', () => {
  const instant = fc.integer({ min: 631_152_000_000, max: 2_840_140_800_000 })
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, (name, at) => {
      expect(localText(zone(name), at as Instant)).toBe(platformText(name, at))
    }),
    { seed: 7, numRuns: 4000 },
  )
})

test('a day begins at the first instant that has its date', () => {
  const from = dayNumber(day('2005-01-01'))
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: from, max: from + 12_000 }),
      (name, n) => {
        const begins = startOfDay(zone(name), n)
        expect(localDayNumber(zone(name), (begins - 1) as Instant)).toBeLessThan(n)
        expect(localDayNumber(zone(name), begins)).toBeGreaterThanOrEqual(n)
      },
    ),
    { seed: 8, numRuns: 4000 },
  )
})

test.each([
  ['the second before clocks go forward', '2026-03-08T06:59:59Z', '2026-03-08T01:59'],
  ['the second when they do', '2026-03-08T07:00:00Z', '2026-03-08T03:00'],
  ['the second before clocks go back', '2026-11-01T05:59:59Z', '2026-11-01T01:59'],
  ['the second when they do so', '2026-11-01T06:00:00Z', '2026-11-01T01:00'],
])('New York, %s', (_, utc, local) => {
  expect(localText(zone('America/New_York'), Date.parse(utc) as Instant)).toBe(local)
})

test('a day can begin at one in the morning', () => {
  const begins = startOfDay(zone('Asia/Beirut'), dayNumber(day('2026-03-29')))
  expect(localText(zone('Asia/Beirut'), begins)).toBe('2026-03-29T01:00')
})

test('a skipped hour is read with the distance that held before it', () => {
  const at = instantOf(zone('America/New_York'), '2026-03-08T02:30')
  expect(localText(zone('America/New_York'), at)).toBe('2026-03-08T03:30')
})

test('what is no zone is not read as one', () => {
  for (const name of ['', 'Mars/Olympus', '+08:00', 'GMT+99', '../etc'])
    expect(zoneOf(name)).toBeUndefined()
  expect(zoneOf('Asia/Shanghai')?.name).toBe('Asia/Shanghai')
})
