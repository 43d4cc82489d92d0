import { afterEach, expect, test } from 'vitest'
import { day, dayNumber } from '../core/calendar.ts'
import { columnsOf } from '../strategy/columns-build.ts'
import { quietRow } from '../strategy/scene.ts'
import { documentOf } from '../strategy/testing.ts'
import { openWhatIf, type WhatIfAsked, type WhatIfDesk } from './what-if-desk.ts'

const TODAY = dayNumber(day('2026-11-20'))
const KEY = '1 2026-11-20'

/** Accounts of one person each, so many days late. */
const book = (late: readonly number[]) =>
  columnsOf(
    late.map((days, i) => ({
      row: { ...quietRow('CNY'), accountId: BigInt(i + 1), oldestUnpaidDueOn: TODAY - days },
    })),
    TODAY,
  )

const asked = (person: string, load: WhatIfAsked['load']): WhatIfAsked => ({
  person,
  key: KEY,
  snapshot: undefined,
  load,
  document: documentOf({}),
  before: undefined,
  codes: { products: [], portfolios: [] },
  portfolios: undefined,
  capacity: {},
})

let desk: WhatIfDesk
afterEach(() => desk.end())

test('a newer question of the same person ends the older; another person is answered', async () => {
  desk = openWhatIf()
  const gate: { open: () => void } = { open: () => undefined }
  const held = new Promise<void>((resolve) => (gate.open = resolve))
  let loads = 0
  const load = async () => {
    loads++
    await held
    return { columns: book([0, 5, 40, 41]), takenAtMs: 0 }
  }
  const first = desk.ask(asked('one', load))
  const second = desk.ask(asked('one', load))
  const other = desk.ask(asked('two', load))
  const third = desk.ask(asked('one', load))
  expect((await first).is).toBe('superseded')
  expect((await second).is).toBe('superseded')
  gate.open()
  for (const answer of [await third, await other]) {
    if (answer.is !== 'counted') throw new Error(answer.is)
    expect(answer.counted.tables.stage.map((row) => row.hits)).toEqual([1, 1, 2])
  }
  // The book that the first question had begun to read serves those after it.
  expect(loads).toBe(1)
})

test('a book that is too large says so, and a load that fails fails its own question alone', async () => {
  desk = openWhatIf()
  expect((await desk.ask(asked('one', async () => 'too_large'))).is).toBe('too_large')
  const broken = desk.ask(asked('one', () => Promise.reject(new Error('the database is away'))))
  await expect(broken).rejects.toThrow('the database is away')
  const columns = book([1])
  expect((await desk.ask(asked('one', async () => ({ columns, takenAtMs: 0 })))).is).toBe('counted')
})

test('after idle minutes the thread and its books are gone, and the next question reads anew', async () => {
  desk = openWhatIf({ idleMs: 30 })
  let loads = 0
  const load = async () => {
    loads++
    return { columns: book([1]), takenAtMs: 0 }
  }
  await desk.ask(asked('one', load))
  await desk.ask(asked('one', load))
  expect(loads).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  await desk.ask(asked('one', load))
  expect(loads).toBe(2)
})
