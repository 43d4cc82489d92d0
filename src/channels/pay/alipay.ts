import { createSign, createVerify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../../core/calendar.ts'
import { decimalText, money, parseMinor, type Money, type Currency } from '../../core/money.ts'
import { askHttp, readJson } from './http.ts'
import type {
  Asked,
  Heard,
  PayEvent,
  PayProvider,
  PayRequest,
  RawRequest,
  Refund,
  Refunded,
} from './provider.ts'

/**
 * Alipay's page and phone payment: the signed request is the redirect, a signed notification tells the
 * end, and only the word "success" stops it from being told again
 * (opendocs.alipay.com: alipay.trade.page.pay, alipay.trade.wap.pay, asynchronous notification).
 */
export type AlipayOptions = {
  readonly name: string
  readonly appId: string
  readonly sellerId: string
  readonly privateKey: KeyObject
  readonly alipayKey: KeyObject
  readonly gateway: string
  readonly notifyUrl: string
}

const CNY = 'CNY' as Currency

export function alipayProvider(options: AlipayOptions): PayProvider {
  return {
    name: options.name,
    kind: 'alipay',
    currencies: new Set(['CNY']),
    pageOrigins: [new URL(options.gateway).origin],
    // Nothing is asked beforehand: the payer's browser brings the signed order.
    start: (request) => Promise.resolve({ is: 'redirect', url: pageUrl(options, request) }),
    hear: (request, now) => hear(options, request, now),
    replies: {
      taken: { status: 200, body: 'success', type: 'text/plain' },
      refused: { status: 200, body: 'fail', type: 'text/plain' },
    },
    ask: ({ ref, now }) => ask(options, ref, now),
    refund: (refund) => refundOf(options, refund),
  }
}

type Fields = Readonly<Record<string, string>>

/** Every field but `sign` in the order of its name, empty ones left out (RSA2 is SHA256withRSA). */
const signedText = (fields: Fields, without: readonly string[]): string =>
  Object.keys(fields)
    .filter((name) => !without.includes(name) && fields[name] !== '')
    .toSorted()
    .map((name) => `${name}=${fields[name]}`)
    .join('&')

export function signFields(fields: Fields, key: KeyObject, without: readonly string[]): string {
  return createSign('RSA-SHA256').update(signedText(fields, without), 'utf8').sign(key, 'base64')
}

function pageUrl(options: AlipayOptions, request: PayRequest): string {
  const isPhone = request.device === 'phone'
  const order = {
    out_trade_no: request.ref,
    total_amount: decimalText(request.amount),
    subject: request.title,
    product_code: isPhone ? 'QUICK_WAP_WAY' : 'FAST_INSTANT_TRADE_PAY',
    time_expire: beijingTime(request.expiresAt),
  }
  const method = isPhone ? 'alipay.trade.wap.pay' : 'alipay.trade.page.pay'
  const fields = signedRequest(options, { method, order, now: request.now }, request.returnUrl)
  return `${options.gateway}?${new URLSearchParams(fields).toString()}`
}

type Call = { readonly method: string; readonly order: object; readonly now: Instant }

function signedRequest(options: AlipayOptions, call: Call, returnUrl?: string): Fields {
  const fields: Fields = {
    app_id: options.appId,
    method: call.method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijingTime(call.now),
    version: '1.0',
    ...(returnUrl === undefined ? {} : { notify_url: options.notifyUrl, return_url: returnUrl }),
    biz_content: JSON.stringify(call.order),
  }
  return { ...fields, sign: signFields(fields, options.privateKey, ['sign']) }
}

const BEIJING_MS = 8 * 3_600_000

/** '2026-11-22 17:05:00': Alipay writes every time so, by the clock of Beijing. */
export const beijingTime = (at: Instant): string =>
  new Date(at + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ')

function fromBeijing(text: string | undefined): Instant | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,3})?$/.exec(text ?? '')
  const at = match === null ? NaN : Date.parse(`${match[1]}T${match[2]}Z`) - BEIJING_MS
  return Number.isNaN(at) ? undefined : (at as Instant)
}

/** It is told again for a little more than a day; what is older is a replay. */
const NOTIFY_MS_MAX = 26 * 3_600_000

function hear(options: AlipayOptions, request: RawRequest, now: Instant): Heard {
  const form = new URLSearchParams(Buffer.from(request.body).toString('utf8'))
  const names = [...form.keys()]
  if (names.length > 100 || new Set(names).size !== names.length)
    return { is: 'refused', why: 'not_readable' }
  const fields = Object.fromEntries(form)
  const { sign, sign_type: type, app_id: app, seller_id: seller, notify_time: told } = fields
  if (sign === undefined || type !== 'RSA2') return { is: 'refused', why: 'no_signature' }
  // `charset` is a field as any other; only the signature and its kind are not signed.
  const text = signedText(fields, ['sign', 'sign_type'])
  const isSigned = createVerify('RSA-SHA256')
    .update(text, 'utf8')
    .verify(options.alipayKey, sign, 'base64')
  // A second way to write the same bytes is a change of what came.
  if (!isSigned || Buffer.from(sign, 'base64').toString('base64') !== sign)
    return { is: 'refused', why: 'bad_signature' }
  const toldAt = fromBeijing(told)
  if (toldAt === undefined || Math.abs(now - toldAt) > NOTIFY_MS_MAX)
    return { is: 'refused', why: 'too_old' }
  if (app !== options.appId || (seller !== undefined && seller !== options.sellerId))
    return { is: 'refused', why: 'not_for_us' }
  const events = eventsOf(fields, toldAt)
  return events === undefined ? { is: 'refused', why: 'not_readable' } : { is: 'events', events }
}

const yuan = (text: string | undefined): Money | undefined => {
  const minor = parseMinor(text ?? '', 2)
  return minor === undefined || minor <= 0n ? undefined : money(minor, CNY)
}

function eventsOf(fields: Fields, toldAt: Instant): readonly PayEvent[] | undefined {
  const { notify_id: id, out_trade_no: ref, trade_no: providerRef, trade_status: status } = fields
  const total = yuan(fields['total_amount'])
  if (id === undefined || id === '' || id.length > 150 || ref === undefined || total === undefined)
    return undefined
  const of = { ref: /^[0-9a-z]{26,32}$/.test(ref) ? ref : undefined, providerRef }
  const back = yuan(fields['refund_fee'])
  if (back !== undefined) {
    const at = fromBeijing(fields['gmt_refund']) ?? toldAt
    const paidAt = fromBeijing(fields['gmt_payment'])
    // `refund_fee` is all that went back so far. What came in before is told with it, should its own word be lost.
    const paid: PayEvent[] =
      paidAt === undefined
        ? []
        : [{ id: `${id}.paid`, kind: 'paid', ...of, amount: total, at: paidAt }]
    return [...paid, { id, kind: 'refunded', ...of, amount: back, at }]
  }
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') {
    const at = fromBeijing(fields['gmt_payment']) ?? toldAt
    return [{ id, kind: 'paid', ...of, amount: total, at }]
  }
  if (status === 'TRADE_CLOSED') return [{ id, kind: 'expired', ...of, at: toldAt }]
  return []
}

/** Asks the gateway, and believes only an answer that Alipay signed. */
async function call(options: AlipayOptions, what: Call): Promise<unknown> {
  const answer = await askHttp({
    method: 'POST',
    url: options.gateway,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams(signedRequest(options, what)).toString(),
  })
  if (answer.status !== 200) return undefined
  const key = `${what.method.replaceAll('.', '_')}_response`
  // Signed are the very characters of the answer's own object.
  const match = new RegExp(`^\\{"${key}":(\\{.*\\}),"sign":"([A-Za-z0-9+/=]+)"\\}$`, 's').exec(
    answer.text.trim(),
  )
  const [, signed, sign] = match ?? []
  if (signed === undefined || sign === undefined) return undefined
  const isSigned = createVerify('RSA-SHA256')
    .update(signed, 'utf8')
    .verify(options.alipayKey, sign, 'base64')
  return isSigned ? readJson(signed) : undefined
}

const Trade = z.object({
  code: z.string(),
  trade_status: z.string().optional(),
  out_trade_no: z.string().optional(),
  trade_no: z.string().optional(),
  total_amount: z.string().optional(),
  send_pay_date: z.string().optional(),
})

async function ask(options: AlipayOptions, ref: string, now: Instant): Promise<Asked> {
  const what = { method: 'alipay.trade.query', order: { out_trade_no: ref }, now }
  const trade = Trade.safeParse(await call(options, what)).data
  if (trade === undefined || trade.code !== '10000' || trade.out_trade_no !== ref) return undefined
  const at = fromBeijing(trade.send_pay_date) ?? now
  const of = { ref, providerRef: trade.trade_no, amount: yuan(trade.total_amount), at }
  const paid: PayEvent = { id: `asked-${ref}-paid`, kind: 'paid', ...of }
  const status = trade.trade_status
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return { events: [paid] }
  if (status !== 'TRADE_CLOSED') return { events: [] }
  // Closed after it was paid: all of it went back.
  return trade.send_pay_date === undefined
    ? { events: [{ id: `asked-${ref}-expired`, kind: 'expired', ref, at }] }
    : { events: [paid, { id: `asked-${ref}-refunded`, kind: 'refunded', ...of, at: now }] }
}

async function refundOf(options: AlipayOptions, refund: Refund): Promise<Refunded> {
  const order = {
    out_trade_no: refund.ref,
    refund_amount: decimalText(refund.amount),
    out_request_no: refund.refundRef,
  }
  const what = { method: 'alipay.trade.refund', order, now: refund.now }
  const answer = Trade.safeParse(await call(options, what)).data
  if (answer === undefined) return { is: 'unclear', why: 'no_answer' }
  return answer.code === '10000' ? { is: 'accepted' } : { is: 'refused', why: answer.code }
}
