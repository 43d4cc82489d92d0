import type { Words } from '../words.ts'
import { type CareKind, careTableOf } from './care.ts'
import type { Need } from './kind.ts'
import type { Stop } from './stops.ts'

/** The words of care that every door shows: API, desk and command line. */

export const STOP_WORDS: Readonly<Record<Stop, Words>> = {
  contact: { en: 'messages and calls', zh: '联系' },
  charge: { en: 'interest and fees', zh: '计息计费' },
  collect: { en: 'direct debits', zh: '扣款' },
  furnish: { en: 'reports to credit registers', zh: '征信报送' },
}

export const NEED_WORDS: Readonly<Record<Need, Words>> = {
  words: { en: 'a reason in words', zh: '文字说明' },
  until: { en: 'a last day', zh: '截止日' },
  consent: { en: 'the words told and the consent to keep them', zh: '所述内容及保存同意' },
  newer_document: {
    en: 'a document of ours that is dated after the dispute',
    zh: '一份日期晚于异议的证明材料',
  },
  proof: { en: 'a certificate or a paper of the court', zh: '证明文件或法院文书' },
  redress: { en: 'what is given to put it right', zh: '补救内容' },
  second_person: { en: "another person's answer under Approvals", zh: '第二人在审批中答复' },
}

/** Always so, whatever stands still. */
export const MAY_ALWAYS: Words = {
  en: 'The borrower may pay and ask at any time.',
  zh: '借款人可随时还款、随时询问。',
}

export const MARK_WORDS: Readonly<Record<string, Words>> = {
  primary: { en: 'read in the text itself', zh: '已核对原文' },
  verbatim: { en: 'from a verbatim copy', zh: '据逐字副本' },
  secondary: { en: 'from another account', zh: '据转述' },
  unverified: { en: 'unverified', zh: '未经核实' },
  house: { en: 'house rule', zh: '内部规则' },
}

export const sortWords = (kind: CareKind, sort: string | undefined): Words | undefined =>
  sort === undefined ? undefined : careTableOf(kind).sorts[sort]

export const stateWords = (kind: CareKind, state: string): Words =>
  careTableOf(kind).states[state] ?? { en: state, zh: state }

const OPENED: Words = { en: 'Told', zh: '告知' }

export const actionWords = (kind: CareKind, action: string): Words =>
  careTableOf(kind).actions[action]?.name ?? OPENED

/** Whom a care protects. */
export const forWhom = (accountRef: string | undefined): Words =>
  accountRef === undefined
    ? { en: 'the person, with every account', zh: '借款人本人及其全部账户' }
    : { en: `account ${accountRef}`, zh: `账户 ${accountRef}` }
