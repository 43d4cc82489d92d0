import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Columns } from './columns.ts'
import { columnsOf } from './columns-build.ts'
import { onDay } from './columns-derive.ts'
import { positionAt } from './columns-read.ts'
import type { Compiled } from './compile.ts'
import { compileStrategy, DEFAULT_LATENESS } from './compile.ts'
import { decide } from './decide.ts'
import { differenceAt } from './kernel-decision.ts'
import { bitsAt, compileKernel, priorityAt, rowAt } from './kernel.ts'
import { dayRunner, decideColumns, runKernel, runnerOf, type Runner } from './kernel-run.ts'
import { draws, randomBook, randomPosition, randomStrategy, TODAY } from './kernel-testing.ts'
import { parseStrategy } from './parse.ts'
import { bookOf, quietRow } from './scene.ts'
import { documentOf, parsed } from './testing.ts'

const ROWS = Number(process.env['FORBEAR_KERNEL_ROWS'] ?? 2_000)
const STRATEGIES = Number(process.env['FORBEAR_KERNEL_STRATEGIES'] ?? 60)
const SEED = Number(process.env['FORBEAR_SEED'] ?? 20_261_121)
/** The whole property, a million rows by a thousand strategies, takes many minutes. */
const FULL_MS = Math.max(120_000, ROWS * 10)
const SHIPPED = join(import.meta.dirname, '../../strategies')

const book = (seed: number, rows: number): Columns => {
  const d = draws(seed)
  return columnsOf(
    Array.from({ length: rows }, (_, i) => randomPosition(d, i + 1)),
    TODAY,
  )
}

/** The first row on which the loop and the plain interpreter differ, said in words. */
function difference(
  compiled: Compiled,
  columns: Columns,
  runner: Runner = runnerOf(compileKernel(compiled, columns)),
): string | undefined {
  const { kernel } = runner
  const output = decideColumns(runner, columns)
  let n = 0
  for (let i = 0; i < columns.rows; i++) {
    const { row, history } = positionAt(columns, i)
    const wanted = decide(compiled, row, { today: columns.asOf, history })
    const isThere = n < output.count && rowAt(output, n) === i
    const wrong = differenceAt(kernel, output, { wanted, n: isThere ? n : undefined })
    if (wrong !== undefined) return `row ${i}: ${wrong}`
    if (isThere) n++
  }
  return n === output.count ? undefined : `${output.count - n} rows too many`
}

const files = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'))
test.each(files)('%s decides every row as the interpreter does', (file) => {
  const strategy = parseStrategy(readFileSync(join(SHIPPED, file), 'utf8'), file)
  if (!('name' in strategy)) throw new Error(`${file} does not parse`)
  const compiled = compileStrategy(strategy, bookOf(strategy))
  const columns = book(SEED, Math.max(ROWS, 5_000))
  expect(difference(compiled, columns)).toBeUndefined()
  expect(difference(compiled, onDay(columns, TODAY + 3))).toBeUndefined()
  expect(difference(compiled, columns, dayRunner(compiled, { asOf: TODAY }))).toBeUndefined()
})

test(
  `random strategies decide random rows as the interpreter does (seed ${SEED})`,
  () => {
    const rows = Math.max(Math.ceil(ROWS / STRATEGIES), 50)
    let [decided, open] = [0, 0]
    for (let n = 0; n < STRATEGIES; n++) {
      const d = draws(SEED + n)
      const compiled = compileStrategy(randomStrategy(d), randomBook(d))
      const columns = book(SEED - n, rows)
      const runner = runnerOf(compileKernel(compiled, columns))
      if (runner.kernel.hasOpen) open++
      const found = difference(compiled, columns, runner)
      expect(found === undefined ? undefined : `seed ${SEED + n}: ${found}`).toBeUndefined()
      decided += rows
    }
    expect(decided).toBeGreaterThanOrEqual(ROWS)
    expect(open).toBeGreaterThan(STRATEGIES / 10)
    if (ROWS > 100_000)
      console.info(`${decided} rows by ${STRATEGIES} strategies, ${open} of them with open cells`)
  },
  FULL_MS,
)

test('one runner of a day decides every shard and every lone account as one book', () => {
  const d = draws(SEED)
  const compiled = compileStrategy(randomStrategy(d), randomBook(d))
  const all = book(SEED, 300)
  const runner = dayRunner(compiled, { asOf: TODAY })
  const together = decideColumns(runner, all)
  let n = 0
  for (let i = 0; i < all.rows; i++) {
    // The codes of a lone account's history are its own.
    const alone = decideColumns(runner, columnsOf([positionAt(all, i)], TODAY))
    expect(alone.count).toBe(n < together.count && rowAt(together, n) === i ? 1 : 0)
    if (alone.count === 0) continue
    expect(priorityAt(alone, 0)).toBe(priorityAt(together, n))
    expect(bitsAt(alone, 0)).toBe(bitsAt(together, n))
    n++
  }
  expect(n).toBeGreaterThan(10)
})

test('late interest is told to the minor unit, halves and the longest times too', () => {
  const limits = [0.01, 0.02, 0.03, 0.04, 0.05, 0.1, 1, 99_999_999_999.99]
  const rules = limits.map((limit) => `{ when: [">= CNY ${limit.toFixed(2)}"], add: 1 }`)
  const priority = (fact: string) =>
    `priority:\n  policy: collect\n  inputs: [${fact}]\n  rules:\n    - ${rules.join('\n    - ')}`
  const terms = (basisPointsAYear: number, dayCount: 'actual/360' | 'actual/365') => ({
    ...DEFAULT_LATENESS,
    lateInterest: { basisPointsAYear, dayCount },
  })
  const rates = [
    terms(1_800, 'actual/360'),
    terms(1_825, 'actual/365'),
    terms(30_000, 'actual/360'),
  ]
  const products = rates.map((one, id) => ({ id, code: `p${id}`, terms: one }))
  const amounts = [...Array.from({ length: 400 }, (_, n) => n * 5), 7_299, 9e12 + 1, 9e14]
  const rows = amounts.flatMap((arrears, n) =>
    [1, 2, 10, 20, 400].map((late) => ({
      row: {
        ...quietRow('CNY'),
        accountId: BigInt(n * 10 + late),
        product: n % 4,
        arrears,
        outstanding: arrears - 3,
        oldestUnpaidDueOn: TODAY - late,
        paused: n % 5 === 0 ? [TODAY - 8, TODAY - 6] : [],
      },
    })),
  )
  const columns = columnsOf(rows, TODAY)
  for (const fact of ['account.late_interest', 'account.owed_with_interest']) {
    const strategy = parsed(documentOf({ rest: priority(fact) }))
    const compiled = compileStrategy(strategy, { products, portfolios: [] })
    const kernel = compileKernel(compiled, columns)
    expect(kernel.hasOpen).toBe(false)
    expect(difference(compiled, columns, runnerOf(kernel))).toBeUndefined()
  }
})

test('rows turn into columns and back', () => {
  const d = draws(SEED)
  const positions = Array.from({ length: 200 }, (_, i) => randomPosition(d, i + 1))
  const columns = columnsOf(positions, TODAY)
  positions.forEach((position, i) => expect(positionAt(columns, i)).toMatchObject(position))
})

test('a value outside the ranges that a kernel was made for is refused', () => {
  const d = draws(SEED)
  const compiled = compileStrategy(randomStrategy(d), randomBook(d))
  const runner = runnerOf(compileKernel(compiled, columnsOf([{ row: quietRow('CNY') }], TODAY)))
  expect(() => runKernel(runner, book(SEED, 10))).toThrow('is within the ranges')
})
