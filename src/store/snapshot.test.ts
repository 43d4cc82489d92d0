import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Columns } from '../strategy/columns.ts'
import { columnsOf } from '../strategy/columns-build.ts'
import { positionAt } from '../strategy/columns-read.ts'
import { compileStrategy } from '../strategy/compile.ts'
import { compileKernel } from '../strategy/kernel.ts'
import { decideColumns, runnerOf } from '../strategy/kernel-run.ts'
import {
  draws,
  randomBook,
  randomPosition,
  randomStrategy,
  TODAY,
} from '../strategy/kernel-testing.ts'
import { currentBook, readSnapshot, sealSnapshot, writePiece, writeSnapshot } from './snapshot.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'forbear-snapshot-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const book = (rows: number, seed = rows) => {
  const d = draws(seed)
  const positions = Array.from({ length: rows }, (_, i) => ({
    ...randomPosition(d, i + 1),
    borrowerId: BigInt(i * 2),
  }))
  return { positions, columns: columnsOf(positions, TODAY) }
}
const sealed = { asOf: TODAY, strategies: { lender: '1' } }
const current = (folder: string): string => join(folder, currentBook(folder)?.book ?? 'none')

test('a snapshot gives back every account, and replaces the one before', () => {
  const folder = join(home, 'book')
  writeSnapshot(folder, book(10).columns)
  const { positions, columns } = book(3_000)
  writeSnapshot(folder, columns)
  const read = readSnapshot(folder, { verify: true })
  expect(read.ranges).toEqual(columns.ranges)
  expect(read.rows).toBe(3_000)
  positions.forEach((one, i) => expect(positionAt(read, i)).toEqual(one))
  expect(readdirSync(folder).toSorted()).toEqual([`${TODAY}-2`, 'current'])
})

test('pieces of shards are read as one book, whatever order their treatments were met in', () => {
  const folder = join(home, 'book')
  const sizes = [700, 0, 2_500, 1]
  const whole = book(3_201)
  let from = 0
  sizes.forEach((size, n) => {
    writePiece(folder, n, columnsOf(whole.positions.slice(from, from + size), TODAY))
    from += size
  })
  expect(currentBook(folder)).toBeUndefined()
  sealSnapshot(folder, { ...sealed, pieces: sizes.length })
  expect(currentBook(folder)?.strategies).toEqual({ lender: '1' })
  const read = readSnapshot(folder, { verify: true })
  whole.positions.forEach((one, i) => expect(positionAt(read, i)).toEqual(one))
  expect(read.ranges).toEqual(whole.columns.ranges)
  expect(answers(read)).toEqual(answers(whole.columns))
})

/** The lines that a strategy gives for these columns. */
function answers(columns: Columns): readonly number[] {
  const d = draws(3)
  const kernel = compileKernel(compileStrategy(randomStrategy(d), randomBook(d)), columns)
  const output = decideColumns(runnerOf(kernel), columns)
  expect(output.count).toBeGreaterThan(100)
  return [...output.lines.subarray(0, output.count * output.width)]
}

test('only the columns that are asked are read, and no kernel takes another', () => {
  const folder = join(home, 'book')
  const { columns } = book(500)
  writeSnapshot(folder, columns)
  const some = readSnapshot(folder, { columns: ['arrears', 'closedOn'] })
  expect([...some.values.arrears]).toEqual([...columns.values.arrears])
  expect([...some.values.heldUntil].every((day) => day === 0)).toBe(true)
  const d = draws(3)
  const kernel = compileKernel(compileStrategy(randomStrategy(d), randomBook(d)), columns)
  expect(() => decideColumns(runnerOf(kernel), some)).toThrow('is within the ranges')
})

test('a piece that is missing, cut or of another day is not sealed, and the old book stays', () => {
  const folder = join(home, 'book')
  const old = book(50)
  writeSnapshot(folder, old.columns)
  writePiece(folder, 0, book(20).columns)
  expect(() => sealSnapshot(folder, { ...sealed, pieces: 2 })).toThrow('ENOENT')
  const path = join(folder, `${TODAY}.building`, '1.piece')
  writePiece(folder, 1, book(20).columns)
  writeFileSync(path, readFileSync(path).subarray(0, -1))
  expect(() => sealSnapshot(folder, { ...sealed, pieces: 2 })).toThrow('bytes')
  const read = readSnapshot(folder, { verify: true })
  expect(read.rows).toBe(50)
  writePiece(folder, 1, book(30).columns)
  sealSnapshot(folder, { ...sealed, pieces: 2 })
  expect(readSnapshot(folder).rows).toBe(50)
})

test('a byte that was changed is found, and an older layout is refused', () => {
  const folder = join(home, 'book')
  writeSnapshot(folder, book(10).columns)
  const path = join(current(folder), '0.piece')
  const bytes = readFileSync(path)
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(() => readSnapshot(folder, { verify: true })).toThrow('is what was written')
  writeFileSync(
    path,
    Buffer.from(bytes.toString('latin1').replace('"version":', '"versiom":'), 'latin1'),
  )
  expect(() => readSnapshot(folder)).toThrow()
})

test('whoever writes may be killed at any moment: a whole book is always there', async () => {
  const folder = join(home, 'book')
  writeSnapshot(folder, book(400, 1).columns)
  const names = new Set<string>()
  for (let round = 0; round < 4; round++) {
    await killedAfter(folder, 17 + round * 29)
    names.add(current(folder))
    const read = readSnapshot(folder, { verify: true })
    expect(read.rows % 400).toBe(0)
    expect(positionAt(read, 7)).toEqual(book(400, read.rows / 400).positions[7])
  }
  expect(names.size).toBeGreaterThan(1)
})

/** A process that writes one book after another, ended in the middle of its work. */
function killedAfter(folder: string, milliseconds: number): Promise<void> {
  const script = `
    const { columnsOf } = await import('${new URL('../strategy/columns-build.ts', import.meta.url).href}')
    const { draws, randomPosition, TODAY } = await import('${new URL('../strategy/kernel-testing.ts', import.meta.url).href}')
    const { writePiece, sealSnapshot } = await import('${new URL('./snapshot.ts', import.meta.url).href}')
    const piece = (seed) => { const d = draws(seed); return columnsOf(Array.from({ length: 400 }, (_, i) => ({ ...randomPosition(d, i + 1), borrowerId: BigInt(i * 2) })), TODAY) }
    for (let n = 1; ; n = n % 5 + 1) {
      const columns = piece(n)
      for (let p = 0; p < n; p++) writePiece('${folder}', p, columns)
      sealSnapshot('${folder}', { asOf: TODAY, pieces: n, strategies: {} })
      console.log('sealed')
    }`
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), milliseconds))
    child.once('exit', () => done())
  })
}
