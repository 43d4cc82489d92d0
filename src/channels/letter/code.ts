import { createHmac } from 'node:crypto'

/** Letters and digits that no eye mixes up. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12
const TOKEN_LENGTH = 26

const digitsOf = (key: Uint8Array, text: string, length: number): string =>
  Array.from(
    createHmac('sha256', key).update(text).digest().subarray(0, length),
    (byte) => DIGITS[byte & 31] ?? '0',
  ).join('')

/** 60 bits that tell of nobody, behind the tenant's number; the same letter has the same for ever. */
export const codeOf = (
  key: Uint8Array,
  { tenantId, attemptKey }: { readonly tenantId: bigint; readonly attemptKey: string },
): string =>
  `${tenantDigits(tenantId)}${digitsOf(key, `letter code ${tenantId} ${attemptKey}`, LENGTH)}`

/** '1-K7M2-QWXN-4T8P': the tenant's part, then fours, as it is printed and typed. */
export function shownCode(code: string): string {
  const [tenant, rest] = [code.slice(0, -LENGTH), code.slice(-LENGTH)]
  return [tenant, ...(rest.match(/.{4}/g) ?? [])].join('-').toUpperCase()
}

/** As it was meant: in any case, with or without blanks, with o for 0 and l for 1. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .slice(0, 60)
    .toLowerCase()
    .replaceAll(/[\s\-–—]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
  return /^[1-9a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{12,23}$/.test(code) ? code : undefined
}

/** The random part of the link that the code stands for; only who has the key can find it. */
export const linkPartOf = (key: Uint8Array, code: string): string =>
  digitsOf(key, `letter link ${code}`, TOKEN_LENGTH)

export function tenantOfCode(code: string): bigint {
  let tenantId = 0n
  for (const digit of code.slice(0, -LENGTH))
    tenantId = tenantId * 32n + BigInt(DIGITS.indexOf(digit))
  return tenantId
}

function tenantDigits(tenantId: bigint): string {
  let text = ''
  for (let left = tenantId; left > 0n; left /= 32n)
    text = `${DIGITS[Number(left % 32n)] ?? '0'}${text}`
  return text
}
