import type { Strategy, StageOut, Table } from './document.ts'
import { BUILT_IN_STAGES } from './document.ts'
import type { Names, Place } from './finding.ts'
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
  takenBy,
  wholeBox,
  without,
} from './region.ts'
import { tablesOf } from './scene.ts'

/** Beyond this many pieces a table is too tangled for a person to oversee, too. */
const PIECES_MAX = 4000
const SENTENCES_MAX = 5

/** A closed account and one on hold never reach the tables, so no row can ask for them. */
const NOT_HELD = new Map<string, [number, number]>([
  ['hold.active', [0, 0]],
  ['hold.days_left', [0, 0]],
  ['hold.endless', [0, 0]],
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

/** One currency's view of the stage table. */
type World = {
  readonly space: Space
  readonly boxes: readonly Box[]
  /** Those of the accounts that a row surely takes. */
  readonly taken: readonly Box[]
  readonly gaps: readonly Box[]
}

/** Every account falls to exactly one row: gaps, overlaps and rows that can never hit, in words. */
export function checkStageTable(reading: Reading, strategy: Strategy): void {
  const { stage } = strategy
  const worlds: World[] = []
  for (const currency of currencyWorlds(strategy).worlds) {
    const space = spaceIn(strategy, askedOf(stage), { currency })
    const boxes = askedOf(stage).map((row) => boxOf(space, row))
    const taken = askedOf(stage).map((row) => takenBy(space, row))
    let gaps: Box[] = [wholeBox(space)]
    for (const box of taken) {
      gaps = without(space, gaps, box)
      if (gaps.length > PIECES_MAX) {
        report(reading, { table: 'stage', line: stage.line }, 'too_complex')
        return
      }
    }
    worlds.push({ space, boxes, taken, gaps: joined(gaps).slice(0, SENTENCES_MAX) })
  }
  reportSentences(reading, worlds, {
    place: { table: 'stage', line: stage.line },
    code: 'gap',
    boxesOf: (world) => world.gaps,
  })
  if (stage.policy === 'unique') reportOverlaps(reading, stage, worlds)
  stage.rules.forEach((_, index) => reportDeadRow(reading, stage, { worlds, index }))
}

/** Says each set of accounts once, naming currencies only where it is not so in all of them. */
function reportSentences(
  reading: Reading,
  worlds: readonly World[],
  what: {
    readonly place: Place
    readonly code: 'gap' | 'overlap' | 'overlap_first'
    readonly names?: Names
    readonly boxesOf: (world: World) => readonly Box[]
  },
): void {
  const said = new Map<string, { zh: string; en: string; in: string[] }>()
  for (const world of worlds)
    for (const box of what.boxesOf(world)) {
      const words = boxWords(world.space, box)
      const known = said.get(words.en) ?? { ...words, in: [] }
      known.in.push(world.space.currency ?? '')
      said.set(words.en, known)
    }
  for (const words of said.values()) {
    const some = words.in.length < worlds.length
    const zh = words.in.map((currency) => currency || '其他').join('、')
    const en = words.in.map((currency) => currency || 'another').join(' or ')
    report(reading, what.place, what.code, {
      ...what.names,
      words: some ? `${words.en} and account.currency ${en}` : words.en,
      zhwords: some ? `${words.zh}，account.currency 为 ${zh}` : words.zh,
    })
  }
}

function reportOverlaps(reading: Reading, table: Table<StageOut>, worlds: readonly World[]): void {
  for (const second of table.rules)
    for (const first of table.rules.slice(0, second.rowNo - 1))
      reportSentences(reading, worlds, {
        place: { table: 'stage', row: second.rowNo, line: second.line },
        code: 'overlap',
        names: { first: first.rowNo, second: second.rowNo },
        boxesOf: ({ space, boxes }) => {
          const both = meet(boxes[first.rowNo - 1] ?? [], boxes[second.rowNo - 1] ?? [])
          return canBe(space, both) ? [both] : []
        },
      })
}

/** A row is dead when no currency's accounts can reach it. */
function reportDeadRow(
  reading: Reading,
  table: Table<StageOut>,
  at: { readonly worlds: readonly World[]; readonly index: number },
): void {
  const takers = new Set<number>()
  for (const { space, boxes, taken } of at.worlds) {
    const box = boxes[at.index] ?? []
    if (!canBe(space, box)) continue
    const earlier = table.policy === 'unique' ? [] : taken.slice(0, at.index)
    const left = earlier.reduce((pieces, other) => without(space, pieces, other), [box])
    if (left.length > 0) return
    earlier.forEach((other, i) => {
      if (canBe(space, meet(box, other))) takers.add(i + 1)
    })
  }
  const place = { table: 'stage', row: at.index + 1, line: table.rules[at.index]?.line }
  if (takers.size === 0) report(reading, place, 'empty_row')
  else report(reading, place, 'dead_row', { rows: [...takers].join(', ') })
}

/** Two rows of a first table that cross: each fits accounts that the other does not. */
export function noteCrossings(reading: Reading, strategy: Strategy): void {
  const { stage } = strategy
  if (stage.policy !== 'first') return
  const worlds = currencyWorlds(strategy).worlds.map((currency): World => {
    const space = spaceIn(strategy, askedOf(stage), { currency })
    return { space, boxes: askedOf(stage).map((row) => boxOf(space, row)), taken: [], gaps: [] }
  })
  for (const second of stage.rules)
    for (const first of stage.rules.slice(0, second.rowNo - 1)) {
      if (first.out.stage === second.out.stage && first.out.tone === second.out.tone) continue
      reportSentences(reading, worlds, {
        place: { table: 'stage', row: second.rowNo, line: second.line },
        code: 'overlap_first',
        names: { first: first.rowNo, second: second.rowNo },
        boxesOf: (world) => crossing(world, first.rowNo - 1, second.rowNo - 1),
      })
    }
}

function crossing({ space, boxes }: World, i: number, j: number): Box[] {
  const [first, second] = [boxes[i] ?? [], boxes[j] ?? []]
  const both = meet(first, second)
  const isNested = holdsAll(first, second) || holdsAll(second, first)
  return isNested || !canBe(space, both) ? [] : [both]
}
