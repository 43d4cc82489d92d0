import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/** What an account of WeChat or WeCom and we have in common for what it pushes to us. */
export type WechatKeys = {
  readonly token: string
  /** 43 letters and digits: 32 bytes in base64 without its last sign. */
  readonly aesKey: string
  /** The app id of an account, the corp id of a company: it is inside each message. */
  readonly receiver: string
}

/** SHA-1 over the parts in the order of their characters; the encrypted text, where there is one, is a part. */
export const wechatSignature = (...parts: readonly string[]): string =>
  createHash('sha1').update(parts.toSorted(byBytes).join('')).digest('hex')

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Compared in a time that tells nothing of where they differ. */
export function isSignedBy(given: string, ...parts: readonly string[]): boolean {
  const wanted = Buffer.from(wechatSignature(...parts))
  const bytes = Buffer.from(given)
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}

const BLOCK = 32
const LENGTH_AT = 16
const TEXT_AT = 20

/** Sixteen random bytes, the length in network order, the text, who it is for; filled up by PKCS#7 to 32. */
export function wechatEncrypt(
  { aesKey, receiver }: WechatKeys,
  text: string,
  random16: Uint8Array,
): string {
  const key = keyOf(aesKey)
  const said = Buffer.from(text, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(said.length)
  const whole = Buffer.concat([random16, length, said, Buffer.from(receiver, 'utf8')])
  const fill = BLOCK - (whole.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([whole, Buffer.alloc(fill, fill)])),
    cipher.final(),
  ]).toString('base64')
}

/** undefined: it was not encrypted with this key, or for somebody else. */
export function wechatDecrypt(
  { aesKey, receiver }: WechatKeys,
  encrypted: string,
): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.length === 0 || bytes.length % 16 !== 0) return undefined
  const key = keyOf(aesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const whole = Buffer.concat([decipher.update(bytes), decipher.final()])
  const fill = whole.at(-1) ?? 0
  if (fill < 1 || fill > BLOCK || whole.length - fill < TEXT_AT) return undefined
  const length = whole.readUInt32BE(LENGTH_AT)
  const end = whole.length - fill
  if (TEXT_AT + length > end) return undefined
  const isOurs = whole.subarray(TEXT_AT + length, end).equals(Buffer.from(receiver, 'utf8'))
  return isOurs ? whole.subarray(TEXT_AT, TEXT_AT + length).toString('utf8') : undefined
}

const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64')
