import type { Channel } from '../core/channel.ts'
import { channelBit } from '../core/channel.ts'
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
  lateBy,
  shareOf,
  since,
  until,
  word,
} from './fact.ts'
import { FOREVER, NEVER, NO_DAYS } from './row.ts'

export type FactName = keyof typeof FACTS

const canUse = (channel: Channel, zh: string, en: string): Fact =>
  filled(flag(zh, en), ['channels'], {
    fill: (row) => (row.channels & channelBit(channel) ? 1 : 0),
    give: (value, _today, row) => ({
      channels:
        value === 1 ? row.channels | channelBit(channel) : row.channels & ~channelBit(channel),
    }),
  })

/**
 * The catalogue: the only list of what a strategy may ask. The checker, the interpreter, the
 * editor's hints, the documents and the explanation all read it.
 */
export const FACTS = {
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
  'contact.days_since_attempt': filled(
    daysOrNever('距上次触达尝试的天数', 'days since the last attempt on any channel'),
    ['lastAttemptOn'],
    {
      fill: (row, today) => since(row.lastAttemptOn, today),
      give: (value, today) => ({ lastAttemptOn: back(value, today) }),
    },
  ),
  'contact.days_since_conversation': filled(
    daysOrNever('距上次有效通话的天数', 'days since both sides last spoke or wrote'),
    ['lastConversationOn'],
    {
      fill: (row, today) => since(row.lastConversationOn, today),
      give: (value, today) => ({ lastConversationOn: back(value, today) }),
    },
  ),
  'contact.unanswered_attempts': filled(
    count(
      'times',
      '上次有效通话以来未获回应的尝试次数',
      'attempts without an answer since the last conversation',
    ),
    ['unansweredAttempts'],
    {
      fill: (row) => row.unansweredAttempts,
      give: (unansweredAttempts) => ({ unansweredAttempts }),
    },
  ),
  'contact.can_sms': canUse('sms', '有可用的短信号码', 'has a number that may be texted'),
  'contact.can_email': canUse(
    'email',
    '有可用的电子邮箱',
    'has an e-mail address that may be used',
  ),
  'contact.can_call': canUse('call', '有可拨打的电话', 'has a number that may be called'),
  'contact.can_letter': canUse('letter', '有可寄信的地址', 'has an address that letters may go to'),
  'contact.can_visit': canUse('visit', '有可上门的地址', 'has an address that may be visited'),
  'contact.can_message': canUse('message', '有可用的即时消息', 'may be reached by app message'),
  'hold.active': filled(flag('处于停催', 'a hold is running'), ['heldUntil'], {
    fill: (row, today) => (row.heldUntil > today ? 1 : 0),
    give: (value, today) => ({ heldUntil: value === 1 ? today + 30 : NEVER }),
  }),
  'hold.days_left': filled(daysOrNever('停催剩余天数', 'days until the hold ends'), ['heldUntil'], {
    fill: (row, today) => (row.heldUntil > today ? until(row.heldUntil, today) : 0),
    give: (value, today) => ({ heldUntil: value === NO_DAYS ? FOREVER : today + value }),
  }),
} as const satisfies Record<string, Fact>
