import { createCipheriv, createVerify, randomBytes, type KeyObject } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import { money, type Currency } from '../../core/money.ts'
import type {
  ApiAnswer,
  ApiAsk,
  Delivery,
  Dialect,
  Saying,
  Trade,
  Trades,
} from './sandbox-trade.ts'
import { rsaSign } from './wechat-sign.ts'

export type WechatDoubleOptions = {
  readonly appid: string
  readonly mchid: string
  readonly secret: string
  readonly apiKey: string
  readonly serial: string
  readonly privateKey: KeyObject
  readonly merchantSerial: string
  readonly merchantKey: KeyObject
}

const CNY = 'CNY' as Currency

/** Orders, signed answers and sealed notifications of WeChat Pay v3, as a double of them. */
export function wechatDouble(options: WechatDoubleOptions): Dialect {
  const codes = new Set<string>()
  return {
    answer: (ask, trades) => {
      const payer = payerOf(options, ask, codes)
      if (payer !== undefined) return payer
      const made = isSignedByMerchant(options, ask)
        ? answer(options, ask, trades)
        : { status: 401, body: '{"code":"SIGN_ERROR"}' }
      return made && { ...made, headers: signatureOf(options, made.body, ask.now) }
    },
    tell: (trade, saying) => tell(options, trade, saying),
  }
}

function isSignedByMerchant(options: WechatDoubleOptions, ask: ApiAsk): boolean {
  const given = /^WECHATPAY2-SHA256-RSA2048 (.*)$/.exec(ask.header('authorization') ?? '')?.[1]
  const parts = new Map(
    [...(given ?? '').matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
  const [time, nonce] = [parts.get('timestamp'), parts.get('nonce_str')]
  if (parts.get('mchid') !== options.mchid || parts.get('serial_no') !== options.merchantSerial)
    return false
  return createVerify('RSA-SHA256')
    .update(`${ask.method}\n${ask.wholePath}\n${time}\n${nonce}\n${ask.body}\n`)
    .verify(options.merchantKey, parts.get('signature') ?? '', 'base64')
}

function answer(
  { appid, mchid }: WechatDoubleOptions,
  ask: ApiAsk,
  trades: Trades,
): ApiAnswer | undefined {
  const [path = ''] = ask.path.split('?')
  const way = /\/v3\/pay\/transactions\/(jsapi|h5|native)$/.exec(path)?.[1]
  if (ask.method === 'POST' && way !== undefined) return open(ask, way, trades)
  if (ask.method === 'POST' && path.endsWith('/v3/refund/domestic/refunds'))
    return refund(ask, trades)
  const ref = /\/v3\/pay\/transactions\/out-trade-no\/([0-9a-z]+)$/.exec(path)?.[1]
  const trade = ref === undefined ? undefined : trades.byRef(ref)
  if (trade === undefined) return { status: 404, body: '{"code":"ORDER_NOT_EXIST"}' }
  return { status: 200, body: JSON.stringify(tradeOf(trade, stateOf(trade), { appid, mchid })) }
}

/** Who is there, as the official account's own interface tells it: a code for the way back, good once. */
function payerOf(
  { appid, secret }: WechatDoubleOptions,
  { method, path }: ApiAsk,
  codes: Set<string>,
): ApiAnswer | undefined {
  const { pathname, searchParams: asked } = new URL(path, 'http://sandbox.invalid')
  if (method !== 'GET' || asked.get('appid') !== appid) return undefined
  if (pathname === '/connect/oauth2/authorize') {
    const code = randomBytes(16).toString('hex')
    codes.add(code)
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked.get('state') ?? '')
    return { status: 302, body: '', headers: { Location: back.href } }
  }
  if (pathname !== '/sns/oauth2/access_token') return undefined
  const isGood = asked.get('secret') === secret && codes.delete(asked.get('code') ?? '')
  const body = isGood ? { openid: 'oSandboxPayer', scope: 'snsapi_base' } : { errcode: 40029 }
  return { status: 200, body: JSON.stringify(body) }
}

type Order = {
  out_trade_no: string
  amount: { total: number }
  payer?: { openid: string }
  scene_info?: { payer_client_ip: string }
}

function open(ask: ApiAsk, way: string, trades: Trades): ApiAnswer {
  const order = JSON.parse(ask.body) as Order
  const isWhole =
    (way !== 'jsapi' || order.payer !== undefined) &&
    (way !== 'h5' || order.scene_info !== undefined)
  if (!isWhole || !Number.isInteger(order.amount.total) || order.amount.total < 1)
    return { status: 400, body: '{"code":"PARAM_ERROR"}' }
  const trade =
    trades.byRef(order.out_trade_no) ??
    trades.open({
      ref: order.out_trade_no,
      amount: money(BigInt(order.amount.total), CNY),
      returnUrl: '',
      madeAt: ask.now,
    })
  const page = trades.pageOf(trade)
  const made =
    way === 'h5'
      ? { h5_url: `${page}?h5=1` }
      : way === 'native'
        ? { code_url: `weixin://wxpay/bizpayurl?pr=${trade.id}` }
        : { prepay_id: `wx${trade.id}` }
  return { status: 200, body: JSON.stringify(made) }
}

const stateOf = (trade: Trade) =>
  trade.paidAt === undefined ? 'NOTPAY' : trade.backMinor > 0n ? 'REFUND' : 'SUCCESS'

function refund(ask: ApiAsk, trades: Trades): ApiAnswer {
  const wanted = JSON.parse(ask.body) as { out_trade_no: string; amount: { refund: number } }
  const trade = trades.byRef(wanted.out_trade_no)
  const minor = BigInt(wanted.amount.refund)
  if (trade?.paidAt === undefined || trade.backMinor + minor > trade.amount.minor)
    return { status: 400, body: '{"code":"INVALID_REQUEST"}' }
  trades.giveBack(trade, minor)
  return { status: 200, body: JSON.stringify({ status: 'PROCESSING' }) }
}

type Ids = { readonly appid: string; readonly mchid: string }

const tradeOf = (trade: Trade, state: string, ids: Ids) => ({
  ...ids,
  out_trade_no: trade.ref,
  ...(trade.paidAt === undefined
    ? {}
    : {
        transaction_id: `4200001${trade.id}`,
        success_time: new Date(trade.paidAt).toISOString(),
      }),
  trade_type: 'MWEB',
  trade_state: state,
  amount: { total: Number(trade.amount.minor), currency: 'CNY' },
})

const STATES: Readonly<
  Record<Exclude<Saying['word'], 'refunded' | 'chargeback' | 'reinstated'>, string>
> = {
  paid: 'SUCCESS',
  failed: 'PAYERROR',
  expired: 'CLOSED',
}

function tell(options: WechatDoubleOptions, trade: Trade, saying: Saying): Delivery | undefined {
  const { word } = saying
  if (word === 'chargeback' || word === 'reinstated') return undefined
  const ids = { appid: options.appid, mchid: options.mchid }
  const isBack = word === 'refunded'
  const object = isBack
    ? {
        mchid: options.mchid,
        out_trade_no: trade.ref,
        transaction_id: `4200001${trade.id}`,
        out_refund_no: `r${saying.id}`,
        refund_id: `5030${saying.id}`,
        refund_status: 'SUCCESS',
        success_time: new Date(saying.now).toISOString(),
        amount: {
          total: Number(trade.amount.minor),
          refund: Number(saying.backMinor ?? trade.amount.minor),
        },
      }
    : tradeOf(trade, STATES[word], ids)
  const kind = isBack ? 'refund' : 'transaction'
  const body = JSON.stringify({
    id: saying.id,
    create_time: new Date(saying.now).toISOString(),
    resource_type: 'encrypt-resource',
    event_type: isBack ? 'REFUND.SUCCESS' : `TRANSACTION.${word === 'paid' ? 'SUCCESS' : 'FAIL'}`,
    summary: kind,
    resource: seal(JSON.stringify(object), kind, options.apiKey),
  })
  return { headers: signatureOf(options, body, saying.now), body }
}

function seal(text: string, about: string, apiKey: string) {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey), nonce)
  cipher.setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    original_type: about,
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    associated_data: about,
    nonce,
  }
}

function signatureOf(options: WechatDoubleOptions, body: string, now: Instant) {
  const timestamp = String(Math.floor(now / 1000))
  const nonce = randomBytes(12).toString('hex')
  return {
    'Content-Type': 'application/json',
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': rsaSign(`${timestamp}\n${nonce}\n${body}\n`, options.privateKey),
    'Wechatpay-Serial': options.serial,
  }
}
