import { randomUUID } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import type { Outgoing, SendAnswer } from '../channel.ts'
import type { HookHeard, HookRequest } from '../message-hook.ts'
import { readJson } from '../pay/http.ts'
import {
  approvedBook,
  fillOf,
  unsigned,
  type Approved,
  type ApprovedBook,
  type Filled,
} from './approved.ts'
import { aliyunAuthorization, canonicalQuery, type CloudKey } from './cloud-sign.ts'
import {
  chinaTime,
  gateway,
  hashOf,
  json,
  jsonList,
  queryOf,
  sameSecret,
  textAt,
  type GatewayOptions,
  senderOf,
  type SmsGateway,
} from './gateway.ts'
import { asE164 } from './senders.ts'
import { saidByWord } from './smpp-receipt.ts'

export type CloudOptions = GatewayOptions & {
  readonly key: CloudKey
  readonly approved: readonly Approved[]
  /** In the address that the cloud is given for receipts and replies, which it does not sign. */
  readonly secret: string
  readonly api?: string
  /** These gateways take no validity: nothing is given to them so close to the end of its hour. */
  readonly tailMs?: number
}

const API = 'https://dysmsapi.aliyuncs.com/'
const TAIL_MS = 1_800_000

type Text = { readonly to: string; readonly name: string; readonly filled: Filled }

/** What of a message such a cloud takes: to whom, under whose name, and which approved text with which values. */
export function approvedText(
  options: CloudOptions,
  book: ApprovedBook,
  message: Outgoing,
): Text | { readonly no: string } {
  const from = senderOf(options, message)
  if ('no' in from) return { no: from.no }
  if (message.validUntil - message.now < (options.tailMs ?? TAIL_MS)) {
    return { no: 'too_near_its_end' }
  }
  const signed = unsigned(message.body)
  const filled = signed && fillOf(book, signed.rest)
  if (signed === undefined || filled === undefined) return { no: 'no_approved_text' }
  return { to: from.to, name: signed.name, filled }
}

/** Alibaba Cloud's SendSms, version 2017-05-25. */
export function aliyunGateway(options: CloudOptions): SmsGateway {
  const book = approvedBook(options.approved)
  const api = new URL(options.api ?? API)
  return gateway(
    options,
    {
      hear: (request, now) => hearCloud(options, request, (one) => readOne(options, one, now)),
      replies: {
        taken: json(200, { code: 0, msg: 'OK' }),
        refused: json(401, { code: 1, msg: 'refused' }),
      },
    },
    (message) => {
      const text = approvedText(options, book, message)
      if ('no' in text) return text
      const { to, name, filled } = text
      const query = canonicalQuery({
        PhoneNumbers: to,
        SignName: name,
        TemplateCode: filled.code,
        TemplateParam: JSON.stringify(Object.fromEntries(filled.values)),
        OutId: message.ref.attemptKey,
      })
      return {
        ask: {
          method: 'POST',
          url: `${api.origin}/?${query}`,
          headers: signedHeaders(options, api, query, message),
        },
        read: readAnswer,
      }
    },
  )
}

function signedHeaders({ key }: CloudOptions, api: URL, query: string, { now }: Outgoing) {
  const headers = {
    host: api.host,
    'x-acs-action': 'SendSms',
    'x-acs-version': '2017-05-25',
    'x-acs-date': `${new Date(now).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': Buffer.from(hashOf('')).toString('hex'),
  }
  return { ...headers, Authorization: aliyunAuthorization(key, { query, headers, body: '' }) }
}

/** `isv.` is about what we asked for and nothing was taken; `isp.` is trouble of their own. */
const REFUSED = /^(?:isv\.|Signature|InvalidAccessKey|Throttling|Forbidden|Missing|Invalid)/
/** Who we are, how much we may and what we have paid. */
const OURS =
  /^(?:Signature|InvalidAccessKey|Throttling|Forbidden|isv\.(?:ACCOUNT|AMOUNT|OUT_OF_SERVICE))/

function readAnswer(status: number, text: string): SendAnswer {
  const answer = readJson(text) as { Code?: unknown; BizId?: unknown } | undefined
  const code = typeof answer?.Code === 'string' ? answer.Code.slice(0, 80) : ''
  if (status === 200 && code === 'OK' && typeof answer?.BizId === 'string') {
    return { is: 'accepted', providerRef: answer.BizId }
  }
  const why = `HTTP ${status} ${code}`.trim()
  if (!REFUSED.test(code)) return { is: 'unclear', why }
  return OURS.test(code) ? { is: 'refused', why, elsewhere: true } : { is: 'refused', why }
}

type Told = Pick<Extract<HookHeard, { is: 'heard' }>, 'receipts' | 'received'>

/** The clouds sign nothing that they tell: the address that only they know is what proves them. */
export function hearCloud(
  { secret }: CloudOptions,
  request: HookRequest,
  read: (one: Readonly<Record<string, unknown>>) => Told | undefined,
): HookHeard {
  const key = queryOf(request).get('key')?.toString('utf8')
  if (key === undefined) return { is: 'refused', why: 'no_signature' }
  if (!sameSecret(key, secret)) return { is: 'refused', why: 'bad_signature' }
  const all = jsonList(request.body)?.map(read)
  if (all === undefined || all.includes(undefined)) return { is: 'refused', why: 'not_readable' }
  return {
    is: 'heard',
    receipts: all.flatMap((one) => one?.receipts ?? []),
    received: all.flatMap((one) => one?.received ?? []),
  }
}

function readOne(
  options: CloudOptions,
  one: Readonly<Record<string, unknown>>,
  now: Instant,
): Told | undefined {
  const at = (name: string) => textAt(one, name)
  if (at('content') !== '' && at('phone_number') !== '') {
    const from = asE164(options.rules, at('phone_number'), options.home ?? 'cn')
    const received = {
      provider: options.name,
      providerRef: at('sequence_id') || Buffer.from(hashOf(JSON.stringify(one))).toString('hex'),
      channel: 'sms',
      from,
      to: at('dest_code'),
      text: at('content'),
      at: chinaTime(at('send_time'), now),
      rawHash: hashOf(JSON.stringify(one)),
    } as const
    return { receipts: [], received: [received] }
  }
  if (typeof one['success'] !== 'boolean' || at('biz_id') === '') return undefined
  const said = one['success'] ? 'delivered' : (saidByWord(at('err_code')) ?? 'expired')
  const receipt = {
    provider: options.name,
    providerRef: at('biz_id'),
    ...(at('out_id') === '' ? {} : { attemptKey: at('out_id') }),
    said,
    at: chinaTime(at('report_time'), now),
    detail: {
      from: 'receipt',
      err: at('err_code').slice(0, 40),
      parts: at('sms_size').slice(0, 3),
    },
  } as const
  return { receipts: [receipt], received: [] }
}
