import type { Channel } from '../core/channel.ts'
import { admits } from './compile.ts'
import type { World } from './check-treatments.ts'
import { askedInWorld, worldsOf } from './check-treatments.ts'
import type { Action, Cadence, OfferOut, Referral, Rule, Strategy, Table } from './document.ts'
import { TONES } from './document.ts'
import type { FactName } from './facts.ts'
import type { Reading } from './reader.ts'
import { report } from './reader.ts'
import type { Box, Space } from './region.ts'
import { boxOf, canBe, meet, takenBy, without } from './region.ts'

const CARE: FactName = 'borrower.vulnerable'

/**
 * Vulnerability is known for kinder treatment only: no row may do to a vulnerable person what nothing
 * would have done to the same account of somebody else.
 */
export function checkCare(reading: Reading, strategy: Strategy): void {
  const { stage, treatments, priority, offer } = strategy
  const tables = { stage, treatments, priority, offer }
  if (!namesCare(tables)) return
  for (const [name, table] of Object.entries(tables))
    for (const rule of table?.rules ?? [])
      if (rule.cells.some((cell) => cell.is === 'cel' && cell.facts.includes(CARE)))
        report(reading, placeOf(name, table, rule), 'care_in_expression')
  checkTreatmentCare(reading, strategy)
  for (const rule of priority?.rules ?? [])
    if (asksFor(priority, rule) && rule.out.add > 0)
      report(reading, placeOf('priority', priority, rule), 'care_priority')
  if (offer !== undefined) checkOfferCare(reading, strategy, offer)
}

type AnyTable = Table<unknown> | undefined

const namesCare = (tables: Readonly<Record<string, AnyTable>>): boolean =>
  Object.values(tables).some(
    (table) =>
      table?.inputs.some((column) => column.name === CARE) ||
      table?.rules.some((rule) =>
        rule.cells.some((cell) => cell.is === 'cel' && cell.facts.includes(CARE)),
      ),
  )

const careColumn = (table: AnyTable): number =>
  table?.inputs.findIndex((column) => column.name === CARE) ?? -1

/** True where the row fits vulnerable people and nobody else. */
function asksFor(table: AnyTable, rule: Rule<unknown>): boolean {
  const cell = rule.cells[careColumn(table)]
  return cell?.is === 'ranges' && cell.ranges.every(([from]) => from === 1)
}

const placeOf = (table: string, of: AnyTable, { rowNo, line }: Rule<unknown>) => ({
  table,
  row: rowNo,
  line,
  column: careColumn(of) < 0 ? undefined : CARE,
})

/** The axis of vulnerability, and the bit on it of those who are vulnerable and of those who are not. */
type Care = { readonly axis: number; readonly yes: bigint; readonly no: bigint }

function careOf(space: Space): Care | undefined {
  const axis = space.axes.findIndex(({ column }) => column.name === CARE)
  const atoms = space.axes[axis]?.atoms ?? []
  const bit = (value: number): bigint => {
    const at = atoms.findIndex((atom) => 'range' in atom && atom.range[0] === value)
    return at < 0 ? 0n : 1n << BigInt(at)
  }
  return axis < 0 ? undefined : { axis, yes: bit(1), no: bit(0) }
}

/** The vulnerable people of a set of accounts. */
const vulnerable = (box: Box, { axis, yes }: Care): Box =>
  box.map((mask, i) => (i === axis ? mask & yes : mask))
/** The same accounts, of people who are not. */
const others = (box: Box, { axis, no }: Care): Box => box.map((mask, i) => (i === axis ? no : mask))

function checkTreatmentCare(reading: Reading, strategy: Strategy): void {
  const { treatments } = strategy
  const worlds = worldsOf(strategy, treatments)
  for (const world of worlds) {
    const care = careOf(world.space)
    if (care === undefined) continue
    const beside = worlds.filter((other) => other.space === world.space)
    checkTone(reading, strategy, { world, care, beside })
    treatments.rules.forEach((rule, i) => {
      const reached = mayHit(treatments, i, world)
        .map((box) => vulnerable(box, care))
        .filter((box) => canBe(world.space, box))
      const left = beside.reduce(
        (boxes, other) => lessCovered(boxes, { treatments, index: i, other, care }),
        reached.map((box) => others(box, care)),
      )
      if (left.length > 0 && weight(rule.out.action) > 0 && !wasSaid(reading, rule.line))
        report(reading, placeOf('treatments', treatments, rule), 'care_does_more', {
          text: rule.out.treatment,
        })
    })
  }
}

/** The row is told once, in whatever currencies it does more. */
const wasSaid = (reading: Reading, line: number): boolean =>
  reading.findings.some((found) => found.code.startsWith('care_') && found.line === line)

type Treatments = Strategy['treatments']

/** Every account of a world that a row may choose a step for. */
function mayHit(table: Treatments, index: number, world: World): Box[] {
  const rule = table.rules[index]
  if (rule === undefined || !admits(table.inputs, rule, world)) return []
  const asked = boxOf(world.space, askedInWorld(table, rule))
  const taken = stopsBefore(table, index, world).map((stop) =>
    takenBy(world.space, askedInWorld(table, stop)),
  )
  const own = world.accounts.map((box) => meet(box, asked)).filter((box) => canBe(world.space, box))
  return taken.reduce((boxes, box) => without(world.space, boxes, box), own)
}

/** Rows above that end the reading of the table for the accounts that they take. */
const stopsBefore = (table: Treatments, index: number, world: World) =>
  table.rules
    .slice(0, index)
    .filter((rule) => rule.out.action.do === 'nothing' || table.policy === 'first')
    .filter((rule) => admits(table.inputs, rule, world))

/** What is left of these accounts of others when every row has done to them at least as much. */
function lessCovered(
  boxes: readonly Box[],
  of: { treatments: Treatments; index: number; other: World; care: Care },
): Box[] {
  const { treatments, index, other, care } = of
  const { space } = other
  const row = treatments.rules[index]
  let left = [...boxes]
  treatments.rules.forEach((rule, i) => {
    if (row === undefined || left.length === 0) return
    if (!doesAsMuch(rule.out, row.out) || !admits(treatments.inputs, rule, other)) return
    const asked = askedInWorld(treatments, rule)
    // Of a row that both fit an expression decides alike; of another row nobody can tell.
    const taking = i === index ? boxOf(space, asked) : takenBy(space, asked)
    const stops = stopsBefore(treatments, i, other).filter(
      (stop) => i !== index || !isForBoth(care, boxOf(space, askedInWorld(treatments, stop))),
    )
    const sure = stops.reduce(
      (kept, stop) => without(space, kept, boxOf(space, askedInWorld(treatments, stop))),
      other.accounts.map((box) => meet(box, taking)),
    )
    for (const box of sure) left = without(space, left, box)
  })
  return left
}

/** A stop that asks nothing of vulnerability ends the table for the vulnerable and for others alike. */
const isForBoth = ({ axis, yes, no }: Care, box: Box): boolean =>
  ((box[axis] ?? 0n) & (yes | no)) === (yes | no)

type Step = { readonly action: Action; readonly cadence: Cadence }

/** True where the first step weighs no less than the second and may come no more seldom. */
const doesAsMuch = (first: Step, second: Step): boolean =>
  weight(first.action) >= weight(second.action) &&
  (first.cadence.every ?? Infinity) <= (second.cadence.every ?? Infinity) &&
  (first.cadence.atMost ?? Infinity) >= (second.cadence.atMost ?? Infinity)

const CHANNEL_WEIGHT: Readonly<Record<Channel, number>> = {
  email: 1,
  letter: 1,
  message: 2,
  sms: 2,
  call: 3,
  visit: 4,
}
const REFERRAL_WEIGHT: Readonly<Record<Referral, number>> = {
  mediation: 3,
  placement: 5,
  transfer: 5,
  suit: 6,
}

/** How hard a step presses: a list, a reward and leaving alone do not. */
function weight(action: Action): number {
  switch (action.do) {
    case 'nothing':
    case 'propose':
    case 'list':
      return 0
    case 'write':
    case 'meet':
      return CHANNEL_WEIGHT[action.channel]
    case 'refer':
      return REFERRAL_WEIGHT[action.to]
  }
}

/** Nobody is spoken to more sternly for being vulnerable. */
function checkTone(
  reading: Reading,
  strategy: Strategy,
  { world, care, beside }: { world: World; care: Care; beside: readonly World[] },
): void {
  const rule = strategy.stage.rules[world.stageRow - 1]
  if (rule === undefined || !asksFor(strategy.stage, rule) || wasSaid(reading, rule.line)) return
  const tone = (of: World) => TONES.indexOf(of.tone as (typeof TONES)[number])
  const same = world.accounts.map((box) => others(box, care))
  const isSterner = beside
    .filter((other) => tone(other) < tone(world))
    .some((other) =>
      other.accounts.some((box) => same.some((one) => canBe(world.space, meet(box, one)))),
    )
  if (isSterner) report(reading, placeOf('stage', strategy.stage, rule), 'care_tone')
}

/** An offer for vulnerable people asks no more of them than any other that the same account could get. */
function checkOfferCare(reading: Reading, strategy: Strategy, table: Table<OfferOut>): void {
  const worlds = worldsOf(strategy, table)
  for (const rule of table.rules.filter((one) => asksFor(table, one))) {
    const isHarder = worlds.some((world) => {
      const care = careOf(world.space)
      if (care === undefined || !admits(table.inputs, rule, world)) return false
      const mine = world.accounts.map((box) =>
        others(meet(box, boxOf(world.space, askedInWorld(table, rule))), care),
      )
      return table.rules.some((other) => {
        if (!asksMore(rule.out, other.out) || !admits(table.inputs, other, world)) return false
        const box = boxOf(world.space, askedInWorld(table, other))
        return mine.some((own) => canBe(world.space, meet(own, box)))
      })
    })
    if (isHarder) report(reading, placeOf('offer', table, rule), 'care_offer')
  }
}

const asksMore = (one: OfferOut, other: OfferOut): boolean =>
  one.instalments < other.instalments ||
  one.firstPaymentBasisPoints > other.firstPaymentBasisPoints ||
  one.discountBasisPoints < other.discountBasisPoints
