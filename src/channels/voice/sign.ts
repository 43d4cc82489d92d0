import type { Instant } from '../../core/calendar.ts'
import { hmac } from '../pay/signing.ts'

/** Standard Webhooks, as whoever sends them: both sides of the contract sign alike. */
export function signed(
  id: string,
  body: string | Uint8Array,
  { secret, now }: { readonly secret: Uint8Array; readonly now: Instant },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac(secret, `${id}.${timestamp}.`, body).toString('base64')}`,
  }
}
