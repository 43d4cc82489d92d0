import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { impactOf } from '../src/store/strategy-impact.ts'
import { parsed } from '../src/strategy/testing.ts'
import { makeCycleBook } from './cycle-world.ts'
import { freshDatabase } from './setup/fresh.ts'

const BORROWERS = 300
const TODAY = day('2026-06-15')
const text = readFileSync(
  resolve(import.meta.dirname, '..', 'strategies', 'online-lender.yaml'),
  'utf8',
)
const before = parsed(text)

let fresh: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeCycleBook(fresh.db, BORROWERS, TODAY)
})
afterAll(() => fresh.drop())

const impact = (after = before) =>
  inTenant(fresh.db, 1n, (tx) => impactOf(tx, 1n, { before, after, today: TODAY }))

test('the same version changes nobody', async () => {
  expect(await impact()).toEqual({ people: BORROWERS, changed: 0 })
})

test('a renamed step changes exactly the people who would be given it', async () => {
  // A third is behind, by 1 + 7n mod 200 days: those of 7 to 29 days are given the call of the middle.
  const days = Array.from({ length: BORROWERS }, (_, i) => i + 1)
    .filter((n) => n % 3 === 0)
    .map((n) => 1 + ((n * 7) % 200))
  const called = days.filter((dpd) => dpd >= 7 && dpd <= 29).length
  expect(called).toBeGreaterThan(5)
  const after = parsed(text.replaceAll('mid-call', 'first-call'))
  expect(await impact(after)).toEqual({ people: BORROWERS, changed: called })
})
