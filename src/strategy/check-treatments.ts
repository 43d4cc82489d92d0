import { channelOf } from './cadence.ts'
import { currencyWorlds, askedOf, spaceIn } from './check-stage.ts'
import { admits } from './compile.ts'
import type { Rule, Strategy, Table, TreatmentOut } from './document.ts'
import type { Place } from './finding.ts'
import type { Reading } from './reader.ts'
import { report } from './reader.ts'
import type { Asked, Box, Space } from './region.ts'
import { boxOf, canBe, highest, meet, takenBy, wholeBox, without } from './region.ts'

/** The accounts of one stage row in one currency; `stageRow` 0 is the built-in hold. */
export type World = {
  readonly space: Space
  readonly stage: string
  readonly tone: string
  readonly stageRow: number
  readonly accounts: readonly Box[]
}

/** Where a row can hit: for each world that it reaches, the accounts there. */
type Hits = { readonly world: World; readonly boxes: readonly Box[] }

/** Rows that can never hit, that never end, and ladders that lead nowhere. */
export function checkTreatments(reading: Reading, strategy: Strategy): void {
  const { treatments } = strategy
  const worlds = worldsOf(strategy, treatments)
  const hits = treatments.rules.map((rule) => hitsOf(worlds, treatments, rule))
  treatments.rules.forEach((rule, i) => {
    const place = { table: 'treatments', row: rule.rowNo, line: rule.line }
    checkCadence(reading, rule, place)
    const found = hits[i] ?? []
    // A word that nobody knows fits nothing, and was named at its cell.
    const isNamed = reading.findings.some(
      (one) => one.table === 'treatments' && one.row === rule.rowNo,
    )
    if (found.length === 0 && isNamed) return
    if (found.length === 0) report(reading, place, 'empty_row')
    else {
      checkEnd(reading, rule, { place, found })
      checkStops(reading, treatments, { place, found, index: i })
    }
  })
  checkLadderEnds(reading, strategy, { worlds, hits })
}

/** An offer that no account can get is a slip of the pen. */
export function checkOtherTable(
  reading: Reading,
  strategy: Strategy,
  name: 'priority' | 'offer',
): void {
  const table = strategy[name]
  if (table === undefined) return
  const worlds = worldsOf(strategy, table)
  for (const rule of table.rules) {
    const place = { table: name, row: rule.rowNo, line: rule.line }
    const found = hitsOf(worlds, table, rule)
    if (found.length === 0) report(reading, place, 'empty_row')
    else if (table.policy === 'first')
      checkTaken(reading, table, { place, found, index: rule.rowNo - 1 })
  }
}

export function worldsOf(strategy: Strategy, table: Table<unknown>): World[] {
  const rows = [...askedOf(strategy.stage), ...askedOf(table)]
  return currencyWorlds(strategy).worlds.flatMap((currency) => {
    const space = spaceIn(strategy, rows, { currency })
    const held = spaceIn(strategy, rows, { currency, isHeld: true })
    const onHold = {
      space: held,
      stage: 'on_hold',
      tone: 'none',
      stageRow: 0,
      accounts: [wholeBox(held)],
    }
    let left: Box[] = [wholeBox(space)]
    const stages = strategy.stage.rules.map((rule): World => {
      const row = { inputs: strategy.stage.inputs, cells: rule.cells }
      const box = boxOf(space, row)
      const accounts = left.map((piece) => meet(piece, box)).filter((piece) => canBe(space, piece))
      left = without(space, left, takenBy(space, row))
      return { space, ...rule.out, stageRow: rule.rowNo, accounts }
    })
    return [onHold, ...stages]
  })
}

/** Stage and tone are settled by the world, so only the other columns are asked. */
export function askedInWorld(table: Table<unknown>, rule: Rule<unknown>): Asked {
  const kept = table.inputs.flatMap((column, i) =>
    column.name === 'stage' || column.name === 'tone' ? [] : [i],
  )
  return {
    inputs: kept.flatMap((i) => table.inputs[i] ?? []),
    cells: kept.flatMap((i) => rule.cells[i] ?? []),
  }
}

function hitsOf(worlds: readonly World[], table: Table<unknown>, rule: Rule<unknown>): Hits[] {
  return worlds.flatMap((world) => {
    if (!admits(table.inputs, rule, world)) return []
    const asked = boxOf(world.space, askedInWorld(table, rule))
    const boxes = world.accounts
      .map((box) => meet(box, asked))
      .filter((box) => canBe(world.space, box))
    return boxes.length === 0 ? [] : [{ world, boxes }]
  })
}

function checkCadence(reading: Reading, rule: Rule<TreatmentOut>, place: Place): void {
  const { action, cadence } = rule.out
  if (action.do === 'nothing') {
    const { payment, conversation, attempt } = cadence.quietAfter
    const quiet = payment ?? conversation ?? attempt
    const said = cadence.every
      ? 'every'
      : cadence.atMost
        ? 'at_most'
        : quiet
          ? 'quiet_after'
          : undefined
    if (said !== undefined)
      report(reading, { ...place, column: said }, 'idle_cadence', { text: said })
    return
  }
  if (cadence.every === undefined && cadence.atMost !== 1)
    report(reading, { ...place, column: 'every' }, 'needs_cadence')
}

/** Nobody is contacted without end: either the row counts, or the days of its accounts end. */
function checkEnd(
  reading: Reading,
  rule: Rule<TreatmentOut>,
  at: { place: Place; found: readonly Hits[] },
): void {
  const { action, cadence } = rule.out
  const isHold = at.found.some(({ world }) => world.stage === 'on_hold')
  if (isHold && action.do !== 'list' && action.do !== 'nothing')
    report(reading, { ...at.place, column: 'do' }, 'hold_contact')
  const boxes = at.found.flatMap(({ world, boxes: hit }) =>
    hit.map((box) => ({ space: world.space, box })),
  )
  const isAhead = boxes.every(
    ({ space, box }) => highest(space, box, 'account.days_past_due') === 0,
  )
  if (cadence.atMost !== undefined && isAhead)
    report(reading, { ...at.place, column: 'at_most' }, 'at_most_before_due')
  if (channelOf(action) === undefined || cadence.atMost !== undefined) return
  if (boxes.some(({ space, box }) => isOpenEnded(space, box)))
    report(reading, { ...at.place, column: 'at_most' }, 'endless_row')
}

/** Facts that grow with every day of a delinquency. */
const AGES = ['account.days_past_due', 'account.bucket', 'account.days_delinquent']

/** True where an account may stay for ever: none of the facts that grow has an upper limit. */
function isOpenEnded(space: Space, box: Box): boolean {
  return AGES.every((name) => {
    const most = highest(space, box, name)
    const column = space.axes.find((axis) => axis.column.name === name)?.column
    return most === undefined || column === undefined || most === column.max
  })
}

/** Below a `nothing` that takes all of its accounts, a row is never read. */
function checkStops(
  reading: Reading,
  table: Table<TreatmentOut>,
  at: { place: Place; found: readonly Hits[]; index: number },
): void {
  const stops = table.rules.slice(0, at.index).filter((rule) => rule.out.action.do === 'nothing')
  if (stops.length === 0 || !isTaken(table, stops, at.found)) return
  report(reading, at.place, 'after_nothing', { other: stops.map((stop) => stop.rowNo).join(', ') })
}

function checkTaken(
  reading: Reading,
  table: Table<unknown>,
  at: { place: Place; found: readonly Hits[]; index: number },
): void {
  const earlier = table.rules.slice(0, at.index)
  if (isTaken(table, earlier, at.found))
    report(reading, at.place, 'dead_row', { rows: earlier.map((rule) => rule.rowNo).join(', ') })
}

/** True where the given rows take every account of the hits. */
const isTaken = (
  table: Table<unknown>,
  rules: readonly Rule<unknown>[],
  found: readonly Hits[],
): boolean =>
  found.every(({ world, boxes }) => {
    const taking = rules.filter((rule) => admits(table.inputs, rule, world))
    const left = taking.reduce(
      (pieces, rule) =>
        without(world.space, pieces, takenBy(world.space, askedInWorld(table, rule))),
      [...boxes],
    )
    return left.length === 0
  })

/** Where accounts can stay for ever, people must come in: a referral, or a worklist. */
function checkLadderEnds(
  reading: Reading,
  strategy: Strategy,
  at: { worlds: readonly World[]; hits: readonly (readonly Hits[])[] },
): void {
  const said = new Set<string>()
  for (const world of at.worlds) {
    const stays = world.accounts.filter((box) => isOpenEnded(world.space, box))
    if (world.stageRow === 0 || world.tone === 'none' || stays.length === 0) continue
    const ends = strategy.treatments.rules.some((rule, i) => {
      const { action } = rule.out
      if (action.do !== 'refer' && action.do !== 'list') return false
      const here = at.hits[i]?.find((hit) => hit.world === world)
      return here?.boxes.some((box) => isOpenEnded(world.space, box)) ?? false
    })
    if (ends || said.has(world.stage)) continue
    said.add(world.stage)
    const line = strategy.stage.rules[world.stageRow - 1]?.line
    report(reading, { table: 'stage', row: world.stageRow, line }, 'ladder_without_end', {
      text: world.stage,
    })
  }
}
