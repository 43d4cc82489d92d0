import { minorDigits, type Currency } from '../../core/money.ts'

/** An amount as a bank wrote it, in millionths: no format here has more decimals that count. */
export type Exact = bigint

const DECIMALS = 6
const ONE = 1_000_000n

/** Reads digits and one decimal mark, nothing else; undefined where it is not an exact amount. */
export function parseExact(text: string, mark: '.' | ','): Exact | undefined {
  const at = text.indexOf(mark)
  const whole = at < 0 ? text : text.slice(0, at)
  const fraction = at < 0 ? '' : text.slice(at + 1)
  if (!/^[0-9]{1,18}$/.test(whole) || !/^[0-9]{0,12}$/.test(fraction)) return undefined
  if (/[1-9]/.test(fraction.slice(DECIMALS))) return undefined
  return BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'))
}

/** The same with a sign in front. */
export function parseSigned(text: string, mark: '.' | ','): Exact | undefined {
  const sign = text.startsWith('-') ? -1n : 1n
  const amount = parseExact(/^[-+]/.test(text) ? text.slice(1) : text, mark)
  return amount === undefined ? undefined : sign * amount
}

export function exactText(amount: Exact): string {
  const size = amount < 0n ? -amount : amount
  const fraction = String(size % ONE)
    .padStart(DECIMALS, '0')
    .replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${size / ONE}${fraction === '' ? '' : `.${fraction}`}`
}

/** Minor units of the currency; undefined where the amount has more decimals than the currency. */
export function toMinor(amount: Exact, currency: string): bigint | undefined {
  const unit = 10n ** BigInt(DECIMALS - minorDigits(currency as Currency))
  return amount % unit === 0n ? amount / unit : undefined
}

export const fromMinor = (minor: bigint, currency: string): Exact =>
  minor * 10n ** BigInt(DECIMALS - minorDigits(currency as Currency))
