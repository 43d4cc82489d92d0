import type { HeardClass } from '../core/hear/heard.ts'
import type { Language } from './wire.ts'

type Words = Readonly<Record<Language, string>>

export const CLASS_NAMES: Readonly<Record<HeardClass, Words>> = {
  self_harm: { en: 'May harm themself', zh: '有自伤风险' },
  stop: { en: 'Stop', zh: '要求停止联系' },
  bereavement: { en: 'A death', zh: '有人去世' },
  wrong_number: { en: 'Wrong number', zh: '号码错误' },
  not_me: { en: 'Not this person', zh: '不是本人' },
  third_person: { en: 'Somebody else', zh: '他人回复' },
  fraud: { en: 'Says it is not theirs, or fraud', zh: '称非本人债务，或被冒用' },
  lawyer: { en: 'Has a lawyer', zh: '已委托律师' },
  refusal_to_pay: { en: 'Refuses to pay', zh: '拒绝还款' },
  vulnerable: { en: 'Vulnerable', zh: '处境困难' },
  illness: { en: 'Ill', zh: '患病' },
  already_paid: { en: 'Says it is paid', zh: '称已还款' },
  dispute: { en: 'Disputes', zh: '提出异议' },
  complaint: { en: 'Complains', zh: '投诉' },
  cannot_pay: { en: 'Cannot pay', zh: '无力还款' },
  call_back: { en: 'Asks for a call', zh: '要求回电' },
  promise: { en: 'Offers to pay', zh: '承诺还款' },
  abuse: { en: 'Abuse', zh: '辱骂' },
  question: { en: 'A question', zh: '提问' },
  agree: { en: 'Agrees', zh: '同意' },
  automatic: { en: 'Automatic', zh: '自动回复' },
  greeting: { en: 'A greeting', zh: '问候' },
  other: { en: 'Something else', zh: '其他' },
}

const EFFECTS: Readonly<Record<string, Words>> = {
  'refusal any': { en: 'No contact on any channel', zh: '所有渠道停止联系' },
  'refusal address': { en: 'No contact at this address', zh: '停用该联系方式' },
  'hold cease': { en: 'Hold: asked us to stop', zh: '停催：要求停止联系' },
  'hold attorney': { en: 'Hold: has a lawyer', zh: '停催：已委托律师' },
  'hold refusal_to_pay': { en: 'Hold: refuses to pay', zh: '停催：拒绝还款' },
  'hold vulnerable': { en: 'Hold: care comes first', zh: '停催：关怀优先' },
  'hold dispute': { en: 'Hold: disputed', zh: '停催：有异议' },
  'hold fraud': { en: 'Hold: says it is fraud', zh: '停催：称被冒用' },
  'care dispute:fraud': { en: 'Dispute opened: fraud', zh: '已登记异议：被冒用' },
  'care dispute:identity': {
    en: 'Dispute opened: says it is not theirs',
    zh: '已登记异议：称非本人债务',
  },
  'care dispute:paid': { en: 'Dispute opened: says it is paid', zh: '已登记异议：称已还清' },
  'care dispute:amount': { en: 'Dispute opened', zh: '已登记异议' },
  'care complaint:other': { en: 'Complaint opened', zh: '已登记投诉' },
  'wish spared': {
    en: 'Not reached at hours or places that they named',
    zh: '避开对方所说的时间或地点',
  },
  'circumstance cannot_pay': { en: 'Recorded: cannot pay', zh: '已记录：无力还款' },
  'address not_his': { en: 'Number marked: not theirs', zh: '号码标记：非本人' },
  'third_person refused': {
    en: 'Kept: this person said no, for ever',
    zh: '已记录：此人永久拒绝',
  },
  'third_person answered': { en: 'From a third person', zh: '来自第三人' },
}

export function effectWords(kind: string, what: string, lang: Language): string {
  return EFFECTS[`${kind} ${what}`]?.[lang] ?? what
}

const STATES: Readonly<Record<string, Words>> = {
  received: { en: 'received', zh: '已收到' },
  planned: { en: 'waits to be sent', zh: '待发送' },
  deferred: { en: 'waits for a lawful hour', zh: '等待合法时段' },
  denied: { en: 'not sent: the rules say no', zh: '未发送：规则不允许' },
  withdrawn: { en: 'taken back', zh: '已撤回' },
  permitted: { en: 'permitted', zh: '已获准' },
  sending: { en: 'on its way', zh: '发送中' },
  accepted: { en: 'taken by the provider', zh: '服务商已接收' },
  delivered: { en: 'delivered', zh: '已送达' },
  failed: { en: 'not delivered', zh: '未送达' },
  unknown: { en: 'not known', zh: '结果未知' },
  conversation: { en: 'spoke', zh: '已通话' },
  voicemail: { en: 'voicemail', zh: '语音留言' },
  unanswered: { en: 'no answer', zh: '无人接听' },
  not_connected: { en: 'not connected', zh: '未接通' },
  answered_dropped: { en: 'abandoned: answered, and nobody spoke', zh: '弃呼：对方接听后无人应答' },
}

export const stateWords = (state: string, lang: Language): string => STATES[state]?.[lang] ?? state
