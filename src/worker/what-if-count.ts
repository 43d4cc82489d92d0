import type { Compiled } from '../strategy/compile.ts'
import { compileStrategy, DEFAULT_LATENESS } from '../strategy/compile.ts'
import { positionAt, RowReader } from '../strategy/columns-read.ts'
import { COLUMN_NAMES, SPARSE } from '../strategy/columns.ts'
import type { TableName } from '../strategy/diff.ts'
import { daysPastDue } from '../strategy/fact.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { currencyOfCode } from '../strategy/row.ts'
import { peopleChanged, StepNames, Tally } from '../strategy/tally.ts'
import { topByCapacity } from '../strategy/top.ts'
import type { Counted, Held, Listed, Question, Sample } from './what-if-job.ts'

/** What is kept of a book between two keystrokes: the steps of the version in force do not change. */
export type Kept = { readonly names: StepNames; readonly stepsOf: Map<string, readonly number[]> }
export const keptNothing = (): Kept => ({ names: new StepNames(), stepsOf: new Map() })

/** How many accounts are read between two looks at whether a newer question came. */
const ACCOUNTS_A_LOOK = 1024
const ALL_FIELDS: ReadonlySet<string> = new Set([...COLUMN_NAMES, ...SPARSE])

/** Counts a strategy over a book; undefined where it was cancelled on the way. */
export function countWhatIf(
  held: Held,
  kept: Kept,
  question: Question,
  isCancelled: () => boolean,
): Counted | undefined {
  const started = performance.now()
  const run = { held, question, isCancelled }
  const compiled = compiledOf(question.document, question)
  const after = tallyOf(compiled, kept, run)
  if (after === undefined) return undefined
  const before = stepsBefore(kept, run)
  if (before === 'cancelled') return undefined
  const tables = Object.entries(after.tables).map(([table, rows]) => [
    table,
    rows.map(({ rowNo, hits, samples }) => ({
      rowNo,
      hits,
      samples: samples.map((place) => sampleAt(held, compiled, place)),
    })),
  ])
  return {
    asOf: held.columns.asOf,
    takenAtMs: held.takenAtMs,
    accounts: after.accounts,
    people: after.people,
    peopleChanged: before && peopleChanged(before, after.steps),
    tables: Object.fromEntries(tables) as Record<TableName, Counted['tables'][TableName]>,
    stages: [...after.stages],
    lists: listsOf(after, question.capacity),
    ms: performance.now() - started,
  }
}

function compiledOf(document: string, { codes }: Question): Compiled {
  const strategy = parseStrategy(document, 'document')
  if (!('name' in strategy)) throw new Error('a document that does not parse is not counted')
  return compileStrategy(strategy, codes)
}

type Run = {
  readonly held: Held
  readonly question: Question
  readonly isCancelled: () => boolean
}

function tallyOf(compiled: Compiled, { names }: Kept, run: Run): Tally | undefined {
  const { columns } = run.held
  const tally = new Tally(compiled, columns.asOf, names)
  if (columns.rows === 0) return tally
  const portfolios = run.question.portfolios && new Set(run.question.portfolios)
  const reader = new RowReader(columns, positionAt(columns, 0).row, ALL_FIELDS)
  const { row } = reader
  for (let place = 0; place < columns.rows; place++) {
    if (place % ACCOUNTS_A_LOOK === 0 && run.isCancelled()) return undefined
    const portfolio = columns.values.portfolio[place] as number
    if (portfolios !== undefined && !portfolios.has(portfolio)) continue
    reader.read(place)
    const borrowerId = columns.borrowerId[place] as bigint
    tally.read({ borrowerId, row, history: reader.history, place })
  }
  tally.finish()
  return tally
}

function stepsBefore(kept: Kept, run: Run): readonly number[] | undefined | 'cancelled' {
  const { before, portfolios } = run.question
  if (before === undefined) return undefined
  const key = `${portfolios?.join() ?? '*'}\n${before}`
  const known = kept.stepsOf.get(key)
  if (known !== undefined) return known
  const tally = tallyOf(compiledOf(before, run.question), kept, run)
  if (tally === undefined) return 'cancelled'
  // One version in force a strategy is asked again and again; older ones are not asked any more.
  if (kept.stepsOf.size > 8) kept.stepsOf.clear()
  kept.stepsOf.set(key, tally.steps)
  return tally.steps
}

function sampleAt({ columns }: Held, compiled: Compiled, place: number): Sample {
  const { row, borrowerId } = positionAt(columns, place)
  return {
    accountId: row.accountId,
    borrowerId,
    daysPastDue: daysPastDue(row, columns.asOf, compiled.terms[row.product] ?? DEFAULT_LATENESS),
    arrearsMinor: row.arrears,
    currency: currencyOfCode(row.currency),
  }
}

/** Every worklist that somebody waits in, cut where its hours end. */
function listsOf(tally: Tally, capacity: Question['capacity']): Listed[] {
  const named = [...new Set([...tally.waiting.keys(), ...Object.keys(capacity)])].toSorted()
  return named.map((worklist): Listed => {
    const list = tally.waiting.get(worklist)
    const waiting = list?.priorities.length ?? 0
    const room = Object.hasOwn(capacity, worklist) ? capacity[worklist] : undefined
    if (list === undefined || room === undefined)
      return { worklist, waiting, reached: room && 0, lastPriority: undefined }
    const priority = Int32Array.from(list.priorities)
    const [taken] = topByCapacity(
      {
        count: waiting,
        group: new Int32Array(waiting),
        priority,
        accountId: BigInt64Array.from(list.accountIds),
      },
      [room],
    )
    const last = taken?.at(-1)
    return {
      worklist,
      waiting,
      reached: taken?.length ?? 0,
      lastPriority: last === undefined ? undefined : priority[last],
    }
  })
}
