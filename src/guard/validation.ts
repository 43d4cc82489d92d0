import { weekdayOf } from './hours.ts'
import type { Asked } from './past.ts'
import type { PastContact } from './verdict.ts'
import { type YearlyDay, isYearlyDay } from './yearly.ts'
import { localDayNumber } from './zone.ts'

/** How long the period for asking to validate a debt is, from when its notice was sent. */
export type ValidationPeriod = {
  readonly receipt_business_days: number
  readonly days: number
  readonly holidays: readonly YearlyDay[]
}

/**
 * Last local day (its number) of the validation period of one debt, or undefined where no notice has
 * begun one. A notice that came back begins none; the latest of the others decides.
 */
export function validationEnd(
  period: ValidationPeriod,
  asked: Pick<Asked, 'facts' | 'zones'>,
  accountId: bigint,
): number | undefined {
  const [zone] = asked.zones
  if (zone === undefined) return undefined
  const ends = asked.facts.history
    .filter((past) => past.notice === 'validation' && past.direction === 'out' && arrived(past))
    .filter((past) => past.accountIds.length === 0 || past.accountIds.includes(accountId))
    .map((past) => endOf(period, localDayNumber(zone, past.at)))
  return ends.length === 0 ? undefined : Math.max(...ends)
}

/** Nothing shows that it did not. */
export const arrived = (past: PastContact): boolean =>
  past.undeliverableOn === undefined &&
  past.result !== 'bounced' &&
  past.result !== 'not_connected' &&
  past.result !== 'unanswered'

function endOf(period: ValidationPeriod, sentOn: number): number {
  let on = sentOn
  for (let left = period.receipt_business_days; left > 0;) {
    on++
    if (weekdayOf(on) < 5 && !isYearlyDay(period.holidays, on)) left--
  }
  return on + period.days
}
