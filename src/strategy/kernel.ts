import { assert } from '../core/assert.ts'
import type { Columns, Ranges } from './columns.ts'
import { domainOf } from './columns.ts'
import type { Compiled, FlatRow, StagePlan } from './compile.ts'
import type { OfferOut, PriorityOut, TreatmentOut } from './document.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { hasOpen, planOf } from './kernel-plan.ts'
import type { Bases } from './kernel-layout.ts'
import type { KernelSource } from './kernel-source.ts'
import { gatesOf, LINE, lineWidth, paceRounds, paceStride, stageStride } from './kernel-layout.ts'
import { kernelSource, openSource } from './kernel-source.ts'
import { BITS, type Source } from './kernel-tables.ts'
import { termsClasses } from './kernel-terms.ts'

/** Beyond this V8 never optimises a function: 15 ns an account became 194 (design, measured). */
export const SOURCE_MAX = 30_000
const SHARE_WHOLE_MAX = 2 ** 39

/** A strategy as one loop over columns, for one day and for values within the given ranges. */
export type Kernel = {
  readonly compiled: Compiled
  readonly source: KernelSource
  /** Every table that the loop reads, one after another. */
  readonly tables: Int32Array
  readonly asOf: number
  readonly ranges: Ranges
  /** Names of treatments by the codes of the past that the loop knows. */
  readonly names: readonly string[]
  /** Some lines are left to the plain interpreter: those that bear the mark. */
  readonly hasOpen: boolean
  /** What a bit and a stage number of the output stand for. */
  readonly stages: readonly StagePlan[]
  readonly treatments: readonly FlatRow<TreatmentOut>[]
  /** There is a line for every account, with all rows that speak for it. */
  readonly every: boolean
  /** What the further bits stand for, where every account is told of. */
  readonly priority: readonly FlatRow<PriorityOut>[]
  readonly offers: readonly FlatRow<OfferOut>[]
  /** Words of treatments in a line. */
  readonly words: number
  /** Numbers a line of the output. */
  readonly width: number
}

/** One line an account that somebody or something may follow up; others are left out. */
export type Output = {
  readonly count: number
  /** Numbers a line: the row, a place in `Kernel.stages`, the priority, then bits of treatments. */
  readonly width: number
  readonly lines: Int32Array
}
export const rowAt = (output: Output, n: number): number =>
  output.lines[n * output.width + LINE.row] as number
export const stageAt = (output: Output, n: number): number =>
  output.lines[n * output.width + LINE.stage] as number
export const priorityAt = (output: Output, n: number): number =>
  output.lines[n * output.width + LINE.priority] as number
/** Bits of `Kernel.treatments`, 30 a word. */
export const bitsAt = (output: Output, n: number, word = 0): number =>
  output.lines[n * output.width + LINE.treatments + word] as number

/**
 * Every checked strategy compiles: what no table can stand for is marked open by the loop, and what
 * does not fit a loop at all is open on every row. The plain interpreter then answers (kernel-run.ts).
 */
export function compileKernel(
  compiled: Compiled,
  columns: Pick<Columns, 'asOf' | 'ranges' | 'treatments'>,
  { every = false }: { readonly every?: boolean } = {},
): Kernel {
  const { asOf, ranges, treatments: names } = columns
  const plan = planOf(compiled, columns, every)
  const { tables, bases } = tablesOf(plan, compiled, names)
  const written = kernelSource(plan, { today: asOf, bases, shareIsExact: isShareExact(ranges) })
  const isSmall = [written.block, ...written.more].every((text) => text.length <= SOURCE_MAX)
  const fits = isSmall && !plan.isTooHigh
  return {
    compiled,
    source: fits ? written : openSource(lineWidth(plan)),
    tables,
    asOf,
    ranges,
    names,
    hasOpen: !fits || hasOpen(plan),
    stages: plan.stages,
    treatments: plan.treatments,
    every,
    priority: plan.priority,
    offers: plan.offers,
    words: plan.words.treatment,
    width: lineWidth(plan),
  }
}

const isShareExact = ({ outstanding, arrears }: Ranges): boolean =>
  outstanding[1] < SHARE_WHOLE_MAX && arrears[1] * 10_000 < Number.MAX_SAFE_INTEGER

/** Every table in one array: V8 then holds one place and one length, not twenty. */
function tablesOf(plan: KernelPlan, compiled: Compiled, names: readonly string[]) {
  const parts: Int32Array[] = []
  let length = 0
  const add = (part: Int32Array): number => {
    parts.push(part)
    length += part.length
    return length - part.length
  }
  const sources = [...plan.tables.sources.values()]
  const asksTerms = plan.tables.terms.length > 1
  const bases: Bases = {
    stage: add(stageTable(plan)),
    points: add(pointsTable(plan)),
    pace: add(paceTable(plan, names)),
    terms: add(
      asksTerms
        ? termsClasses(compiled, plan.tables.terms, domainOf('product'))
        : new Int32Array(0),
    ),
    currency: add(currencyTable(sources)),
    gates: new Map(
      gatesOf(plan).gates.map((gate) => [
        gate,
        add(laidOut(gate, stageFields(gate, plan.words.stage))),
      ]),
    ),
    sources: new Map(
      sources.map((source) => [source, add(laidOut(source, [...source.fields.values()]))]),
    ),
  }
  const tables = new Int32Array(new SharedArrayBuffer(length * 4))
  let at = 0
  for (const part of parts) {
    tables.set(part, at)
    at += part.length
  }
  return { tables, bases }
}

const stageFields = ({ fields, span }: Source, words: number): Int32Array[] =>
  Array.from({ length: words }, (_, w) => fields.get(`S${w}`) ?? new Int32Array(span).fill(-1))

/** Value after value, each with all its fields side by side: one line of the cache a lookup. */
function laidOut(source: Source, fields: readonly Int32Array[]): Int32Array {
  const stride = fields.length
  const table = new Int32Array((fields[0]?.length ?? 0) * stride)
  fields.forEach((field, offset) => {
    for (let at = 0; at < field.length; at++) table[at * stride + offset] = field[at] as number
  })
  assert(stride > 0 || source.fields.size === 0, 'a table has fields')
  return table
}

/** A stage's rows of treatments and priority, and 1 where it counts; stage -1, none, stands first. */
function stageTable(plan: KernelPlan): Int32Array {
  const stride = stageStride(plan)
  const table = new Int32Array((plan.stages.length + 1) * stride)
  plan.stages.forEach((stage, at) => {
    const base = (at + 1) * stride
    const keep = (
      rows: readonly { rowNo: number }[],
      all: readonly { rowNo: number }[],
      to: number,
    ) => {
      for (const { rowNo } of rows) {
        const bit = all.findIndex((row) => row.rowNo === rowNo)
        const word = base + to + Math.floor(bit / BITS)
        table[word] = (table[word] ?? 0) | (1 << (bit % BITS))
      }
    }
    if (at > 0) keep(stage.offers, plan.offers, plan.words.treatment + plan.words.priority)
    if (stage.idle) return
    keep(stage.treatments, plan.treatments, 0)
    keep(stage.priority, plan.priority, plan.words.treatment)
    table[base + stride - 1] = 1
  })
  return table
}

/** The sum of the fixed points for every combination of eight rows. */
function pointsTable({ priority, words }: KernelPlan): Int32Array {
  const table = new Int32Array(words.priority * 4 * 256)
  for (let at = 0; at < table.length; at++) {
    const first = Math.floor(at / 1024) * BITS + (Math.floor(at / 256) % 4) * 8
    for (let bit = 0; bit < 8; bit++) {
      const row = priority[first + bit]
      const isOfWord = (Math.floor(at / 256) % 4) * 8 + bit < BITS
      if (((at >> bit) & 1) === 1 && isOfWord && row?.out.per === undefined)
        table[at] = (table[at] ?? 0) + (row?.out.add ?? 0)
    }
  }
  return table
}

/** Limits by the code of a treatment; one place more, without limits, for names not known. */
function paceTable(plan: KernelPlan, names: readonly string[]): Int32Array {
  const stride = paceStride(plan)
  const width = 2 + plan.words.treatment
  const table = new Int32Array((names.length + 1) * stride)
  names.forEach((name, code) => {
    const rows = plan.paced.filter((row) => row.name === name)
    for (let round = 0; round < paceRounds(plan); round++) {
      const row = rows[round]
      if (row === undefined) continue
      const base = code * stride + round * width
      table[base] = row.every
      table[base + 1] = row.atMost
      table[base + 2 + Math.floor(row.bit / BITS)] = 1 << (row.bit % BITS)
    }
  })
  return table
}

function currencyTable(sources: readonly Source[]): Int32Array {
  const table = new Int32Array(sources.some(({ from }) => from.is === 'money') ? 32_768 : 0)
  const money = sources.flatMap(({ from }) => (from.is === 'money' ? [from] : []))
  money[0]?.currencies.forEach((code, at) => (table[code] = at + 1))
  return table
}
