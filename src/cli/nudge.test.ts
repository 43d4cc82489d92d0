import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Leaving } from '../api/env.ts'
import type { Instant } from '../core/calendar.ts'
import { openNudges } from './nudge.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const now = () => Date.now() as Instant
const leaving = (ms: number): Leaving => ({
  tenantId: 1n,
  borrowerId: 7n,
  at: (Date.now() + ms) as Instant,
})

test('a step is looked at when its seconds are over, and not before', async () => {
  const seen: Leaving[] = []
  const nudges = openNudges(
    now,
    (one) => Promise.resolve(void seen.push(one)),
    () => undefined,
  )
  nudges.nudge(leaving(10_000))
  await vi.advanceTimersByTimeAsync(9_999)
  expect(seen).toEqual([])
  await vi.advanceTimersByTimeAsync(100)
  expect(seen).toMatchObject([{ borrowerId: 7n }])
})

test('after the stop nothing starts, and what has started is waited for', async () => {
  let end = () => {}
  const started: Leaving[] = []
  const nudges = openNudges(
    now,
    (one) => {
      started.push(one)
      return new Promise<void>((resolve) => (end = resolve))
    },
    () => undefined,
  )
  nudges.nudge(leaving(0))
  nudges.nudge(leaving(10_000))
  await vi.advanceTimersByTimeAsync(100)
  let isStopped = false
  const stopped = nudges.stop().then(() => (isStopped = true))
  await vi.advanceTimersByTimeAsync(20_000)
  expect([started.length, isStopped]).toEqual([1, false])
  end()
  await stopped
  nudges.nudge(leaving(0))
  await vi.advanceTimersByTimeAsync(100)
  expect(started).toHaveLength(1)
})

test('a trouble is told and stops nobody else', async () => {
  const told: unknown[] = []
  const nudges = openNudges(
    now,
    () => Promise.reject(new Error('no database')),
    (error) => told.push(error),
  )
  nudges.nudge(leaving(0))
  nudges.nudge(leaving(10))
  await vi.advanceTimersByTimeAsync(200)
  expect(told).toHaveLength(2)
})
