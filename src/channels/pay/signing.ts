import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import type { RawRequest, Unsigned } from './provider.ts'

/** Compared in a time that tells nothing of where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

export const hmac = (secret: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer => {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

const WINDOW_S = 300

/** Whole seconds, at most five minutes from now, either way. */
export function isTimely(seconds: string, now: Instant): boolean {
  if (!/^[1-9][0-9]{8,10}$/.test(seconds)) return false
  return Math.abs(now / 1000 - Number(seconds)) <= WINDOW_S
}

/** `whsec_` and base64, as the standard writes secrets; at least 24 bytes. */
export function secretBytes(secret: string): Buffer {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (bytes.length < 24) throw new Error('A webhook secret needs 24 bytes or more in base64.')
  return bytes
}

const HOW_MANY = 10

/**
 * Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, as the bytes came. Several signatures
 * and several secrets, so that a secret can be changed without a gap.
 */
export function standardWebhook(
  { body, header }: RawRequest,
  secrets: readonly Uint8Array[],
  now: Instant,
): { readonly id: string } | { readonly refused: Unsigned } {
  const [id, timestamp, signatures] = [
    header('webhook-id'),
    header('webhook-timestamp'),
    header('webhook-signature'),
  ]
  if (id === undefined || timestamp === undefined || signatures === undefined)
    return { refused: 'no_signature' }
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) return { refused: 'bad_signature' }
  const given = signatures
    .split(' ')
    .slice(0, HOW_MANY)
    .flatMap((one) => strictBase64(/^v1,(.*)$/.exec(one)?.[1]))
  const isSigned = secrets
    .map((secret) => hmac(secret, `${id}.${timestamp}.`, body))
    .some((wanted) => given.some((one) => sameBytes(one, wanted)))
  if (!isSigned) return { refused: 'bad_signature' }
  // Asked only of what is signed, so that the answer tells a stranger nothing.
  return isTimely(timestamp, now) ? { id } : { refused: 'too_old' }
}

/** Only what base64 itself would have written: one text for one signature. */
export function strictBase64(text: string | undefined): Buffer | [] {
  if (text === undefined) return []
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : []
}
