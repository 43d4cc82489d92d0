import { dayFromNumber, wholeMonths } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { channelBit } from '../core/channel.ts'
import type { ProductTerms } from '../core/product.ts'
import type { StrategyRow } from './row.ts'
import { FOREVER, MONEY_MAX, NEVER, NO_DAYS } from './row.ts'

export type FactType = 'integer' | 'money' | 'text' | 'flag' | 'day'
export type FactUnit = 'days' | 'instalments' | 'times' | 'bucket' | 'percent' | 'none'
/** Where a text fact's words get their numbers. */
export type WordList = 'currency' | 'language' | 'portfolio' | 'product'

/** What the product says of lateness: data of the account's product, not of the position. */
export type LatenessTerms = Pick<ProductTerms, 'graceDays' | 'buckets'>

/** What a strategy may name. Every value is an exact integer: a flag is 0 or 1, a word its code. */
export type Fact = {
  readonly type: FactType
  readonly unit: FactUnit
  readonly zh: string
  readonly en: string
  /** Every value lies between these two, both included. */
  readonly min: number
  readonly max: number
  /** Set where the fact's event may never have happened, or may never come. */
  readonly never?: number
  readonly words?: WordList
  /** The columns of a position that fill it. */
  readonly columns: readonly (keyof StrategyRow)[]
  readonly fill: (row: StrategyRow, today: number, terms: LatenessTerms) => number
  /** Columns that make the fact so: how a strategy's own tests set their scene. */
  readonly give: (value: number, today: number, row: StrategyRow) => Partial<StrategyRow>
}

export type FactName = keyof typeof FACTS

type Kind = Omit<Fact, 'columns' | 'fill' | 'give'>

/** A fact may read the columns that it lists, and no other: `fill` sees nothing else. */
function filled<const C extends readonly (keyof StrategyRow)[]>(
  kind: Kind,
  columns: C,
  how: {
    readonly fill: (
      row: Pick<StrategyRow, C[number]>,
      today: number,
      terms: LatenessTerms,
    ) => number
    readonly give: Fact['give']
  },
): Fact {
  return { ...kind, columns, fill: how.fill, give: how.give }
}

const DAYS_MAX = NO_DAYS - 1
const days = (zh: string, en: string): Kind => ({
  type: 'integer',
  unit: 'days',
  zh,
  en,
  min: 0,
  max: DAYS_MAX,
})
const daysOrNever = (zh: string, en: string): Kind => ({
  ...days(zh, en),
  max: NO_DAYS,
  never: NO_DAYS,
})
const count = (unit: FactUnit, zh: string, en: string): Kind => ({
  type: 'integer',
  unit,
  zh,
  en,
  min: 0,
  max: 32_767,
})
const amount = (zh: string, en: string): Kind => ({
  type: 'money',
  unit: 'none',
  zh,
  en,
  min: -MONEY_MAX,
  max: MONEY_MAX,
})
const word = (words: WordList, zh: string, en: string): Kind => ({
  type: 'text',
  unit: 'none',
  zh,
  en,
  min: 0,
  max: 32_767,
  words,
})
const flag = (zh: string, en: string): Kind => ({
  type: 'flag',
  unit: 'none',
  zh,
  en,
  min: 0,
  max: 1,
})
const dayOr = (never: number, zh: string, en: string): Kind => ({
  type: 'day',
  unit: 'none',
  zh,
  en,
  min: NEVER,
  max: FOREVER,
  never,
})

const since = (on: number, today: number): number =>
  on === NEVER ? NO_DAYS : Math.max(today - on, 0)
const until = (on: number, today: number): number =>
  on === FOREVER ? NO_DAYS : Math.max(on - today, 0)
const back = (value: number, today: number): number => (value === NO_DAYS ? NEVER : today - value)

type Lateness = Pick<StrategyRow, 'oldestUnpaidDueOn' | 'paused'>

/** Calendar days since the oldest unpaid due day, less the paused days among them; 0 within grace. */
export function daysPastDue(row: Lateness, today: number, terms: LatenessTerms): number {
  const from = row.oldestUnpaidDueOn
  if (from >= today) return 0
  const { paused } = row
  let late = today - from
  for (let i = 0; i + 1 < paused.length; i += 2) {
    const end = Math.min(paused[i + 1] ?? 0, today)
    late -= Math.max(end - Math.max(paused[i] ?? 0, from), 0)
  }
  return late > terms.graceDays ? late : 0
}

/** 0 is current; the product says by days or by whole months where each bucket begins. */
export function bucketOf(row: Lateness, today: number, terms: LatenessTerms): number {
  const late = daysPastDue(row, today, terms)
  if (late === 0) return 0
  const { buckets } = terms
  if (buckets.unit === 'days') return buckets.edges.filter((edge) => edge <= late).length
  const months = wholeMonths(dayFromNumber(today - late), dayFromNumber(today))
  return Math.min(months, buckets.top)
}

/** The least lateness that a bucket holds where a product counts by thirty days. */
const daysOfBucket = (bucket: number): number => (bucket === 0 ? 0 : (bucket - 1) * 30 + 1)

const lateBy = (late: number, today: number): Partial<StrategyRow> =>
  late === 0
    ? { oldestUnpaidDueOn: FOREVER }
    : { oldestUnpaidDueOn: today - late, delinquentSince: today - late }

/** Basis points of `whole`, rounded down, digit by digit so that no product passes 2^53. */
function shareOf(part: number, whole: number): number {
  if (part <= 0) return 0
  if (part >= whole) return 10_000
  let share = 0
  let rest = part
  for (let digit = 0; digit < 4; digit++) {
    rest *= 10
    const times = Math.floor(rest / whole)
    share = share * 10 + times
    rest -= times * whole
  }
  return share
}

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
    dayOr(FOREVER, '最早未还到期日', 'the oldest unpaid due day'),
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
