import type { DayText, InstantText, Language, MoneyWire } from '../../src/api/wire.ts'

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

/** Minor digits of the currencies that do not have two (ISO 4217); the same list as the core's. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
}

export const digitsOf = (currency: string) => MINOR_DIGITS[currency] ?? 2

/** '-12.30' of '-1230': exact text, never a floating number. */
export function decimalOf({ minor, currency }: MoneyWire): `${number}` {
  const digits = digitsOf(currency)
  const negative = minor.startsWith('-')
  const all = minor.replace('-', '').padStart(digits + 1, '0')
  const text = digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`
  return `${negative ? '-' : ''}${text}` as `${number}`
}

export function moneyText(amount: MoneyWire, language: Language): string {
  const digits = digitsOf(amount.currency)
  return new Intl.NumberFormat(LOCALE[language], {
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimalOf(amount))
}

export const countText = (count: number, language: Language) =>
  new Intl.NumberFormat(LOCALE[language]).format(count)

/** What the interface counts so far and no further beside a list. */
const COUNTED_MAX = 1000

export const countedText = (count: number, language: Language) =>
  `${countText(count, language)}${count >= COUNTED_MAX ? '+' : ''}`

/** Reads '1200.50' as typed by a person into minor units; undefined for all that is not exact. */
export function minorOf(text: string, currency: string): string | undefined {
  const digits = digitsOf(currency)
  const match = /^([0-9]{1,13})(?:\.([0-9]+))?$/.exec(text.trim())
  if (match === null) return undefined
  const fraction = (match[2] ?? '').padEnd(digits, '0')
  if (fraction.length > digits) return undefined
  const minor = BigInt(`${match[1]}${fraction}`)
  return minor > 0n ? minor.toString() : undefined
}

const dateOfDay = (day: string) => new Date(`${day}T00:00:00Z`)

export const dayText = (day: string, language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(
    dateOfDay(day),
  )

export const monthText = (day: string, language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(dateOfDay(day))

export const longDayText = (day: string, language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(dateOfDay(day))

/** '08:00' of an instant in a zone, in the 24-hour clock that both languages read. */
export const clockText = (at: InstantText, zone: string, language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(at))

export const instantText = (at: InstantText, language: Language, zone?: string) =>
  new Intl.DateTimeFormat(LOCALE[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(at))

/** The day of an instant in a zone or where the reader is, as YYYY-MM-DD (the Swedish way of writing is ISO's). */
export const dayIn = (at: InstantText, zone?: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(at))

const MINUTE_MS = 60_000

/** 'in 43 minutes', 'in 2 days': the largest unit that still says something. */
/** How much a file weighs, in the greatest unit that fits. */
export function sizeText(bytes: number, language: Language): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(steps.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)))
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    maximumFractionDigits: 1,
  }).format(bytes / 1024 ** step)
}

export function fromNowText(at: InstantText, now: InstantText, language: Language): string {
  const minutes = Math.ceil((Date.parse(at) - Date.parse(now)) / MINUTE_MS)
  const relative = new Intl.RelativeTimeFormat(LOCALE[language], { numeric: 'always' })
  if (Math.abs(minutes) < 90) return relative.format(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return Math.abs(hours) < 48
    ? relative.format(hours, 'hour')
    : relative.format(Math.round(hours / 24), 'day')
}

/** '中国时间', 'New York Time': the place's clock as the reader's language calls it. */
export function zoneText(zone: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(LOCALE[language], {
    timeZone: zone,
    timeZoneName: 'shortGeneric',
  }).formatToParts()
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

const DAY_MS = 86_400_000

/** So many days after a day, or before it. */
export const dayLater = (day: string, days: number): DayText =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
