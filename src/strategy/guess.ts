/** What a person who does not program most likely meant, in this language; undefined: no guess. */
export function guessTest(text: string): string | undefined {
  for (const [pattern, meant] of TESTS) {
    const match = pattern.exec(text)
    if (match !== null) return meant(match)
  }
  return undefined
}

type Guess = readonly [RegExp, (match: RegExpExecArray) => string | undefined]

const NUMBER = String.raw`([0-9]{1,6})\s*(days?|d|weeks?|w|天|日|周|星期|%)?`

/** A number with its unit, as a cell writes them. */
function amount(number: string | undefined, unit: string | undefined): string {
  if (unit === undefined) return number ?? ''
  if (unit === '%') return `${number}%`
  return /^w|周|星期/.test(unit) ? `${number}w` : `${number}d`
}

const of = (match: RegExpExecArray, at: number): string => amount(match[at], match[at + 1])

const TESTS: readonly Guess[] = [
  [/^(?:\*|any|all|everything|不限|任意|全部|所有)$/i, () => '-'],
  [
    new RegExp(String.raw`^${NUMBER}\s*(?:-|to|until|~|～|至|到|\.\.\.)\s*${NUMBER}$`, 'i'),
    (match) => `${of(match, 1)}..${of(match, 3)}`,
  ],
  [
    new RegExp(String.raw`^between\s+${NUMBER}\s+and\s+${NUMBER}$`, 'i'),
    (match) => `${of(match, 1)}..${of(match, 3)}`,
  ],
  [
    new RegExp(String.raw`^>=\s*${NUMBER}\s*(?:and|&&?|且|并且)\s*<=\s*${NUMBER}$`, 'i'),
    (match) => `${of(match, 1)}..${of(match, 3)}`,
  ],
  [
    /^>\s*([0-9]{1,6})\s*(?:and|&&?|且|并且)\s*<\s*([0-9]{1,6})$/i,
    (match) => `${Number(match[1]) + 1}..${Number(match[2]) - 1}`,
  ],
  [new RegExp(String.raw`^${NUMBER}\s*(?:\+|\.\.|以上|起)$`), (match) => `>= ${of(match, 1)}`],
  [new RegExp(String.raw`^\.\.\s*${NUMBER}$`), (match) => `<= ${of(match, 1)}`],
  [new RegExp(String.raw`^${NUMBER}以(?:下|内)$`), (match) => `<= ${of(match, 1)}`],
  [/^=([<>])\s*(.+)$/, (match) => `${match[1]}= ${match[2]}`],
  [/^(?:!=|<>)\s*(.+)$/, (match) => `not(${match[1]})`],
  [
    new RegExp(String.raw`^(?:more than|over|above|大于|超过|多于)\s*${NUMBER}$`, 'i'),
    (match) => `> ${of(match, 1)}`,
  ],
  [
    new RegExp(String.raw`^(?:at least|from|不少于|至少|大于等于)\s*${NUMBER}$`, 'i'),
    (match) => `>= ${of(match, 1)}`,
  ],
  [
    new RegExp(String.raw`^(?:less than|under|below|小于|少于|低于)\s*${NUMBER}$`, 'i'),
    (match) => `< ${of(match, 1)}`,
  ],
  [
    new RegExp(String.raw`^(?:at most|up to|不超过|至多|小于等于)\s*${NUMBER}$`, 'i'),
    (match) => `<= ${of(match, 1)}`,
  ],
  [
    /^([0-9]{1,6})\s*(days?|weeks?|天|日|周|星期)$/i,
    (match) => amount(match[1], match[2]?.toLowerCase()),
  ],
]

/** A span of days, as `every` and `ask_again` write it. */
export function guessSpan(text: string): string | undefined {
  const match = /^(?:every\s+|每)?([1-9][0-9]{0,3})\s*(days?|weeks?|天|日|周|星期)$/i.exec(text)
  return match === null ? undefined : amount(match[1], match[2]?.toLowerCase())
}

const ALIASES: Readonly<Record<string, string>> = {
  RMB: 'CNY',
  '¥': 'CNY',
  '￥': 'CNY',
  元: 'CNY',
  人民币: 'CNY',
  '£': 'GBP',
  $: 'USD',
  '€': 'EUR',
}

/** What people call a currency, as its code. */
export const currencyCalled = (name: string): string | undefined =>
  ALIASES[name] ?? ALIASES[name.toUpperCase()]

/** An amount with its currency behind it, or under another name. */
export function guessMoney(text: string): string | undefined {
  const match =
    /^(?<before>[^0-9\s.-]{1,4})?\s*(?<amount>[0-9]{1,12}(?:\.[0-9]{1,2})?)\s*(?<after>[^0-9\s.-]{1,4})?$/u.exec(
      text,
    )
  const { before, amount: number, after } = match?.groups ?? {}
  const named = before ?? after
  if (number === undefined || named === undefined) return undefined
  const code =
    currencyCalled(named) ?? (/^[a-z]{3}$/i.test(named) ? named.toUpperCase() : undefined)
  return code === undefined ? undefined : `${code} ${number}`
}

const YES = /^(?:yes|y|1|true|是|有|对)$/i
const NO = /^(?:no|n|0|false|否|无|没有)$/i

export const guessFlag = (text: string): string | undefined =>
  YES.test(text) ? 'true' : NO.test(text) ? 'false' : undefined

/** A date in another order or with other signs; which of 01/02 is the month nobody can tell. */
export function guessDay(text: string): string | undefined {
  const match =
    /^(?<year>[0-9]{4})[/.年](?<month>[0-9]{1,2})[/.月](?<day>[0-9]{1,2})日?$/.exec(text) ??
    /^(?<day>[0-9]{1,2})\.(?<month>[0-9]{1,2})\.(?<year>[0-9]{4})$/.exec(text)
  const { year, month = '', day = '' } = match?.groups ?? {}
  if (year === undefined || Number(month) > 12 || Number(day) > 31) return undefined
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Words said to be left out: `not "card"`, `!= "card"`, `除了"card"`. */
export function guessWords(text: string): string | undefined {
  const match = /^(?:not\s+|!=\s*|<>\s*|!\s*|除了?|非)("[^"]+"(?:\s*,\s*"[^"]+")*)$/i.exec(text)
  return match === null ? undefined : `not(${match[1]})`
}

/** A name in the form that names have. */
export function guessName(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return /^[a-z0-9]+([_-][a-z0-9]+)*$/.test(name) && name !== text ? name : undefined
}

/** A comma that parts thousands: as a list it would be two numbers, and fit what nobody meant. */
export const THOUSANDS = /(?:^|[^0-9])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9])/
