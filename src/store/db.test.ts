import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { instantText, isRetryable } from './db.ts'
import { parseInstant, TYPES } from './types-read.ts'

test.each<[string, number]>([
  ['1970-01-01 00:00:00+00', 0],
  ['2026-11-21 21:30:00.123456+00', Date.UTC(2026, 10, 21, 21, 30, 0, 123)],
  ['2026-11-21 21:30:00.5+00', Date.UTC(2026, 10, 21, 21, 30, 0, 500)],
  ['1969-12-31 23:59:59.999999+00', -1],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
])('%s is read as an instant', (text, at) => expect(parseInstant(text)).toBe(at))

test.each(['2026-11-21 21:30:00+08', '2026-11-21', '', 'now', '0044-03-15 12:00:00+00 BC'])(
  '%j is not an instant in UTC',
  (text) => expect(() => parseInstant(text)).toThrow(/not an instant/),
)

test('an instant written is read again', () => {
  const at = fc.oneof(
    fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(9999, 11) }),
    fc.constantFrom(Infinity, -Infinity),
  )
  fc.assert(
    fc.property(at, (ms) => {
      const text = instantText(ms as Instant)
        .replace('T', ' ')
        .replace('Z', '+00')
      expect(parseInstant(text)).toBe(ms)
    }),
    { seed: 20261121 },
  )
})

const failure = (code: string) => Object.assign(new Error('failed'), { code })

test.each(['40001', '40P01', '08006', '57P01', 'ECONNRESET'])('%s may be tried again', (code) =>
  expect(isRetryable(failure(code))).toBe(true),
)

test.each([
  'Connection terminated unexpectedly',
  'Client has encountered a connection error and is not queryable',
])('the driver says without a code that the connection went: %s', (words) =>
  expect(isRetryable(new Error(words))).toBe(true),
)

test.each(['23505', '42501', '55P03'])('%s would fail again', (code) =>
  expect(isRetryable(failure(code))).toBe(false),
)

test('rows of whole numbers are read, and what is no plain row too', () => {
  const [ids, smalls] = [1016, 1005].map((oid) => TYPES.getTypeParser(oid, 'text'))
  expect(ids?.('{1,-9223372036854775808}')).toEqual([1n, -9223372036854775808n])
  expect(ids?.('{{1,2},{3,4}}')).toEqual([
    [1n, 2n],
    [3n, 4n],
  ])
  expect(ids?.('{1,NULL}')).toEqual([1n, null])
  expect(ids?.('[0:1]={5,6}')).toEqual([5n, 6n])
  expect(smalls?.('{3,-4}')).toEqual([3, -4])
  expect([ids?.('{}'), smalls?.('{}')]).toEqual([[], []])
})
