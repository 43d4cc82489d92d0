import { createHash, createHmac } from 'node:crypto'

export type CloudKey = { readonly id: string; readonly secret: string }

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Uint8Array, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()

/** RFC 3986: also what JavaScript leaves as it is. */
export const percent = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** Pairs by name, as both clouds sign them. */
export const canonicalQuery = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .join('&')

type Request = {
  readonly query: string
  /** Lower-case names; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

function canonical({ query, headers, body }: Request): { text: string; names: string } {
  const sorted = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = sorted.map(([name, value]) => `${name}:${value.trim()}\n`).join('')
  const names = sorted.map(([name]) => name).join(';')
  return { text: ['POST', '/', query, lines, names, hex(body)].join('\n'), names }
}

/** Alibaba Cloud, signature version 3. */
export function aliyunAuthorization(key: CloudKey, request: Request): string {
  const { text, names } = canonical(request)
  const signature = hmac(key.secret, `ACS3-HMAC-SHA256\n${hex(text)}`).toString('hex')
  return `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${names},Signature=${signature}`
}

/** Tencent Cloud, TC3: the key that signs is of one day and one service. */
export function tencentAuthorization(
  key: CloudKey,
  request: Request,
  { service, seconds }: { readonly service: string; readonly seconds: number },
): string {
  const { text, names } = canonical(request)
  const day = new Date(seconds * 1000).toISOString().slice(0, 10)
  const scope = `${day}/${service}/tc3_request`
  const signing = hmac(hmac(hmac(`TC3${key.secret}`, day), service), 'tc3_request')
  const toSign = ['TC3-HMAC-SHA256', String(seconds), scope, hex(text)].join('\n')
  const signature = hmac(signing, toSign).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`
}

/** Twilio: the address as it was called, then every pair by name without anything between. */
export function twilioSignature(
  token: string,
  url: string,
  pairs: readonly (readonly [string, string])[],
): string {
  const sorted = pairs.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  const text = url + sorted.map(([name, value]) => name + value).join('')
  return createHmac('sha1', token).update(text).digest('base64')
}
