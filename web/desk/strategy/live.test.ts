import { expect, test } from 'vitest'
import type { FindingWire } from '../../../src/api/wire.ts'
import { columnsIn } from './columns.ts'
import { placedFindings } from './live.ts'
import { readLadder } from './source.ts'

const TEXT = `stage:
  policy: first
  inputs: [account.days_past_due]
  rules:
    - { when: ["0"], stage: current, tone: none }
`
const found = (part: Partial<FindingWire>): FindingWire => ({
  code: 'code',
  table: 'stage',
  row: 1,
  column: null,
  line: 1,
  sentence: 'a sentence',
  mend: null,
  ...part,
})

test('a fault stands at its cell, beside its row, above its table, or above everything', () => {
  const read = readLadder(TEXT)
  if (!('tables' in read)) throw new Error(read.words)
  const [cell, out, row, table, head, loose, tests] = [
    found({ column: 'account.days_past_due' }),
    found({ column: 'tone' }),
    found({ column: 'when' }),
    found({ row: null }),
    found({ row: null, column: 'account.days_past_due' }),
    found({ table: null, row: null }),
    found({ table: 'tests' }),
  ]
  const placed = placedFindings([cell, out, row, table, head, loose, tests], columnsIn(read))
  expect(placed.at('stage', 1, 'account.days_past_due')).toEqual([cell])
  expect(placed.at('stage', 1, 'tone')).toEqual([out])
  expect(placed.at('stage', 1, null)).toEqual([row])
  expect(placed.at('stage', null, null)).toEqual([table])
  expect(placed.at('stage', null, 'account.days_past_due')).toEqual([head])
  expect(placed.inRow('stage', 1)).toEqual([cell, out, row])
  expect(placed.loose).toEqual([loose, tests])
})
