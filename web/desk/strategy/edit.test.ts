import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  addColumn,
  copyRow,
  moveRow,
  pasteBlock,
  removeColumn,
  removeRow,
  setCell,
  setHead,
  setInput,
  setOut,
} from './edit.ts'
import type { Ladder } from './source.ts'
import { readLadder } from './source.ts'

const TEXT = `# A comment that stays.
apiVersion: strategy/v1
name: small
version: 1

stage:
  policy: first
  inputs: [account.days_past_due]
  rules:
    - { when: ["0"], stage: current, tone: none }
    # between
    - { when: ["1..30"], stage: early, tone: warm }

treatments:
  policy: collect
  inputs: [stage, account.product]
  rules:
    - when: ['"early"', "-"]
      treatment: early-sms
      do: { sms: reminder-warm }   # beside
      every: 3d
      quiet_after: { payment: 5d, conversation: 5d }
    - { when: ['"late"', '"card","loan"'], treatment: review, do: { worklist: file-review }, every: 30d }
tests:
  - { name: one, given: {}, expect: { stage: current } }
`

function ladder(text: string): Ladder {
  const read = readLadder(text)
  if ('tables' in read) return read
  throw new Error(`${read.line}: ${read.words}`)
}
const row = (text: string, table: string, no: number) =>
  ladder(text).tables.find((one) => one.name === table)?.rows[no - 1]
const AT = { table: 'treatments', row: 1 } as const

test('the text is read as tables, with what stands between the braces', () => {
  const read = ladder(TEXT)
  expect(read.tables.map((table) => [table.name, table.rows.length])).toEqual([
    ['stage', 2],
    ['treatments', 2],
  ])
  expect(row(TEXT, 'treatments', 1)?.cells.map((cell) => cell.text)).toEqual(['"early"', '-'])
  expect(row(TEXT, 'treatments', 1)?.outs['do']?.text).toBe('sms: reminder-warm')
  expect(row(TEXT, 'treatments', 1)?.outs['quiet_after']?.text).toBe(
    'payment: 5d, conversation: 5d',
  )
  expect(row(TEXT, 'treatments', 1)?.line).toBe(18)
  expect(read.tests).toEqual([{ no: 1, name: 'one', line: 25 }])
  expect(readLadder('stage: [')).toMatchObject({ line: 1 })
})

describe('a change touches its own place alone', () => {
  const lines = (text: string) => text.split('\n')
  test.each([
    '30..59',
    '"card","loan"',
    `it's`,
    'a "b" \'c\'',
    '>= CNY 500.00',
    '',
    'x: y # z',
    '\\',
  ])('a cell that says %j', (value) => {
    const text = setCell(TEXT, { ...AT, column: 1, value })
    expect(row(text, 'treatments', 1)?.cells[1]?.text).toBe(value)
    const [was, is] = [lines(TEXT), lines(text)]
    expect(was.filter((line, i) => line !== is[i]).length).toBeLessThanOrEqual(1)
    expect(is.length).toBe(was.length)
  })

  test.each([
    ['every', '7d'],
    ['do', 'call: branch-calls, template: visit-notice'],
    ['do', 'nothing'],
    ['do', 'sms: "'],
    ['do', '{'],
    ['at_most', '3'],
    ['approval', 'man: ager'],
    ['every', ' 3d'],
  ])('%s that says %j', (key, value) => {
    for (const no of [1, 2]) {
      const text = setOut(TEXT, { table: 'treatments', row: no, key, value })
      expect(row(text, 'treatments', no)?.outs[key]?.text).toBe(value)
      expect(text).toContain('# beside')
      expect(row(text, 'treatments', 3 - no)?.outs).toMatchObject({
        treatment: { text: no === 1 ? 'review' : 'early-sms' },
      })
    }
  })

  test('an empty value takes its key away, and only that', () => {
    for (const no of [1, 2]) {
      const text = setOut(TEXT, { table: 'treatments', row: no, key: 'every', value: '' })
      const was = row(TEXT, 'treatments', no)?.outs ?? {}
      expect(Object.keys(row(text, 'treatments', no)?.outs ?? {})).toEqual(
        Object.keys(was).filter((key) => key !== 'every'),
      )
    }
  })
})

test('rows are copied, moved and taken away; comments stay', () => {
  const copied = copyRow(TEXT, AT)
  expect(row(copied, 'treatments', 2)?.outs['treatment']?.text).toBe('early-sms-copy')
  expect(ladder(copied).tables[1]?.rows).toHaveLength(3)
  const moved = moveRow(TEXT, { table: 'stage', row: 2, by: -1 })
  expect(row(moved, 'stage', 1)?.outs['stage']?.text).toBe('early')
  expect(moved).toContain('# between')
  expect(moveRow(moved, { table: 'stage', row: 1, by: 1 })).toBe(TEXT)
  expect(moveRow(TEXT, { table: 'stage', row: 1, by: -1 })).toBe(TEXT)
  const removed = removeRow(TEXT, { table: 'treatments', row: 2 })
  expect(ladder(removed).tables[1]?.rows).toHaveLength(1)
  expect(removeRow(removed, AT)).toBe(removed)
})

test('columns are added, named anew and taken away in every row', () => {
  const wider = addColumn(TEXT, { table: 'treatments', value: 'account.bucket' })
  expect(row(wider, 'treatments', 1)?.cells.map((cell) => cell.text)).toEqual(['"early"', '-', '-'])
  expect(row(wider, 'treatments', 2)?.cells).toHaveLength(3)
  expect(removeColumn(wider, { table: 'treatments', column: 2 })).toBe(TEXT)
  const other = setInput(TEXT, { table: 'treatments', column: 1, value: 'account.bucket' })
  expect(ladder(other).tables[1]?.inputs[1]?.text).toBe('account.bucket')
  const narrow = removeColumn(TEXT, { table: 'treatments', column: 0 })
  expect(row(narrow, 'treatments', 2)?.cells.map((cell) => cell.text)).toEqual(['"card","loan"'])
})

test('a block from a spreadsheet fills the cells that are there', () => {
  const text = pasteBlock(TEXT, { ...AT, column: 0, block: [['"a"', '"b"', 'too far'], ['"c"']] })
  expect(row(text, 'treatments', 1)?.cells.map((cell) => cell.text)).toEqual(['"a"', '"b"'])
  expect(row(text, 'treatments', 2)?.cells.map((cell) => cell.text)).toEqual([
    '"c"',
    '"card","loan"',
  ])
})

test('the version is raised in place', () =>
  expect(setHead(TEXT, 'version', '2')).toBe(TEXT.replace('version: 1', 'version: 2')))

const FOLDER = new URL('../../../strategies/', import.meta.url)
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'))

test('the shipped strategies were seen', () => expect(FILES.length).toBeGreaterThan(3))

test.each(FILES)('cells of %s may be written anew without changing what they say', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8')
  const rows = ladder(text).tables.flatMap((table) =>
    table.rows.map((each) => ({ ...each, table: table.name })),
  )
  for (const { no, table, cells, outs } of rows) {
    const at = { table, row: no }
    const column = cells.length - 1
    const value = cells[column]?.text ?? ''
    const written = setCell(text, { ...at, column, value })
    expect(row(written, table, no)?.cells[column]?.text).toBe(value)
    const [key = '', part] = Object.entries(outs).at(-1) ?? []
    const again = setOut(text, { ...at, key, value: part?.text ?? '' })
    expect(row(again, table, no)?.outs[key]?.text).toBe(part?.text)
  }
})

describe('what a spreadsheet holds beyond the table', () => {
  const block = [
    ['10..20', 'early', 'warm'],
    ['21..40', 'mid', 'firm'],
    ['>= 41', 'late', 'serious'],
  ]

  test('becomes rows of its own, with what they give', () => {
    const text = pasteBlock(TEXT, { table: 'stage', row: 2, column: 0, block })
    const rows = ladder(text).tables.find((one) => one.name === 'stage')?.rows ?? []
    expect(
      rows.map((one) => [one.cells[0]?.text, one.outs['stage']?.text, one.outs['tone']?.text]),
    ).toEqual([
      ['0', 'current', 'none'],
      ['10..20', 'early', 'warm'],
      ['21..40', 'mid', 'firm'],
      ['>= 41', 'late', 'serious'],
    ])
    expect(text).toContain('# between')
  })

  test('a row that has a name gets another one', () => {
    const text = pasteBlock(TEXT, {
      table: 'treatments',
      row: 2,
      column: 0,
      block: [['"a"'], ['"b"']],
    })
    const rows = ladder(text).tables.find((one) => one.name === 'treatments')?.rows ?? []
    expect(rows.map((one) => [one.cells[0]?.text, one.outs['treatment']?.text])).toEqual([
      ['"early"', 'early-sms'],
      ['"a"', 'review'],
      ['"b"', 'review-copy'],
    ])
  })
})
