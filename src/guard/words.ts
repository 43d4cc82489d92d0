import type { Instant } from '../core/calendar.ts'
import type { Reason, ReasonCode, Strength } from './verdict.ts'
import { localText, zoneOf } from './zone.ts'

export type GuardLanguage = 'en' | 'zh'

type Numbers = Reason['numbers']
type Sentence = (numbers: Numbers, say: Say) => string
type Say = {
  /** An instant on the wall clock of whoever reads. */
  readonly time: (key: string) => string
  /** A word of the catalogue below, or the text itself. */
  readonly word: (key: string) => string
}

const LISTS: Readonly<Record<string, Readonly<Record<GuardLanguage, string>>>> = {
  account: { en: 'account', zh: '账户' },
  borrower: { en: 'borrower', zh: '借款人' },
  address: { en: 'address', zh: '联系方式' },
  sms: { en: 'text messages', zh: '短信' },
  email: { en: 'email', zh: '邮件' },
  call: { en: 'calls', zh: '电话' },
  letter: { en: 'letters', zh: '信函' },
  visit: { en: 'visits', zh: '上门' },
  message: { en: 'instant messages', zh: '即时消息' },
  mobile: { en: 'mobile number', zh: '手机号' },
  landline: { en: 'landline number', zh: '固定电话' },
  post: { en: 'postal address', zh: '通讯地址' },
  week: { en: 'calendar week', zh: '自然周' },
  month: { en: 'calendar month', zh: '自然月' },
  creditor: { en: 'the creditor in its own name', zh: '以自己名义催收的债权人' },
  agency: { en: 'an agency', zh: '受托机构' },
  who_we_are: { en: 'who we are', zh: '我方身份' },
  how_to_check: { en: 'how to check it', zh: '如何核实' },
  how_to_stop: { en: 'how to stop it', zh: '如何退订' },
  the_debt: { en: 'the debt', zh: '债务信息' },
  dispute: { en: 'a dispute', zh: '异议' },
  cease: { en: 'a request to stop', zh: '要求停止联系' },
  attorney: { en: 'a representative', zh: '已委托代理人' },
  bankruptcy: { en: 'bankruptcy', zh: '破产' },
  breathing_space: { en: 'a breathing space', zh: '债务喘息期' },
  moratorium: { en: 'a moratorium', zh: '暂缓令' },
  deceased: { en: 'a death', zh: '借款人已故' },
  wrong_person: { en: 'a wrong person', zh: '非本人' },
  hardship: { en: 'hardship', zh: '困难申请' },
  complaint: { en: 'a complaint', zh: '投诉' },
  fraud: { en: 'a fraud report', zh: '欺诈举报' },
  advice: { en: 'debt advice', zh: '债务咨询' },
  vulnerable: { en: 'vulnerability', zh: '弱势情形' },
  plan: { en: 'a running plan', zh: '履行中的还款计划' },
}

const n = (numbers: Numbers, key: string): string => String(numbers[key] ?? '?')

function windowText(numbers: Numbers, say: Say, language: GuardLanguage): string {
  const days = numbers['days']
  const calendar = numbers['calendar']
  const rolling = language === 'en' ? (days === 1 ? 'one day' : `${days} days`) : `${days} 天`
  if (calendar === undefined) return rolling
  const named = say.word('calendar')
  if (days === undefined) return language === 'en' ? `one ${named}` : `1 个${named}`
  return language === 'en' ? `${rolling} or one ${named}` : `${rolling}或 1 个${named}`
}

const ofZones = (numbers: Numbers): boolean => Number(numbers['zones'] ?? 1) > 1

/** Slots can all be held by attempts that the history does not count, or not yet. */
const isUsed = (numbers: Numbers): boolean => Number(numbers['used']) >= Number(numbers['times'])

const SENTENCES: Readonly<Record<ReasonCode, Readonly<Record<GuardLanguage, Sentence>>>> = {
  'hours.open': {
    en: (v) =>
      `It is between ${n(v, 'from')} and ${n(v, 'until')}${ofZones(v) ? ' in every place where the person may be' : ` in ${n(v, 'zone')}`}.`,
    zh: (v) =>
      `${ofZones(v) ? '所有可能所在地均' : `${n(v, 'zone')} 当地`}在 ${n(v, 'from')} 至 ${n(v, 'until')} 的允许时段内。`,
  },
  'hours.closed': {
    en: (v) => `In ${n(v, 'zone')} it is outside ${n(v, 'from')} to ${n(v, 'until')}.`,
    zh: (v) => `${n(v, 'zone')} 当地不在 ${n(v, 'from')} 至 ${n(v, 'until')} 的允许时段内。`,
  },
  'hours.closed_day': {
    en: (v) => `In ${n(v, 'zone')} this is a day without contact.`,
    zh: (v) => `${n(v, 'zone')} 当天全天不得联系。`,
  },
  'cap.room': {
    en: (v, say) =>
      `${n(v, 'used')} of ${n(v, 'times')} used in ${windowText(v, say, 'en')}, counted by ${say.word('per')}.`,
    zh: (v, say) =>
      `按${say.word('per')}计，${windowText(v, say, 'zh')}内已用 ${n(v, 'used')} 次，上限 ${n(v, 'times')} 次。`,
  },
  'cap.full': {
    en: (v, say) =>
      `All ${n(v, 'times')} in ${windowText(v, say, 'en')} are ${isUsed(v) ? 'used' : 'held'} (${n(v, 'used')} by the history), counted by ${say.word('per')}.`,
    zh: (v, say) =>
      `按${say.word('per')}计，${windowText(v, say, 'zh')}内的 ${n(v, 'times')} 次${isUsed(v) ? '已用完' : '均被占用'}（历史 ${n(v, 'used')} 次）。`,
  },
  'quiet.over': {
    en: (v) => `No conversation in the last ${n(v, 'days')} days.`,
    zh: (v) => `最近 ${n(v, 'days')} 天内没有通话。`,
  },
  'quiet.running': {
    en: (v) =>
      `There was a conversation on ${n(v, 'lastOn')}; ${n(v, 'days')} days are kept quiet after it.`,
    zh: (v) => `${n(v, 'lastOn')} 已有通话，其后 ${n(v, 'days')} 天内不再呼叫。`,
  },
  'hold.none': { en: () => 'No such hold is in force.', zh: () => '没有此类停催标记。' },
  'hold.dated': {
    en: (v, say) =>
      `A hold because of ${say.word('reason')} since ${n(v, 'fromOn')}, until ${say.time('untilAt')}.`,
    zh: (v, say) =>
      `因${say.word('reason')}自 ${n(v, 'fromOn')} 起停催，至 ${say.time('untilAt')}。`,
  },
  'hold.open_ended': {
    en: (v, say) =>
      `A hold because of ${say.word('reason')} since ${n(v, 'fromOn')}, with no known end.`,
    zh: (v, say) => `因${say.word('reason')}自 ${n(v, 'fromOn')} 起停催，期限未定。`,
  },
  'consent.not_refused': {
    en: (_, say) => `The person has not refused ${say.word('channel')}.`,
    zh: (_, say) => `对方未拒绝${say.word('channel')}。`,
  },
  'consent.refused': {
    en: (v, say) =>
      `The person refused ${say.word('channel')}${v['refusedAt'] === undefined ? '' : ` on ${say.time('refusedAt')}`}.`,
    zh: (v, say) =>
      `对方${v['refusedAt'] === undefined ? '' : `于 ${say.time('refusedAt')} `}拒绝${say.word('channel')}。`,
  },
  'consent.given': {
    en: (_, say) => `The person agreed to ${say.word('channel')}.`,
    zh: (_, say) => `对方同意${say.word('channel')}。`,
  },
  'consent.missing': {
    en: (_, say) => `There is no consent to ${say.word('channel')} of this kind.`,
    zh: (_, say) => `没有对此类${say.word('channel')}的同意。`,
  },
  'audience.borrower': { en: () => 'It goes to the borrower.', zh: () => '对象为借款人本人。' },
  'audience.third_party': {
    en: () => 'It would go to a third party.',
    zh: () => '对象为第三人。',
  },
  'disclosure.said': {
    en: (_, say) => `The text says ${say.word('says')}.`,
    zh: (_, say) => `文本已说明${say.word('says')}。`,
  },
  'disclosure.missing': {
    en: (_, say) => `The text does not say ${say.word('missing')}.`,
    zh: (_, say) => `文本未说明${say.word('missing')}。`,
  },
  'disclosure.no_text': {
    en: (_, say) => `Nothing is known of the text, which must say ${say.word('missing')}.`,
    zh: (_, say) => `文本内容未知，须说明${say.word('missing')}。`,
  },
  'exempt.counted': {
    en: (v) => `${n(v, 'left')} past calls are left out of the count.`,
    zh: (v) => `${n(v, 'left')} 次历史呼叫不计入次数。`,
  },
  'exempt.agreed': {
    en: (_, say) => `The person agreed to more calls, until ${say.time('untilAt')}.`,
    zh: (_, say) => `对方同意额外呼叫，至 ${say.time('untilAt')}。`,
  },
  'coverage.bound': {
    en: (_, say) => `The law binds ${say.word('firm')}.`,
    zh: (_, say) => `该法约束${say.word('firm')}。`,
  },
  'coverage.not_bound': {
    en: (_, say) => `The law does not bind ${say.word('firm')}; house rules do.`,
    zh: (_, say) => `该法不约束${say.word('firm')}，适用内部规则。`,
  },
  'guard.no_rules': {
    en: () => 'No rules are loaded, so nothing is allowed.',
    zh: () => '未加载任何规则，因此一律不允许。',
  },
  'guard.unknown_place': {
    en: () => 'It is not known which law applies.',
    zh: () => '不知道适用哪里的法律。',
  },
  'guard.no_pack': {
    en: (v) => `No rules of ${n(v, 'place')} are in force.`,
    zh: (v) => `没有生效的 ${n(v, 'place')} 规则。`,
  },
  'guard.no_hours': {
    en: (v, say) => `No rule of ${n(v, 'place')} sets hours for ${say.word('channel')}.`,
    zh: (v, say) => `${n(v, 'place')} 没有规定${say.word('channel')}时段的规则。`,
  },
  'guard.unknown_zone': {
    en: (v) =>
      v['zone'] === ''
        ? 'It is not known where the person is.'
        : `There is no time zone ${n(v, 'zone')}.`,
    zh: (v) => (v['zone'] === '' ? '不知道对方所在时区。' : `没有时区 ${n(v, 'zone')}。`),
  },
  'guard.no_account': {
    en: () => 'It is about no account.',
    zh: () => '未指明账户。',
  },
  'guard.wrong_address': {
    en: (_, say) => `A ${say.word('addressKind')} cannot be used for ${say.word('channel')}.`,
    zh: (_, say) => `${say.word('addressKind')}不能用于${say.word('channel')}。`,
  },
  'guard.never_together': {
    en: () => 'Each rule opens at some time, but never all at once.',
    zh: () => '各规则的允许时段没有交集。',
  },
}

const STRENGTH: Readonly<Record<Strength, Readonly<Record<GuardLanguage, string>>>> = {
  prohibited: { en: 'prohibited', zh: '禁止' },
  presumed: { en: 'presumed a violation', zh: '推定违规' },
  advised: { en: 'advised against', zh: '不宜' },
  factor: { en: 'a factor', zh: '参考因素' },
}

/** One reason as a sentence with its source, the same in the command line, the desk and documents. */
export function sayReason(reason: Reason, language: GuardLanguage, zone: string): string {
  const sentence = SENTENCES[reason.code][language](
    reason.numbers,
    sayer(reason.numbers, language, zone),
  )
  const notes = [reason.citation.title]
  if (reason.says !== 'allow' && reason.strength !== 'prohibited') {
    notes.push(STRENGTH[reason.strength][language])
  }
  if (reason.unverified) notes.push(language === 'en' ? 'unverified' : '未核实')
  const until =
    reason.until === undefined
      ? ''
      : language === 'en'
        ? ` Open again ${timeText(reason.until, zone)}.`
        : `${timeText(reason.until, zone)} 起可联系。`
  return language === 'en'
    ? `${sentence}${until} (${notes.join('; ')})`
    : `${sentence}${until}（${notes.join('；')}）`
}

function sayer(numbers: Numbers, language: GuardLanguage, zone: string): Say {
  const one = (key: string) => LISTS[key]?.[language] ?? key
  return {
    time: (key) => timeText(Number(numbers[key]) as Instant, zone),
    word: (key) =>
      String(numbers[key] ?? key)
        .split(',')
        .map(one)
        .join(language === 'en' ? ', ' : '、'),
  }
}

function timeText(at: Instant, zone: string): string {
  const place = zoneOf(zone) ?? zoneOf('UTC')
  return place === undefined ? '' : `${localText(place, at).replace('T', ' ')}`
}
