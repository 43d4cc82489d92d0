import { assert } from './assert.ts'

/** ISO 4217 code, such as 'CNY'. */
export type Currency = string & { readonly __brand: 'Currency' }

/** An exact amount in minor units (fen, pence, cents) of one currency. */
export type Money = { readonly minor: bigint; readonly currency: Currency }

/** Minor digits of the currencies that do not have two (ISO 4217, "E" column). */
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

export const minorDigits = (currency: Currency): number => MINOR_DIGITS[currency] ?? 2

/** Reads a currency code, or undefined where the text is not three capital letters. */
export function currencyOf(text: string): Currency | undefined {
  return /^[A-Z]{3}$/.test(text) ? (text as Currency) : undefined
}

export const money = (minor: bigint, currency: Currency): Money => ({ minor, currency })

/** Adds amounts of one currency. Two currencies never add up: that is a bug. */
export function add(a: Money, b: Money): Money {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} do not add up`)
  return money(a.minor + b.minor, a.currency)
}

/** Splits without losing a penny; the earliest shares carry the remainder. */
export function split(total: Money, parts: number): Money[] {
  assert(total.minor >= 0n, 'only debts are split, not credits')
  assert(Number.isInteger(parts) && parts > 0, `${parts} is not a number of parts`)
  const share = total.minor / BigInt(parts)
  const extra = Number(total.minor % BigInt(parts))
  return Array.from({ length: parts }, (_, i) =>
    money(i < extra ? share + 1n : share, total.currency),
  )
}

/**
 * Reads an exact decimal amount ('1234.5', '-3') into minor units; undefined for everything else:
 * exponents, thousands separators, decimal commas, spaces, full-width digits, more digits than the
 * currency has (zeros beyond them are allowed) or more than fifteen before the point.
 */
export function parseMinor(text: string, digits: number): bigint | undefined {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]{1,12}))?$/.exec(text)
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const kept = fraction.slice(0, digits).padEnd(digits, '0')
  if (/[1-9]/.test(fraction.slice(digits))) return undefined
  const minor = BigInt(match[2] + kept)
  return match[1] === '-' ? -minor : minor
}

/** The plain decimal text of an amount: '-12.30'. For people, the shell formats by locale. */
export function decimalText(amount: Money): string {
  const digits = minorDigits(amount.currency)
  const sign = amount.minor < 0n ? '-' : ''
  const all = (amount.minor < 0n ? -amount.minor : amount.minor)
    .toString()
    .padStart(digits + 1, '0')
  return digits === 0 ? sign + all : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`
}
