import type { Instant } from '../core/calendar.ts'
import { ENDINGS, type Disposition } from '../engine/disposition.ts'
import type { Lease, ReleaseReason } from '../store/work-lease.ts'
import type { NoCase } from '../store/work-next.ts'
import type { Language } from './wire.ts'
import type { DispositionWire } from './wire-work.ts'
import { sayDay, sayInstant } from './words.ts'

type Words = Readonly<Record<Language, string>>

/** The pinyin initials find it without an input method. */
export const DISPOSITION_NAMES: Readonly<Record<Disposition, Words & { readonly pinyin: string }>> =
  {
    spoke: { en: 'Spoke', zh: '已通话', pinyin: 'yth' },
    promise: { en: 'Promises to pay', zh: '承诺还款', pinyin: 'cnhk' },
    callback: { en: 'Call back later', zh: '约定回电', pinyin: 'ydhd' },
    refuses: { en: 'Refuses to pay', zh: '拒绝还款', pinyin: 'jjhk' },
    no_answer: { en: 'No answer', zh: '无人接听', pinyin: 'wrjt' },
    voicemail: { en: 'Voicemail', zh: '语音信箱', pinyin: 'yyxx' },
    busy: { en: 'Busy', zh: '占线', pinyin: 'zx' },
    dead_number: { en: 'Number does not exist', zh: '空号', pinyin: 'kh' },
    third_party: { en: 'Somebody else answered', zh: '他人接听', pinyin: 'trjt' },
    wrong_number: { en: 'Wrong number', zh: '号码非本人', pinyin: 'hmfbr' },
    wrong_person: { en: 'Not the borrower', zh: '并非借款人', pinyin: 'bfjkr' },
    stop_calls: { en: 'No calls, please', zh: '不要再打电话', pinyin: 'byzddh' },
    stop: { en: 'Stop all contact', zh: '停止一切联系', pinyin: 'tzyqlx' },
    dispute: { en: 'Disputes the debt', zh: '提出异议', pinyin: 'tcyy' },
    hardship: { en: 'Cannot pay: hardship', zh: '经济困难', pinyin: 'jjkn' },
    vulnerable: { en: 'Vulnerable situation', zh: '弱势情形', pinyin: 'rsqx' },
    complaint: { en: 'Complaint', zh: '投诉', pinyin: 'ts' },
    deceased: { en: 'Borrower has died', zh: '借款人已故', pinyin: 'jkryg' },
  }

const HOLDS: Words = { en: 'Stops all contact at once.', zh: '立即停止一切联系。' }
const HOLDS_ACCOUNT: Words = {
  en: 'Stops contact about this account at once.',
  zh: '立即停止就该账户的联系。',
}
const NO_CALLS: Words = { en: 'No more calls from now on.', zh: '即刻起不再拨打电话。' }
const NOT_THEIRS: Words = { en: 'The number is not used again.', zh: '该号码不再使用。' }

/** What follows at once, so that nobody is surprised by a key. */
export function dispositionDoes(disposition: Disposition, lang: Language): string | null {
  const { hold, refuses, address } = ENDINGS[disposition]
  if (hold !== undefined) return (hold === 'dispute' ? HOLDS_ACCOUNT : HOLDS)[lang]
  if (refuses !== undefined) return (refuses === 'any' ? HOLDS : NO_CALLS)[lang]
  return address === 'fails' || address === 'not_his' ? NOT_THEIRS[lang] : null
}

export const dispositionWire = (disposition: Disposition, lang: Language): DispositionWire => ({
  code: disposition,
  name: DISPOSITION_NAMES[disposition][lang],
  pinyin: DISPOSITION_NAMES[disposition].pinyin,
  needs: ENDINGS[disposition].needs ?? null,
  does: dispositionDoes(disposition, lang),
})

export const RELEASE_NAMES: Readonly<Record<ReleaseReason, Words>> = {
  needs_another_skill: { en: 'Needs another skill', zh: '需要其他技能' },
  needs_another_language: { en: 'Needs another language', zh: '需要其他语言' },
  i_know_this_person: { en: 'I know this person', zh: '我认识此人' },
  waiting_for_papers: { en: 'Waiting for papers', zh: '等待材料' },
  not_now: { en: 'Not now', zh: '现在不便' },
  end_of_shift: { en: 'End of my shift', zh: '我的班次结束' },
}

export const END_NAMES: Readonly<Record<'worked' | 'idle', Words>> = {
  worked: { en: 'Worked', zh: '已处理' },
  idle: { en: 'Left untouched', zh: '超时未处理' },
}

/** One line: why this case, of all of them, is the next. */
export function whySentence(
  { why }: Lease,
  say: { readonly list: string | undefined; readonly zone: string; readonly lang: Language },
): string {
  const { lang, zone } = say
  if (why.kind === 'callback' && why.dueAt !== undefined) {
    const at = sayInstant(why.dueAt as Instant, zone, lang)
    return lang === 'zh' ? `约定回电：对方当地时间 ${at}。` : `Call agreed for ${at} their time.`
  }
  if (why.kind === 'promise' && why.dueOn !== undefined) {
    const on = sayDay(why.dueOn, lang)
    return lang === 'zh' ? `承诺还款日 ${on} 已到，款项未到。` : `Promised for ${on}, and not paid.`
  }
  const list = say.list ?? ''
  return lang === 'zh'
    ? `作业清单“${list}”，优先级 ${why.priority}，为您现在可合法处理的第一件。`
    : `First of what is lawful for you now: ${list}, priority ${why.priority}.`
}

const NONE: Readonly<Record<NoCase['why'], Words>> = {
  not_set_up: {
    en: 'You have no languages and no shifts here yet. A manager sets them with “forbear worklists set”.',
    zh: '尚未为您设置语言和班次。请主管用“forbear worklists set”设置。',
  },
  off_shift: { en: 'You are not on shift now.', zh: '您现在不在班次内。' },
  no_worklist: {
    en: 'No worklist asks for what you speak and can do.',
    zh: '没有与您的语言和技能相符的作业清单。',
  },
  nothing_lawful: {
    en: 'Nobody on your worklists may be contacted now.',
    zh: '您的作业清单上现在没有可以联系的人。',
  },
  nothing_listed: { en: 'Your worklists are empty.', zh: '您的作业清单已空。' },
}

export function noneSentence(none: NoCase, zone: string, lang: Language): string {
  const base = NONE[none.why][lang]
  if (none.at === undefined) return base
  const at = sayInstant(none.at, zone, lang)
  if (none.why === 'off_shift')
    return lang === 'zh' ? `${base}下一班次：${at}。` : `${base} The next shift begins ${at}.`
  return lang === 'zh' ? `${base}最早：${at}。` : `${base} The earliest is ${at}.`
}
