import {
  createDecipheriv,
  createSign,
  createVerify,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import type { RawRequest, Unsigned } from './provider.ts'
import { isTimely } from './signing.ts'

/** How WeChat Pay v3 signs and seals (pay.weixin.qq.com/doc/v3: request signing, notification, AEAD). */

export type MerchantKeys = {
  readonly mchid: string
  /** The serial number of the merchant's own certificate. */
  readonly serial: string
  readonly privateKey: KeyObject
}

export function rsaSign(text: string | Uint8Array, key: KeyObject): string {
  return createSign('RSA-SHA256').update(text).sign(key, 'base64')
}

/** The `Authorization` of a request: method, path with query, time, nonce and body, a line each. */
export function authorization(
  keys: MerchantKeys,
  request: { readonly method: string; readonly url: string; readonly body: string },
  now: Instant,
): string {
  const { pathname, search } = new URL(request.url)
  const timestamp = String(Math.floor(now / 1000))
  const nonce = randomBytes(16).toString('hex')
  const text = `${request.method}\n${pathname}${search}\n${timestamp}\n${nonce}\n${request.body}\n`
  const parts = {
    mchid: keys.mchid,
    nonce_str: nonce,
    signature: rsaSign(text, keys.privateKey),
    timestamp,
    serial_no: keys.serial,
  }
  const written = Object.entries(parts).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${written.join(',')}`
}

/** What WeChat itself signed: its answers and its notifications, by the key that the serial names. */
export function isSignedByWechat(
  { body, header }: RawRequest,
  keys: ReadonlyMap<string, KeyObject>,
  now: Instant,
): true | Unsigned {
  const [timestamp, nonce, signature, serial] = [
    header('wechatpay-timestamp'),
    header('wechatpay-nonce'),
    header('wechatpay-signature'),
    header('wechatpay-serial'),
  ]
  if (!timestamp || !nonce || !signature || !serial) return 'no_signature'
  const key = keys.get(serial)
  // Wrong ones on purpose, to see whether anybody looks, begin with WECHATPAY/SIGNTEST/.
  if (key === undefined || Buffer.from(signature, 'base64').toString('base64') !== signature)
    return 'bad_signature'
  const isSigned = createVerify('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n`)
    .update(body)
    .update('\n')
    .verify(key, signature, 'base64')
  if (!isSigned) return 'bad_signature'
  return isTimely(timestamp, now) ? true : 'too_old'
}

export type Sealed = {
  readonly algorithm: string
  readonly ciphertext: string
  readonly associated_data?: string | undefined
  readonly nonce: string
}

const TAG_BYTES = 16

/** AEAD_AES_256_GCM with the merchant's APIv3 key; undefined where a byte of it is not as it was sealed. */
export function unseal(sealed: Sealed, apiKey: Uint8Array): string | undefined {
  if (sealed.algorithm !== 'AEAD_AES_256_GCM') return undefined
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  if (bytes.length <= TAG_BYTES) return undefined
  try {
    const opened = createDecipheriv('aes-256-gcm', apiKey, sealed.nonce, {
      authTagLength: TAG_BYTES,
    })
    opened.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    opened.setAAD(Buffer.from(sealed.associated_data ?? ''))
    const text = opened.update(bytes.subarray(0, bytes.length - TAG_BYTES))
    return Buffer.concat([text, opened.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
