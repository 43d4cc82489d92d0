import type { Fact } from './fact.ts'
import {
  amount,
  back,
  bucketOf,
  count,
  dayOr,
  days,
  daysOfBucket,
  daysOrNever,
  daysPastDue,
  filled,
  flag,
  inDelinquency,
  isPaused,
  lateBy,
  shareOf,
  since,
  sinceItBegan,
  until,
  word,
} from './fact.ts'
import { AGREED_FACTS } from './facts-agreed.ts'
import { CHANNEL_FACTS } from './facts-channel.ts'
import { CONTACT_FACTS } from './facts-contact.ts'
import { PROFILE_FACTS } from './facts-profile.ts'
import { INTEREST_FACTS } from './facts-interest.ts'
import { FOREVER, NEVER, NO_DAYS } from './row.ts'

export type FactName = keyof typeof FACTS

/**
 * The catalogue: the only list of what a strategy may ask. The checker, the interpreter, the
 * editor's hints, the documents and the explanation all read it.
 */
export const FACTS = {
  ...CONTACT_FACTS,
  ...CHANNEL_FACTS,
  ...AGREED_FACTS,
  ...PROFILE_FACTS,
  ...INTEREST_FACTS,
  'account.days_delinquent': filled(
    daysOrNever(
      '本次逾期已持续天数（不扣除暂停）',
      'days since this delinquency began, paused or not',
    ),
    ['delinquentSince'],
    {
      fill: (row, today) => since(row.delinquentSince, today),
      give: (value, today) => ({ delinquentSince: back(value, today) }),
    },
  ),
  'account.days_past_due': filled(
    days(
      '逾期天数：最早未还到期日至今，扣除暂停天数；宽限期内为 0',
      'days since the oldest unpaid due day, less paused days; 0 within grace',
    ),
    ['oldestUnpaidDueOn', 'paused'],
    { fill: daysPastDue, give: lateBy },
  ),
  'account.bucket': filled(
    count(
      'bucket',
      '账龄段：0 为正常，1 起按产品的分段递增',
      'bucket: 0 is current, from 1 on as the product divides lateness',
    ),
    ['oldestUnpaidDueOn', 'paused'],
    {
      fill: bucketOf,
      give: (value, today) => lateBy(daysOfBucket(value), today),
    },
  ),
  'account.instalments_missed': filled(
    count('instalments', '未还清的到期期数', 'instalments due and not fully paid'),
    ['instalmentsMissed'],
    { fill: (row) => row.instalmentsMissed, give: (instalmentsMissed) => ({ instalmentsMissed }) },
  ),
  'account.outstanding': filled(amount('未偿余额', 'everything still owed'), ['outstanding'], {
    fill: (row) => row.outstanding,
    give: (outstanding) => ({ outstanding }),
  }),
  'account.arrears': filled(amount('逾期金额：已到期未还', 'amount due and unpaid'), ['arrears'], {
    fill: (row) => row.arrears,
    give: (arrears) => ({ arrears }),
  }),
  'account.arrears_share': filled(
    {
      type: 'integer',
      unit: 'percent',
      zh: '逾期金额占未偿余额的比例',
      en: 'arrears as a share of what is owed',
      min: 0,
      max: 10_000,
    },
    ['arrears', 'outstanding'],
    {
      fill: (row) => shareOf(row.arrears, row.outstanding),
      give: (value) => ({ outstanding: 1_000_000, arrears: value * 100 }),
    },
  ),
  'account.days_before_due': filled(
    daysOrNever('距下一到期日的天数', 'days until the next due day'),
    ['nextDueOn'],
    {
      fill: (row, today) => until(row.nextDueOn, today),
      give: (value, today) => ({ nextDueOn: value === NO_DAYS ? FOREVER : today + value }),
    },
  ),
  'account.next_due': filled(
    amount('下一期应还金额', 'amount of the next instalment'),
    ['nextDue'],
    {
      fill: (row) => row.nextDue,
      give: (nextDue) => ({ nextDue }),
    },
  ),
  'account.days_since_payment': filled(
    daysOrNever('距上次还款的天数', 'days since the last payment'),
    ['lastPaymentOn'],
    {
      fill: (row, today) => since(row.lastPaymentOn, today),
      give: (value, today) => ({ lastPaymentOn: back(value, today) }),
    },
  ),
  'account.last_payment': filled(
    amount('上次还款金额', 'amount of the last payment'),
    ['lastPayment'],
    {
      fill: (row) => row.lastPayment,
      give: (lastPayment) => ({ lastPayment }),
    },
  ),
  'account.times_delinquent': filled(
    count('times', '历史逾期次数（含本次）', 'how often it was delinquent, this time included'),
    ['timesDelinquent'],
    { fill: (row) => row.timesDelinquent, give: (timesDelinquent) => ({ timesDelinquent }) },
  ),
  'account.days_since_cure': filled(
    daysOrNever('距上次治愈（还清逾期）的天数', 'days since arrears were last cleared'),
    ['curedOn'],
    {
      fill: (row, today) => since(row.curedOn, today),
      give: (value, today) => ({ curedOn: back(value, today) }),
    },
  ),
  'account.oldest_unpaid_due_on': filled(
    dayOr(
      FOREVER,
      '逾期起算日（通常为最早未还到期日）',
      'the day lateness is counted from: the oldest unpaid due day unless the product says otherwise',
    ),
    ['oldestUnpaidDueOn'],
    { fill: (row) => row.oldestUnpaidDueOn, give: (oldestUnpaidDueOn) => ({ oldestUnpaidDueOn }) },
  ),
  'account.next_due_on': filled(dayOr(FOREVER, '下一到期日', 'the next due day'), ['nextDueOn'], {
    fill: (row) => row.nextDueOn,
    give: (nextDueOn) => ({ nextDueOn }),
  }),
  'account.product': filled(word('product', '产品代码', 'product, by its code'), ['product'], {
    fill: (row) => row.product,
    give: (product) => ({ product }),
  }),
  'account.portfolio': filled(
    word('portfolio', '资产组合代码', 'portfolio, by its code'),
    ['portfolio'],
    {
      fill: (row) => row.portfolio,
      give: (portfolio) => ({ portfolio }),
    },
  ),
  'account.currency': filled(word('currency', '币种', 'currency, such as CNY'), ['currency'], {
    fill: (row) => row.currency,
    give: (currency) => ({ currency }),
  }),
  'borrower.language': filled(
    word('language', '借款人的语言', "the borrower's language"),
    ['language'],
    {
      fill: (row) => row.language,
      give: (language) => ({ language }),
    },
  ),
  'account.delinquent': filled(
    flag('处于逾期之中（含暂停）', 'a delinquency is running, paused or not'),
    ['delinquentSince'],
    {
      fill: (row) => (row.delinquentSince === NEVER ? 0 : 1),
      give: (value, today) => ({ delinquentSince: value === 1 ? today - 1 : NEVER }),
    },
  ),
  'account.delinquent_since_on': filled(
    dayOr(NEVER, '本次逾期开始日', 'the first day of the present delinquency'),
    ['delinquentSince'],
    { fill: (row) => row.delinquentSince, give: (delinquentSince) => ({ delinquentSince }) },
  ),
  'account.last_payment_on': filled(
    dayOr(NEVER, '上次还款日', 'the day of the last payment'),
    ['lastPaymentOn'],
    {
      fill: (row) => row.lastPaymentOn,
      give: (lastPaymentOn) => ({ lastPaymentOn }),
    },
  ),
  'account.cured_on': filled(
    dayOr(NEVER, '上次治愈日', 'the day arrears were last cleared'),
    ['curedOn'],
    {
      fill: (row) => row.curedOn,
      give: (curedOn) => ({ curedOn }),
    },
  ),
  'account.paid_in_delinquency': filled(
    flag('本次逾期以来有过还款', 'something was paid since this delinquency began'),
    ['delinquentSince', 'lastPaymentOn'],
    {
      fill: (row) => inDelinquency(row.delinquentSince, row.lastPaymentOn),
      give: (value, today, row) => sinceItBegan(value, today, row, 'lastPaymentOn'),
    },
  ),
  'account.paused': filled(
    flag('今天处于计时暂停', 'the delinquency clock is paused today'),
    ['paused'],
    {
      fill: (row, today) => (isPaused(row.paused, today) ? 1 : 0),
      give: (value, today) => ({ paused: value === 1 ? [today, today + 30] : [] }),
    },
  ),
} as const satisfies Record<string, Fact>
