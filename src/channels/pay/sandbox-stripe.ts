import { currencyOf, money } from '../../core/money.ts'
import { hmac } from './signing.ts'
import type {
  ApiAnswer,
  ApiAsk,
  Delivery,
  Dialect,
  Saying,
  Trade,
  Trades,
} from './sandbox-trade.ts'

export type StripeDoubleOptions = { readonly secretKey: string; readonly webhookSecret: string }

/** Checkout sessions and signed events, as a double of them. */
export function stripeDouble(options: StripeDoubleOptions): Dialect {
  return {
    answer: (ask, trades) => {
      if (ask.header('authorization') !== `Bearer ${options.secretKey}`)
        return json(401, { error: { type: 'invalid_request_error', code: 'api_key' } })
      return answer(ask, trades)
    },
    tell: (trade, saying) => tell(options, trade, saying),
  }
}

const json = (status: number, body: object): ApiAnswer => ({ status, body: JSON.stringify(body) })

function answer(ask: ApiAsk, trades: Trades): ApiAnswer | undefined {
  if (ask.method === 'POST' && ask.path === '/v1/checkout/sessions') return open(ask, trades)
  if (ask.method === 'POST' && ask.path === '/v1/refunds') return refund(ask, trades)
  const id = /^\/v1\/checkout\/sessions\/([a-z0-9_]+)$/.exec(ask.path)?.[1]
  const trade = ask.method === 'GET' && id !== undefined ? trades.byId(id.slice(3)) : undefined
  return trade && json(200, sessionOf(trade, trades))
}

function open(ask: ApiAsk, trades: Trades): ApiAnswer {
  const form = new URLSearchParams(ask.body)
  const currency = currencyOf((form.get('line_items[0][price_data][currency]') ?? '').toUpperCase())
  const minor = form.get('line_items[0][price_data][unit_amount]') ?? ''
  const ref = form.get('client_reference_id') ?? ''
  const expiresS = Number(form.get('expires_at'))
  const isOdd = expiresS < ask.now / 1000 + 1800 || expiresS > ask.now / 1000 + 86_400
  if (
    form.get('mode') !== 'payment' ||
    currency === undefined ||
    !/^[1-9]\d*$/.test(minor) ||
    isOdd
  )
    return json(400, { error: { type: 'invalid_request_error', code: 'parameter_invalid' } })
  const trade =
    trades.byRef(ref) ??
    trades.open({
      ref,
      amount: money(BigInt(minor), currency),
      returnUrl: form.get('success_url') ?? '',
      madeAt: ask.now,
    })
  return json(200, sessionOf(trade, trades))
}

const intentOf = (trade: Trade) => `pi_${trade.id}`

const sessionOf = (trade: Trade, trades?: Trades) => ({
  id: `cs_${trade.id}`,
  object: 'checkout.session',
  url: trades?.pageOf(trade) ?? null,
  created: Math.floor(trade.madeAt / 1000),
  client_reference_id: trade.ref,
  payment_intent: intentOf(trade),
  payment_status: trade.paidAt === undefined ? 'unpaid' : 'paid',
  status: trade.paidAt === undefined ? 'open' : 'complete',
  amount_total: Number(trade.amount.minor),
  currency: trade.amount.currency.toLowerCase(),
})

function refund(ask: ApiAsk, trades: Trades): ApiAnswer {
  const form = new URLSearchParams(ask.body)
  const trade = trades.byId((form.get('payment_intent') ?? '').slice(3))
  const minor = BigInt(form.get('amount') ?? '0')
  if (trade?.paidAt === undefined || trade.backMinor + minor > trade.amount.minor)
    return json(400, { error: { type: 'invalid_request_error', code: 'charge_already_refunded' } })
  trades.giveBack(trade, minor)
  return json(200, { id: `re_${trade.id}`, object: 'refund', status: 'succeeded' })
}

const TYPES: Readonly<Record<Saying['word'], string>> = {
  paid: 'checkout.session.completed',
  failed: 'checkout.session.async_payment_failed',
  expired: 'checkout.session.expired',
  refunded: 'charge.refunded',
  chargeback: 'charge.dispute.funds_withdrawn',
  reinstated: 'charge.dispute.funds_reinstated',
}

function objectOf(trade: Trade, saying: Saying): object {
  const { word } = saying
  const back = {
    payment_intent: intentOf(trade),
    currency: trade.amount.currency.toLowerCase(),
  }
  const backMinor = Number(saying.backMinor ?? trade.amount.minor)
  if (word === 'refunded') {
    const all = { amount: Number(trade.amount.minor), amount_refunded: backMinor }
    return { id: `ch_${trade.id}`, object: 'charge', metadata: { ref: trade.ref }, ...back, ...all }
  }
  if (word === 'chargeback' || word === 'reinstated')
    return { id: `du_${trade.id}`, object: 'dispute', ...back, amount: backMinor }
  return {
    ...sessionOf(trade),
    payment_status: word === 'paid' ? 'paid' : 'unpaid',
    status: word === 'expired' ? 'expired' : 'complete',
  }
}

function tell({ webhookSecret }: StripeDoubleOptions, trade: Trade, saying: Saying): Delivery {
  const created = Math.floor(saying.now / 1000)
  const body = JSON.stringify({
    id: `evt_${saying.id}`,
    object: 'event',
    created,
    type: TYPES[saying.word],
    data: { object: objectOf(trade, saying) },
  })
  const v1 = hmac(Buffer.from(webhookSecret), `${created}.${body}`).toString('hex')
  return {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': `t=${created},v1=${v1}`,
    },
    body,
  }
}
