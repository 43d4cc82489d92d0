import type { Day } from './calendar.ts'
import { replay } from './ledger-replay.ts'
import type { DebtTerms, MoneyFact } from './ledger.ts'

/** Why a fact cannot be taken: what the world can cause, and a person can mend. */
export type LedgerDeclined = {
  readonly declined:
    | 'unknown_account'
    | 'not_positive'
    | 'future_day'
    | 'same_id'
    | 'before_the_debt'
    | 'after_transfer'
    | 'no_charges_now'
    | 'more_than_owed'
    | 'more_than_suspense'
    | 'no_such_payment'
    | 'before_the_payment'
    | 'already_reversed'
    | 'already_charged_off'
  /** What there is, where the fact asks for more. */
  readonly mostMinor?: bigint | undefined
}

/** undefined: the fact can be recorded beside these facts. */
export function declines(
  facts: readonly MoneyFact[],
  terms: readonly DebtTerms[],
  next: MoneyFact,
  today: Day,
): LedgerDeclined | undefined {
  if (next.on > today) return { declined: 'future_day' }
  const { suspenseMinor } = replay([...facts, next], terms, next.on)
  return suspenseMinor < 0n ? { declined: 'more_than_suspense' } : undefined
}
