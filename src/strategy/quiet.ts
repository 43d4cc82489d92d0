import { channelOf } from './cadence.ts'
import { parseCell, type Cell } from './cell.ts'
import type { Strategy, Table } from './document.ts'
import { columnOfFact } from './parse-table.ts'

const ASKS = ['promise.open', 'promise.days_left'] as const

/**
 * While a promise runs its account is quiet. A strategy that asks nowhere whether one is open has forgotten
 * it, not decided otherwise: its rows that meet a person then wait until none is, as if each had said so.
 */
export function quietWhilePromised(strategy: Strategy): Strategy {
  if (asksForPromises(strategy.stage) || asksForPromises(strategy.treatments)) return strategy
  const { treatments } = strategy
  const column = columnOfFact('promise.open')
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
const asksForPromises = <Out>(table: Table<Out>): boolean =>
  table.inputs.some((column) => ASKS.some((fact) => fact === column.name)) ||
  table.rules.some((rule) =>
    rule.cells.some((cell) => cell.is === 'cel' && ASKS.some((fact) => cell.facts.includes(fact))),
  )
