import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Columns } from './columns.ts'
import { columnsOf } from './columns-build.ts'
import { positionAt } from './columns-read.ts'
import type { Compiled } from './compile.ts'
import { compileStrategy } from './compile.ts'
import { decide } from './decide.ts'
import { draws, randomBook, randomPosition, randomStrategy, TODAY } from './kernel-testing.ts'
import { parseStrategy } from './parse.ts'
import { bookOf } from './scene.ts'
import { peopleChanged, StepNames, Tally } from './tally.ts'
import { added, listsOf } from './what-if-added.ts'
import { PLACES_MAX, type WhatIf } from './what-if-count.ts'
import { whatIf, WhatIfRun } from './what-if.ts'

const SHIPPED = join(import.meta.dirname, '../../strategies')

/** A book of people, most with one account and some with up to four. */
function book(rows: number, seed: number): Columns {
  const d = draws(seed)
  let borrower = 7n
  const positions = Array.from({ length: rows }, (_, i) => {
    if (!d.often(0.3)) borrower += BigInt(d.between(1, 3)) * 4_294_967_296n + 1n
    return { ...randomPosition(d, i + 1), borrowerId: borrower }
  })
  return columnsOf(positions, TODAY)
}

type Sides = { readonly compiled: Compiled; readonly before: Compiled }

/** The same, account by account, by the plain interpreter. */
function plainly(columns: Columns, { compiled, before }: Sides, portfolios?: readonly number[]) {
  const names = new StepNames()
  const [is, was] = [new Tally(compiled, TODAY, names), new Tally(before, TODAY, names)]
  let accountsChanged = 0
  for (let place = 0; place < columns.rows; place++) {
    const { row, history, borrowerId } = positionAt(columns, place)
    if (portfolios?.includes(row.portfolio) === false) continue
    for (const tally of [is, was]) tally.read({ borrowerId, row, history, place })
    if (saidOf(compiled, { row, history }) !== saidOf(before, { row, history })) accountsChanged++
  }
  is.finish()
  was.finish()
  return { is, accountsChanged, peopleChanged: peopleChanged(was.steps, is.steps) }
}

type At = Pick<ReturnType<typeof positionAt>, 'row' | 'history'>
function saidOf(compiled: Compiled, { row, history }: At): string {
  const { stage, treatments } = decide(compiled, row, { today: TODAY, history })
  const words = treatments.map((one) => [
    one.treatment,
    one.channel,
    one.template,
    one.worklist,
    one.approval,
  ])
  return JSON.stringify([stage, words])
}

function compare(
  columns: Columns,
  sides: Sides,
  found: WhatIf,
  portfolios?: readonly number[],
): void {
  const { is, accountsChanged, peopleChanged: people } = plainly(columns, sides, portfolios)
  const tables = (from: Record<string, readonly { rowNo: number; hits: number }[]>) =>
    Object.entries(from).map(([name, rows]) => [name, rows.map(({ rowNo, hits }) => [rowNo, hits])])
  expect(tables(found.tables)).toEqual(tables(is.tables))
  for (const [name, rows] of Object.entries(found.tables))
    expect(rows.map(({ places }) => places)).toEqual(
      is.tables[name as keyof typeof is.tables].map(({ samples }) => samples),
    )
  expect(new Map(found.stages)).toEqual(is.stages)
  expect([found.accounts, found.people]).toEqual([is.accounts, is.people])
  expect([found.accountsChanged, found.peopleChanged]).toEqual([accountsChanged, people])
  for (const { worklist, waiting } of listsOf(found, columns, []))
    expect(waiting).toBe(is.waiting.get(worklist)?.accountIds.length ?? 0)
}

test('random strategies count a book as the plain interpreter does, account by account', () => {
  let [changed, waiting] = [0, 0]
  for (let seed = 1; seed <= 25; seed++) {
    const d = draws(seed)
    const ofBook = randomBook(d)
    const sides = {
      compiled: compileStrategy(randomStrategy(d), ofBook),
      before: compileStrategy(randomStrategy(d.often(0.5) ? d : draws(seed)), ofBook),
    }
    const columns = book(400, seed)
    const portfolios = seed % 3 === 0 ? [1] : undefined
    const found = whatIf({ columns, ...sides, portfolios })
    if (found === undefined) throw new Error('nobody cancelled it')
    compare(columns, sides, found, portfolios)
    changed += found.peopleChanged
    waiting += found.waiting.list.length
  }
  expect(changed).toBeGreaterThan(100)
  expect(waiting).toBeGreaterThan(100)
})

const files = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'))
const shipped = (file: string): Compiled => {
  const strategy = parseStrategy(readFileSync(join(SHIPPED, file), 'utf8'), file)
  if (!('name' in strategy)) throw new Error(`${file} does not parse`)
  return compileStrategy(strategy, bookOf(strategy))
}

test.each(files)('%s counts a book in parts as in one piece, against another strategy', (file) => {
  const sides = { compiled: shipped(file), before: shipped('online-lender.yaml') }
  const columns = book(6_500, 11)
  const run = new WhatIfRun({ columns, ...sides })
  const cuts = [0, 1_000, 2_048, 2_049, 4_099, 6_500]
  const parts = cuts.slice(1).map((until, i) => run.count({ from: cuts[i] ?? 0, until }))
  const [first, ...rest] = parts.filter((part) => part !== undefined)
  if (first === undefined || rest.length !== 4) throw new Error('a part is missing')
  const together = added([first, ...rest])
  compare(columns, sides, together)
  expect(together).toEqual(run.count({}))
  for (const rows of Object.values(together.tables))
    for (const { hits, places } of rows) expect(places).toHaveLength(Math.min(hits, PLACES_MAX))
})

test('a run that is cancelled stops and answers nothing', () => {
  const columns = book(9_000, 3)
  let asked = 0
  const found = whatIf(
    { columns, compiled: shipped('bank.yaml') },
    { isCancelled: () => ++asked > 2 },
  )
  expect(found).toBeUndefined()
  expect(asked).toBe(3)
})

test('a worklist is cut by its capacity: highest priority first, and a language by its own', () => {
  const columns = book(4_000, 5)
  const found = whatIf({ columns, compiled: shipped('online-lender.yaml') })
  if (found === undefined) throw new Error('nobody cancelled it')
  const worklist = found.worklists[0] ?? ''
  const [all] = listsOf(found, columns, [{ worklist, cases: 1_000_000 }])
  const [some] = listsOf(found, columns, [{ worklist, cases: 10 }])
  const order = [...(all?.reached ?? [])]
  expect(order.length).toBe(all?.waiting)
  expect([...(some?.reached ?? [])]).toEqual(order.slice(0, 10))
  expect(some?.lastPriority).toBe(some?.priorities[9])
  const [zh] = listsOf(found, columns, [{ worklist, language: 0, cases: 1_000_000 }])
  const inZh = order.filter((place) => columns.values.language[place] === 0)
  expect([...(zh?.reached ?? [])]).toEqual(inZh)
  expect(inZh.length).toBeLessThan(order.length)
})
