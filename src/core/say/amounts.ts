import { minorDigits, parseMinor, type Money } from '../money.ts'
import type { Place } from './fault.ts'
import { hanNumber, spokenNumber } from './numbers.ts'

/** An amount that a text names: its exact decimal, and the currencies that it can mean (none: any). */
export type NamedAmount = Place & {
  readonly words: string
  readonly decimal: string
  readonly currencies: readonly string[]
}

/** A sign means every currency that uses it: better a question too few than a false alarm. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '¥': ['CNY', 'JPY'],
  '£': ['GBP', 'EGP'],
  '€': ['EUR'],
  '₹': ['INR'],
  $: ['USD', 'AUD', 'CAD', 'HKD', 'NZD', 'SGD', 'TWD', 'MXN'],
  us$: ['USD'],
  a$: ['AUD'],
  c$: ['CAD'],
  hk$: ['HKD'],
  nt$: ['TWD'],
  nz$: ['NZD'],
}

const CODES = 'cny gbp usd eur aud inr jpy hkd twd cad nzd sgd chf sek nok dkk pln czk rmb'.split(
  ' ',
)

const UNITS: Readonly<Record<string, readonly string[]>> = {
  元: ['CNY', 'TWD', 'HKD', 'JPY', 'USD'],
  块: ['CNY', 'TWD', 'HKD'],
  圆: ['CNY', 'JPY', 'TWD'],
  人民币: ['CNY'],
  英镑: ['GBP'],
  镑: ['GBP'],
  美元: ['USD'],
  美金: ['USD'],
  欧元: ['EUR'],
  港币: ['HKD'],
  港元: ['HKD'],
  日元: ['JPY'],
  澳元: ['AUD'],
  pound: ['GBP'],
  quid: ['GBP'],
  dollar: ['USD', 'AUD', 'CAD', 'HKD', 'NZD', 'SGD', 'TWD'],
  buck: ['USD', 'AUD', 'CAD', 'NZD'],
  euro: ['EUR'],
  yuan: ['CNY'],
  renminbi: ['CNY'],
  rupee: ['INR'],
}

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:\.\d{3})+,\d{2}(?!\d)|\d{1,3}(?: \d{3})+(?:[.,]\d{2})?(?!\d)|\d{1,15}(?:[.,]\d{1,2})?(?![\d])`
const TIMES = String.raw`(?:\s?(?:k|m|万|千|百|亿)(?![a-z]))?`
const HAN = '[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬點点半\\d.]'
const HAN_UNIT = '(?:元|块钱|块|圆|英镑|镑|美元|美金|欧元|港币|港元|日元|澳元)'
const EN_UNIT = '(?:pounds?|quid|dollars?|bucks?|euros?|yuan|renminbi|rupees?)'
const EN_WORD =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|grand|a|half)'
const ASKED =
  '(?:还|欠|付|缴|应还|待还|未还|结清|减到|降到|金额|余额|pay|paying|owe|owes|owed|owing|due|settle|settle for|balance|balance of|just|only)'
const NOT_COUNTED = String.raw`(?![a-z])(?!\s?(?:%|期|天|日|月|号|年|点|个|次|分钟|小时|遍|条|笔|家|parts?|days?|weeks?|months?|years?|times|hours?|minutes?|payments?|instalments?|people|st\b|nd\b|rd\b|th\b|am\b|pm\b|[/:-]\d))`

type Reader = {
  readonly pattern: RegExp
  readonly read: (match: RegExpMatchArray) => Omit<NamedAmount, keyof Place | 'words'> | undefined
}

const group = (match: RegExpMatchArray, name: string): string => match.groups?.[name] ?? ''
const codeOf = (word: string): string => (word === 'rmb' ? 'CNY' : word.toUpperCase())
const unitOf = (word: string): readonly string[] =>
  UNITS[word] ?? UNITS[word.replace(/s$/, '')] ?? UNITS[word.replace(/钱$/, '')] ?? []

const written = (text: string, currencies: readonly string[], cents = '') => {
  const decimal = decimalOf(text, cents)
  return decimal === undefined ? undefined : { decimal, currencies }
}

/** In the order in which they speak: what one has read is not read again by the next. */
const READERS: readonly Reader[] = [
  {
    pattern: new RegExp(
      String.raw`(?<sign>us\$|hk\$|nt\$|nz\$|a\$|c\$|[¥£€$₹])\s?-?(?<n>(?:${NUMBER})${TIMES})`,
      'g',
    ),
    read: (m) => written(group(m, 'n'), SIGNS[group(m, 'sign')] ?? []),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![a-z])(?<code>${CODES.join('|')})\s?-?(?<n>(?:${NUMBER})${TIMES})`,
      'g',
    ),
    read: (m) => written(group(m, 'n'), [codeOf(group(m, 'code'))]),
  },
  {
    pattern: new RegExp(
      String.raw`(?<n>(?:${NUMBER})${TIMES})\s?(?<code>${CODES.join('|')}|[€£])(?![a-z])`,
      'g',
    ),
    read: (m) => written(group(m, 'n'), SIGNS[group(m, 'code')] ?? [codeOf(group(m, 'code'))]),
  },
  {
    pattern: new RegExp(
      String.raw`(?<n>(?:${NUMBER})${TIMES})\s?(?<unit>${EN_UNIT})(?![a-z])(?:\s(?:and\s)?(?<cents>\d{1,2})(?:\s?(?:p|pence|cents?)\b)?(?!\d))?`,
      'g',
    ),
    read: (m) => written(group(m, 'n'), unitOf(group(m, 'unit')), group(m, 'cents')),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![a-z])(?<n>${EN_WORD}(?:[\s-](?:and\s)?${EN_WORD}){0,12})\s(?<unit>${EN_UNIT})(?![a-z])`,
      'g',
    ),
    read: (m) => {
      const value = spokenNumber(group(m, 'n'))
      return value === undefined ? undefined : written(String(value), unitOf(group(m, 'unit')))
    },
  },
  {
    pattern: new RegExp(String.raw`(?<![\d,.])(?<p>\d{1,3})\s?(?:p|pence|cents?)(?![a-z])`, 'g'),
    read: (m) =>
      written(`0.${group(m, 'p').padStart(2, '0').slice(-2)}`, ['GBP', 'USD', 'EUR', 'AUD']),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!${HAN})(?<n>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|${HAN}{1,24})(?<unit>${HAN_UNIT})(?:整|正)?(?:(?<jiao>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖\d])角)?(?:零?(?<fen>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖\d])分(?!期|之))?(?<tail>[一二三四五六七八九\d](?![\d个期天月日年分点角一二三四五六七八九十]))?`,
      'g',
    ),
    read: readHan,
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\d.,/:-]|\b(?:at|from|until) |\d\.\d\d (?:to|and|-) )(?<n>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{1,12}\.\d\d)(?![\d%.:/-]|\s?(?:am|pm)\b)`,
      'g',
    ),
    read: (m) => written(group(m, 'n'), []),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![a-z])${ASKED}\s?(?:了|清|是|为|[:：]|of|is|me|us|about|at least)?\s?(?<n>\d{2,9}(?:\.\d{1,2})?${TIMES})(?!\d|[,.]\d)${NOT_COUNTED}`,
      'g',
    ),
    read: (m) => written(group(m, 'n'), []),
  },
]

function readHan(m: RegExpMatchArray) {
  const whole = hanNumber(group(m, 'n').replace(/,/g, ''))
  if (whole === undefined) return undefined
  const jiao = group(m, 'jiao') === '' ? group(m, 'tail') : group(m, 'jiao')
  const [tenths, cents] = [digitOf(jiao), digitOf(group(m, 'fen'))]
  const spoken =
    tenths === '0' && cents === '0' ? whole : `${whole.split('.')[0]}.${tenths}${cents}`
  return { decimal: spoken, currencies: unitOf(group(m, 'unit')) }
}

const digitOf = (word: string): string => (word === '' ? '0' : (hanNumber(word) ?? '0'))

/** Every amount of a text, in the usual ways of writing one in Chinese and in English. */
export function amountsIn(text: string): NamedAmount[] {
  // One unit for one unit, so that the places stay those of the text.
  const plain = text
    .replace(/(?<=[０-９])，(?=[０-９]{3})/g, ',')
    .replace(/[０-９．￥＄￡]/g, (wide) => wide.normalize('NFKC'))
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const found: NamedAmount[] = []
  for (const { pattern, read } of READERS) {
    for (const match of plain.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length]
      const amount = read(match)
      const taken = found.some((other) => from < other.to && to > other.from)
      if (amount !== undefined && !taken)
        found.push({ from, to, words: text.slice(from, to), ...amount })
    }
  }
  return found.toSorted((a, b) => a.from - b.from)
}

/** The amounts of a text that are none of those that the ledger knows. */
export const wrongAmounts = (text: string, known: readonly Money[]): NamedAmount[] =>
  amountsIn(text).filter(
    ({ decimal, currencies }) =>
      !known.some(
        ({ minor, currency }) =>
          (currencies.length === 0 || currencies.includes(currency)) &&
          parseMinor(decimal, minorDigits(currency)) === minor,
      ),
  )

const POWERS: Readonly<Record<string, number>> = { k: 3, m: 6, 百: 2, 千: 3, 万: 4, 亿: 8 }

/** '1,234.5', '1.234,50', '1 234,50', '1.2万', '3k' as plain decimals. */
function decimalOf(text: string, cents: string): string | undefined {
  const power = POWERS[text.slice(-1)] ?? 0
  const bare = (power === 0 ? text : text.slice(0, -1)).trim().replace(/ /g, '')
  const european = /^\d{1,3}(?:\.\d{3})+,\d{2}$|^\d+,\d{1,2}$/.test(bare)
  const plain = european ? bare.replace(/\./g, '').replace(',', '.') : bare.replace(/,/g, '')
  const [whole = '0', fraction = ''] = plain.split('.')
  if (cents !== '') return `${whole}.${cents.padStart(2, '0')}`
  if (power === 0) return fraction === '' ? whole : `${whole}.${fraction}`
  const moved = fraction.padEnd(power, '0')
  const rest = moved.slice(power)
  return `${BigInt(whole + moved.slice(0, power))}${rest === '' ? '' : `.${rest}`}`
}
