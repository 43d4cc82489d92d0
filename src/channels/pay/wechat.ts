import { randomBytes, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../../core/calendar.ts'
import { money, type Money, type Currency } from '../../core/money.ts'
import { askHttp, readJson, type HttpAnswer } from './http.ts'
import type {
  Asked,
  Heard,
  PayEvent,
  PayProvider,
  PayRequest,
  PayStart,
  RawRequest,
  Refund,
  Refunded,
} from './provider.ts'
import { wechatPayer, type WechatPayerOptions } from './wechat-payer.ts'
import {
  authorization,
  isSignedByWechat,
  rsaSign,
  unseal,
  type MerchantKeys,
} from './wechat-sign.ts'

/**
 * WeChat Pay v3 (pay.weixin.qq.com/doc/v3): inside WeChat a payment sheet over the page (JSAPI), in a
 * phone's browser a page of WeChat (H5), on a desk computer a code to scan (Native).
 */
export type WechatOptions = MerchantKeys & {
  readonly name: string
  readonly appid: string
  /** The APIv3 key: 32 characters. */
  readonly apiKey: string
  /** WeChat's own keys by serial number: two while one is changed. */
  readonly platformKeys: ReadonlyMap<string, KeyObject>
  readonly api: string
  readonly pageOrigins: readonly string[]
  readonly notifyUrl: string
  /** The official account's: without it there is no payment sheet inside WeChat. */
  readonly payer?: Omit<WechatPayerOptions, 'appid'> | undefined
}

const CNY = 'CNY' as Currency

export function wechatProvider(options: WechatOptions): PayProvider {
  if (Buffer.byteLength(options.apiKey) !== 32)
    throw new Error(`The APIv3 key of ${options.name} needs 32 characters.`)
  const refused = '{"code":"FAIL","message":"signature"}'
  return {
    name: options.name,
    kind: 'wechat',
    currencies: new Set(['CNY']),
    pageOrigins: options.pageOrigins,
    inApp: options.payer && wechatPayer({ appid: options.appid, ...options.payer }),
    start: (request) => start(options, request),
    hear: (request, now) => hear(options, request, now),
    replies: {
      taken: { status: 204, body: '', type: 'application/json' },
      refused: { status: 401, body: refused, type: 'application/json' },
    },
    ask: ({ ref, now }) => ask(options, ref, now),
    refund: (refund) => refundOf(options, refund),
  }
}

type Way = 'jsapi' | 'h5' | 'native'

const wayOf = ({ openId, device }: PayRequest): Way =>
  openId !== undefined ? 'jsapi' : device === 'phone' ? 'h5' : 'native'

async function start(options: WechatOptions, request: PayRequest): Promise<PayStart> {
  const way = wayOf(request)
  const order = {
    appid: options.appid,
    mchid: options.mchid,
    description: request.title.slice(0, 127),
    out_trade_no: request.ref,
    time_expire: `${new Date(request.expiresAt).toISOString().slice(0, 19)}+00:00`,
    notify_url: options.notifyUrl,
    amount: { total: Number(request.amount.minor), currency: 'CNY' },
    ...(way === 'jsapi' && { payer: { openid: request.openId } }),
    ...(way === 'h5' && {
      scene_info: { payer_client_ip: request.payerIp, h5_info: { type: 'Wap' } },
    }),
  }
  const path = `/v3/pay/transactions/${way}`
  const answer = await call(options, { method: 'POST', path, body: order, now: request.now })
  if (answer.is !== 'ok') return answer
  const found = Started.safeParse(answer.json).data
  if (found?.h5_url !== undefined) {
    const back = `&redirect_url=${encodeURIComponent(request.returnUrl)}`
    return { is: 'redirect', url: `${found.h5_url}${back}` }
  }
  if (found?.code_url !== undefined) return { is: 'qr', text: found.code_url }
  if (found?.prepay_id !== undefined) return sheetOf(options, found.prepay_id, request.now)
  return { is: 'unclear', why: 'no_page' }
}

const Started = z.object({
  h5_url: z.url().optional(),
  code_url: z.string().min(1).max(512).optional(),
  prepay_id: z.string().min(1).max(100).optional(),
})

/** What the payment sheet inside WeChat asks for, signed by the merchant. */
function sheetOf(options: WechatOptions, prepayId: string, now: Instant): PayStart {
  const timeStamp = String(Math.floor(now / 1000))
  const nonceStr = randomBytes(16).toString('hex')
  const wrapped = `prepay_id=${prepayId}`
  const text = `${options.appid}\n${timeStamp}\n${nonceStr}\n${wrapped}\n`
  const paySign = rsaSign(text, options.privateKey)
  const parameters = { appId: options.appid, timeStamp, nonceStr, package: wrapped }
  return { is: 'in_app', parameters: { ...parameters, signType: 'RSA', paySign } }
}

type Call = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly now: Instant
}

type CallAnswer =
  | { readonly is: 'ok'; readonly json: unknown }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'unclear'; readonly why: string }

/** An answer that WeChat did not sign is no answer. */
async function call(options: WechatOptions, what: Call): Promise<CallAnswer> {
  const url = `${options.api}${what.path}`
  const body = what.body === undefined ? '' : JSON.stringify(what.body)
  const answer = await askHttp({
    method: what.method,
    url,
    headers: {
      Authorization: authorization(options, { method: what.method, url, body }, what.now),
      'Content-Type': 'application/json',
    },
    ...(body === '' ? {} : { body }),
  })
  if (answer.status === undefined) return { is: 'unclear', why: answer.why }
  const raw = { body: Buffer.from(answer.text), header: answer.header }
  const isSigned = isSignedByWechat(raw, options.platformKeys, what.now)
  if (answer.status >= 500 || isSigned !== true)
    return { is: 'unclear', why: isSigned === true ? whyOf(answer) : isSigned }
  const isOk = answer.status >= 200 && answer.status < 300
  return isOk ? { is: 'ok', json: readJson(answer.text) } : { is: 'refused', why: whyOf(answer) }
}

function whyOf(answer: HttpAnswer): string {
  if (answer.status === undefined) return answer.why
  const code = z.object({ code: z.string() }).safeParse(readJson(answer.text)).data?.code ?? ''
  return `${answer.status} ${code}`.trim().slice(0, 100)
}

const Notice = z.object({
  id: z.string().min(1).max(150),
  create_time: z.string(),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.string(),
    ciphertext: z.string(),
    associated_data: z.string().optional(),
    nonce: z.string(),
  }),
})

function hear(options: WechatOptions, request: RawRequest, now: Instant): Heard {
  const isSigned = isSignedByWechat(request, options.platformKeys, now)
  if (isSigned !== true) return { is: 'refused', why: isSigned }
  const notice = Notice.safeParse(readJson(Buffer.from(request.body).toString('utf8'))).data
  const opened = notice && unseal(notice.resource, Buffer.from(options.apiKey))
  if (notice === undefined || opened === undefined) return { is: 'refused', why: 'not_readable' }
  const { id, event_type: type } = notice
  const object = readJson(opened)
  if (type.startsWith('TRANSACTION.')) {
    const trade = Trade.safeParse(object).data
    if (trade === undefined) return { is: 'refused', why: 'not_readable' }
    if (trade.mchid !== options.mchid || trade.appid !== options.appid)
      return { is: 'refused', why: 'not_for_us' }
    return { is: 'events', events: tradeEvents(trade, id, instantOf(notice.create_time) ?? now) }
  }
  if (!type.startsWith('REFUND.')) return { is: 'events', events: [] }
  const back = Back.safeParse(object).data
  if (back === undefined) return { is: 'refused', why: 'not_readable' }
  if (back.mchid !== options.mchid) return { is: 'refused', why: 'not_for_us' }
  return { is: 'events', events: backEvents(back, id, instantOf(notice.create_time) ?? now) }
}

const Trade = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ total: z.int().positive(), currency: z.string().optional() }).optional(),
})

const Back = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string(),
  refund_id: z.string().min(1).max(100),
  refund_status: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ refund: z.int().positive() }),
})

function instantOf(text: string | undefined): Instant | undefined {
  const at = text === undefined ? NaN : Date.parse(text)
  return Number.isNaN(at) ? undefined : (at as Instant)
}

const fen = (minor: number): Money => money(BigInt(minor), CNY)
const ours = (ref: string) => (/^[0-9a-z]{26,32}$/.test(ref) ? ref : undefined)

function tradeEvents(trade: z.output<typeof Trade>, id: string, toldAt: Instant): PayEvent[] {
  const of = { id, ref: ours(trade.out_trade_no), providerRef: trade.transaction_id }
  const at = instantOf(trade.success_time) ?? toldAt
  switch (trade.trade_state) {
    case 'SUCCESS':
    case 'REFUND':
      // Of a payment that went back later: what went back is told apart.
      return trade.amount && (trade.amount.currency ?? 'CNY') === 'CNY'
        ? [{ kind: 'paid', ...of, amount: fen(trade.amount.total), at }]
        : []
    case 'CLOSED':
    case 'REVOKED':
      return [{ kind: 'expired', ...of, at }]
    case 'PAYERROR':
      return [{ kind: 'failed', ...of, at }]
    default:
      return []
  }
}

function backEvents(back: z.output<typeof Back>, id: string, toldAt: Instant): PayEvent[] {
  if (back.refund_status !== 'SUCCESS') return []
  const of = { ref: ours(back.out_trade_no), providerRef: back.transaction_id }
  const at = instantOf(back.success_time) ?? toldAt
  const amount = fen(back.amount.refund)
  return [{ id, kind: 'refunded', ...of, itemRef: back.refund_id, amount, at }]
}

async function ask(options: WechatOptions, ref: string, now: Instant): Promise<Asked> {
  const path = `/v3/pay/transactions/out-trade-no/${ref}?mchid=${options.mchid}`
  const answer = await call(options, { method: 'GET', path, now })
  const trade = answer.is === 'ok' ? Trade.safeParse(answer.json).data : undefined
  if (trade === undefined || trade.out_trade_no !== ref || trade.mchid !== options.mchid)
    return undefined
  return { events: tradeEvents(trade, `asked-${ref}-${trade.trade_state}`, now) }
}

async function refundOf(options: WechatOptions, refund: Refund): Promise<Refunded> {
  const body = {
    out_trade_no: refund.ref,
    out_refund_no: refund.refundRef,
    notify_url: options.notifyUrl,
    amount: {
      refund: Number(refund.amount.minor),
      total: Number(refund.paid.minor),
      currency: 'CNY',
    },
  }
  const path = '/v3/refund/domestic/refunds'
  const answer = await call(options, { method: 'POST', path, body, now: refund.now })
  return answer.is === 'ok' ? { is: 'accepted' } : answer
}
