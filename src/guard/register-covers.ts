import type { Words } from '../core/words.ts'
import type { CoversForm } from './covers-form.ts'
import { listWords } from './register-tools.ts'
import * as W from './vocabulary-words.ts'

type Line<K extends keyof CoversForm> = (value: NonNullable<CoversForm[K]>) => Words

const line =
  (en: string, zh: string) =>
  (list: Words): Words => ({ en: `${en}: ${list.en}`, zh: `${zh}：${list.zh}` })

const only = (en: string, zh: string) => (): Words => ({ en, zh })

const VOICES = {
  person: { en: 'of a person', zh: '真人' },
  artificial: { en: 'synthetic or recorded', zh: '合成或录制语音' },
} as const

const PLACES = {
  home: { en: 'at home', zh: '家中' },
  work: { en: 'at work', zh: '单位' },
  elsewhere: { en: 'elsewhere', zh: '其他地点' },
} as const

const LINES: { readonly [K in keyof CoversForm]-?: Line<K> } = {
  channels: (list) => line('ways', '方式')(listWords(W.MEDIA_WORDS, list)),
  audience: (list) => line('to', '对象')(listWords(W.ROLE_WORDS, list)),
  firms: (list) => line('by', '主体')(listWords(W.FIRM_WORDS, list)),
  purposes: (list) => line('for', '目的')(listWords(W.PURPOSE_WORDS, list)),
  except_purposes: (list) => line('but not for', '不含目的')(listWords(W.PURPOSE_WORDS, list)),
  debt_kinds: (list) => line('debts', '债务种类')(listWords(W.DEBT_KIND_WORDS, list)),
  except_debt_kinds: (list) =>
    line('but not debts', '不含债务种类')(listWords(W.DEBT_KIND_WORDS, list)),
  debt_statuses: (list) => line('debts that are', '债务状态')(listWords(W.DEBT_STATUS_WORDS, list)),
  unsecured: only('only debts without security', '仅无担保债务'),
  assigned: (value) =>
    value === 'any'
      ? { en: 'only debts that were sold or assigned', zh: '仅已转让的债务' }
      : {
          en: 'only bank credit that was non-performing when it was sold',
          zh: '仅转让时已为不良的银行信贷',
        },
  addresses: (list) => line('addresses', '联系地址种类')(listWords(W.PLACE_WORDS, list)),
  except_addresses: (list) =>
    line('but not addresses', '不含联系地址种类')(listWords(W.PLACE_WORDS, list)),
  places: (list) => line('where', '地点')(listWords(PLACES, list)),
  voices: (list) => line('voices', '声音')(listWords(VOICES, list)),
  automated: (value) =>
    value
      ? { en: 'only what a machine makes', zh: '仅自动生成的联系' }
      : { en: 'only what a person makes', zh: '仅人工发起的联系' },
  joint: (value) =>
    value
      ? { en: 'only what both parties make together', zh: '仅双方共同提出' }
      : { en: 'not what both parties make together', zh: '不含双方共同提出' },
  borrower: (list) =>
    line('where the borrower', '借款人情形')(listWords(W.CIRCUMSTANCE_WORDS, list)),
  employer_forbids: only(
    'only where the employer is known to forbid it',
    '仅已知雇主禁止在单位联系的情形',
  ),
  proceedings: (list) => line('once there was', '已有程序')(listWords(W.PROCEEDING_WORDS, list)),
  several_zones: only(
    'only where the person may be in one of several zones',
    '仅所在时区不确定的情形',
  ),
}

/** Whom and what a rule, or a part of it, is about: a line each, in the order of the form. */
export function coversWords(covers: Partial<CoversForm>): readonly Words[] {
  return (Object.keys(LINES) as (keyof CoversForm)[]).flatMap((key) => {
    const value = covers[key]
    // The line and the value are of one key, which the language cannot follow through the list.
    return value === undefined ? [] : [(LINES[key] as (value: unknown) => Words)(value)]
  })
}
