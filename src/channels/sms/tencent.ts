import type { Instant } from '../../core/calendar.ts'
import type { SendAnswer } from '../channel.ts'
import type { HookHeard } from '../message-hook.ts'
import { readJson } from '../pay/http.ts'
import { approvedText, hearCloud, type CloudOptions } from './aliyun.ts'
import { approvedBook } from './approved.ts'
import { tencentAuthorization } from './cloud-sign.ts'
import { chinaTime, gateway, hashOf, json, textAt, type SmsGateway } from './gateway.ts'
import { asE164 } from './senders.ts'
import { saidByWord } from './smpp-receipt.ts'

export type TencentOptions = CloudOptions & {
  readonly appId: string
  readonly region?: string
}

const API = 'https://sms.tencentcloudapi.com/'
const SERVICE = 'sms'

/** Tencent Cloud's SendSms, version 2021-01-11. */
export function tencentGateway(options: TencentOptions): SmsGateway {
  const book = approvedBook(options.approved)
  const api = new URL(options.api ?? API)
  return gateway(
    options,
    {
      hear: (request, now) => hearCloud(options, request, (one) => readOne(options, one, now)),
      replies: {
        taken: json(200, { result: 0, errmsg: 'OK' }),
        refused: json(401, { result: 1, errmsg: 'refused' }),
      },
    },
    (message) => {
      const text = approvedText(options, book, message)
      if ('no' in text) return text
      const { to, name, filled } = text
      const body = JSON.stringify({
        PhoneNumberSet: [to],
        SmsSdkAppId: options.appId,
        SignName: name,
        TemplateId: filled.code,
        TemplateParamSet: inOrder(filled.values),
        SessionContext: message.ref.attemptKey,
      })
      const headers = signedHeaders(options, api, body, message.now)
      return { ask: { method: 'POST', url: `${api.origin}/`, headers, body }, read: readAnswer }
    },
  )
}

/** {1}, {2} ... are given as a list. */
const inOrder = (values: ReadonlyMap<string, string>): string[] =>
  [...values].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)

function signedHeaders({ key, region }: TencentOptions, api: URL, body: string, now: Instant) {
  const seconds = Math.floor(now / 1000)
  const signed = {
    'content-type': 'application/json; charset=utf-8',
    host: api.host,
    'x-tc-action': 'sendsms',
  }
  const request = { query: '', headers: signed, body }
  return {
    ...signed,
    'x-tc-action': 'SendSms',
    'X-TC-Version': '2021-01-11',
    'X-TC-Timestamp': String(seconds),
    'X-TC-Region': region ?? 'ap-guangzhou',
    Authorization: tencentAuthorization(key, request, { service: SERVICE, seconds }),
  }
}

type Answer = {
  readonly Response?: {
    readonly Error?: { readonly Code?: unknown }
    readonly SendStatusSet?: readonly { readonly Code?: unknown; readonly SerialNo?: unknown }[]
  }
}

/** Every class of error but their own trouble says that nothing was taken. */
const REFUSED =
  /^(?:AuthFailure|FailedOperation|InvalidParameter|LimitExceeded|MissingParameter|RequestLimitExceeded|ResourceNotFound|UnauthorizedOperation|UnsupportedOperation)/

/** Who we are, how much we may and what we have paid. */
const OURS =
  /^(?:AuthFailure|RequestLimitExceeded|UnauthorizedOperation|FailedOperation\.InsufficientBalance)/

function readAnswer(status: number, text: string): SendAnswer {
  const { Response: response } = (readJson(text) ?? {}) as Answer
  const [sent] = Array.isArray(response?.SendStatusSet) ? response.SendStatusSet : []
  const said = response?.Error?.Code ?? sent?.Code
  const code = typeof said === 'string' ? said.slice(0, 80) : ''
  if (status === 200 && code === 'Ok' && typeof sent?.SerialNo === 'string') {
    return { is: 'accepted', providerRef: sent.SerialNo }
  }
  const why = `HTTP ${status} ${code}`.trim()
  if (!REFUSED.test(code)) return { is: 'unclear', why }
  return OURS.test(code) ? { is: 'refused', why, elsewhere: true } : { is: 'refused', why }
}

function readOne(
  options: TencentOptions,
  one: Readonly<Record<string, unknown>>,
  now: Instant,
): Pick<Extract<HookHeard, { is: 'heard' }>, 'receipts' | 'received'> | undefined {
  const at = (name: string) => textAt(one, name)
  const number = `+${at('nationcode') || '86'}${at('mobile')}`
  if (at('text') !== '' && at('mobile') !== '') {
    const hash = hashOf(JSON.stringify(one))
    const received = {
      provider: options.name,
      // It names no reply: the same words of the same second are the same reply.
      providerRef: Buffer.from(hash).toString('hex'),
      channel: 'sms',
      from: asE164(options.rules, number, options.home ?? 'cn'),
      to: at('extend') || at('sign'),
      text: at('text'),
      at: chinaTime(at('time'), now),
      rawHash: hash,
    } as const
    return { receipts: [], received: [received] }
  }
  const status = at('report_status')
  if (at('sid') === '' || (status !== 'SUCCESS' && status !== 'FAIL')) return undefined
  const said = status === 'SUCCESS' ? 'delivered' : (saidByWord(at('errmsg')) ?? 'expired')
  const receipt = {
    provider: options.name,
    providerRef: at('sid'),
    said,
    at: chinaTime(at('user_receive_time'), now),
    detail: { from: 'receipt', err: at('errmsg').slice(0, 40) },
  } as const
  return { receipts: [receipt], received: [] }
}
