/**
 * Card numbers have no place here: the provider's page takes them. Whatever looks like one in a
 * request is refused before anything of it is read, kept or logged.
 */

/** Groups of digits with one space or hyphen between them, that are no part of a word. */
const GROUPS = /(?<![0-9A-Za-z])[0-9]+(?:[ -][0-9]+)*(?![0-9A-Za-z])/g
const [DIGITS_MIN, DIGITS_MAX] = [13, 19]

/** Issuers' first digits with their lengths; a number of another form is no card (ISO/IEC 7812). */
const ISSUERS: readonly { readonly starts: RegExp; readonly lengths: readonly number[] }[] = [
  { starts: /^4/, lengths: [13, 16, 19] },
  { starts: /^5[1-5]|^222[1-9]|^22[3-9]|^2[3-6]|^27[01]|^2720/, lengths: [16] },
  { starts: /^3[47]/, lengths: [15] },
  { starts: /^6011|^64[4-9]|^65/, lengths: [16, 17, 18, 19] },
  { starts: /^30[0-5]|^3[689]/, lengths: [14, 15, 16, 17, 18, 19] },
  { starts: /^352[89]|^35[3-8]/, lengths: [16, 17, 18, 19] },
  { starts: /^62|^81/, lengths: [16, 17, 18, 19] },
  { starts: /^5[06-8]|^6[37]/, lengths: [13, 14, 15, 16, 17, 18, 19] },
]

export function holdsCardNumber(text: string): boolean {
  // Full-width digits are digits to whoever reads them.
  const plain = text.normalize('NFKC')
  for (const [run] of plain.matchAll(GROUPS)) {
    const groups = run.split(/[ -]/)
    if (groups.some((_, from) => isCardFrom(groups, from))) return true
  }
  return false
}

/** What somebody wrote to us is kept, and the number in it is not. */
export const withoutCardNumbers = (text: string): string =>
  text.replaceAll(RUNS, (run) => (holdsCardNumber(run) ? '****' : run))

/** Digits of any width with what may stand between them. */
const RUNS = /[0-9\uff10-\uff19]+(?:[ -][0-9\uff10-\uff19]+)*/g

/** Other numbers may stand before and behind it, so every row of whole groups is looked at. */
function isCardFrom(groups: readonly string[], from: number): boolean {
  let digits = ''
  for (let i = from; i < groups.length && digits.length < DIGITS_MAX; i++) {
    digits += groups[i] ?? ''
    if (digits.length >= DIGITS_MIN && isOfIssuer(digits) && isLuhn(digits)) return true
  }
  return false
}

const isOfIssuer = (digits: string): boolean =>
  ISSUERS.some(({ starts, lengths }) => lengths.includes(digits.length) && starts.test(digits))

/** ISO/IEC 7812-1, annex B: every second digit from the right counts double. */
function isLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const counted = i % 2 === 0 ? digit : digit * 2
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}
