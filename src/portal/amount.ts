import { minorDigits, parseMinor, type Currency } from '../core/money.ts'

/**
 * An amount as people write it: full-width digits, spaces, a sign of the currency, thousands in
 * groups of three. Whatever could mean two things is not understood.
 */
export function readAmount(text: string, currency: Currency): bigint | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\s£$€¥元]/g, '')
    .replace(/^[A-Z]{3}/, '')
  const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)
  const digits = grouped ? plain.replaceAll(',', '') : plain
  const minor = parseMinor(digits, minorDigits(currency))
  return minor === undefined || minor <= 0n ? undefined : minor
}
