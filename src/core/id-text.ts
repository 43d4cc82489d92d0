/** Crockford's base 32, lower case: it sorts as the numbers do and has no i, l, o or u. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
export const ID_DIGITS = 13

/** Thirteen digits hold the 63 bits of every id, so ids of one kind sort as text. */
export function digitsOf(id: bigint): string {
  let rest = id
  let text = ''
  for (let i = 0; i < ID_DIGITS; i++) {
    text = (DIGITS[Number(rest & 31n)] ?? '') + text
    rest >>= 5n
  }
  return text
}

/** The number of such digits; undefined for what is none. */
export function numberOf(digits: string): bigint | undefined {
  let id = 0n
  for (const digit of digits) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    id = id * 32n + BigInt(value)
  }
  return id < 2n ** 63n ? id : undefined
}
