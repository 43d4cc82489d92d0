import type { Cell } from './cell.ts'
import { exampleOf, parseCell } from './cell.ts'
import type { Column, Policy, Rule, Table } from './document.ts'
import { TONES } from './document.ts'
import type { Fact } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import type { Place } from './finding.ts'
import { nearFact } from './near-fact.ts'
import type { Keys, Reading } from './reader.ts'
import { readKeys, readList, readOneOf, report } from './reader.ts'
import type { Raw } from './source.ts'

const COLUMNS_MAX = 20
const ROWS_MAX = 300

export const isFact = (name: string): name is FactName => Object.hasOwn(FACTS, name)

const DERIVED: Readonly<Record<'stage' | 'tone', Column>> = {
  stage: {
    name: 'stage',
    type: 'text',
    unit: 'none',
    min: 0,
    max: 32_767,
    never: undefined,
    words: 'stage',
  },
  tone: {
    name: 'tone',
    type: 'text',
    unit: 'none',
    min: 0,
    max: TONES.length - 1,
    never: undefined,
    words: 'tone',
  },
}

export function columnOfFact(name: FactName): Column {
  const fact: Fact = FACTS[name]
  const { type, unit, min, max, never, words } = fact
  return { name, type, unit, min, max, never, words }
}

export type TableShape<Out> = {
  readonly name: string
  readonly policies: readonly Policy[]
  /** The keys of a row besides `when`; `?` after a name makes it optional. */
  readonly rowKeys: readonly string[]
  readonly readOut: (reading: Reading, keys: Keys, place: Place) => Out | undefined
}

/** Reads a decision table: the header lists its columns, each row its cells in that order. */
export function readTable<Out>(
  reading: Reading,
  raw: Raw,
  shape: TableShape<Out>,
): Table<Out> | undefined {
  const place = { table: shape.name }
  const keys = readKeys(reading, raw, {
    name: shape.name,
    keys: ['policy', 'inputs', 'rules'],
    place,
  })
  const [inputs, rules] = [keys?.get('inputs'), keys?.get('rules')]
  if (keys === undefined || inputs === undefined || rules === undefined) return undefined
  const policy = readOneOf(reading, keys, { key: 'policy', of: shape.policies, place })
  const columns = readInputs(reading, inputs.value, shape.name)
  const isListed = inputs.value.is === 'list'
  const rows = readList(reading, rules.value, { name: 'rules', most: ROWS_MAX, place })
  const read = rows.map((row, i) =>
    readRule(reading, row, { shape, columns, rowNo: i + 1, isListed }),
  )
  if (policy === undefined || columns.includes(undefined)) return undefined
  return {
    policy,
    line: raw.line,
    inputs: columns.filter((column) => column !== undefined),
    rules: read.filter((rule) => rule !== undefined),
  }
}

/** A column that cannot be read stays as a gap, so that the cells after it keep their places. */
function readInputs(reading: Reading, raw: Raw, table: string): (Column | undefined)[] {
  const seen = new Set<string>()
  return readList(reading, raw, { name: 'inputs', most: COLUMNS_MAX, place: { table } }).map(
    (item) => {
      const name = item.is === 'text' ? item.text.trim() : '?'
      const place = { table, column: name, line: item.line }
      if (seen.has(name)) {
        report(reading, place, 'repeated_column', { text: name })
        return undefined
      }
      seen.add(name)
      if (name === 'stage' || name === 'tone') {
        if (table !== 'stage') return DERIVED[name]
        report(reading, place, 'stage_column', { text: name })
        return undefined
      }
      if (isFact(name)) return columnOfFact(name)
      report(reading, place, 'unknown_fact', nearFact(name))
      return undefined
    },
  )
}

function readRule<Out>(
  reading: Reading,
  raw: Raw,
  at: {
    shape: TableShape<Out>
    columns: readonly (Column | undefined)[]
    rowNo: number
    /** Without a list of columns no row can have too many cells. */
    isListed: boolean
  },
): Rule<Out> | undefined {
  const { shape, columns, rowNo } = at
  const place = { table: shape.name, row: rowNo, line: raw.line }
  const keys = readKeys(reading, raw, { name: 'rules', keys: ['when', ...shape.rowKeys], place })
  const when = keys?.get('when')
  if (keys === undefined || when === undefined) return undefined
  const items = readList(reading, when.value, { name: 'when', most: COLUMNS_MAX, place })
  if (when.value.is === 'list' && at.isListed && items.length !== columns.length)
    report(reading, place, 'cell_count', { has: items.length, needs: columns.length })
  const cells = columns.map((column, i) => {
    const item = items[i]
    if (column === undefined || item === undefined) return undefined
    return readCell(reading, item, { column, place })
  })
  const out = shape.readOut(reading, keys, place)
  if (out === undefined || cells.includes(undefined)) return undefined
  return { rowNo, line: raw.line, cells: cells.filter((cell) => cell !== undefined), out }
}

function readCell(
  reading: Reading,
  raw: Raw,
  at: { column: Column; place: Place },
): Cell | undefined {
  const place = { ...at.place, column: at.column.name, line: raw.line }
  if (raw.is !== 'text') {
    // `cel: ...` without quotes is a key and a value to YAML.
    const isCel = raw.is === 'keys' && raw.keys.has('cel')
    report(reading, place, isCel ? 'cel_quotes' : 'not_a_test', {
      text: '[ ]',
      example: isCel ? '"cel: value > 30"' : exampleOf(at.column),
    })
    return undefined
  }
  const cell = parseCell(raw.text, at.column)
  if (!('fault' in cell)) return cell
  report(reading, place, cell.fault, cell.names)
  return undefined
}
