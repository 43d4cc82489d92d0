import type { Day } from '../../src/core/calendar.ts'
import {
  LEDGER_ACCOUNTS,
  type DebtTerms,
  type LedgerAccount,
  type Line,
  type MoneyFact,
} from '../../src/core/ledger.ts'
import { replay } from '../../src/core/ledger-replay.ts'
import { dayByDay, type Books } from './reference.ts'
import type { History } from './random-history.ts'
import { RIGHT, type Habits } from './reference-terms.ts'

/** What stands on every ledger account at the end of a day; what is nothing is left out. */
export type Balances = ReadonlyMap<string, bigint>

const place = (accountId: bigint | undefined, name: LedgerAccount): string =>
  `${accountId ?? 'borrower'} ${name}`

function withoutZeros(sums: Map<string, bigint>): Balances {
  for (const [key, sum] of sums) if (sum === 0n) sums.delete(key)
  return sums
}

export function balancesOfLines(lines: Iterable<Line>): Balances {
  const sums = new Map<string, bigint>()
  for (const { accountId, ledgerAccount, amountMinor } of lines) {
    const key = place(accountId, ledgerAccount)
    sums.set(key, (sums.get(key) ?? 0n) + amountMinor)
  }
  return withoutZeros(sums)
}

function balancesOfBooks(books: Books): Balances {
  const sums = new Map([
    [place(undefined, 'cash'), books.cashMinor],
    [place(undefined, 'suspense'), -books.suspenseMinor],
  ])
  for (const { terms, books: accounts } of books.debts) {
    for (const name of LEDGER_ACCOUNTS) {
      const key = place(terms.accountId, name)
      sums.set(key, (sums.get(key) ?? 0n) + accounts[name])
    }
  }
  return withoutZeros(sums)
}

/** The reference's balances at the end of each asked day, and what caps had cut by then. */
export function referenceAt(
  facts: readonly MoneyFact[],
  terms: readonly DebtTerms[],
  days: readonly Day[],
  habits: Habits = RIGHT,
): Map<Day, { balances: Balances; cutMinor: bigint }> {
  const asked = new Set(days)
  const found = new Map<Day, { balances: Balances; cutMinor: bigint }>()
  const untilOn = days.toSorted().at(-1)
  if (untilOn === undefined) return found
  for (const { on, books } of dayByDay(facts, terms, untilOn, habits)) {
    if (!asked.has(on)) continue
    const cutMinor = books.debts.reduce((sum, debt) => sum + debt.cutMinor, 0n)
    found.set(on, { balances: balancesOfBooks(books), cutMinor })
  }
  return found
}

const NONE = { balances: new Map<string, bigint>(), cutMinor: 0n }

export type Difference = {
  readonly seed: number
  readonly on: Day
  readonly at: string
  readonly reference: bigint
  readonly program: bigint
}

/** Where the program and the reference differ at the end of the asked days: the first such day alone. */
export function differencesOf(
  history: History,
  days: readonly Day[],
  reference = referenceAt(history.facts, history.terms, days),
): Difference[] {
  for (const on of days.toSorted()) {
    const { movements } = replay(history.facts, history.terms, on)
    const program = balancesOfLines(movements.flatMap(({ lines }) => lines))
    const { balances } = reference.get(on) ?? NONE
    const found = [...new Set([...balances.keys(), ...program.keys()])].flatMap((at) => {
      const both = { reference: balances.get(at) ?? 0n, program: program.get(at) ?? 0n }
      return both.reference === both.program ? [] : [{ seed: history.seed, on, at, ...both }]
    })
    if (found.length > 0) return found
  }
  return []
}
