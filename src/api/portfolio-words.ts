import type { Figure } from '../core/figure-key.ts'
import type { Language } from './wire.ts'

type Said = Readonly<Record<Language, string>>

/** What each figure is, defined once: the page shows these words beside the numbers. */
export const FIGURE_WORDS: Readonly<
  Record<
    Figure,
    {
      readonly title: Said
      readonly says: Said
      readonly source: keyof typeof SOURCES
      readonly row: Said
    }
  >
> = {
  rolls: {
    title: { en: 'Roll rates', zh: '迁徙率' },
    says: {
      en: 'Accounts that stood in the row’s bucket at the end of the month before, by the bucket in which they stand at the end of this one. The rate is of the accounts that stand at both ends; “left” are those that closed, were sold or are no longer reported, and count in no rate. Money is the balance at the earlier end.',
      zh: '上月末处于该行逾期档的账户，按本月末所处档位分布。比率的分母为两个月末均在册的账户；“离册”指已结清、转让或不再报送的账户，不计入比率。金额为上月末余额。',
    },
    source: 'month',
    row: { en: 'A month before', zh: '上月末' },
  },
  cures: {
    title: { en: 'Cures', zh: '治愈率' },
    says: {
      en: 'Of the accounts that were behind at the end of the month before and are still in the book, those that owe nothing overdue at the end of the month in the column.',
      zh: '上月末逾期且仍在册的账户中，于该列月末已无逾期的账户。',
    },
    source: 'month',
    row: { en: 'Behind by', zh: '逾期档' },
  },
  vintages: {
    title: { en: 'Vintages', zh: '账龄（Vintage）' },
    says: {
      en: 'Of all accounts opened in the row’s month, those more than thirty days behind at the end of the month that lies so many months later. An account that recovered is counted no more.',
      zh: '该行月份开户的全部账户中，在开户后第 n 个月末逾期超过三十天的账户。已恢复者不再计入。',
    },
    source: 'month',
    row: { en: 'Opened in', zh: '开户月份' },
  },
  promises: {
    title: { en: 'Promises kept', zh: '承诺兑现' },
    says: {
      en: 'Promises that fell due in the row’s month, by how the payments judge them today: each takes the earliest money after it was made that no earlier promise used. Money is what was promised. The rate is of all that fell due in the month but those that a later promise replaced.',
      zh: '该行月份到期的承诺，按今日的还款记录判定：每笔承诺取其作出之后、未被更早承诺使用的最早还款。金额为承诺金额。比率的分母为当月到期承诺，不含被后来承诺取代者。',
    },
    source: 'facts',
    row: { en: 'Fell due in', zh: '到期月份' },
  },
  funnel: {
    title: { en: 'From due to paid', zh: '联系漏斗' },
    says: {
      en: 'People for whom the strategy chose a contact in the month; of these who got a permit; of these with a delivery or an answer; of these who spoke or wrote with us themselves; of these who promised in the month; of these who kept it, as of today. Messages that ask for nothing, such as receipts, do not count.',
      zh: '当月策略选定需联系的借款人；其中获准联系的；其中送达或接通的；其中本人与我方有过通话或来信的；其中当月作出承诺的；其中截至今日已兑现的。回执等不提要求的消息不计。',
    },
    source: 'facts',
    row: { en: 'Step', zh: '环节' },
  },
  cost: {
    title: { en: 'Cost to collect', zh: '催收成本' },
    says: {
      en: 'Attempts of the month at the price of their day, and the time for which people had cases before them at the price of an hour, over the money that came in from people with a case. An attempt that a provider never took is none. The share is of the money that came in.',
      zh: '当月各次触达按当日单价、人员办案时长按每小时成本，与当月有案件借款人的还款相比。服务商从未受理的不计为一次触达。占比为占回收金额的比例。',
    },
    source: 'facts',
    row: { en: 'What', zh: '项目' },
  },
  liquidation: {
    title: { en: 'Liquidation', zh: '回收曲线' },
    says: {
      en: 'Of the debts that came into a book of our own in the row’s month: all that was paid by the end of the month that lies so many months later, over what was placed or bought. Payments taken back do not count.',
      zh: '该行月份进入自有账簿的债权：截至其后第 n 个月末的累计回收，与受托或购入金额之比。已撤销的还款不计。',
    },
    source: 'facts',
    row: { en: 'Came in', zh: '入账月份' },
  },
}

export const SOURCES: Readonly<Record<'month' | 'facts', Said>> = {
  month: {
    en: 'Worked out from the facts of every account as of the month’s last day: its schedule and payments, or what the lender’s system said last in that month.',
    zh: '按每个账户截至月末的事实推算：还款计划与还款记录；无计划者取贷款方系统当月最后一次报送。',
  },
  facts: {
    en: 'Read from the facts at this moment.',
    zh: '按此刻的事实实时计算。',
  },
}

export const BUCKET_NAMES: Readonly<Record<string, Said>> = {
  current: { en: 'Up to date', zh: '未逾期' },
  '1m': { en: '1–30 days', zh: '1–30 天' },
  '2m': { en: '31–60 days', zh: '31–60 天' },
  '3m': { en: '61–90 days', zh: '61–90 天' },
  '4m': { en: '91–120 days', zh: '91–120 天' },
  '5m': { en: '121–150 days', zh: '121–150 天' },
  '6m': { en: 'Over 150 days', zh: '150 天以上' },
  left: { en: 'Left', zh: '离册' },
}

export const PART_NAMES: Readonly<Record<string, Said>> = {
  kept: { en: 'Kept', zh: '已兑现' },
  partial: { en: 'Partly kept', zh: '部分兑现' },
  broken: { en: 'Broken', zh: '未兑现' },
  open: { en: 'Open', zh: '未到期' },
  superseded: { en: 'Replaced', zh: '已被取代' },
  due: { en: 'Contact chosen', zh: '应联系' },
  permitted: { en: 'Permitted', zh: '获准' },
  delivered: { en: 'Delivered or answered', zh: '送达或接通' },
  reached: { en: 'Reached', zh: '触达本人' },
  promise: { en: 'Promised', zh: '已承诺' },
  people: { en: 'People', zh: '人数' },
  all: { en: 'All', zh: '合计' },
  sms: { en: 'Text messages', zh: '短信' },
  email: { en: 'E-mail', zh: '电子邮件' },
  message: { en: 'App messages', zh: '应用消息' },
  call: { en: 'Calls', zh: '电话' },
  letter: { en: 'Letters', zh: '信函' },
  visit: { en: 'Visits', zh: '上门' },
  time: { en: 'People’s time', zh: '人员时间' },
  collected: { en: 'Money that came in', zh: '回收金额' },
}

export const monthsLater = (n: string): Said => ({ en: `+${n} mo`, zh: `第 ${n} 月` })
