import type { Day } from '../calendar.ts'
import { addDays, addMonths, monthEnd, parseDay, weekday } from '../calendar.ts'
import { hanNumber, HAN_NUMBER } from './numerals.ts'

/** A day that a text names, and where; `rest` is the text without it, so that no part is money. */
export type NamedDay = { readonly on: Day | undefined; readonly rest: string }

type Context = { readonly today: Day; readonly monthFirst: boolean }
type Reader = readonly [RegExp, (match: RegExpExecArray, context: Context) => Day | undefined]

const N = `([0-9]{1,2}|${HAN_NUMBER})`

const numberOf = (text: string | undefined): number =>
  text === undefined ? NaN : /^[0-9]+$/.test(text) ? Number(text) : (hanNumber(text) ?? NaN)

const text2 = (n: number): string => `${n}`.padStart(2, '0')

/** The next such day of a month: of this month if not past, otherwise of the first that has it. */
function nextMonthDay(today: Day, dayOfMonth: number): Day | undefined {
  for (let months = 0; months <= 2; months++) {
    const on = parseDay(`${addMonths(today, months).slice(0, 8)}${text2(dayOfMonth)}`)
    if (on !== undefined && on >= today) return on
  }
  return undefined
}

/** The next such day of a year. */
function nextYearDay(today: Day, month: number, dayOfMonth: number): Day | undefined {
  for (let years = 0; years <= 4; years++) {
    const on = parseDay(`${Number(today.slice(0, 4)) + years}-${text2(month)}-${text2(dayOfMonth)}`)
    if (on !== undefined && on >= today) return on
  }
  return undefined
}

const dayOf = (today: Day, months: number, dayOfMonth: number): Day | undefined =>
  parseDay(`${addMonths(today, months).slice(0, 8)}${text2(dayOfMonth)}`)

/** The next such weekday after today; `weeks` counts from Monday, so 0 is of this week. */
const nextWeekday = (today: Day, want: number): Day =>
  addDays(today, ((want - weekday(today) + 6) % 7) + 1)
const weekdayOf = (today: Day, weeks: number, want: number): Day | undefined => {
  const on = addDays(today, weeks * 7 + want - weekday(today))
  return on >= today ? on : undefined
}

const HAN_WEEKDAYS = '一二三四五六日'
const hanWeekday = (char: string | undefined): number =>
  char === '天' || char === '末'
    ? 7
    : /[1-7]/.test(char ?? '')
      ? Number(char)
      : HAN_WEEKDAYS.indexOf(char ?? '') + 1

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const place = (names: readonly string[], text: string | undefined): number =>
  names.indexOf((text ?? '').slice(0, 3)) + 1

const WEEKDAY =
  '(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|friady|firday|sat(?:urday)?|sun(?:day)?|tuseday|thurday|wensday|wednsday|satday)'
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const slip: Readonly<Record<string, string>> = {
  firday: 'fri',
  tuseday: 'tue',
  thurday: 'thu',
  wensday: 'wed',
  wednsday: 'wed',
}

const inDays = (match: RegExpExecArray, { today }: Context, unit: number): Day | undefined => {
  const n = numberOf(match[1])
  return Number.isNaN(n) || n > 400 ? undefined : addDays(today, n * unit)
}
const ENGLISH_COUNT: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  couple: 2,
}
const englishCount = (text: string | undefined): number => ENGLISH_COUNT[text ?? ''] ?? Number(text)

const CHINESE: readonly Reader[] = [
  [
    /(20[0-9]{2})[年\-/.]([0-9]{1,2})[月\-/.]([0-9]{1,2})[日号]?/,
    (m, { today }) =>
      notPast(parseDay(`${m[1]}-${text2(Number(m[2]))}-${text2(Number(m[3]))}`), today),
  ],
  [
    new RegExp(`${N}月${N}[日号]?`),
    (m, { today }) => nextYearDay(today, numberOf(m[1]), numberOf(m[2])),
  ],
  [
    /(?<![0-9.])(1[0-2]|[1-9])\.(3[01]|[12][0-9]|[1-9])[日号](?!线)/,
    (m, { today }) => nextYearDay(today, Number(m[1]), Number(m[2])),
  ],
  [
    new RegExp(`下(?:个)?月的?${N}[日号]?(?!百|千|元|块|万)`),
    (m, { today }) => dayOf(today, 1, numberOf(m[1])),
  ],
  [/下(?:个)?月(?:月)?底|下月末/, (_, { today }) => monthEnd(dayOf(today, 1, 1) ?? today)],
  [/(?:这个?|本|)月(?:底|末)|月底|月末/, (_, { today }) => monthEnd(today)],
  [/年底|年末|年前/, (_, { today }) => nextYearDay(today, 12, 31)],
  [/元旦/, (_, { today }) => nextYearDay(today, 1, 1)],
  [/圣诞节?/, (_, { today }) => nextYearDay(today, 12, 25)],
  [/双十二|双12/, (_, { today }) => nextYearDay(today, 12, 12)],
  [
    /下(?:个)?(?:周|星期|礼拜)([一二三四五六日天末1-7])/,
    (m, { today }) => weekdayOf(today, 1, hanWeekday(m[1])),
  ],
  [
    /(?:这个?|本)(?:周|星期|礼拜)([一二三四五六日天末1-7])/,
    (m, { today }) => weekdayOf(today, 0, hanWeekday(m[1])),
  ],
  [
    /(?:周|星期|礼拜)([一二三四五六日天末1-7])/,
    (m, { today }) => nextWeekday(today, hanWeekday(m[1])),
  ],
  [
    new RegExp(
      `(?:本月|这个月|这月)?(?<![0-9一二三四五六七八九十百千万点:：.])${N}[日号](?!线|楼|店|码)`,
    ),
    (m, { today }) => nextMonthDay(today, numberOf(m[1])),
  ],
  [/大后天/, (_, { today }) => addDays(today, 3)],
  [/后天|后日|后儿/, (_, { today }) => addDays(today, 2)],
  [/明天|明日|明早|明晚|明儿|明下午|明上午|听日|mingtian/, (_, { today }) => addDays(today, 1)],
  [
    /今天|今日|今晚|今儿|今夜|马上|立刻|立马|等下|等会儿?|待会儿?|一会儿?|现在|下午|晚上|今早|中午前/,
    (_, { today }) => today,
  ],
  [
    new RegExp(`(?<!过)${N}(?:个)?(?:天|日)(?:之)?(?:内|后|以内|以后|之后|左右)`),
    (m, c) => inDays(m, c, 1),
  ],
  [new RegExp(`过${'([3-9]|[1-9][0-9]|[三四五六七八九十]{1,3})'}天`), (m, c) => inDays(m, c, 1)],
  [
    new RegExp(`${N}(?:个)?(?:周|星期|礼拜)(?:之)?(?:内|后|以内|以后|之后)`),
    (m, c) => inDays(m, c, 7),
  ],
  [
    new RegExp(`${N}个月(?:之)?(?:内|后|以内|以后|之后)`),
    (m, { today }) => (numberOf(m[1]) <= 24 ? addMonths(today, numberOf(m[1])) : undefined),
  ],
]

const ENGLISH: readonly Reader[] = [
  [
    /\b(20[0-9]{2})-([0-9]{2})-([0-9]{2})\b/,
    (m, { today }) => notPast(parseDay(`${m[1]}-${m[2]}-${m[3]}`), today),
  ],
  [
    new RegExp(`\\b([0-9]{1,2})(?:st|nd|rd|th)? ?(?:of )?${MONTH}\\b`),
    (m, { today }) => nextYearDay(today, place(MONTHS, m[2]), Number(m[1])),
  ],
  [
    new RegExp(`\\b${MONTH}\\.? ?(?:the )?([0-9]{1,2})(?:st|nd|rd|th)?\\b`),
    (m, { today }) => nextYearDay(today, place(MONTHS, m[1]), Number(m[2])),
  ],
  [
    /(?<![0-9/£$€.])([0-9]{1,2})\/([0-9]{1,2})(?:\/(?:20)?[0-9]{2})?(?![0-9/])/,
    (m, { today, monthFirst }) =>
      monthFirst
        ? nextYearDay(today, Number(m[1]), Number(m[2]))
        : nextYearDay(today, Number(m[2]), Number(m[1])),
  ],
  [
    /\b(?:the )?([0-9]{1,2})(?:st|nd|rd|th) (?:of )?next month\b/,
    (m, { today }) => dayOf(today, 1, Number(m[1])),
  ],
  [/\bend (?:of )?next month\b/, (_, { today }) => monthEnd(dayOf(today, 1, 1) ?? today)],
  [
    /\b(?:end of (?:the |this )?month|month ?end|end of november)\b/,
    (_, { today }) => monthEnd(today),
  ],
  [
    /\bend of (?:the |this )?week\b/,
    (_, { today }) => weekdayOf(today, 0, 5) ?? weekdayOf(today, 0, 7),
  ],
  [/\bend of (?:the |this )?year\b/, (_, { today }) => nextYearDay(today, 12, 31)],
  [/\b(?:christmas|xmas)(?! eve)\b/, (_, { today }) => nextYearDay(today, 12, 25)],
  [
    new RegExp(`\\bnext ${WEEKDAY}\\b|\\b${WEEKDAY} (?:next week|week)\\b`),
    (m, { today }) => weekdayOf(today, 1, weekdayNamed(m[1] ?? m[2])),
  ],
  [new RegExp(`\\b${WEEKDAY}\\b`), (m, { today }) => nextWeekday(today, weekdayNamed(m[1]))],
  [/\bday after (?:tomorrow|tmrw|tmr)\b/, (_, { today }) => addDays(today, 2)],
  [
    /\b(?:tomorrow|tmrw|tmr|tomoz|tomo|2moro|tomorow|tommorow|tommorrow|2morrow|tmrow)\b/,
    (_, { today }) => addDays(today, 1),
  ],
  [
    /\b(?:today|tonight|this (?:evening|afternoon|morning)|2day|2nite|tonite|right now|straight away|immediately|later on today)\b/,
    (_, { today }) => today,
  ],
  [
    /\b(?:in|within|after) (a couple of|an?|one|two|three|four|five|six|seven|ten|[0-9]{1,2}) days?\b/,
    (m, { today }) => addDays(today, englishCount((m[1] ?? '').replace('a couple of', 'couple'))),
  ],
  [
    /\b(?:in|within|after) (a couple of|an?|one|two|three|four|six|[0-9]{1,2}) (?:weeks?|wks?)\b|\b(a|one) week from (?:today|now)\b/,
    (m, { today }) =>
      addDays(today, 7 * englishCount((m[1] ?? m[2] ?? '').replace('a couple of', 'couple'))),
  ],
  [/\b(?:in|within) a fortnight\b/, (_, { today }) => addDays(today, 14)],
  [
    /\b(?:in|within) (a|one|two|three) months?\b/,
    (m, { today }) => addMonths(today, englishCount(m[1])),
  ],
  [
    /\b(?:the )?([0-9]{1,2})(?:st|nd|rd|th)\b|\bthe ([0-9]{1,2})\b(?! ?(?:quid|pounds|dollars|rs|k))/,
    (m, { today }) => nextMonthDay(today, Number(m[1] ?? m[2])),
  ],
  [/\bthe first\b/, (_, { today }) => nextMonthDay(today, 1)],
]

const weekdayNamed = (text: string | undefined): number => place(WEEKDAYS, slip[text ?? ''] ?? text)

const notPast = (on: Day | undefined, today: Day): Day | undefined =>
  on !== undefined && on >= today ? on : undefined

/** The first day named, the most exact way of naming first; `text` is lower case and simplified. */
export function namedDay(text: string, context: Context): NamedDay {
  let rest = text
  let on: Day | undefined
  for (const [pattern, read] of [...CHINESE, ...ENGLISH]) {
    const match = pattern.exec(rest)
    if (match === null) continue
    on ??= read(match, context)
    rest = rest.slice(0, match.index) + ' ; ' + rest.slice(match.index + match[0].length)
  }
  return { on, rest }
}
