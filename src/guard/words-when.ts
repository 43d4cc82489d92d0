import type { ReasonCode } from './reason-code.ts'
import {
  type GuardLanguage,
  type Sentence,
  isUsed,
  n,
  ofZones,
  windowText,
} from './words-helpers.ts'

/** What rules of hours, wishes, caps and quiet periods say. */
export const WHEN = {
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
  'cap.shared_full': {
    en: () => 'The cap that the organisations of this lender share is used up for today.',
    zh: () => '该贷款机构及其合作机构合并计算的次数今日已用完。',
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
} as const satisfies Partial<Record<ReasonCode, Readonly<Record<GuardLanguage, Sentence>>>>
