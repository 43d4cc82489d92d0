import type { Currency } from '../money.ts'
import { minorDigits, parseMinor } from '../money.ts'
import { ENGLISH_NUMBER, englishNumber, HAN_NUMBER, hanNumber } from './numerals.ts'

/** Which currencies a sign or word of money can mean; another than the account's is not converted. */
const SIGNS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/£|\bquid\b|\bpounds?\b|\bgbp\b/, ['GBP']],
  [/€|\beuros?\b|\beur\b/, ['EUR']],
  [/₹|\brs\b|\brupees?\b|\binr\b|\blakh\b|\/-/, ['INR', 'PKR', 'LKR', 'NPR', 'MUR']],
  [/\$|\bdollars?\b|\bbucks?\b|\busd\b/, ['USD', 'AUD', 'CAD', 'NZD', 'SGD', 'HKD', 'TWD']],
  [/元|块|¥|人民币|rmb|毛|角|\byuan\b/, ['CNY', 'TWD', 'HKD', 'JPY', 'MOP']],
]

const NUMBER = '([0-9]{1,3}(?:,[0-9]{2,3}){1,4}(?:\\.[0-9]{1,3})?|[0-9]{1,12}(?:\\.[0-9]{1,4})?)'
const BEFORE = '(?:£|\\$|€|₹|¥|rs\\.? ?|inr ?|usd ?|gbp ?|rmb ?)'
const AFTER =
  '(?: ?(?:quid|pounds?|dollars?|bucks?|rupees?|rs|euros?|usd|gbp|inr|/-|块钱?|元|rmb|人民币|yuan|大洋))'
const SCALE = '( ?(?:k|w|万|千|百|lakhs?|grand|thousand)(?![a-z]))?'

const MARKED = new RegExp(`${BEFORE}${NUMBER}${SCALE}|${NUMBER}${SCALE}${AFTER}`)
const SCALED = new RegExp(
  `(?<![0-9.:])${NUMBER}( ?(?:k|w|万|千|百|lakhs?|grand|thousand)(?![a-z]))([0-9一二三四五六七八九](?![0-9]))?`,
)
const BARE = new RegExp(
  `(?<![0-9a-z.:#/])${NUMBER}(?![0-9a-z:%/-]|[点号日月年天个期次周岁%折成楼]|\\.[0-9])`,
)
const HAN = new RegExp(
  `(${HAN_NUMBER})(?=块|元|钱|$|[^个天号日月年次期点周岁起定样会下些直般共半旦])(?![个天号日月年次期点周岁])`,
)

const SCALES: Readonly<Record<string, number>> = {
  k: 1000,
  w: 10_000,
  万: 10_000,
  千: 1000,
  百: 100,
  lakh: 100_000,
  lakhs: 100_000,
  grand: 1000,
  thousand: 1000,
}

/** Exact minor units of a decimal text and what it is counted in. */
function scaled(
  digits: string,
  scale: string | undefined,
  tail: string | undefined,
  currency: Currency,
): bigint | undefined {
  const by = SCALES[(scale ?? '').trim()] ?? 1
  const places = minorDigits(currency)
  const thousandths = parseMinor(digits.replaceAll(',', ''), places + 4)
  if (thousandths === undefined) return undefined
  // '1万5' and '3千2' leave the next lower unit out.
  const tailDigit =
    tail === undefined ? 0 : /[0-9]/.test(tail) ? Number(tail) : (hanNumber(tail) ?? 0)
  const exact =
    thousandths * BigInt(by) +
    BigInt(tailDigit) * BigInt(Math.trunc(by / 10)) * 10n ** BigInt(places + 4)
  return exact % 10_000n === 0n ? exact / 10_000n : undefined
}

/** The sum of money that a text without its day names, in minor units of the account's currency. */
export function namedAmount(text: string, currency: Currency): bigint | undefined {
  if (SIGNS.some(([sign, means]) => sign.test(text) && !means.includes(currency))) return undefined
  const minor = figures(text, currency) ?? words(text, currency)
  return minor === undefined || minor <= 0n ? undefined : minor
}

function figures(text: string, currency: Currency): bigint | undefined {
  const big = SCALED.exec(text)
  if (big !== null) return scaled(big[1] ?? '', big[2], big[3], currency)
  const marked = MARKED.exec(text)
  if (marked !== null)
    return scaled(marked[1] ?? marked[3] ?? '', marked[2] ?? marked[4], undefined, currency)
  const bare = BARE.exec(text)
  if (bare === null || (bare[1] ?? '').replace(/[.,]/g, '').length > 8) return undefined
  return scaled(bare[1] ?? '', undefined, undefined, currency)
}

function words(text: string, currency: Currency): bigint | undefined {
  const unit = 10n ** BigInt(minorDigits(currency))
  const han = HAN.exec(text)
  const said = han === null ? undefined : hanNumber(han[1] ?? '')
  // A single small numeral is rarely money ('一下', '两次'); from ten on, or before 块, it is.
  if (said !== undefined && (said >= 10 || /[块元]/.test(text))) return BigInt(said) * unit
  const padded = `${text.replace(/[^a-z ]/g, ' ').replace(/ {2,}/g, ' ')} `
  const english = new RegExp(
    `\\b(${ENGLISH_NUMBER})(?=quid|pound|dollar|buck|rupee|rs|euro|on |by |next |tomorrow|today|a |per |$|now|this|from|then)`,
  ).exec(padded)
  const number = english === null ? undefined : englishNumber(english[1] ?? '')
  return number === undefined || number < 5 ? undefined : BigInt(number) * unit
}
