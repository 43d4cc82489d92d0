import type { Fact } from './fact.ts'
import { count, dayOr, days, daysOrNever, filled, flag, until, word } from './fact.ts'
import { FOREVER, NEVER, NO_DAYS, type StrategyRow } from './row.ts'

const OPEN = 1

/** A plan of a test's scene began before its oldest unpaid instalment fell due. */
const planSince = (row: StrategyRow, day: number): number =>
  row.planSince === NEVER ? day : Math.min(row.planSince, day)

/** The part of the catalogue that speaks of what the borrower agreed to. */
export const AGREED_FACTS = {
  'promise.open': filled(
    flag('有未到期的还款承诺（含容忍期）', 'a promise runs, its tolerance included'),
    ['promiseUntil'],
    {
      fill: (row, today) => (row.promiseUntil >= today ? 1 : 0),
      give: (value, today) =>
        value === 1 ? { promiseUntil: today + 7, promiseLast: OPEN } : { promiseUntil: NEVER },
    },
  ),
  'promise.days_left': filled(
    daysOrNever(
      '距承诺最后期限（含容忍期）的天数；无进行中的承诺时为 never',
      'days until the last day of the open promise, its tolerance included',
    ),
    ['promiseUntil'],
    {
      fill: (row, today) => (row.promiseUntil >= today ? until(row.promiseUntil, today) : NO_DAYS),
      give: (value, today) =>
        value === NO_DAYS
          ? { promiseUntil: NEVER }
          : { promiseUntil: today + value, promiseLast: OPEN },
    },
  ),
  'promise.kept': filled(
    count('times', '已履行的还款承诺次数', 'promises kept so far'),
    ['promisesKept'],
    {
      fill: (row) => row.promisesKept,
      give: (promisesKept) => ({ promisesKept }),
    },
  ),
  'promise.broken': filled(
    count('times', '未履行的还款承诺次数（分文未还）', 'promises broken so far: nothing was paid'),
    ['promisesBroken'],
    { fill: (row) => row.promisesBroken, give: (promisesBroken) => ({ promisesBroken }) },
  ),
  'promise.last': filled(
    {
      ...word(
        'promise_state',
        '最近一次承诺的状态：none、open、kept、partial、broken 或 superseded',
        'how the newest promise stands: none, open, kept, partial, broken or superseded',
      ),
      max: 5,
    },
    ['promiseLast'],
    { fill: (row) => row.promiseLast, give: (promiseLast) => ({ promiseLast }) },
  ),
  'plan.active': filled(flag('有执行中的分期还款计划', 'a plan is running'), ['planSince'], {
    fill: (row) => (row.planSince === NEVER ? 0 : 1),
    give: (value, today) => ({ planSince: value === 1 ? today : NEVER }),
  }),
  'plan.days_late': filled(
    days('计划中最早未还一期的逾期天数', 'days since the oldest unpaid instalment of the plan'),
    ['planOldestOn'],
    {
      fill: (row, today) => Math.max(today - row.planOldestOn, 0),
      give: (value, today, row) =>
        value === 0
          ? { planOldestOn: FOREVER }
          : { planOldestOn: today - value, planSince: planSince(row, today - value) },
    },
  ),
  'plan.days_before_due': filled(
    daysOrNever('距计划下一期的天数', 'days until the next unpaid instalment of the plan'),
    ['planNextOn'],
    {
      fill: (row, today) => until(row.planNextOn, today),
      give: (value, today, row) =>
        value === NO_DAYS
          ? { planNextOn: FOREVER }
          : { planNextOn: today + value, planSince: planSince(row, today) },
    },
  ),
  'plan.next_due_on': filled(
    dayOr(FOREVER, '计划下一期的到期日', 'the day of the next unpaid instalment of the plan'),
    ['planNextOn'],
    { fill: (row) => row.planNextOn, give: (planNextOn) => ({ planNextOn }) },
  ),
} as const satisfies Record<string, Fact>
