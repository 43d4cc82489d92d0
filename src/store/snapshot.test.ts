import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf } from '../strategy/columns-build.ts'
import { positionAt } from '../strategy/columns-read.ts'
import { draws, randomPosition, TODAY } from '../strategy/kernel-testing.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'forbear-snapshot-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const book = (rows: number) => {
  const d = draws(rows)
  const positions = Array.from({ length: rows }, (_, i) => randomPosition(d, i + 1))
  return { positions, columns: columnsOf(positions, TODAY) }
}

test('a snapshot gives back every account, and replaces the one before', () => {
  const folder = join(home, 'book')
  writeSnapshot(folder, book(10).columns)
  const { positions, columns } = book(3_000)
  writeSnapshot(folder, columns)
  const read = readSnapshot(folder, { verify: true })
  expect(read.ranges).toEqual(columns.ranges)
  positions.forEach((one, i) => expect(positionAt(read, i)).toMatchObject(one))
  expect(readdirSync(home)).toEqual(['book'])
})

test('a file that was changed or cut is refused', () => {
  const folder = join(home, 'book')
  writeSnapshot(folder, book(10).columns)
  writeFileSync(join(folder, 'product'), Buffer.alloc(20, 1))
  expect(() => readSnapshot(folder, { verify: true })).toThrow('is the file that was written')
  writeFileSync(join(folder, 'product'), Buffer.alloc(10))
  expect(() => readSnapshot(folder)).toThrow('has 20 bytes')
})
