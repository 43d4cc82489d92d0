import { assert } from '../core/assert.ts'
import type { Columns } from './columns.ts'
import { RowReader } from './columns-read.ts'
import type { Compiled } from './compile.ts'
import { decide, speakingRows } from './decide.ts'
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
export const settled = (kernel: Kernel, columns: Columns, output: Output): Output =>
  kernel.hasOpen ? new OpenRows(kernel, columns).settle(output) : output

/** Asks the plain interpreter of the rows that stand open in a block, a shard or a book. */
export class OpenRows {
  readonly #kernel: Kernel
  readonly #asOf: number
  readonly #reader: RowReader
  readonly #places: ReturnType<typeof placesOf>

  constructor(kernel: Kernel, columns: Columns) {
    this.#kernel = kernel
    this.#asOf = columns.asOf
    this.#reader = new RowReader(columns, quietRow('CNY'), askedFields(kernel.compiled))
    this.#places = placesOf(kernel)
  }

  settle(output: Output): Output {
    const { lines, width, count } = output
    let kept = 0
    for (let n = 0; n < count; n++) {
      const from = n * width
      if (kept !== n) lines.copyWithin(kept * width, from, from + width)
      const isOpen = ((lines[from + LINE.marks] as number) & MARK.open) !== 0
      if (!isOpen || this.#ask(lines, kept * width)) kept++
    }
    return { ...output, count: kept }
  }

  /** False where the line is not wanted: the account is idle, and only those that are not are told of. */
  #ask(lines: Int32Array, line: number): boolean {
    const { compiled, every, words, priority, width } = this.#kernel
    this.#reader.read(lines[line] as number)
    const { row, history } = this.#reader
    const decision = decide(compiled, row, { today: this.#asOf, history })
    if (decision.idle && !every) return false
    const stage = this.#places.stage.get(decision.rowNo)
    assert(stage !== undefined, `${decision.stage} is a stage of the kernel`)
    lines[line + LINE.stage] = decision.stage === 'closed' ? -1 : stage
    lines[line + LINE.priority] = decision.priority
    lines[line + LINE.marks] = MARK.open
    const at = line + LINE.treatments
    lines.fill(0, at, line + width)
    for (const { rowNo } of decision.treatments)
      setBit(lines, at, this.#places.treatments.get(rowNo))
    if (!every) return true
    const speaking = speakingRows(compiled, row, { today: this.#asOf })
    const further = at + words
    for (const rowNo of speaking.priority) setBit(lines, further, this.#places.priority.get(rowNo))
    const offers = further + Math.ceil(priority.length / BITS)
    if (speaking.offer !== undefined) setBit(lines, offers, this.#places.offers.get(speaking.offer))
    return true
  }
}

function setBit(lines: Int32Array, from: number, bit: number | undefined): void {
  assert(bit !== undefined, 'a row of the strategy is a bit of the kernel')
  const word = from + Math.floor(bit / BITS)
  lines[word] = (lines[word] as number) | (1 << (bit % BITS))
}

/** Where the rows of each table stand in a line. */
function placesOf(kernel: Kernel) {
  const places = (rows: readonly { readonly rowNo: number }[]) =>
    new Map(rows.map((row, at) => [row.rowNo, at]))
  return {
    stage: places(kernel.stages),
    treatments: places(kernel.treatments),
    priority: places(kernel.priority),
    offers: places(kernel.offers),
  }
}
