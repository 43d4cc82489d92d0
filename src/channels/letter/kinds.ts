import type { Language } from '../../store/templates.ts'

export const LETTER_KINDS = [
  'reminder',
  'demand_notice',
  'lawyers_letter',
  'settled_in_full',
  'account_closed',
  'credit_notice',
  'visit_notice',
] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

const KIND_OF: Readonly<Record<string, LetterKind>> = {
  'demand-notice': 'demand_notice',
  'lawyers-letter': 'lawyers_letter',
  'settled-in-full': 'settled_in_full',
  'credit-notice': 'credit_notice',
  'visit-notice': 'visit_notice',
}

/** What a text is as a document; whatever is nothing else reminds. */
export const kindOf = (template: string): LetterKind =>
  Object.hasOwn(KIND_OF, template) ? (KIND_OF[template] ?? 'reminder') : 'reminder'

/** What threatens a step of law is printed only after a second person read that very letter. */
export const needsSecondPerson = (kind: LetterKind): boolean =>
  kind === 'lawyers_letter' || kind === 'demand_notice'

export const HEADINGS: Readonly<Record<LetterKind, Readonly<Record<Language, string>>>> = {
  reminder: { en: 'About your account', zh: '关于您的账户' },
  demand_notice: { en: 'Demand notice', zh: '催告函' },
  lawyers_letter: { en: 'Lawyer’s letter', zh: '律师函' },
  settled_in_full: { en: 'Settled in full', zh: '结清证明' },
  account_closed: { en: 'Account closed', zh: '账户关闭证明' },
  credit_notice: { en: 'Before we tell a credit register', zh: '征信报送事先告知' },
  visit_notice: { en: 'A visit, if you agree', zh: '上门拜访说明' },
}

/** What the page says around a text. */
export const PAGE_WORDS = {
  date: { en: 'Date', zh: '日期' },
  reference: { en: 'Our reference', zh: '编号' },
  page: { en: 'Page {n} of {all}', zh: '第 {n} 页，共 {all} 页' },
  qr: {
    en: 'A code for a phone camera. It opens the address beside it.',
    zh: '可用手机扫描的二维码，打开旁边的网址。',
  },
  online: { en: 'This letter online', zh: '在线查看' },
  address: { en: 'Go to', zh: '网址' },
  code: { en: 'and type', zh: '编码' },
  asks: {
    en: 'Or point a phone camera at the square. We first ask you one thing that only you know. We never ask for a password or a card number there.',
    zh: '也可用手机扫描二维码。页面会先请您回答一个只有您本人知道的问题，绝不会索要密码或银行卡号。',
  },
  licence: { en: 'Lawyer, licence {licence}', zh: '律师，执业证号 {licence}' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
