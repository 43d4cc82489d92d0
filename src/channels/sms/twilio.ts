import type { Instant } from '../../core/calendar.ts'
import type { Said } from '../../engine/contact.ts'
import type { SendAnswer } from '../channel.ts'
import type { HookHeard, HookRequest } from '../message-hook.ts'
import { readJson } from '../pay/http.ts'
import { twilioSignature } from './cloud-sign.ts'
import {
  gateway,
  hashOf,
  octetPairs,
  queryOf,
  refusedBy,
  sameSecret,
  type GatewayOptions,
  senderOf,
  type SmsGateway,
} from './gateway.ts'
import { asE164, ourAddress } from './senders.ts'

export type TwilioOptions = GatewayOptions & {
  readonly accountSid: string
  readonly authToken: string
  /** The hook as the gateway is to call it: its signature covers every character. */
  readonly callbackUrl: string
  readonly api?: string
}

const API = 'https://api.twilio.com'
const VALID_S = { least: 1, most: 36_000 }
const TEXT_MAX = 1600

/** Twilio's Messages, version 2010-04-01. */
export function twilioGateway(options: TwilioOptions): SmsGateway {
  const { accountSid, authToken, callbackUrl } = options
  const url = `${options.api ?? API}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`
  return gateway(
    options,
    {
      hear: (request, now) => hear(options, request, now),
      replies: {
        // An answer with words in it would be sent as a message.
        taken: { status: 200, type: 'text/xml', body: '<Response/>' },
        refused: { status: 401, type: 'text/plain', body: '' },
      },
    },
    (message) => {
      const from = senderOf(options, message)
      if ('no' in from) return { no: from.no }
      if (message.body.length > TEXT_MAX) return { no: 'too_long' }
      const seconds = Math.floor((message.validUntil - message.now) / 1000)
      if (seconds < VALID_S.least) return { no: 'past_its_validity' }
      const { address, ton } = from.sender
      const form = new URLSearchParams({
        To: from.to,
        From: ton === 1 ? `+${address}` : address,
        Body: message.body,
        ValidityPeriod: String(Math.min(seconds, VALID_S.most)),
        StatusCallback: `${callbackUrl}?ref=${message.ref.attemptKey}`,
      })
      const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
      const headers = {
        Authorization: `Basic ${basic}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      }
      return { ask: { method: 'POST', url, headers, body: form.toString() }, read: readAnswer }
    },
  )
}

/** A 4xx is its word that no message was made; whatever else is no word at all. */
function readAnswer(status: number, text: string): SendAnswer {
  const answer = readJson(text) as { sid?: unknown; code?: unknown } | undefined
  if (status === 201 && typeof answer?.sid === 'string') {
    return { is: 'accepted', providerRef: answer.sid }
  }
  const code = typeof answer?.code === 'number' ? ` ${answer.code}` : ''
  const why = `HTTP ${status}${code}`
  return status >= 400 && status < 500 && status !== 408
    ? refusedBy(status, why)
    : { is: 'unclear', why }
}

const STATES: ReadonlyMap<string, Said> = new Map([
  ['queued', 'accepted'],
  ['accepted', 'accepted'],
  ['sending', 'accepted'],
  ['sent', 'accepted'],
  ['delivered', 'delivered'],
  ['undelivered', 'expired'],
  ['failed', 'expired'],
])
/** No such number, and a landline: the codes that are about the number alone. */
const NO_NUMBER: ReadonlySet<string> = new Set(['30005', '30006'])

function hear(options: TwilioOptions, request: HookRequest, now: Instant): HookHeard {
  const given = request.header('x-twilio-signature')
  if (given === undefined) return { is: 'refused', why: 'no_signature' }
  const form = Buffer.from(request.body).toString('utf8')
  const octets = octetPairs(form)
  const pairs = [...new URLSearchParams(form)]
  const query = /\?[^#]*/.exec(request.url)?.[0] ?? ''
  // The address that we gave, not the one that a proxy in between has made of it.
  const wanted = twilioSignature(options.authToken, options.callbackUrl + query, pairs)
  if (!sameSecret(given, wanted)) return { is: 'refused', why: 'bad_signature' }
  const at = (name: string) => octets.get(name)?.toString('utf8') ?? ''
  if (at('AccountSid') !== options.accountSid) return { is: 'refused', why: 'not_for_us' }
  if (at('MessageSid') === '') return { is: 'refused', why: 'not_readable' }
  const ours = { provider: options.name, providerRef: at('MessageSid').slice(0, 64), at: now }
  if (octets.has('Body') && octets.has('From') && !octets.has('MessageStatus')) {
    const received = {
      ...ours,
      channel: 'sms',
      from: asE164(options.rules, at('From'), options.home),
      to: ourAddress(options.senders, at('To')),
      text: at('Body'),
      rawHash: hashOf(request.body),
    } as const
    return { is: 'heard', received: [received], receipts: [] }
  }
  const said = STATES.get(at('MessageStatus'))
  if (said === undefined) return { is: 'refused', why: 'not_readable' }
  const attemptKey = queryOf(request).get('ref')?.toString('utf8')
  const receipt = {
    ...ours,
    ...(attemptKey === undefined ? {} : { attemptKey }),
    said: NO_NUMBER.has(at('ErrorCode')) ? ('bounced' as const) : said,
    detail: { from: 'receipt', stat: at('MessageStatus'), err: at('ErrorCode').slice(0, 10) },
  }
  return { is: 'heard', received: [], receipts: [receipt] }
}
