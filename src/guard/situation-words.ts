import { parseDay } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import { zoneOf } from './zone.ts'

/** A form that a text of a situation can be asked to have, and how to say it to a person. */
export type TextForm = { readonly is: (text: string) => boolean; readonly what: Words }

const matches = (form: RegExp) => (text: string) => form.test(text)

const isDay = (text: string) => parseDay(text) !== undefined
const isTime = (text: string) =>
  isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10))

/** `wall`: whether the local time exists in a zone is asked later, when the zone is known. */
export const TEXT_FORMS = {
  id: {
    is: matches(/^[A-Za-z0-9][A-Za-z0-9_-]*$/),
    what: {
      en: 'an id of letters, digits, "-" and "_", such as D1',
      zh: '由字母、数字、“-”、“_”组成的编号，如 D1',
    },
  },
  situation: {
    is: matches(/^[A-Z]{2}(-[A-Z]{2,4})*-(EX|BD)-\d{3}$/),
    what: { en: 'an id such as CN-BD-001', zh: '形如 CN-BD-001 的编号' },
  },
  day: {
    is: isDay,
    what: { en: 'a day of the calendar, such as 2026-09-07', zh: '真实存在的日期，如 2026-09-07' },
  },
  time: {
    is: isTime,
    what: {
      en: 'a local time without offset, such as 2026-09-07T09:30',
      zh: '不带时差的当地时间，如 2026-09-07T09:30',
    },
  },
  until: {
    is: (text) => isDay(text) || isTime(text),
    what: {
      en: 'a day or a local time, such as 2026-09-07 or 2026-09-07T09:30',
      zh: '日期或当地时间，如 2026-09-07 或 2026-09-07T09:30',
    },
  },
  clock: {
    is: matches(/^([01]\d|2[0-3]):[0-5]\d$/),
    what: { en: 'a time of day from 00:00 to 23:59', zh: '00:00 至 23:59 的时刻' },
  },
  money: {
    is: matches(/^\d+\.\d{2}$/),
    what: {
      en: 'an amount with two decimals, such as "120.50"',
      zh: '两位小数的金额，如 "120.50"',
    },
  },
  rule: {
    is: matches(/^[a-z]{2}(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/),
    what: { en: 'the id of a rule, such as cn.gbt.freq', zh: '规则编号，如 cn.gbt.freq' },
  },
  party: {
    is: matches(
      /^(borrower|bureau|court|(spouse|guarantor|heir|attorney|representative|relative|friend|neighbour|colleague|employer|contact|third_party|unidentified)(:[A-Za-z0-9_-]+)?)$/,
    ),
    what: {
      en: 'a person: borrower, bureau, court, or one of spouse, guarantor, heir, attorney, representative, relative, friend, neighbour, colleague, employer, contact, third_party, unidentified, with or without an id, such as third_party:T1',
      zh: '人员：borrower、bureau、court，或 spouse、guarantor、heir、attorney、representative、relative、friend、neighbour、colleague、employer、contact、third_party、unidentified，可带编号，如 third_party:T1',
    },
  },
  zone: {
    is: (text) => /^[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(text) && zoneOf(text) !== undefined,
    what: { en: 'an IANA time zone, such as Asia/Shanghai', zh: 'IANA 时区名，如 Asia/Shanghai' },
  },
  language: {
    is: matches(/^[a-z]{2}(-[A-Z]{2})?$/),
    what: { en: 'a language such as zh or en-GB', zh: '语言代码，如 zh 或 en-GB' },
  },
  short: {
    is: (text) => Array.from(text).length >= 3,
    what: { en: 'a text of three characters or more', zh: '至少 3 个字符的文字' },
  },
  sentence: {
    is: (text) => Array.from(text).length >= 10,
    what: { en: 'a sentence of ten characters or more', zh: '至少 10 个字符的一句话' },
  },
} as const satisfies Record<string, TextForm>

export type TextFormName = keyof typeof TEXT_FORMS

/** The message that a zod issue carries for a form: its name, from which both languages are made. */
export const formMessage = (name: TextFormName): string => `form:${name}`

export function formOf(message: string): TextForm | undefined {
  const name = message.startsWith('form:') ? message.slice(5) : ''
  return name in TEXT_FORMS ? TEXT_FORMS[name as TextFormName] : undefined
}
