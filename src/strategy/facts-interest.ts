import { lateInterestMinor } from '../core/late-interest.ts'
import type { Fact, LatenessTerms } from './fact.ts'
import { amount, daysPastDue, filled } from './fact.ts'
import type { StrategyRow } from './row.ts'
import { MONEY_MAX } from './row.ts'

type Late = Pick<StrategyRow, 'arrears' | 'oldestUnpaidDueOn' | 'paused'>

const lateInterest = (row: Late, today: number, terms: LatenessTerms): number =>
  lateInterestMinor(row.arrears, daysPastDue(row, today, terms), {
    terms: terms.lateInterest,
    most: MONEY_MAX,
  })

/** What arrears cost as of the day, by the product's rate; no fact counts it into `outstanding`. */
export const INTEREST_FACTS = {
  'account.late_interest': filled(
    amount(
      '截至当日的逾期利息（按产品的逾期利率，自起算日计，扣除暂停天数）',
      "late interest as of the day, at the product's rate since the counted day, less paused days",
    ),
    ['arrears', 'oldestUnpaidDueOn', 'paused'],
    // Only a product charges: a test cannot give an amount of it, but what it makes is owed.
    { fill: lateInterest, give: (value) => (value === 0 ? { arrears: 0 } : {}) },
  ),
  'account.owed_with_interest': filled(
    amount('未偿余额加截至当日的逾期利息', 'everything owed with late interest as of the day'),
    ['outstanding', 'arrears', 'oldestUnpaidDueOn', 'paused'],
    {
      fill: (row, today, terms) =>
        Math.min(row.outstanding + lateInterest(row, today, terms), MONEY_MAX),
      give: (outstanding) => ({ outstanding }),
    },
  ),
} as const satisfies Record<string, Fact>
