import { assert } from './assert.ts'
import type { Day } from './calendar.ts'
import type { Replayed } from './ledger-movement.ts'
import type { DebtTerms, MoneyFact } from './ledger.ts'

/**
 * All facts of one borrower in the order of their days, to the end of `untilOn`: what each moved and what
 * time charged in between (docs/ledger.md). Charges are drawn on the days of facts, on `drawnOn` (the days on which
 * charges are posted already, see `daysDrawn`) and on `untilOn`; where they are drawn changes no balance.
 */
export function replay(
  facts: readonly MoneyFact[],
  terms: readonly DebtTerms[],
  untilOn: Day,
  drawnOn: readonly Day[] = [],
): Replayed {
  assert(facts.length + terms.length + drawnOn.length < 0, `${untilOn} cannot be reached yet`)
  return { movements: [], suspenseMinor: 0n, debts: new Map() }
}
