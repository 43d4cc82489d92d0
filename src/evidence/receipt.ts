import { isSealed, sha256Of, type Seal, type SealKey } from './seal.ts'

/**
 * What somebody who handed something in takes away: that we had these very bytes at this instant. Plain
 * lines in one order, so that anybody can check the signature with tools of their own.
 */
export type Receipt = {
  readonly house: string
  readonly number: string
  readonly kind: 'note' | 'file'
  readonly sha256: string
  readonly bytes: bigint
  /** RFC 3339, UTC. */
  readonly received: string
}

const FIRST = 'forbear-receipt/1'
const SIGNED_LINES = 8

const linesOf = (of: Receipt, publicKey: string): string =>
  [
    FIRST,
    `house: ${of.house}`,
    `number: ${of.number}`,
    `kind: ${of.kind}`,
    `sha256: ${of.sha256}`,
    `bytes: ${of.bytes}`,
    `received: ${of.received}`,
    `key: ${publicKey}`,
    '',
  ].join('\n')

export const sealReceipt = (key: SealKey, of: Receipt): Seal => key.sign(linesOf(of, key.publicKey))

export const receiptText = (of: Receipt, seal: Seal): string =>
  `${linesOf(of, seal.public_key)}signature: ${seal.signature}\n`

export type Checked =
  | {
      readonly is: 'good'
      readonly receipt: Receipt
      readonly file: 'same' | 'other' | 'not_given'
    }
  | { readonly is: 'bad'; readonly why: 'no_receipt' | 'other_key' | 'wrong_signature' }

/**
 * Whether a receipt is one of a house, by the keys that the house is known by: the key that a receipt names
 * itself proves nothing.
 */
export function checkReceipt(
  text: string,
  of: { readonly keys: readonly string[]; readonly file?: Uint8Array | undefined },
): Checked {
  const read = readReceipt(text)
  if (read === undefined) return { is: 'bad', why: 'no_receipt' }
  if (!of.keys.includes(read.seal.public_key)) return { is: 'bad', why: 'other_key' }
  if (!isSealed(linesOf(read.receipt, read.seal.public_key), read.seal))
    return { is: 'bad', why: 'wrong_signature' }
  const { receipt } = read
  if (of.file === undefined) return { is: 'good', receipt, file: 'not_given' }
  const isSame = sha256Of(of.file) === receipt.sha256 && BigInt(of.file.length) === receipt.bytes
  return { is: 'good', receipt, file: isSame ? 'same' : 'other' }
}

/** Line ends and blanks at the end of lines change on the way through mails and editors; nothing else may. */
function readReceipt(text: string): { receipt: Receipt; seal: Seal } | undefined {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r\n|\n|\r/)
    .map((line) => line.trimEnd())
  if (lines.length !== SIGNED_LINES + 1 || lines[0] !== FIRST) return undefined
  const value = (at: number, name: string) =>
    lines[at]?.startsWith(`${name}: `) === true ? lines[at].slice(name.length + 2) : undefined
  const [house, number, kind] = [value(1, 'house'), value(2, 'number'), value(3, 'kind')]
  const [sha256, bytes, received] = [value(4, 'sha256'), value(5, 'bytes'), value(6, 'received')]
  const [key, signature] = [value(7, 'key'), value(8, 'signature')]
  if (house === undefined || number === undefined || received === undefined) return undefined
  if (kind !== 'note' && kind !== 'file') return undefined
  if (!/^[0-9a-f]{64}$/.test(sha256 ?? '') || !/^[0-9]{1,15}$/.test(bytes ?? '')) return undefined
  if (sha256 === undefined || bytes === undefined) return undefined
  if (key === undefined || signature === undefined) return undefined
  return {
    receipt: { house, number, kind, sha256, bytes: BigInt(bytes), received },
    seal: { algorithm: 'Ed25519', public_key: key, signature },
  }
}
