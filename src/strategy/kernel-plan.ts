import { channelBit } from '../core/channel.ts'
import { channelOf } from './cadence.ts'
import type { Columns } from './columns.ts'
import type { Compiled, FlatRow, StagePlan } from './compile.ts'
import type { PriorityOut, TreatmentOut } from './document.ts'
import { BITS, fieldOf, NotColumnar, Tables, type Source } from './kernel-tables.ts'

/** What the generated loop is made from: numbers and tables, no word of the strategy's author. */
export type KernelPlan = {
  readonly tables: Tables
  /** In the order of their bits: on hold first, then the rows of the stage table. */
  readonly stages: readonly StagePlan[]
  readonly treatments: readonly FlatRow<TreatmentOut>[]
  readonly priority: readonly FlatRow<PriorityOut>[]
  readonly priorityFirst: boolean
  /** Words of 30 bits of each kind. */
  readonly words: { readonly stage: number; readonly treatment: number; readonly priority: number }
  /** A bit a row that leaves the account alone, a word each. */
  readonly nothing: readonly number[]
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

/** Longer than every distance between two days: a limit that never holds anything back. */
const NO_EVERY = -1_000_000
const NO_MOST = 1_000_000_000

export function planOf(compiled: Compiled, columns: Pick<Columns, 'asOf' | 'ranges'>): KernelPlan {
  const tables = new Tables(compiled, { today: columns.asOf, ranges: columns.ranges })
  const stages = [compiled.onHold, ...compiled.stageRows.map((row) => row.out)]
  limitStages(compiled, tables, { today: columns.asOf, stages: stages.length })
  const treatments = rowsOf(stages.flatMap((stage) => stage.treatments))
  const priority = rowsOf(stages.flatMap((stage) => stage.priority))
  treatments.forEach((row, bit) => limitTreatment(tables, row, bit))
  const words = {
    stage: Math.ceil(stages.length / BITS),
    treatment: Math.max(Math.ceil(treatments.length / BITS), 1),
    priority: Math.ceil(priority.length / BITS),
  }
  const nothing = Array.from({ length: words.treatment }, (_, word) =>
    bitsOf(treatments, word, (row) => row.out.action.do === 'nothing'),
  )
  const paced = treatments.flatMap(({ out }, bit) => {
    const { every, atMost } = out.cadence
    if (out.action.do === 'nothing' || (every === undefined && atMost === undefined)) return []
    return [{ name: out.treatment, bit, every: every ?? NO_EVERY, atMost: atMost ?? NO_MOST }]
  })
  const priorityFirst = compiled.priorityFirst
  const gated = points(tables, { stages, priority, priorityFirst })
  return { tables, stages, treatments, priority, priorityFirst, words, nothing, gated, paced }
}

function limitStages(
  compiled: Compiled,
  tables: Tables,
  { today, stages }: { today: number; stages: number },
): void {
  compiled.stageRows.forEach((row, i) => tables.limit(row, 'S', i + 1))
  const held = tables.column('heldUntil')
  tables.clear(held, { family: 'S', bit: 0 }, (at) => held.min + at > today)
  // A closed account stands at no stage at all.
  const closed = tables.column('closedOn')
  for (let word = 0; word * BITS < stages; word++) {
    const field = tables.field(closed, fieldOf('S', word), -1)
    for (let at = 0; at < field.length && closed.min + at <= today; at++) field[at] = 0
  }
}

/** Each row of a table once, in the order of the table. */
function rowsOf<Out>(rows: readonly FlatRow<Out>[]): FlatRow<Out>[] {
  const byNo = new Map(rows.map((row) => [row.rowNo, row]))
  return [...byNo.values()].toSorted((a, b) => a.rowNo - b.rowNo)
}

function limitTreatment(tables: Tables, row: FlatRow<TreatmentOut>, bit: number): void {
  const to = { family: 'T', bit }
  tables.limit(row, 'T', bit)
  const { action, cadence } = row.out
  if (action.do === 'nothing') return
  const channel = channelOf(action)
  if (channel !== undefined) {
    const channels = tables.column('channels')
    tables.clear(channels, to, (at) => ((channels.min + at) & channelBit(channel)) !== 0)
  }
  tables.quiet('lastPaymentOn', cadence.quietAfter.payment, to)
  tables.quiet('lastConversationOn', cadence.quietAfter.conversation, to)
  tables.quiet('lastAttemptOn', cadence.quietAfter.attempt, to)
}

export function bitsOf<T>(rows: readonly T[], word: number, has: (row: T) => boolean): number {
  let bits = 0
  rows.slice(word * BITS, (word + 1) * BITS).forEach((row, bit) => {
    if (has(row)) bits |= 1 << bit
  })
  return bits
}

type PriorityRows = Pick<KernelPlan, 'stages' | 'priority' | 'priorityFirst'>

/** Writes what each priority row adds into tables, and proves that no sum leaves 32 bits. */
function points(tables: Tables, rows: PriorityRows): KernelPlan['gated'] {
  const gated: { bit: number; source: Source; field: string }[] = []
  let most = 0
  rows.priority.forEach((row, bit) => {
    tables.limit(row, 'P', bit)
    const { add, per, upTo } = row.out
    if (per === undefined) {
      most += Math.abs(add)
      return
    }
    const source = tables.sourceOf(per)
    const units = tables.valuesOf(per)
    const always = isAlways(row, rows)
    const field = tables.field(source, always ? 'Q' : `G${bit}`, 0)
    let greatest = 0
    units.forEach((value, at) => {
      const worth = add * Math.min(value, upTo ?? 0)
      greatest = Math.max(greatest, Math.abs(worth))
      field[at] = (field[at] ?? 0) + worth
    })
    most += greatest
    if (!always) gated.push({ bit, source, field: `G${bit}` })
  })
  if (most >= 2 ** 31) throw new NotColumnar(`priority may reach ${most}, beyond 32 bits`)
  return gated
}

/** A row without conditions, read at every stage that anything follows from. */
const isAlways = (row: FlatRow<PriorityOut>, { stages, priorityFirst }: PriorityRows): boolean =>
  !priorityFirst &&
  row.slots.length === 0 &&
  row.money.length === 0 &&
  stages.every((stage) => stage.idle || stage.priority.some(({ rowNo }) => rowNo === row.rowNo))
