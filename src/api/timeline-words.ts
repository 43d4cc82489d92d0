import type { Channel } from '../core/channel.ts'
import { ENTRY_WORDS } from '../core/ledger-words.ts'
import type { EntryKind } from '../core/ledger.ts'
import type { Disposition } from '../engine/disposition.ts'
import type { TimelineKind, TimelineRecord } from '../store/timeline.ts'
import type { HoldReason, Language, TreatmentState } from './wire.ts'
import {
  CHANNEL_NAMES,
  HOLD_NAMES,
  sayCount,
  sayDay,
  sayMoney,
  TREATMENT_STATE_NAMES,
} from './words.ts'
import { DISPOSITION_NAMES } from './work-words.ts'

type Say = Readonly<Record<Language, (row: TimelineRecord) => string>>

/** The sentence of one line of the timeline: who and when stand beside it, so it says what. */
export const timelineSentence = (row: TimelineRecord, lang: Language): string =>
  SENTENCES[row.kind][lang](row)

const amount = (row: TimelineRecord, lang: Language) =>
  row.minor === null || row.currency === null
    ? ''
    : sayMoney({ minor: row.minor.toString(), currency: row.currency }, lang)

const entryName = (row: TimelineRecord, lang: Language) => ENTRY_WORDS[row.state as EntryKind][lang]
const because = (row: TimelineRecord, lang: Language) =>
  row.what === null ? '' : lang === 'zh' ? `（${row.what}）` : ` (${row.what})`

const channel = (row: TimelineRecord, lang: Language) =>
  CHANNEL_NAMES[(row.channel ?? 'any') as Channel | 'any'][lang]
const holdName = (row: TimelineRecord, lang: Language) => HOLD_NAMES[row.what as HoldReason][lang]
const stateName = (row: TimelineRecord, lang: Language) =>
  TREATMENT_STATE_NAMES[row.state as TreatmentState][lang]

const SENTENCES: Readonly<Record<TimelineKind, Say>> = {
  account: {
    en: (row) =>
      `Account ${row.what} opened${row.minor === null ? '' : ` for ${amount(row, 'en')}`}.`,
    zh: (row) =>
      `账户 ${row.what} 开立${row.minor === null ? '' : `，本金 ${amount(row, 'zh')}`}。`,
  },
  instalments: {
    en: (row) =>
      `A schedule of ${row.count} ${sayCount(row.count ?? 0, 'instalment', 'instalments')}, ${amount(row, 'en')} in all${row.day === null ? '' : `, the first due on ${sayDay(row.day, 'en')}`}.`,
    zh: (row) =>
      `还款计划共 ${row.count} 期，合计 ${amount(row, 'zh')}${row.day === null ? '' : `，首期到期日 ${sayDay(row.day, 'zh')}`}。`,
  },
  snapshot: {
    en: (row) => `The lender's books show ${amount(row, 'en')} outstanding${arrearsOf(row, 'en')}.`,
    zh: (row) => `出借方账面未偿余额 ${amount(row, 'zh')}${arrearsOf(row, 'zh')}。`,
  },
  payment: {
    en: (row) => `${amount(row, 'en')} was paid (${row.what}).`,
    zh: (row) => `收到还款 ${amount(row, 'zh')}（${row.what}）。`,
  },
  reversal: {
    en: (row) => `A payment of ${amount(row, 'en')} was reversed (${row.what}).`,
    zh: (row) => `还款 ${amount(row, 'zh')} 已冲正（${row.what}）。`,
  },
  entry: {
    en: (row) =>
      `${entryName(row, 'en')}${row.minor === null ? '' : `: ${amount(row, 'en')}`}${because(row, 'en')}.`,
    zh: (row) =>
      `${entryName(row, 'zh')}${row.minor === null ? '' : `：${amount(row, 'zh')}`}${because(row, 'zh')}。`,
  },
  treatment: {
    en: (row) => `Row ${row.count} of the strategy chose "${row.what}": ${stateName(row, 'en')}.`,
    zh: (row) => `策略第 ${row.count} 行选择“${row.what}”：${stateName(row, 'zh')}。`,
  },
  verdict: {
    en: (row) => `The guard ${DECISIONS[row.state ?? '']?.en ?? row.state} ${channel(row, 'en')}.`,
    zh: (row) => `守则判定：${channel(row, 'zh')}${DECISIONS[row.state ?? '']?.zh ?? row.state}。`,
  },
  contact: {
    en: (row) =>
      row.what === NO_TEMPLATE
        ? `A ${channel(row, 'en')} was begun.`
        : `Contact by ${channel(row, 'en')} with "${row.what}": ${contactState(row, 'en')}.`,
    zh: (row) =>
      row.what === NO_TEMPLATE
        ? `已发起${channel(row, 'zh')}。`
        : `以${channel(row, 'zh')}联系（模板“${row.what}”）：${contactState(row, 'zh')}。`,
  },
  contact_event: {
    en: (row) => `${capital(channel(row, 'en'))}: ${contactState(row, 'en')}.`,
    zh: (row) => `${channel(row, 'zh')}：${contactState(row, 'zh')}。`,
  },
  hold: {
    en: (row) =>
      `Hold for ${holdName(row, 'en')}${row.day === null ? ', without an end' : `, up to ${sayDay(row.day, 'en')}`}.`,
    zh: (row) =>
      `因${holdName(row, 'zh')}停催${row.day === null ? '，无截止日' : `，至 ${sayDay(row.day, 'zh')}（不含）`}。`,
  },
  hold_ended: {
    en: (row) => `The hold for ${holdName(row, 'en')} ended.`,
    zh: (row) => `因${holdName(row, 'zh')}的停催已解除。`,
  },
  consent: {
    en: (row) =>
      row.state === 'misheard'
        ? `A refusal of ${channel(row, 'en')} was misheard, and counts as never said.`
        : `${row.state === 'given' ? 'Consent to' : 'Refusal of'} ${channel(row, 'en')}${isOfOneAddress(row) ? ' at one address' : ''}${quoted(row.what, ' “', '”')}.`,
    zh: (row) =>
      row.state === 'misheard'
        ? `先前记录的拒绝${channel(row, 'zh')}联系系误听，视为从未提出。`
        : `${row.state === 'given' ? '同意' : '拒绝'}${isOfOneAddress(row) ? '以某一联系方式进行' : ''}${channel(row, 'zh')}联系${quoted(row.what, '：“', '”')}。`,
  },
  promise: {
    en: (row) =>
      row.state === 'withdrawn'
        ? `The promise of ${amount(row, 'en')} by ${dayOr(row, 'en', '')} was recorded by mistake and taken back.`
        : `A promise${row.state === 'replaced' ? ' in the place of an earlier one' : ''}: ${amount(row, 'en')} by ${dayOr(row, 'en', '')}${tolerance(row, 'en')}.`,
    zh: (row) =>
      row.state === 'withdrawn'
        ? `${dayOr(row, 'zh', '')}前还 ${amount(row, 'zh')} 的承诺系误登记，已撤销。`
        : `${row.state === 'replaced' ? '更新' : ''}还款承诺：${dayOr(row, 'zh', '')}前还 ${amount(row, 'zh')}${tolerance(row, 'zh')}。`,
  },
  plan: {
    en: (row) =>
      `A plan of ${row.count} ${sayCount(row.count ?? 0, 'instalment', 'instalments')}, ${amount(row, 'en')} in all, the first due on ${dayOr(row, 'en', '')}.`,
    zh: (row) =>
      `分期还款计划共 ${row.count} 期，合计 ${amount(row, 'zh')}，首期 ${dayOr(row, 'zh', '')}。`,
  },
  plan_ended: { en: () => 'The plan before ended.', zh: () => '先前的分期还款计划已终止。' },
  pause: {
    en: (row) =>
      row.state === 'withdrawn'
        ? `A pause of the clock was taken back (${row.what}).`
        : `The clock is paused${row.day === null ? ' without an end' : ` up to ${dayOr(row, 'en', '')}`} (${row.what}).`,
    zh: (row) =>
      row.state === 'withdrawn'
        ? `计时暂停已撤回（${row.what}）。`
        : `计时暂停${row.day === null ? '，无截止日' : `至 ${dayOr(row, 'zh', '')}（不含）`}（${row.what}）。`,
  },
  inbound: {
    en: (row) => `From the borrower by ${channel(row, 'en')}: ${INBOUND[row.state ?? '']?.en}.`,
    zh: (row) => `借款人以${channel(row, 'zh')}联系我们：${INBOUND[row.state ?? '']?.zh}。`,
  },
}

function tolerance(row: TimelineRecord, lang: Language): string {
  if ((row.count ?? 0) === 0) return ''
  const days = `${row.count} ${sayCount(row.count ?? 0, 'day', 'days')}`
  return lang === 'zh' ? `，容忍 ${row.count} 天` : `, with ${days} of tolerance`
}

const dayOr = (row: TimelineRecord, lang: Language, none: string): string =>
  row.day === null ? none : sayDay(row.day, lang)

const INBOUND: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  conversation: { en: 'a conversation', zh: '有效沟通' },
  delivered: { en: 'they wrote to us', zh: '对方来信' },
  voicemail: { en: 'they left a message', zh: '对方留言' },
}

function arrearsOf(row: TimelineRecord, lang: Language): string {
  if (row.what === null || row.currency === null) return ''
  const arrears = sayMoney({ minor: row.what, currency: row.currency }, lang)
  return lang === 'zh' ? `，其中逾期 ${arrears}` : `, ${arrears} of it past due`
}

const DECISIONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  allow: { en: 'allowed', zh: '允许' },
  defer: { en: 'put off', zh: '须顺延' },
  deny: { en: 'denied', zh: '不予允许' },
}

const CONTACT_STATES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  permitted: { en: 'permitted', zh: '已许可' },
  sending: { en: 'being sent', zh: '发送中' },
  accepted: { en: 'accepted by the provider', zh: '服务商已受理' },
  delivered: { en: 'delivered', zh: '已送达' },
  failed: { en: 'failed', zh: '失败' },
  unknown: { en: 'unknown whether it was sent', zh: '不确定是否已发出' },
  withdrawn: { en: 'withdrawn before it was sent', zh: '发出前已撤回' },
  conversation: { en: 'a conversation', zh: '已通话' },
  voicemail: { en: 'a voicemail', zh: '语音信箱' },
  unanswered: { en: 'nobody answered', zh: '无人接听' },
  not_connected: { en: 'not connected', zh: '未接通' },
  answered_dropped: { en: 'abandoned: answered, and nobody spoke', zh: '弃呼：对方接听后无人应答' },
}

/** What a person says and does has no template. */
const NO_TEMPLATE = '-'

/** A provider's own word that we have no name for is shown as it came. */
const contactState = (row: TimelineRecord, lang: Language): string =>
  DISPOSITION_NAMES[row.what as Disposition]?.[lang] ??
  CONTACT_STATES[row.state ?? '']?.[lang] ??
  (row.state ?? '').replaceAll('_', ' ')

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
const quoted = (text: string | null, before: string, after: string) =>
  text === null ? '' : before + text + after

/** A refusal counts the addresses that it names: none stands for all. */
const isOfOneAddress = (row: TimelineRecord): boolean => row.count === 1
