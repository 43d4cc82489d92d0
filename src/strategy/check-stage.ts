import type { Strategy, StageOut, Table } from './document.ts'
import { BUILT_IN_STAGES } from './document.ts'
import type { Reading } from './reader.ts'
import { report } from './reader.ts'
import type { Asked, Box, Space, SpaceOf } from './region.ts'
import {
  boxOf,
  boxWords,
  canBe,
  holdsAll,
  joined,
  meet,
  spaceOf,
  wholeBox,
  without,
} from './region.ts'
import { tablesOf } from './scene.ts'

/** Beyond this many pieces a table is too tangled for a person to oversee, too. */
const PIECES_MAX = 4000
const SENTENCES_MAX = 5

/** What a stage table takes in one currency: the accounts of each row that no earlier row took. */
export type StageSpace = { readonly space: Space; readonly taken: readonly (readonly Box[])[] }

/** A closed account and one on hold never reach the tables, so no row can ask for them. */
const NOT_HELD = new Map<string, [number, number]>([
  ['hold.active', [0, 0]],
  ['hold.days_left', [0, 0]],
])

export const stagesOf = (strategy: Strategy): string[] => [
  ...new Set(strategy.stage.rules.map((rule) => rule.out.stage)),
]

/** Amounts of two currencies do not compare, so each named one is a world of its own. */
export function currencyWorlds(strategy: Strategy): {
  worlds: (string | undefined)[]
  apart: string[]
} {
  const cells = tablesOf(strategy).flatMap((table) => table.rules.flatMap((rule) => rule.cells))
  const apart = [
    ...new Set(cells.flatMap((cell) => (cell.is === 'money' ? [...cell.byCurrency.keys()] : []))),
  ]
  if (apart.length === 0) return { worlds: [undefined], apart }
  if (strategy.currencies !== undefined) return { worlds: [...strategy.currencies], apart }
  return { worlds: [...apart, undefined], apart }
}

/** The space of some rows, in which `held` says whether a hold runs. */
export function spaceIn(
  strategy: Strategy,
  rows: readonly Asked[],
  at: { readonly currency: string | undefined; readonly isHeld?: boolean },
): Space {
  const of: SpaceOf = {
    rows,
    currency: at.currency,
    declared: strategy.currencies,
    apart: currencyWorlds(strategy).apart,
    stages: [...stagesOf(strategy), ...BUILT_IN_STAGES],
    only: at.isHeld ? new Map([['hold.active', [1, 1]]]) : NOT_HELD,
  }
  return spaceOf(of)
}

export const askedOf = (table: Table<unknown>): Asked[] =>
  table.rules.map((rule) => ({ inputs: table.inputs, cells: rule.cells }))

/** Every account falls to exactly one row: gaps, overlaps and rows that can never hit, in words. */
export function checkStageTable(reading: Reading, strategy: Strategy): void {
  const { stage } = strategy
  const seen = new Set<string>()
  for (const currency of currencyWorlds(strategy).worlds) {
    const space = spaceIn(strategy, askedOf(stage), { currency })
    const boxes = askedOf(stage).map((row) => boxOf(space, row))
    let left: Box[] = [wholeBox(space)]
    for (const box of boxes) {
      left = without(space, left, box)
      if (left.length > PIECES_MAX) {
        report(reading, { table: 'stage', line: stage.line }, 'too_complex')
        return
      }
    }
    for (const gap of joined(left).slice(0, SENTENCES_MAX)) {
      const words = boxWords(space, gap)
      report(reading, { table: 'stage', line: stage.line }, 'gap', {
        words: words.en,
        zhwords: words.zh,
      })
    }
    if (stage.policy === 'unique') reportOverlaps(reading, stage, { space, boxes })
    reportDeadRows(reading, stage, { space, boxes, seen })
  }
}

type Boxes = { readonly space: Space; readonly boxes: readonly Box[] }

function reportOverlaps(reading: Reading, table: Table<StageOut>, { space, boxes }: Boxes): void {
  let said = 0
  boxes.forEach((second, j) => {
    boxes.slice(0, j).forEach((first, i) => {
      const both = meet(first, second)
      if (!canBe(space, both) || said++ >= SENTENCES_MAX) return
      const words = boxWords(space, both)
      const names = { first: i + 1, second: j + 1, words: words.en, zhwords: words.zh }
      report(reading, { table: 'stage', row: j + 1, line: table.rules[j]?.line }, 'overlap', names)
    })
  })
}

/** A row is dead when it is so in every currency; `seen` holds rows that some currency can hit. */
function reportDeadRows(
  reading: Reading,
  table: Table<StageOut>,
  at: Boxes & { readonly seen: Set<string> },
): void {
  const { space, boxes } = at
  boxes.forEach((box, j) => {
    const place = { table: 'stage', row: j + 1, line: table.rules[j]?.line }
    const earlier = boxes.slice(0, j)
    if (!canBe(space, box)) {
      if (
        space.currency === undefined ||
        table.rules[j]?.cells.every((cell) => cell.is !== 'money')
      )
        reportOnce(reading, at.seen, place, 'empty_row')
      return
    }
    if (table.policy === 'unique') return
    if (earlier.reduce((left, other) => without(space, left, other), [box]).length > 0) return
    const rows = earlier.flatMap((other, i) => (canBe(space, meet(box, other)) ? [i + 1] : []))
    reportOnce(reading, at.seen, place, 'dead_row', { rows: rows.join(', ') })
  })
}

function reportOnce(
  reading: Reading,
  seen: Set<string>,
  place: { table: string; row: number; line: number | undefined },
  code: 'empty_row' | 'dead_row',
  names: { rows?: string } = {},
): void {
  const key = `${place.row} ${code}`
  if (!seen.has(key)) report(reading, place, code, names)
  seen.add(key)
}

/** Two rows of a first table that cross: each fits accounts that the other does not. */
export function noteCrossings(reading: Reading, strategy: Strategy): void {
  const { stage } = strategy
  if (stage.policy !== 'first') return
  const currency = currencyWorlds(strategy).worlds[0]
  const space = spaceIn(strategy, askedOf(stage), { currency })
  const boxes = askedOf(stage).map((row) => boxOf(space, row))
  boxes.forEach((second, j) => {
    boxes.slice(0, j).forEach((first, i) => {
      const both = meet(first, second)
      const isNested = holdsAll(first, second) || holdsAll(second, first)
      if (!canBe(space, both) || isNested) return
      const [one, two] = [stage.rules[i]?.out, stage.rules[j]?.out]
      if (one?.stage === two?.stage && one?.tone === two?.tone) return
      const words = boxWords(space, both)
      const names = { first: i + 1, second: j + 1, words: words.en, zhwords: words.zh }
      report(
        reading,
        { table: 'stage', row: j + 1, line: stage.rules[j]?.line },
        'overlap_first',
        names,
      )
    })
  })
}
