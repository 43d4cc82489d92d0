import { assert } from '../core/assert.ts'
import type { Columns } from './columns.ts'
import { RowReader } from './columns-read.ts'
import type { Compiled } from './compile.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Fact } from './fact.ts'
import { FACTS } from './facts.ts'
import type { Kernel, Output } from './kernel.ts'
import { LINE, MARK } from './kernel-layout.ts'
import { BITS } from './kernel-tables.ts'
import { quietRow } from './scene.ts'

/** Beyond the facts: what cadences ask of a row, and what stands before every table. */
const ALWAYS = [
  'product',
  'currency',
  'channels',
  'lastPaymentOn',
  'lastConversationOn',
  'lastAttemptOn',
  'delinquentSince',
  'oldestUnpaidDueOn',
  'curedOn',
  'heldUntil',
  'closedOn',
]

/** The fields of a row that the interpreter may read for this strategy. */
function askedFields({ slotOf }: Compiled): Set<string> {
  const facts = [...slotOf.keys()].map((name): Fact => FACTS[name])
  return new Set([...ALWAYS, ...facts.flatMap((fact) => fact.columns)])
}

/** The lines with what the interpreter says in place of each that the tables left open. */
export function settled(kernel: Kernel, columns: Columns, output: Output): Output {
  if (!kernel.hasOpen) return output
  const { compiled } = kernel
  const reader = new RowReader(columns, quietRow('CNY'), askedFields(compiled))
  const write = writerOf(kernel, output)
  const { lines, width, count } = output
  let kept = 0
  for (let n = 0; n < count; n++) {
    const from = n * width
    if (kept !== n) lines.copyWithin(kept * width, from, from + width)
    if (((lines[from + LINE.marks] as number) & MARK.open) === 0) {
      kept++
      continue
    }
    reader.read(lines[from] as number)
    const at = { today: columns.asOf, history: reader.history }
    const decision = decide(compiled, reader.row, at)
    if (decision.idle) continue
    write(kept, decision)
    kept++
  }
  return { ...output, count: kept }
}

/** Writes decisions as the loop writes lines. */
function writerOf({ stages, treatments }: Kernel, { lines, width }: Output) {
  const stageOf = new Map(stages.map((stage, at) => [stage.rowNo, at]))
  const bitOf = new Map(treatments.map((row, bit) => [row.rowNo, bit]))
  return (n: number, decision: Decision): void => {
    const line = n * width
    const stage = stageOf.get(decision.rowNo)
    assert(stage !== undefined, `${decision.stage} is a stage of the kernel`)
    lines[line + LINE.stage] = stage
    lines[line + LINE.priority] = decision.priority
    lines[line + LINE.marks] = MARK.open
    lines.fill(0, line + LINE.treatments, line + width)
    for (const { rowNo } of decision.treatments) {
      const bit = bitOf.get(rowNo)
      assert(bit !== undefined, `row ${rowNo} is a treatment of the kernel`)
      const word = line + LINE.treatments + Math.floor(bit / BITS)
      lines[word] = (lines[word] as number) | (1 << (bit % BITS))
    }
  }
}
