import { expect, test } from 'vitest'
import { diffStrategies } from './diff.ts'
import { documentOf, parsed, stage, withRow } from './testing.ts'

const small = parsed(documentOf({}))

test('a version does not differ from itself', () => {
  expect(diffStrategies(small, parsed(documentOf({})))).toEqual([])
})

test('an added row is told with all that it asks and does, and removed the other way round', () => {
  const more = parsed(
    documentOf(
      withRow(
        '{ when: [\'"late"\', ">= 60"], treatment: x, do: { letter: letter-serious }, at_most: 1 }',
      ),
    ),
  )
  const cells = [
    { column: 'stage', before: '', after: '"late"' },
    { column: 'account.days_past_due', before: '', after: '>= 60' },
    { column: 'promise.open', before: '', after: 'false' },
    { column: 'plan.active', before: '', after: 'false' },
    { column: 'treatment', before: '', after: 'x' },
    { column: 'action', before: '', after: 'letter: letter-serious' },
    { column: 'cadence', before: '', after: 'at_most 1' },
  ]
  expect(diffStrategies(small, more)).toEqual([
    { table: 'treatments', row: 'x', change: 'added', cells },
  ])
  const back = cells.map(({ column, after }) => ({ column, before: after, after: '' }))
  expect(diffStrategies(more, small)).toEqual([
    { table: 'treatments', row: 'x', change: 'removed', cells: back },
  ])
})

test('a changed cell is told with what it was', () => {
  const later = parsed(
    documentOf(
      stage([
        '{ when: ["0"], stage: current, tone: none }',
        '{ when: ["1..45"], stage: early, tone: serious }',
        '{ when: ["-"], stage: late, tone: serious }',
      ]),
    ),
  )
  expect(diffStrategies(small, later)).toEqual([
    {
      table: 'stage',
      row: 'early',
      change: 'changed',
      cells: [
        { column: 'account.days_past_due', before: '1..30', after: '1..45' },
        { column: 'tone', before: 'warm', after: 'serious' },
      ],
    },
  ])
})

test('a row that only moved is told, and the others are not', () => {
  const moved = parsed(
    documentOf(
      stage([
        '{ when: ["1..30"], stage: early, tone: warm }',
        '{ when: ["0"], stage: current, tone: none }',
        '{ when: ["-"], stage: late, tone: serious }',
      ]),
    ),
  )
  const changes = diffStrategies(small, moved)
  expect(changes.map(({ change }) => change)).toEqual(['moved'])
})
