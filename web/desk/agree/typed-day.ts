const DAY_MS = 86_400_000

/** Monday is 1. */
const WEEKDAYS_EN = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const WEEKDAYS_ZH: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 7,
  天: 7,
}
const MONTHS_EN = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
]
const WORDS: Readonly<Record<string, number>> = {
  today: 0,
  tomorrow: 1,
  tmr: 1,
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
}

const textOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const msOf = (on: string): number => Date.parse(`${on}T00:00:00Z`)

/** The day of a calendar; undefined where the month does not have it. */
function dayOf(year: number, month: number, dayOfMonth: number): string | undefined {
  const ms = Date.UTC(year, month - 1, dayOfMonth)
  const date = new Date(ms)
  const isThere = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth
  return isThere && year >= 1900 && year <= 2999 ? textOf(ms) : undefined
}

type Reader = (match: RegExpExecArray, today: string) => string | undefined

/** A weekday is the next one that is not today; "next" or 下 is that of the week after this one. */
function weekday(wanted: number, isNextWeek: boolean, today: string): string | undefined {
  const ms = msOf(today)
  const now = new Date(ms).getUTCDay() || 7
  const ahead = isNextWeek ? 7 - now + wanted : (wanted - now + 7) % 7 || 7
  return textOf(ms + ahead * DAY_MS)
}

/** A day of a month without its year: the next one that has not gone by. */
function next(month: number, dayOfMonth: number, today: string): string | undefined {
  const year = Number(today.slice(0, 4))
  const here = dayOf(year, month, dayOfMonth)
  return here !== undefined && here >= today ? here : dayOf(year + 1, month, dayOfMonth)
}

/** `months` after the one of today, on a day of it. */
function ofMonth(months: number, dayOfMonth: number, today: string): string | undefined {
  const at = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + months
  return dayOf(Math.floor(at / 12), (at % 12) + 1, dayOfMonth)
}

/** A number alone is a day of this month, or of the next where it has gone by. */
function dayAlone(dayOfMonth: number, today: string): string | undefined {
  const here = ofMonth(0, dayOfMonth, today)
  return here !== undefined && here >= today ? here : ofMonth(1, dayOfMonth, today)
}

const monthOf = (name = ''): number => MONTHS_EN.indexOf(name.slice(0, 3)) + 1
const MONTH = `(${MONTHS_EN.join('|')})[a-z]*`

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, (m) => dayOf(Number(m[1]), Number(m[2]), Number(m[3]))],
  [
    /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/,
    (m) => dayOf(Number(m[1]), Number(m[2]), Number(m[3])),
  ],
  [/^(\d{1,2})月(\d{1,2})[日号]?$/, (m, today) => next(Number(m[1]), Number(m[2]), today)],
  [
    /^(下个?月|本月|这个?月)(\d{1,2})[日号]?$/,
    (m, today) => ofMonth(m[1]?.startsWith('下') === true ? 1 : 0, Number(m[2]), today),
  ],
  [/^(\d{1,2})[日号]$/, (m, today) => dayAlone(Number(m[1]), today)],
  [
    /^(下)?个?(?:周|星期|礼拜)([一二三四五六日天])$/,
    (m, today) => weekday(WEEKDAYS_ZH[m[2] ?? ''] ?? 1, m[1] !== undefined, today),
  ],
  [
    /^(?:\+|in )?(\d{1,3})(?: ?d(?:ays?)?|天后?)$|^\+(\d{1,3})$/,
    (m, today) => textOf(msOf(today) + Number(m[1] ?? m[2]) * DAY_MS),
  ],
  [new RegExp(`^(\\d{1,2}) ?${MONTH}$`), (m, today) => next(monthOf(m[2]), Number(m[1]), today)],
  [new RegExp(`^${MONTH} ?(\\d{1,2})$`), (m, today) => next(monthOf(m[1]), Number(m[2]), today)],
  [
    new RegExp(`^(\\d{1,2}) ?${MONTH} (\\d{4})$`),
    (m) => dayOf(Number(m[3]), monthOf(m[2]), Number(m[1])),
  ],
  [
    new RegExp(`^(next )?(${WEEKDAYS_EN.join('|')})[a-z]*$`),
    (m, today) => weekday(WEEKDAYS_EN.indexOf(m[2] ?? '') + 1, m[1] !== undefined, today),
  ],
]

/**
 * A day as people type it: fri, next mon, 3 dec, tomorrow, +5, 周五, 明天, 下月3号, 2026-12-03. What may mean
 * two days, such as 3/12, is not read: undefined.
 */
export function typedDay(text: string, today: string): string | undefined {
  const typed = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const word = WORDS[typed]
  if (word !== undefined) return textOf(msOf(today) + word * DAY_MS)
  for (const [form, read] of READERS) {
    const match = form.exec(typed)
    if (match !== null) return read(match, today)
  }
  return undefined
}

export const daysAhead = (on: string, today: string): number =>
  Math.round((msOf(on) - msOf(today)) / DAY_MS)
