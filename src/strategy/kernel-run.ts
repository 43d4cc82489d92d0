import { assert } from '../core/assert.ts'
import type { ColumnName, Columns, Ranges } from './columns.ts'
import { BLOCK, domainOf, COLUMN_NAMES, ENTRY, INT_NAMES, isMoney } from './columns.ts'
import type { Derived } from './columns-derive.ts'
import { derivedColumn } from './columns-derive.ts'
import type { Compiled } from './compile.ts'
import type { Kernel, Output } from './kernel.ts'
import { compileKernel } from './kernel.ts'
import { settled } from './kernel-open.ts'

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
  /** The same strategy for columns with values that lie outside the kernel's ranges. */
  readonly beyond?: () => Runner
}
export const runnerOf = (kernel: Kernel): Runner => ({
  kernel,
  block: made(kernel.source.block, ['from', 'until', 'n']),
  more: kernel.source.more.map((text) => made(text, ['from', 'first', 'end'])),
})

/**
 * One runner for every shard and every event of a day: its kernel takes any value that a column can
 * hold. Amounts beyond what is common make it slower, so for those a second kernel is made.
 */
export function dayRunner(
  compiled: Compiled,
  of: { readonly asOf: number; readonly treatments?: readonly string[] },
): Runner {
  const treatments = of.treatments ?? treatmentNames(compiled)
  const runner = runnerOf(compileKernel(compiled, { ...of, ranges: rangesFor(COMMON), treatments }))
  let wide: Runner | undefined
  const ranges = rangesFor(MONEY)
  return {
    ...runner,
    beyond: () => (wide ??= runnerOf(compileKernel(compiled, { ...of, ranges, treatments }))),
  }
}

/** The codes that the past of a shard is best kept in: `newColumns(capacity, treatmentNames(compiled))`. */
export const treatmentNames = (compiled: Compiled): string[] => [
  ...new Set(compiled.strategy.treatments.rules.map((rule) => rule.out.treatment)),
]

/** Amounts below five thousand million of a currency with two digits: ten thousand times is exact. */
const COMMON: readonly [number, number] = [-(2 ** 39 - 1), 2 ** 39 - 1]
const MONEY = domainOf('outstanding')

const rangesFor = (money: readonly [number, number]): Ranges =>
  Object.fromEntries(
    COLUMN_NAMES.map((name) => [name, isMoney(name) ? money : domainOf(name)]),
  ) as Ranges

/**
 * What the strategy decides today for every account of the columns: a line for each that somebody or
 * something may follow up, the same as the plain interpreter's on every row.
 */
export function decideColumns(runner: Runner, columns: Columns): Output {
  const fits = isWithin(runner.kernel, columns)
  const able = fits ? runner : (runner.beyond?.() ?? runner)
  return runKernel(able, columns)
}

const isWithin = ({ source, ranges }: Kernel, columns: Columns): boolean =>
  columns.rows === 0 ||
  source.columns.filter(isStored).every((name) => {
    const [from, to] = ranges[name]
    const [lowest, highest] = domainOf(name)
    // A kernel of a day takes whatever the column can hold, without a look at its values.
    if (from <= lowest && highest <= to) return true
    const [least, most] = columns.ranges[name]
    return from <= least && most <= to
  })

const isStored = (name: ColumnName | Derived): name is ColumnName =>
  COLUMN_NAMES.some((one) => one === name)

/** The columns in the places where the generated text finds them. */
export function columnList(kernel: Kernel, columns: Columns): readonly unknown[] {
  const { history, values } = columns
  assert(columns.asOf === kernel.asOf, 'the columns are of the day that the kernel was made for')
  assert(isWithin(kernel, columns), 'every value is within the ranges that the kernel was made for')
  const [first] = INT_NAMES.map((name) => values[name])
  const ints = new Int16Array(first?.buffer as SharedArrayBuffer)
  const own = kernel.source.own.map((name) =>
    isStored(name) ? values[name] : derivedColumn(columns, name),
  )
  return [ints, entriesFor(kernel, columns), history.first, ...own]
}

/** The past in the kernel's codes; what it does not name falls to the one place without limits. */
function entriesFor({ names }: Kernel, { treatments, history }: Columns): Int32Array {
  const isSame = treatments.every((name, code) => names[code] === name)
  if (isSame) return history.entries
  const codes = treatments.map((name) => {
    const code = names.indexOf(name)
    return code < 0 ? names.length : code
  })
  const entries = new Int32Array(new SharedArrayBuffer(history.entries.byteLength))
  entries.set(history.entries)
  for (let at = 2; at < entries.length; at += ENTRY) {
    const both = entries[at] as number
    entries[at] = (codes[both >> 16] as number) * 65_536 + (both & 65_535)
  }
  return entries
}

export function newOutput(kernel: Kernel, rows: number): Output {
  const { width } = kernel
  // One place behind the last line of each chunk of a thread (a thread's chunks stand apart).
  const places = rows + Math.ceil(rows / BLOCK) + 1
  return { count: 0, width, lines: new Int32Array(new SharedArrayBuffer(places * width * 4)) }
}

/** The outputs in the places where the generated text finds them. */
export const outputList = (
  output: Output,
): readonly [Int32Array, Int32Array, Int32Array, Int32Array] => [
  new Int32Array(BLOCK),
  new Int32Array(BLOCK),
  output.lines,
  new Int32Array(BLOCK),
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
  return settled(runner.kernel, columns, { ...output, count: n })
}
