import { expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { openTurns } from './rate.ts'

const at = (ms: number) => ms as Instant

test('a minute’s turns are in hand at once, then they come back evenly', () => {
  const turns = openTurns()
  const taken = [1, 2, 3].map(() => turns.take('a', 3, at(0)))
  expect(taken).toEqual([undefined, undefined, undefined])
  expect(turns.take('a', 3, at(0))).toBe(20)
  expect(turns.take('a', 3, at(19_000))).toBe(1)
  expect(turns.take('a', 3, at(20_000))).toBe(undefined)
  expect(turns.take('a', 3, at(20_000))).toBe(20)
})

test('one key’s haste is not another’s, and nobody saves up more than a minute', () => {
  const turns = openTurns()
  expect(turns.take('a', 1, at(0))).toBe(undefined)
  expect(turns.take('a', 1, at(0))).toBe(60)
  expect(turns.take('b', 1, at(0))).toBe(undefined)
  expect(turns.take('a', 1, at(3_600_000))).toBe(undefined)
  expect(turns.take('a', 1, at(3_600_000))).toBe(60)
})
