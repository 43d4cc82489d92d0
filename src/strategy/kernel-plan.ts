import { channelBit } from '../core/channel.ts'
import { channelOf } from './cadence.ts'
import type { Columns } from './columns.ts'
import type { Compiled, FlatRow, StagePlan } from './compile.ts'
import type { OfferOut, PriorityOut, TreatmentOut } from './document.ts'
import type { Fact } from './fact.ts'
import { FACTS } from './facts.ts'
import { BITS, fieldOf, Tables, type Source } from './kernel-tables.ts'

/** What the generated loop is made from: numbers and tables, no word of the strategy's author. */
export type KernelPlan = {
  readonly tables: Tables
  /** In the order of their bits: on hold first, then the rows of the stage table. */
  readonly stages: readonly StagePlan[]
  readonly treatments: readonly FlatRow<TreatmentOut>[]
  readonly priority: readonly FlatRow<PriorityOut>[]
  readonly priorityFirst: boolean
  /** Rows of the offers, where every account is told of; the night asks none. */
  readonly offers: readonly FlatRow<OfferOut>[]
  /** Words of 30 bits of each kind. */
  readonly words: {
    readonly stage: number
    readonly treatment: number
    readonly priority: number
    readonly offer: number
  }
  /** A line for every account, with the rows of priority and offer that speak for it. */
  readonly every: boolean
  /** A bit a row that leaves the account alone, a word each; open rows are not among them. */
  readonly nothing: readonly number[]
  /** A bit a row with a condition that no table holds: the interpreter decides whom it reaches. */
  readonly open: Open
  /** Sums that leave 32 bits: the interpreter decides every account. */
  readonly isTooHigh: boolean
  /** Priority rows that add a number of their own for each value of a column, by their bit. */
  readonly gated: readonly {
    readonly bit: number
    readonly source: Source
    readonly field: string
  }[]
  /** Treatment, mask and limits of each row whose past counts. */
  readonly paced: readonly {
    readonly name: string
    readonly bit: number
    readonly every: number
    readonly atMost: number
  }[]
}

/** Words of bits, of rows in each table that stay open. */
export type Open = {
  readonly stage: readonly number[]
  readonly treatment: readonly number[]
  readonly priority: readonly number[]
  readonly offer: readonly number[]
}
export const hasOpen = ({ open }: KernelPlan): boolean =>
  Object.values(open)
    .flat()
    .some((bits) => bits !== 0)

/** Longer than every distance between two days: a limit that never holds anything back. */
const NO_EVERY = -1_000_000
const NO_MOST = 1_000_000_000

export function planOf(
  compiled: Compiled,
  columns: Pick<Columns, 'asOf' | 'ranges'>,
  every: boolean,
): KernelPlan {
  const tables = new Tables(compiled, { today: columns.asOf, ranges: columns.ranges })
  const stages = [compiled.onHold, ...compiled.stageRows.map((row) => row.out)]
  const openStages = limitStages(compiled, tables, { today: columns.asOf, stages: stages.length })
  const treatments = rowsOf(stages.flatMap((stage) => stage.treatments))
  const priority = rowsOf(stages.flatMap((stage) => stage.priority))
  const openRows = new Set(treatments.filter((row, bit) => !limitTreatment(tables, row, bit)))
  const offers = every ? rowsOf(compiled.stageRows.flatMap(({ out }) => out.offers)) : []
  const openOffers = new Set(offers.filter((row, bit) => !tables.limit(row, 'F', bit)))
  const words = {
    stage: Math.ceil(stages.length / BITS),
    treatment: Math.max(Math.ceil(treatments.length / BITS), 1),
    priority: Math.ceil(priority.length / BITS),
    offer: Math.ceil(offers.length / BITS),
  }
  const nothing = Array.from({ length: words.treatment }, (_, word) =>
    bitsOf(treatments, word, (row) => row.out.action.do === 'nothing' && !openRows.has(row)),
  )
  const paced = treatments.flatMap(({ out }, bit) => {
    const { every, atMost } = out.cadence
    if (out.action.do === 'nothing' || (every === undefined && atMost === undefined)) return []
    return [{ name: out.treatment, bit, every: every ?? NO_EVERY, atMost: atMost ?? NO_MOST }]
  })
  const priorityFirst = compiled.priorityFirst
  const { gated, openPoints, most } = points(tables, { stages, priority, priorityFirst })
  const open = {
    stage: wordsOf(stages, words.stage, (stage) => openStages.has(stage)),
    treatment: wordsOf(treatments, words.treatment, (row) => openRows.has(row)),
    priority: wordsOf(priority, words.priority, (row) => openPoints.has(row)),
    offer: wordsOf(offers, words.offer, (row) => openOffers.has(row)),
  }
  const rows = { stages, treatments, priority, priorityFirst, offers, words, every }
  return { tables, ...rows, nothing, open, gated, paced, isTooHigh: most >= 2 ** 31 }
}

const wordsOf = <T>(rows: readonly T[], words: number, has: (row: T) => boolean): number[] =>
  Array.from({ length: words }, (_, word) => bitsOf(rows, word, has))

/** The stages whose rows stay open. */
function limitStages(
  compiled: Compiled,
  tables: Tables,
  { today, stages }: { today: number; stages: number },
): Set<StagePlan> {
  const open = compiled.stageRows.filter((row, i) => !tables.limit(row, 'S', i + 1))
  const held = tables.column('heldUntil')
  tables.clear(held, { family: 'S', bit: 0 }, (at) => held.min + at > today)
  // A closed account stands at no stage at all.
  const closed = tables.column('closedOn')
  for (let word = 0; word * BITS < stages; word++) {
    const field = tables.field(closed, fieldOf('S', word), -1)
    for (let at = 0; at < field.length && closed.min + at <= today; at++) field[at] = 0
  }
  return new Set(open.map((row) => row.out))
}

/** Each row of a table once, in the order of the table. */
function rowsOf<Out>(rows: readonly FlatRow<Out>[]): FlatRow<Out>[] {
  const byNo = new Map(rows.map((row) => [row.rowNo, row]))
  return [...byNo.values()].toSorted((a, b) => a.rowNo - b.rowNo)
}

function limitTreatment(tables: Tables, row: FlatRow<TreatmentOut>, bit: number): boolean {
  const to = { family: 'T', bit }
  const isClosed = tables.limit(row, 'T', bit)
  const { action, cadence } = row.out
  if (action.do === 'nothing') return isClosed
  const channel = channelOf(action)
  if (channel !== undefined) {
    const channels = tables.column('channels')
    tables.clear(channels, to, (at) => ((channels.min + at) & channelBit(channel)) !== 0)
  }
  tables.quiet('lastPaymentOn', cadence.quietAfter.payment, to)
  tables.quiet('lastConversationOn', cadence.quietAfter.conversation, to)
  tables.quiet('lastAttemptOn', cadence.quietAfter.attempt, to)
  return isClosed
}

export function bitsOf<T>(rows: readonly T[], word: number, has: (row: T) => boolean): number {
  let bits = 0
  rows.slice(word * BITS, (word + 1) * BITS).forEach((row, bit) => {
    if (has(row)) bits |= 1 << bit
  })
  return bits
}

type PriorityRows = Pick<KernelPlan, 'stages' | 'priority' | 'priorityFirst'>

/** Writes what each priority row adds into tables, and how far any sum of them may reach. */
function points(tables: Tables, rows: PriorityRows) {
  const gated: { bit: number; source: Source; field: string }[] = []
  const openPoints = new Set<FlatRow<PriorityOut>>()
  let most = 0
  rows.priority.forEach((row, bit) => {
    const { add, per, upTo } = row.out
    const source = per === undefined ? undefined : tables.sourceOf(per)
    if (!tables.limit(row, 'P', bit) || (per !== undefined && source === undefined))
      openPoints.add(row)
    most += Math.abs(add) * unitsMost(row.out)
    if (per === undefined || source === undefined) return
    const always = isAlways(row, rows)
    const field = tables.field(source, always ? 'Q' : `G${bit}`, 0)
    tables.valuesOf(per, source).forEach((value, at) => {
      field[at] = (field[at] ?? 0) + add * Math.min(value, upTo ?? 0)
    })
    if (!always) gated.push({ bit, source, field: `G${bit}` })
  })
  return { gated, openPoints, most }
}

/** The most that a row counts of its fact, whose unknown value may stand below nought. */
function unitsMost({ per, upTo }: PriorityOut): number {
  if (per === undefined) return 1
  const { min }: Fact = FACTS[per]
  return Math.max(upTo ?? 0, -min)
}

/** A row without conditions, read at every stage that anything follows from. */
const isAlways = (row: FlatRow<PriorityOut>, { stages, priorityFirst }: PriorityRows): boolean =>
  !priorityFirst &&
  row.slots.length === 0 &&
  row.money.length === 0 &&
  row.cel.length === 0 &&
  stages.every((stage) => stage.idle || stage.priority.some(({ rowNo }) => rowNo === row.rowNo))
