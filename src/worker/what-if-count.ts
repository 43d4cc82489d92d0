import { compileStrategy, DEFAULT_LATENESS, type Compiled } from '../strategy/compile.ts'
import { positionAt } from '../strategy/columns-read.ts'
import type { TableName } from '../strategy/diff.ts'
import { daysPastDue } from '../strategy/fact.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { currencyOfCode } from '../strategy/row.ts'
import { listsOf } from '../strategy/what-if-added.ts'
import type { WhatIf } from '../strategy/what-if.ts'
import type { WhatIfCrew } from './what-if-crew.ts'
import type { Counted, Held, Listed, Question, Sample } from './what-if-job.ts'

/** Counts a strategy over a book; undefined where it was cancelled on the way. */
export async function countWhatIf(
  held: Held,
  question: Question,
  by: { readonly crew: WhatIfCrew; readonly isCancelled: () => boolean },
): Promise<Counted | undefined> {
  const started = performance.now()
  const { columns } = held
  const compiled = compiledOf(question.document, question)
  const before = question.before === undefined ? undefined : compiledOf(question.before, question)
  const found = await by.crew.count({
    columns,
    document: question.document,
    before: question.before,
    codes: question.codes,
    portfolios: question.portfolios,
    compiled,
    compiledBefore: before,
    isCancelled: by.isCancelled,
  })
  if (found === undefined) return undefined
  const tables = Object.entries(found.tables).map(([table, rows]) => [
    table,
    rows.map(({ rowNo, hits, places }) => ({
      rowNo,
      hits,
      samples: places.map((place) => sampleAt(held, compiled, place)),
    })),
  ])
  return {
    asOf: columns.asOf,
    takenAtMs: held.takenAtMs,
    accounts: found.accounts,
    people: found.people,
    peopleChanged: before && found.peopleChanged,
    tables: Object.fromEntries(tables) as Record<TableName, Counted['tables'][TableName]>,
    stages: [...found.stages],
    lists: reachedIn(held, found, question.capacity),
    ms: performance.now() - started,
  }
}

const COMPILED_MAX = 8
const compiled = new Map<string, Compiled>()

/** What is in force is asked again at each keystroke, so a few documents stay as they were compiled. */
function compiledOf(document: string, { codes }: Question): Compiled {
  const words = JSON.stringify(codes, (_, value) =>
    typeof value === 'bigint' ? String(value) : (value as unknown),
  )
  const key = `${words}\n${document}`
  const known = compiled.get(key)
  if (known !== undefined) {
    compiled.delete(key)
    compiled.set(key, known)
    return known
  }
  const strategy = parseStrategy(document, 'document')
  if (!('name' in strategy)) throw new Error('a document that does not parse is not counted')
  const made = compileStrategy(strategy, codes)
  compiled.set(key, made)
  const [oldest] = compiled.keys()
  if (compiled.size > COMPILED_MAX && oldest !== undefined) compiled.delete(oldest)
  return made
}

function sampleAt({ columns }: Held, { terms }: Compiled, place: number): Sample {
  const { row, borrowerId } = positionAt(columns, place)
  return {
    accountId: row.accountId,
    borrowerId,
    daysPastDue: daysPastDue(row, columns.asOf, terms[row.product] ?? DEFAULT_LATENESS),
    arrearsMinor: row.arrears,
    currency: currencyOfCode(row.currency),
  }
}

/** Every worklist that somebody waits in or that was given hours, cut where its hours end. */
function reachedIn(
  { columns }: Held,
  found: WhatIf,
  capacity: Question['capacity'],
): readonly Listed[] {
  const rooms = Object.entries(capacity).map(([worklist, cases]) => ({ worklist, cases }))
  return listsOf(found, columns, rooms)
    .map(({ worklist, waiting, reached, lastPriority }): Listed => {
      const isGiven = Object.hasOwn(capacity, worklist)
      return { worklist, waiting, reached: isGiven ? reached.length : undefined, lastPriority }
    })
    .filter((list) => list.waiting > 0 || list.reached !== undefined)
    .toSorted((a, b) => (a.worklist < b.worklist ? -1 : 1))
}
