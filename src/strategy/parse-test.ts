import { parseDay } from '../core/calendar.ts'
import type { Cell } from './cell.ts'
import { parseCell } from './cell.ts'
import type { Given, StrategyTest } from './document.ts'
import type { Place } from './finding.ts'
import { nearFact } from './near-fact.ts'
import { columnOfFact, isFact } from './parse-table.ts'
import type { Keys, Reading } from './reader.ts'
import { atKey, readKeys, readList, readNumber, readText, report } from './reader.ts'
import type { Raw } from './source.ts'

const TESTS_MAX = 1000
const TABLE = 'tests'

export function readTests(reading: Reading, raw: Raw | undefined): readonly StrategyTest[] {
  if (raw === undefined) return []
  const items = readList(reading, raw, { name: TABLE, most: TESTS_MAX, place: { table: TABLE } })
  return items.map((item, i) => readTest(reading, item, i + 1)).filter((test) => test !== undefined)
}

const TEST_KEYS = ['name', 'today?', 'given', 'history?', 'expect']

function readTest(reading: Reading, raw: Raw, rowNo: number): StrategyTest | undefined {
  const place = { table: TABLE, row: rowNo, line: raw.line }
  const keys = readKeys(reading, raw, { name: TABLE, keys: TEST_KEYS, place })
  const name = keys && readText(reading, keys, { key: 'name', place })
  const [given, expect] = [keys?.get('given'), keys?.get('expect')]
  if (keys === undefined || name === undefined || !given || !expect) return undefined
  const text = readText(reading, keys, { key: 'today', place })
  const today = text === undefined ? undefined : parseDay(text)
  if (text !== undefined && today === undefined)
    report(reading, atKey(keys, { key: 'today', place }), 'not_a_day', { text })
  return {
    rowNo,
    line: raw.line,
    name,
    today,
    given: readGiven(reading, given.value, place),
    history: readHistory(reading, keys, place),
    expect: readExpect(reading, expect.value, place),
  }
}

function readGiven(reading: Reading, raw: Raw, at: Place): Given[] {
  if (raw.is !== 'keys') {
    report(reading, { ...at, line: raw.line, column: 'given' }, 'not_keys', { text: 'given' })
    return []
  }
  const given: Given[] = []
  for (const [fact, { line, value }] of raw.keys) {
    const place = { ...at, line, column: fact }
    if (!isFact(fact)) {
      report(reading, place, 'unknown_fact', nearFact(fact))
      continue
    }
    const column = columnOfFact(fact)
    // In a test a word needs no quotes: it cannot be anything but one word.
    const bare = value.is === 'text' ? value.text.trim() : ''
    const written = column.type === 'text' && /^[\w-]+$/.test(bare) ? `"${bare}"` : bare
    const cell = parseCell(written, column)
    if ('fault' in cell) {
      report(reading, place, cell.fault, cell.names)
      continue
    }
    const single = singleValue(cell)
    if (single === undefined) report(reading, place, 'given_not_single', { text: fact })
    else given.push({ fact, line, ...single })
  }
  return given
}

function singleValue(cell: Cell): Pick<Given, 'value' | 'currency'> | undefined {
  if (cell.is === 'any' || cell.is === 'cel') return undefined
  if (cell.is !== 'ranges' && cell.except) return undefined
  if (cell.is === 'words') {
    const [value, other] = cell.words
    return value === undefined || other !== undefined ? undefined : { value, currency: undefined }
  }
  const [entry, second] =
    cell.is === 'money' ? [...cell.byCurrency] : [[undefined, cell.ranges] as const]
  const [range, more] = entry?.[1] ?? []
  if (second !== undefined || range === undefined || more !== undefined || range[0] !== range[1])
    return undefined
  return { value: range[0], currency: entry?.[0] }
}

function readHistory(reading: Reading, keys: Keys, at: Place): StrategyTest['history'] {
  const found = keys.get('history')
  if (found === undefined) return []
  const place = { ...at, line: found.line, column: 'history' }
  if (found.value.is !== 'keys') {
    report(reading, place, 'not_keys', { text: 'history' })
    return []
  }
  return [...found.value.keys].flatMap(([treatment, { line, value }]) => {
    const inner = readKeys(reading, value, {
      name: treatment,
      keys: ['times', 'days_ago'],
      place: { ...place, line },
    })
    if (inner === undefined) return []
    const number = (key: string, least: number) =>
      readNumber(reading, inner, { key, least, most: 10_000, place })
    const [times, daysAgo] = [number('times', 1), number('days_ago', 0)]
    return times === undefined || daysAgo === undefined ? [] : [{ treatment, times, daysAgo, line }]
  })
}

function readExpect(reading: Reading, raw: Raw, at: Place): StrategyTest['expect'] {
  const place = { ...at, line: raw.line, column: 'expect' }
  const wanted = ['stage?', 'tone?', 'treatments?', 'priority?']
  const keys = readKeys(reading, raw, { name: 'expect', keys: wanted, place })
  const treatments = keys?.get('treatments')?.value
  if (keys?.size === 0) report(reading, place, 'expects_nothing')
  const text = (key: string) => keys && readText(reading, keys, { key, place })
  return {
    stage: text('stage'),
    tone: text('tone'),
    treatments:
      treatments &&
      readList(reading, treatments, { name: 'treatments', most: 50, place }).map((item) =>
        item.is === 'text' ? item.text.trim() : '?',
      ),
    priority: keys && readNumber(reading, keys, { key: 'priority', least: -1e9, most: 1e9, place }),
  }
}
