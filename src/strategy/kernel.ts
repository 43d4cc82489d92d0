import { assert } from '../core/assert.ts'
import type { Columns } from './columns.ts'
import { BLOCK, domainOf, INT_NAMES } from './columns.ts'
import type { Compiled, FlatRow, StagePlan } from './compile.ts'
import type { TreatmentOut } from './document.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { planOf } from './kernel-plan.ts'
import type { Bases } from './kernel-layout.ts'
import type { KernelSource } from './kernel-source.ts'
import { gatesOf, LINE, paceRounds, paceStride, stageStride } from './kernel-layout.ts'
import { kernelSource } from './kernel-source.ts'
import { BITS, NotColumnar, termsClasses, type Source } from './kernel-tables.ts'

/** Beyond this V8 never optimises a function: 15 ns an account became 194 (design, measured). */
export const SOURCE_MAX = 30_000
const SHARE_WHOLE_MAX = 2 ** 39

/** A strategy as one loop over columns, for one day and for values within the given ranges. */
export type Kernel = {
  readonly source: KernelSource
  /** Every table that the loop reads, one after another. */
  readonly tables: Int32Array
  readonly asOf: number
  readonly ranges: Columns['ranges']
  /** What a bit and a stage number of the output stand for. */
  readonly stages: readonly StagePlan[]
  readonly treatments: readonly FlatRow<TreatmentOut>[]
  readonly words: number
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

/** Throws NotColumnar where no table can stand for what the strategy asks. */
export function compileKernel(
  compiled: Compiled,
  columns: Pick<Columns, 'asOf' | 'ranges' | 'treatments'>,
): Kernel {
  const { asOf, ranges } = columns
  const plan = planOf(compiled, columns)
  if (plan.stages.length > 255) throw new NotColumnar(`${plan.stages.length} stages`)
  const [, most] = ranges.outstanding
  const [, part] = ranges.arrears
  const { tables, bases } = tablesOf(plan, compiled, columns.treatments)
  const source = kernelSource(plan, {
    today: asOf,
    bases,
    shareIsExact: most < SHARE_WHOLE_MAX && part * 10_000 < Number.MAX_SAFE_INTEGER,
  })
  for (const text of [source.block, ...source.more])
    if (text.length > SOURCE_MAX) throw new NotColumnar(`a loop of ${text.length} characters`)
  const { stages, treatments, words } = plan
  return { source, tables, asOf, ranges, stages, treatments, words: words.treatment }
}

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
      asksTerms ? termsClasses(compiled, plan.tables, domainOf('product')) : new Int32Array(0),
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

function paceTable(plan: KernelPlan, names: readonly string[]): Int32Array {
  const stride = paceStride(plan)
  const width = 2 + plan.words.treatment
  const table = new Int32Array(Math.max(names.length, 1) * stride)
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

/** `first` and `end` are lines of the output: only the further words of treatments ask them. */
type Block = (
  c: readonly unknown[],
  t: readonly [Int32Array],
  o: readonly unknown[],
  from: number,
  until: number,
  n: number,
) => number

/** The only place where text becomes code: text of kernel-source.ts, of which no word is a user's. */
const made = (source: string, [a, b, c]: readonly string[]): Block =>
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function('c', 't', 'o', a ?? '', b ?? '', c ?? '', source) as Block

export type Runner = {
  readonly kernel: Kernel
  readonly block: Block
  readonly more: readonly Block[]
}
export const runnerOf = (kernel: Kernel): Runner => ({
  kernel,
  block: made(kernel.source.block, ['from', 'until', 'n']),
  more: kernel.source.more.map((text) => made(text, ['from', 'first', 'end'])),
})

/** The columns in the places where the generated text finds them. */
export function columnList(kernel: Kernel, columns: Columns): readonly unknown[] {
  const { history, values } = columns
  assert(columns.asOf === kernel.asOf, 'the columns are of the day that the kernel was made for')
  for (const name of kernel.source.columns) {
    const [[least, most], [from, to]] = [columns.ranges[name], kernel.ranges[name]]
    assert(columns.rows === 0 || (from <= least && most <= to), `${name} is within its ranges`)
  }
  const [first] = INT_NAMES.map((name) => values[name])
  const ints = new Int16Array(first?.buffer as SharedArrayBuffer)
  const money = kernel.source.money.map((name) => values[name])
  return [ints, values.lateFrom, history.entries, history.first, ...money]
}

export function newOutput(kernel: Kernel, rows: number): Output {
  const width = LINE.treatments + kernel.words
  // One place behind the last line of each chunk of a thread (a thread's chunks stand apart).
  const places = rows + Math.ceil(rows / BLOCK) + 1
  return { count: 0, width, lines: new Int32Array(new SharedArrayBuffer(places * width * 4)) }
}

/** The outputs in the places where the generated text finds them. */
export const outputList = (output: Output): readonly unknown[] => [
  new Int32Array(BLOCK),
  new Int32Array(BLOCK),
  output.lines,
]

/** Decides rows from..until and appends those that count; a whole book, a shard, or one account. */
export function runKernel(
  runner: Runner,
  columns: Columns,
  output: Output = newOutput(runner.kernel, columns.rows),
): Output {
  const c = columnList(runner.kernel, columns)
  const o = outputList(output)
  const t = [runner.kernel.tables] as const
  let n = 0
  for (let from = 0; from < columns.rows; from += BLOCK) {
    const until = Math.min(from + BLOCK, columns.rows)
    const end = runner.block(c, t, o, from, until, n)
    for (const more of runner.more) more(c, t, o, from, n, end)
    n = end
  }
  return { ...output, count: n }
}
