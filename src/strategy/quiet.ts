import { channelOf } from './cadence.ts'
import { parseCell, type Cell } from './cell.ts'
import type { Strategy, Table } from './document.ts'
import type { FactName } from './facts.ts'
import { columnOfFact } from './parse-table.ts'

/** What keeps an account quiet, and the facts by which a strategy shows that it thought of it. */
const QUIET = [
  { fact: 'promise.open', asks: ['promise.open', 'promise.days_left'] },
  {
    fact: 'plan.active',
    asks: ['plan.active', 'plan.days_late', 'plan.days_before_due', 'plan.next_due_on'],
  },
] as const

/**
 * While a promise or a plan runs its account is quiet. A strategy that asks nowhere whether one does has
 * forgotten it, not decided otherwise: its rows that meet a person then wait until none does, as if each
 * had said so.
 */
export const quietWhileAgreed = (strategy: Strategy): Strategy =>
  QUIET.reduce((quiet, { fact, asks }) => quietWhile(quiet, fact, asks), strategy)

function quietWhile(strategy: Strategy, fact: FactName, asks: readonly FactName[]): Strategy {
  if (asksFor(strategy.stage, asks) || asksFor(strategy.treatments, asks)) return strategy
  const { treatments } = strategy
  const column = columnOfFact(fact)
  const no = parseCell('false', column)
  if ('fault' in no) return strategy
  const any: Cell = { is: 'any' }
  return {
    ...strategy,
    treatments: {
      ...treatments,
      inputs: [...treatments.inputs, column],
      rules: treatments.rules.map((rule) => ({
        ...rule,
        cells: [...rule.cells, channelOf(rule.out.action) === undefined ? any : no],
      })),
    },
  }
}

/** In a column of its own, or in an expression. */
const asksFor = <Out>(table: Table<Out>, asks: readonly FactName[]): boolean =>
  table.inputs.some((column) => asks.some((fact) => fact === column.name)) ||
  table.rules.some((rule) =>
    rule.cells.some((cell) => cell.is === 'cel' && asks.some((fact) => cell.facts.includes(fact))),
  )
