import { expect, test } from 'vitest'
import { addMonths, day } from './calendar.ts'
import { type DueRow, type Rework, reworked } from './restructure.ts'

const TODAY = day('2026-11-20')
const schedule: DueRow[] = [0, 1, 2, 3, 4, 5].map((i) => ({
  on: addMonths(day('2026-09-01'), i),
  amountMinor: 10_001n,
}))
const sum = (rows: readonly DueRow[]) => rows.reduce((n, row) => n + row.amountMinor, 0n)

test.each<Rework>([
  { sort: 're_age' },
  { sort: 're_amortise', rows: 7, firstOn: day('2026-12-15') },
  { sort: 'reschedule', months: 2 },
])('$sort keeps the sum to the last minor unit and what was paid where it was', (rework) => {
  for (const paid of [0n, 1n, 10_001n, 12_345n, 50_000n]) {
    const found = reworked(schedule, paid, rework, TODAY)
    if (found === undefined) {
      // Nothing was late any more.
      expect([rework.sort, paid]).toEqual(['re_age', 50_000n])
      continue
    }
    expect(sum(found.rows)).toBe(sum(schedule))
    expect(found.unpaidMinor).toBe(sum(schedule) - paid)
    expect(found.rows.every((row) => row.amountMinor > 0n)).toBe(true)
    const before = found.rows.filter((row) => row.on < TODAY)
    if (rework.sort === 're_age') expect(sum(before)).toBe(paid < 30_003n ? paid : 30_003n)
  }
})

test('re-age puts what is late behind the last row, month by month', () => {
  const found = reworked(schedule, 10_001n, { sort: 're_age' }, TODAY)
  expect(found?.rows.map((row) => row.on)).toEqual([
    '2026-09-01',
    '2026-12-01',
    '2027-01-01',
    '2027-02-01',
    '2027-03-01',
    '2027-04-01',
  ])
})

test('equal rows differ by one minor unit at most, the earliest carry it', () => {
  const rework: Rework = { sort: 're_amortise', rows: 7, firstOn: day('2026-12-15') }
  const found = reworked(schedule, 0n, rework, TODAY)
  expect(found?.rows.map((row) => row.amountMinor)).toEqual([
    8573n,
    8573n,
    8572n,
    8572n,
    8572n,
    8572n,
    8572n,
  ])
})

test('a debt that is paid has nothing to move', () => {
  expect(
    reworked(schedule, sum(schedule), { sort: 'reschedule', months: 1 }, TODAY),
  ).toBeUndefined()
})
