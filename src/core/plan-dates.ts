import { assert } from './assert.ts'
import type { Day } from './calendar.ts'
import { addDays, addMonths, daysInMonth, monthEnd, weekday } from './calendar.ts'
import { isWorkday, rolledDueDay, type ProductTerms } from './product.ts'

/** When a person's money comes in: instalments fall due so many days after it. */
export type PayRule = { readonly daysAfter: number } & (
  | { readonly every: 'month'; readonly dayOfMonth: number }
  | { readonly every: 'month_last_workday' }
  /** ISO weekday, 1 Monday to 7 Sunday. */
  | { readonly every: 'week' | 'fortnight'; readonly weekday: number }
)

type Terms = Pick<ProductTerms, 'dueDayRoll' | 'calendar'>

const DAYS_OFF_MAX = 31

function lastWorkday(on: Day, terms: Terms): Day {
  let last = monthEnd(on)
  for (let n = 0; n < DAYS_OFF_MAX && !isWorkday(last, terms.calendar); n++)
    last = addDays(last, -1)
  return last
}

/** The payday of the month of `on`; a day that the month lacks is its last. */
const inMonth = (on: Day, dayOfMonth: number): Day => {
  const [year, month] = [Number(on.slice(0, 4)), Number(on.slice(5, 7))]
  const first = addDays(on, 1 - Number(on.slice(8, 10)))
  return addDays(first, Math.min(dayOfMonth, daysInMonth(year, month)) - 1)
}

function payday(rule: PayRule, from: Day, n: number, terms: Terms): Day {
  if (rule.every === 'week' || rule.every === 'fortnight') {
    const first = addDays(from, (rule.weekday - weekday(from) + 7) % 7)
    return addDays(first, n * (rule.every === 'week' ? 7 : 14))
  }
  const month = addMonths(addDays(from, 1 - Number(from.slice(8, 10))), n)
  return rule.every === 'month' ? inMonth(month, rule.dayOfMonth) : lastWorkday(month, terms)
}

/**
 * The first `count` days on or after `from` that lie `daysAfter` a payday, stepped off days without work
 * as the product's calendar says. Two never fall on one day.
 */
export function payDays(
  rule: PayRule,
  of: { readonly from: Day; readonly count: number; readonly terms: Terms },
): readonly Day[] {
  assert(rule.daysAfter >= 0, 'money is asked for after it came in')
  const days: Day[] = []
  // One payday may lie before `from`, and holidays may push two onto one day.
  const start = addDays(of.from, -rule.daysAfter)
  for (let n = 0; days.length < of.count && n < of.count * 2 + 4; n++) {
    const due = rolledDueDay(addDays(payday(rule, start, n, of.terms), rule.daysAfter), of.terms)
    if (due >= of.from && due > (days.at(-1) ?? '')) days.push(due)
  }
  assert(days.length === of.count, `${of.count} pay days from ${of.from}`)
  return days
}
