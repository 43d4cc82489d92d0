import { createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Instant } from '../core/calendar.ts'

export type WebhookScheme = 'v1' | 'v1a'

/** Whose secret: an endpoint has one after the other, and none of them is kept. */
export type SecretOf = {
  readonly tenantId: bigint
  readonly endpointId: bigint
  readonly secretNo: number
}

export type WebhookKeys = {
  /** What the receiver checks by: `whsec_…` of v1, the public `whpk_…` of v1a. */
  readonly shown: (of: SecretOf, scheme: WebhookScheme) => string
  readonly signed: (
    of: readonly SecretOf[],
    scheme: WebhookScheme,
    message: { readonly id: string; readonly at: Instant; readonly body: string },
  ) => Readonly<Record<string, string>>
}

/** What stands before the 32 bytes of a private key in its PKCS #8 form. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Secrets are made from the home's own key, so the database holds nothing that could sign. */
export function webhookKeys(key: Buffer): WebhookKeys {
  const bytesOf = (of: SecretOf, scheme: WebhookScheme): Buffer =>
    createHmac('sha256', key)
      .update(`webhook ${scheme} ${of.tenantId} ${of.endpointId} ${of.secretNo}`)
      .digest()
  const privateOf = (of: SecretOf): KeyObject =>
    createPrivateKey({
      key: Buffer.concat([PKCS8_HEAD, bytesOf(of, 'v1a')]),
      format: 'der',
      type: 'pkcs8',
    })
  return {
    shown: (of, scheme) => {
      if (scheme === 'v1') return `whsec_${bytesOf(of, 'v1').toString('base64')}`
      const spki = createPublicKey(privateOf(of)).export({ format: 'der', type: 'spki' })
      return `whpk_${spki.subarray(-32).toString('base64')}`
    },
    signed: (all, scheme, { id, at, body }) => {
      const seconds = Math.floor(at / 1000)
      const one = (of: SecretOf): string =>
        scheme === 'v1'
          ? new Webhook(bytesOf(of, 'v1'), { format: 'raw' }).sign(id, new Date(at), body)
          : `v1a,${sign(null, Buffer.from(`${id}.${seconds}.${body}`), privateOf(of)).toString('base64')}`
      return {
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': all.map(one).join(' '),
      }
    },
  }
}
