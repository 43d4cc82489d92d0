import { createHmac } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import { partTexts, smsParts } from '../../core/sms-text.ts'
import type { Said } from '../../engine/contact.ts'
import type { Outgoing, SendAnswer } from '../channel.ts'
import type { HookHeard, HookRequest } from '../message-hook.ts'
import type { Receipt } from '../received.ts'
import {
  gateway,
  hashOf,
  queryOf,
  refusedBy,
  sameSecret,
  type GatewayOptions,
  senderOf,
  type SmsGateway,
} from './gateway.ts'
import { asE164, ourAddress } from './senders.ts'
import { saidByWord } from './smpp-receipt.ts'

export type KannelOptions = GatewayOptions & {
  /** smsbox, such as http://127.0.0.1:13013/cgi-bin/sendsms. */
  readonly sendUrl: string
  readonly username: string
  readonly password: string
  /** Where smsbox reaches the hook. */
  readonly callbackUrl: string
  /** Ours: signs the addresses of receipts, and is in the address of replies. */
  readonly secret: string
}

const MINUTE = 60_000
/** Delivered, not delivered, buffered, taken by the carrier, refused by the carrier. */
const ALL_REPORTS = '31'

/** Kannel's smsbox. It names no message: ours is in the address that it calls with receipts. */
export function kannelGateway(options: KannelOptions): SmsGateway {
  if (options.callbackUrl.includes('%')) throw new Error('Kannel reads % in an address as its own.')
  return gateway(
    options,
    {
      hear: (request, now) => hear(options, request, now),
      replies: {
        taken: { status: 200, type: 'text/plain', body: '' },
        refused: { status: 401, type: 'text/plain', body: '' },
      },
    },
    (message) => {
      const from = senderOf(options, message)
      if ('no' in from) return { no: from.no }
      const text = smsParts(message.body)
      if (text === 'too_long') return { no: 'too_long' }
      const minutes = Math.floor((message.validUntil - message.now) / MINUTE)
      if (minutes < 1) return { no: 'past_its_validity' }
      const texts = partTexts(message.body, text)
      return {
        // Of a text that it cut itself Kannel asks for the receipt of the first part alone.
        ask: texts.map((body, i) => ({
          method: 'POST',
          url: options.sendUrl,
          headers: {
            'Content-Type': 'text/plain; charset=UTF-8',
            'X-Kannel-Username': options.username,
            'X-Kannel-Password': options.password,
            'X-Kannel-From': from.sender.address,
            'X-Kannel-To': from.to,
            'X-Kannel-Coding': text.alphabet === 'gsm7' ? '0' : '2',
            'X-Kannel-Validity': String(minutes),
            'X-Kannel-DLR-Mask': ALL_REPORTS,
            'X-Kannel-DLR-Url': receiptUrl(options, message, { nth: i + 1, of: texts.length }),
            ...(texts.length > 1 && {
              'X-Kannel-UDH': joinHeader(message, { nth: i + 1, of: texts.length }),
            }),
          },
          body,
        })),
        read: (status, answer) => readAnswer(message, status, answer),
      }
    },
  )
}

/** The address of replies, as `get-url` of Kannel's sms-service; %b are the octets as they are. */
export const kannelReplyUrl = ({
  callbackUrl,
  secret,
}: Pick<KannelOptions, 'callbackUrl' | 'secret'>): string =>
  `${callbackUrl}?key=${encodeURIComponent(secret)}&id=%I&from=%p&to=%P&at=%T&charset=%C&coding=%c&text=%b`

const sign = (secret: string, ref: string, part: string): string =>
  createHmac('sha256', secret).update(`kannel-receipt ${ref} ${part}`).digest('base64url')

type Part = { readonly nth: number; readonly of: number }

function receiptUrl(
  { callbackUrl, secret }: KannelOptions,
  { ref }: Outgoing,
  { nth, of }: Part,
): string {
  const { attemptKey } = ref
  const part = `${nth}-${of}`
  const sig = sign(secret, attemptKey, part)
  return `${callbackUrl}?ref=${attemptKey}&part=${part}&sig=${sig}&report=%d&carrier=%F&at=%T&says=%A`
}

/** By which a phone joins the parts (3GPP TS 23.040, 9.2.3.24.1); the reference is the same for all of them. */
function joinHeader({ ref }: Outgoing, { nth, of }: Part): string {
  const reference = hashOf(ref.attemptKey)[0] ?? 0
  return Buffer.from([5, 0, 3, reference, of, nth]).toString('hex')
}

/** smsbox says itself that it took nothing: by a 4xx, and by 503 with its own words. */
function readAnswer({ ref }: Outgoing, status: number, text: string): SendAnswer {
  if (status === 202 && /^[03]:/.test(text)) return { is: 'accepted', providerRef: ref.attemptKey }
  const why = `HTTP ${status}`
  const saysNo =
    (status >= 400 && status < 500) || (status === 503 && text.startsWith('Temporal failure'))
  return saysNo ? refusedBy(status, why) : { is: 'unclear', why }
}

const REPORTS: ReadonlyMap<string, Said> = new Map([
  ['1', 'delivered'],
  ['4', 'accepted'],
  ['8', 'accepted'],
  // By the carrier, after smsbox had taken it: about our text or name as well as about the number.
  ['16', 'expired'],
])
const STATE = /stat:([A-Z]{5,8})/

function hear(options: KannelOptions, request: HookRequest, now: Instant): HookHeard {
  const query = queryOf(request)
  const at = (name: string) => query.get(name)?.toString('utf8') ?? ''
  const moment = momentOf(at('at'), now)
  if (query.has('ref')) {
    if (!sameSecret(at('sig'), sign(options.secret, at('ref'), at('part')))) {
      return { is: 'refused', why: 'bad_signature' }
    }
    const receipt = receiptOf(at)
    if (receipt === undefined) return { is: 'refused', why: 'not_readable' }
    const whole = { provider: options.name, attemptKey: at('ref'), at: moment, ...receipt }
    return { is: 'heard', received: [], receipts: [whole] }
  }
  if (!query.has('key')) return { is: 'refused', why: 'no_signature' }
  if (!sameSecret(at('key'), options.secret)) return { is: 'refused', why: 'bad_signature' }
  if (at('id') === '') return { is: 'refused', why: 'not_readable' }
  const received = {
    provider: options.name,
    providerRef: at('id').slice(0, 100),
    channel: 'sms',
    from: asE164(options.rules, at('from'), options.home),
    to: ourAddress(options.senders, at('to')),
    text: wordsOf(query.get('text') ?? Buffer.alloc(0), at('charset'), at('coding')),
    at: moment,
    rawHash: hashOf(request.url),
  } as const
  return { is: 'heard', received: [received], receipts: [] }
}

/** What the signature holds; one that is no part of anything is not read. */
function partOf(text: string): Part | undefined {
  const [, nth = 0, of = 0] = /^([1-9]\d?)-([1-9]\d?)$/.exec(text)?.map(Number) ?? []
  return nth > 0 && nth <= of ? { nth, of } : undefined
}

function receiptOf(
  at: (name: string) => string,
): Pick<Receipt, 'said' | 'part' | 'detail'> | undefined {
  const state = STATE.exec(at('says'))?.[1]
  const said = at('report') === '2' ? (saidByWord(state) ?? 'expired') : REPORTS.get(at('report'))
  const part = partOf(at('part'))
  if (said === undefined || part === undefined) return undefined
  return {
    said,
    part: part.of === 1 ? undefined : part,
    detail: {
      from: 'receipt',
      report: at('report'),
      parts: part.of,
      ...(state === undefined ? {} : { stat: state }),
      ...(at('carrier') === '' ? {} : { carrier: at('carrier').slice(0, 65) }),
    },
  }
}

/** Seconds since 1970, where that is a moment that has been. */
function momentOf(seconds: string, now: Instant): Instant {
  const at = /^[1-9][0-9]{8,10}$/.test(seconds) ? Number(seconds) * 1000 : now
  return Math.min(at, now) as Instant
}

/** Coding 2 is UTF-16 where nothing recoded it; else the alphabet is the one that Kannel names. */
function wordsOf(octets: Buffer, charset: string, coding: string): string {
  const name = charset.toUpperCase()
  if (name === 'UTF-16BE' || name === 'UTF16BE' || (coding === '2' && name === '')) {
    return octets.length % 2 === 0
      ? Buffer.from(octets).swap16().toString('utf16le')
      : octets.toString('latin1')
  }
  if (name === '' || name === 'UTF-8') return octets.toString('utf8')
  return octets.toString('latin1')
}
