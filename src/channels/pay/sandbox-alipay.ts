import { createVerify, type KeyObject } from 'node:crypto'
import { decimalText, money, parseMinor, type Currency } from '../../core/money.ts'
import { beijingTime, signFields } from './alipay.ts'
import { rsaSign } from './wechat-sign.ts'
import type {
  ApiAnswer,
  ApiAsk,
  Delivery,
  Dialect,
  Saying,
  Trade,
  Trades,
} from './sandbox-trade.ts'

export type AlipayDoubleOptions = {
  readonly appId: string
  readonly sellerId: string
  readonly privateKey: KeyObject
  readonly merchantKey: KeyObject
}

const CNY = 'CNY' as Currency

/** The gateway and the asynchronous notification, as a double of them. */
export function alipayDouble(options: AlipayDoubleOptions): Dialect {
  return {
    answer: (ask, trades) => answer(options, ask, trades),
    tell: (trade, saying) => tell(options, trade, saying),
  }
}

function isSignedByMerchant({ merchantKey }: AlipayDoubleOptions, form: URLSearchParams): boolean {
  const text = [...form]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return createVerify('RSA-SHA256')
    .update(text)
    .verify(merchantKey, form.get('sign') ?? '', 'base64')
}

function answer(options: AlipayDoubleOptions, ask: ApiAsk, trades: Trades): ApiAnswer | undefined {
  const [path, query = ''] = ask.path.split('?')
  if (path !== '/gateway.do') return undefined
  const form = new URLSearchParams(ask.method === 'POST' ? ask.body : query)
  if (form.get('app_id') !== options.appId || !isSignedByMerchant(options, form))
    return { status: 400, body: 'invalid-signature' }
  const order = JSON.parse(form.get('biz_content') ?? '{}') as Record<string, string>
  const ref = order['out_trade_no'] ?? ''
  const method = form.get('method') ?? ''
  switch (method) {
    case 'alipay.trade.wap.pay':
    case 'alipay.trade.page.pay': {
      const minor = parseMinor(order['total_amount'] ?? '', 2) ?? 0n
      const returnUrl = form.get('return_url') ?? ''
      const of = { ref, amount: money(minor, CNY), returnUrl, madeAt: ask.now }
      const trade = trades.byRef(ref) ?? trades.open(of)
      return { status: 302, body: '', headers: { Location: trades.pageOf(trade) } }
    }
    case 'alipay.trade.query':
      return signed(options, method, queryOf(trades.byRef(ref)))
    case 'alipay.trade.refund': {
      const trade = trades.byRef(ref)
      const minor = parseMinor(order['refund_amount'] ?? '', 2) ?? 0n
      if (trade?.paidAt === undefined || trade.backMinor + minor > trade.amount.minor)
        return signed(options, method, { code: '40004', sub_code: 'ACQ.TRADE_HAS_CLOSE' })
      trades.giveBack(trade, minor)
      return signed(options, method, { code: '10000', msg: 'Success', fund_change: 'Y' })
    }
    default:
      return undefined
  }
}

function queryOf(trade: Trade | undefined): object {
  if (trade === undefined) return { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' }
  const isBack = trade.backMinor === trade.amount.minor
  const paid = trade.paidAt !== undefined
  return {
    code: '10000',
    msg: 'Success',
    out_trade_no: trade.ref,
    trade_no: tradeNo(trade),
    trade_status: !paid ? 'WAIT_BUYER_PAY' : isBack ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
    total_amount: decimalText(trade.amount),
    ...(trade.paidAt === undefined ? {} : { send_pay_date: beijingTime(trade.paidAt) }),
  }
}

const tradeNo = (trade: Trade) => `2026112222001${trade.id}`

function signed({ privateKey }: AlipayDoubleOptions, method: string, body: object): ApiAnswer {
  const text = JSON.stringify(body)
  const name = `${method.replaceAll('.', '_')}_response`
  return { status: 200, body: `{"${name}":${text},"sign":"${rsaSign(text, privateKey)}"}` }
}

const STATUS: Readonly<Record<Saying['word'], string | undefined>> = {
  paid: 'TRADE_SUCCESS',
  refunded: 'TRADE_SUCCESS',
  expired: 'TRADE_CLOSED',
  failed: undefined,
  chargeback: undefined,
  reinstated: undefined,
}

function tell(options: AlipayDoubleOptions, trade: Trade, saying: Saying): Delivery | undefined {
  const status = STATUS[saying.word]
  if (status === undefined) return undefined
  const back = saying.backMinor ?? trade.amount.minor
  const isWhole = saying.word === 'refunded' && back === trade.amount.minor
  const fields = {
    notify_time: beijingTime(saying.now),
    notify_type: 'trade_status_sync',
    notify_id: saying.id,
    app_id: options.appId,
    seller_id: options.sellerId,
    charset: 'utf-8',
    version: '1.0',
    trade_no: tradeNo(trade),
    out_trade_no: trade.ref,
    trade_status: isWhole ? 'TRADE_CLOSED' : status,
    total_amount: decimalText(trade.amount),
    ...(saying.word === 'expired' ? {} : { gmt_payment: beijingTime(trade.paidAt ?? saying.now) }),
    ...(saying.word === 'refunded'
      ? { refund_fee: decimalText(money(back, CNY)), gmt_refund: `${beijingTime(saying.now)}.120` }
      : {}),
  }
  const sign = signFields(fields, options.privateKey, [])
  return {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ ...fields, sign_type: 'RSA2', sign }).toString(),
  }
}
