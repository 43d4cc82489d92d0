import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { columnsOf, onDay, positionAt, type Columns } from './columns.ts'
import type { Compiled } from './compile.ts'
import { compileStrategy } from './compile.ts'
import { decide } from './decide.ts'
import { differenceAt } from './kernel-decision.ts'
import { bitsAt, compileKernel, priorityAt, rowAt, runKernel, runnerOf } from './kernel.ts'
import { NotColumnar } from './kernel-tables.ts'
import { draws, randomBook, randomPosition, randomStrategy, TODAY } from './kernel-testing.ts'
import { parseStrategy } from './parse.ts'
import { bookOf, quietRow } from './scene.ts'

const ROWS = Number(process.env['FORBEAR_KERNEL_ROWS'] ?? 2_000)
const STRATEGIES = Number(process.env['FORBEAR_KERNEL_STRATEGIES'] ?? 60)
const SEED = Number(process.env['FORBEAR_SEED'] ?? 20_261_121)
const SHIPPED = join(import.meta.dirname, '../../strategies')

const book = (seed: number, rows: number): Columns => {
  const d = draws(seed)
  return columnsOf(
    Array.from({ length: rows }, (_, i) => randomPosition(d, i + 1)),
    TODAY,
  )
}

/** The first row on which the loop and the plain interpreter differ, said in words. */
function difference(compiled: Compiled, columns: Columns): string | undefined {
  const kernel = compileKernel(compiled, columns)
  const output = runKernel(runnerOf(kernel), columns)
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
/** An expression over several facts is asked row by row by the interpreter: no table can hold it. */
const expert = ['uk-gentle.yaml']
const shipped = files.filter((name) => !expert.includes(name))

test.each(shipped)('%s decides every row as the interpreter does', (file) => {
  const strategy = parseStrategy(readFileSync(join(SHIPPED, file), 'utf8'), file)
  if (!('name' in strategy)) throw new Error(`${file} does not parse`)
  const compiled = compileStrategy(strategy, bookOf(strategy))
  const columns = book(SEED, Math.max(ROWS, 5_000))
  expect(difference(compiled, columns)).toBeUndefined()
  expect(difference(compiled, onDay(columns, TODAY + 3))).toBeUndefined()
})

test.each(expert)('%s is refused, and told why, rather than decided in part', (file) => {
  const strategy = parseStrategy(readFileSync(join(SHIPPED, file), 'utf8'), file)
  if (!('name' in strategy)) throw new Error(`${file} does not parse`)
  const compiled = compileStrategy(strategy, bookOf(strategy))
  const compile = () => compileKernel(compiled, book(SEED, 100))
  expect(compile).toThrow(NotColumnar)
  expect(compile).toThrow('an expert cell reads several facts')
})

test(`random strategies decide random rows as the interpreter does (seed ${SEED})`, () => {
  const rows = Math.max(Math.ceil(ROWS / STRATEGIES), 50)
  let decided = 0
  for (let n = 0; n < STRATEGIES; n++) {
    const d = draws(SEED + n)
    const compiled = compileStrategy(randomStrategy(d), randomBook(d))
    const found = difference(compiled, book(SEED - n, rows))
    expect(found === undefined ? undefined : `seed ${SEED + n}: ${found}`).toBeUndefined()
    decided += rows
  }
  expect(decided).toBeGreaterThanOrEqual(ROWS)
})

test('one account is decided by the function that decides a shard', () => {
  const d = draws(SEED)
  const compiled = compileStrategy(randomStrategy(d), randomBook(d))
  const all = book(SEED, 300)
  const runner = runnerOf(compileKernel(compiled, all))
  const together = runKernel(runner, all)
  let n = 0
  for (let i = 0; i < all.rows; i++) {
    const { treatments } = all
    const one = { ...columnsOf([positionAt(all, i)], TODAY), treatments }
    // The codes of a lone account's history are its own, so the kernel's names are given to it.
    const own = columnsOf([positionAt(all, i)], TODAY).treatments
    const { entries } = one.history
    for (let e = 2; e < entries.length; e += 3) {
      const both = entries[e] as number
      entries[e] = treatments.indexOf(own[both >> 16] ?? '') * 65_536 + (both & 65_535)
    }
    const alone = runKernel(runner, one)
    expect(alone.count).toBe(rowAt(together, n) === i && n < together.count ? 1 : 0)
    if (alone.count === 0) continue
    expect(priorityAt(alone, 0)).toBe(priorityAt(together, n))
    expect(bitsAt(alone, 0)).toBe(bitsAt(together, n))
    n++
  }
})

test('rows turn into columns and back', () => {
  const d = draws(SEED)
  const positions = Array.from({ length: 200 }, (_, i) => randomPosition(d, i + 1))
  const columns = columnsOf(positions, TODAY)
  positions.forEach((position, i) => expect(positionAt(columns, i)).toEqual(position))
})

test('a value outside the ranges that a kernel was made for is refused', () => {
  const d = draws(SEED)
  const compiled = compileStrategy(randomStrategy(d), randomBook(d))
  const runner = runnerOf(compileKernel(compiled, columnsOf([{ row: quietRow('CNY') }], TODAY)))
  expect(() => runKernel(runner, book(SEED, 10))).toThrow('is within its ranges')
})
