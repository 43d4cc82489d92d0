import { createHmac, timingSafeEqual } from 'node:crypto'
import { assert } from '../../core/assert.ts'

/** What a token may do: name the case of an answer, or stop mail to the address that it was sent to. */
export type TokenUse = 'case' | 'stop'

export type Named = { readonly tenantId: bigint; readonly attemptKey: string }

const KEY_BYTES = 16
const TENANT_BYTES = 4
const SEAL_BYTES = 10
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** The 30 octets of a token are 48 letters exactly. */
const TOKEN = /(?<![a-z2-7])[a-z2-7]{48}(?![a-z2-7])/gi
const TOKENS_MAX = 20

/** Two senders with one secret make tokens that are told apart. */
export const tokenKey = (secret: Uint8Array, sender: string): Uint8Array =>
  createHmac('sha256', secret).update(`mail key ${sender}`).digest()

/**
 * A name of an attempt that only we can make and read. It is the part of an address before the @, which
 * some systems fold to one case, so it has letters of one case. The same attempt has the same token.
 */
export function sealToken(key: Uint8Array, use: TokenUse, named: Named): string {
  const { tenantId, attemptKey } = named
  assert(UUID.test(attemptKey), 'the name of an attempt is a UUID')
  assert(tenantId >= 0n && tenantId < 1n << 32n, 'the tenant fits into a token')
  const plain = Buffer.alloc(KEY_BYTES + TENANT_BYTES)
  plain.write(attemptKey.replaceAll('-', ''), 'hex')
  plain.writeUInt32BE(Number(tenantId), KEY_BYTES)
  const seal = sealOf(key, use, plain)
  return lettersOf(Buffer.concat([seal, masked(key, use, seal, plain)]))
}

/** The first token of ours in a text such as an address or a Message-ID. */
export function findToken(key: Uint8Array, use: TokenUse, text: string): Named | undefined {
  for (const found of [...text.matchAll(TOKEN)].slice(0, TOKENS_MAX)) {
    const named = openToken(key, use, found[0])
    if (named !== undefined) return named
  }
  return undefined
}

function openToken(key: Uint8Array, use: TokenUse, token: string): Named | undefined {
  const bytes = octetsOf(token.toLowerCase())
  const seal = bytes.subarray(0, SEAL_BYTES)
  const plain = masked(key, use, seal, bytes.subarray(SEAL_BYTES))
  if (!timingSafeEqual(seal, sealOf(key, use, plain))) return undefined
  const hex = plain.toString('hex', 0, KEY_BYTES)
  return {
    tenantId: BigInt(plain.readUInt32BE(KEY_BYTES)),
    attemptKey: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  }
}

const sealOf = (key: Uint8Array, use: TokenUse, plain: Uint8Array): Buffer =>
  createHmac('sha256', key)
    .update(`mail seal ${use}\0`)
    .update(plain)
    .digest()
    .subarray(0, SEAL_BYTES)

/** There and back: what is named cannot be found by trying small numbers either. */
function masked(key: Uint8Array, use: TokenUse, seal: Uint8Array, text: Uint8Array): Buffer {
  const mask = createHmac('sha256', key).update(`mail mask ${use}\0`).update(seal).digest()
  return Buffer.from(text.map((octet, i) => octet ^ (mask[i] ?? 0)))
}

function lettersOf(bytes: Uint8Array): string {
  const bits = [...bytes].map((octet) => octet.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join('')
}

function octetsOf(letters: string): Buffer {
  const bits = letters
    .split('')
    .map((one) => LETTERS.indexOf(one).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
