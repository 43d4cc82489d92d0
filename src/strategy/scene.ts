import { dayNumber } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import type { History } from './cadence.ts'
import type { Book } from './compile.ts'
import { bookOfWords, codeOfWord, DEFAULT_LATENESS } from './compile.ts'
import type { Given, Strategy, StrategyTest, Table } from './document.ts'
import type { Fact } from './fact.ts'
import type { FactName } from './facts.ts'
import { FACTS } from './facts.ts'
import type { StrategyRow } from './row.ts'
import { currencyCode, NO_POSITION } from './row.ts'

/** The account that a test describes, as the row that a cycle would read. */
export type Scene = { readonly row: StrategyRow; readonly today: number; readonly history: History }

/** A fact that the others make something else than the test gives. */
export type Contradiction = { readonly given: Given; readonly is: number }

/**
 * Builds a row in which every given fact is so, and asks the catalogue to confirm it: a test runs on
 * exactly the path of a night, and cannot describe an account that cannot exist.
 */
export function sceneOf(strategy: Strategy, test: StrategyTest, book: Book): Scene | Contradiction {
  const today = dayNumber(test.today ?? strategy.effectiveOn)
  const named = test.given.find((given) => given.currency !== undefined)?.currency
  const start = quietRow(named ?? strategy.currencies?.[0] ?? 'CNY')
  let row: StrategyRow = start
  // In the order of the catalogue, so that the order in which a test lists them means nothing.
  const given = (Object.keys(FACTS) as FactName[]).flatMap((name) =>
    test.given.filter((one) => one.fact === name),
  )
  const read = (one: Given) => (FACTS[one.fact] as Fact).fill(row, today, DEFAULT_LATENESS)
  for (const one of given) {
    const value = valueOf(one, book)
    if (read(one) !== value) row = { ...row, ...(FACTS[one.fact] as Fact).give(value, today, row) }
  }
  const wrong = given.find((one) => read(one) !== valueOf(one, book))
  if (wrong !== undefined) return { given: wrong, is: read(wrong) }
  const history = new Map(
    test.history.map(({ treatment, times, daysAgo }) => [
      treatment,
      { times, lastOn: today - daysAgo },
    ]),
  )
  return { row, today, history }
}

function valueOf(given: Given, book: Book): number {
  if (typeof given.value === 'number') return given.value
  return codeOfWord(book, given.value, FACTS[given.fact] as Fact & { words: undefined }) ?? -1
}

/** An open account with nothing due, every channel and no past. */
export const quietRow = (currency: string): StrategyRow => ({
  ...NO_POSITION,
  accountId: 1n,
  currency: currencyCode(currency),
  channels: (1 << CHANNELS.length) - 1,
})

/** A book of every product and portfolio that the file names: what its own tests run against. */
export function bookOf(strategy: Strategy): Book {
  const words = (name: FactName): string[] => [
    ...new Set([
      ...tablesOf(strategy).flatMap((table) => wordsIn(table, name)),
      ...strategy.tests.flatMap((test) =>
        test.given.filter((given) => given.fact === name).map((given) => String(given.value)),
      ),
    ]),
  ]
  return bookOfWords(words('account.product'), words('account.portfolio'), {
    segment: words('account.segment'),
    zone: words('borrower.zone'),
  })
}

export const tablesOf = (strategy: Strategy): Table<unknown>[] =>
  [strategy.stage, strategy.treatments, strategy.priority, strategy.offer].filter(
    (table) => table !== undefined,
  )

function wordsIn(table: Table<unknown>, name: FactName): string[] {
  const at = table.inputs.findIndex((column) => column.name === name)
  return table.rules.flatMap(({ cells }) => {
    const cell = cells[at]
    return cell?.is === 'words' ? [...cell.words] : []
  })
}
