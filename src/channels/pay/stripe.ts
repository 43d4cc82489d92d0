import { z } from 'zod'
import type { Instant } from '../../core/calendar.ts'
import { currencyOf, money, type Money } from '../../core/money.ts'
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
import { hmac, isTimely, sameBytes } from './signing.ts'

/**
 * Hosted checkout as Stripe documents it: a session is made, the payer goes to its page, signed events
 * tell what became of it (docs.stripe.com/api/checkout/sessions, docs.stripe.com/webhooks).
 */
export type StripeOptions = {
  readonly name: string
  readonly currencies: readonly string[]
  readonly secretKey: string
  /** The secrets of the webhook's endpoint, as text; two while one is changed. */
  readonly webhookSecrets: readonly string[]
  readonly api: string
  readonly pageOrigins: readonly string[]
}

export function stripeProvider(options: StripeOptions): PayProvider {
  // Their minor units are not those of ISO 4217.
  for (const odd of ['ISK', 'UGX', 'HUF', 'TWD'])
    if (options.currencies.includes(odd)) throw new Error(`${odd} is not taken by ${options.name}.`)
  return {
    name: options.name,
    kind: 'stripe',
    currencies: new Set(options.currencies),
    pageOrigins: options.pageOrigins,
    start: (request) => start(options, request),
    hear: (request, now) => hear(options, request, now),
    replies: {
      taken: { status: 200, body: '{"received":true}', type: 'application/json' },
      refused: { status: 400, body: '{"error":"signature"}', type: 'application/json' },
    },
    ask: ({ providerRef }) => ask(options, providerRef),
    refund: (refund) => refundOf(options, refund),
  }
}

const HALF_HOUR_S = 1800
const DAY_S = 86_400

async function start(options: StripeOptions, request: PayRequest): Promise<PayStart> {
  const nowS = Math.floor(request.now / 1000)
  // A session lives between half an hour and a day.
  const wanted = Math.floor(request.expiresAt / 1000)
  const expiresAt = Math.min(Math.max(wanted, nowS + HALF_HOUR_S + 60), nowS + DAY_S - 60)
  const form = {
    mode: 'payment',
    client_reference_id: request.ref,
    'metadata[ref]': request.ref,
    'payment_intent_data[metadata][ref]': request.ref,
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': request.amount.currency.toLowerCase(),
    'line_items[0][price_data][unit_amount]': request.amount.minor.toString(),
    'line_items[0][price_data][product_data][name]': request.title,
    success_url: request.returnUrl,
    cancel_url: request.returnUrl,
    expires_at: String(expiresAt),
  }
  const answer = await post(options, '/v1/checkout/sessions', form, `start-${request.ref}`)
  if (answer.status === undefined || answer.status >= 500)
    return { is: 'unclear', why: whyOf(answer) }
  if (answer.status !== 200) return { is: 'refused', why: whyOf(answer) }
  const session = Session.safeParse(readJson(answer.text))
  const url = session.data?.url
  if (session.data === undefined || url === undefined || url === null)
    return { is: 'unclear', why: 'no_page' }
  return { is: 'redirect', url, providerRef: session.data.id }
}

const post = (
  options: StripeOptions,
  path: string,
  form: Readonly<Record<string, string>>,
  key: string,
): Promise<HttpAnswer> =>
  askHttp({
    method: 'POST',
    url: `${options.api}${path}`,
    headers: {
      Authorization: `Bearer ${options.secretKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Idempotency-Key': key,
    },
    body: new URLSearchParams(form).toString(),
  })

const Failure = z.object({ error: z.object({ code: z.string().optional(), type: z.string() }) })

/** Its own code, never its words: they may name the payer. */
function whyOf(answer: HttpAnswer): string {
  if (answer.status === undefined) return answer.why
  const failure = Failure.safeParse(readJson(answer.text)).data?.error
  return `${answer.status} ${failure?.code ?? failure?.type ?? ''}`.trim().slice(0, 100)
}

function hear(options: StripeOptions, request: RawRequest, now: Instant): Heard {
  const parts = (request.header('stripe-signature') ?? '').slice(0, 2000).split(',')
  const times = parts.flatMap((part) => /^\s*t=([0-9]+)\s*$/.exec(part)?.[1] ?? [])
  const given = parts.flatMap((part) => /^\s*v1=([0-9a-f]{64})\s*$/.exec(part)?.[1] ?? [])
  const [time] = times
  if (times.length !== 1 || time === undefined || given.length === 0)
    return { is: 'refused', why: 'no_signature' }
  const isSigned = options.webhookSecrets
    .map((secret) => hmac(Buffer.from(secret), `${time}.`, request.body))
    .some((wanted) => given.some((one) => sameBytes(Buffer.from(one, 'hex'), wanted)))
  if (!isSigned) return { is: 'refused', why: 'bad_signature' }
  if (!isTimely(time, now)) return { is: 'refused', why: 'too_old' }
  const event = Envelope.safeParse(readJson(Buffer.from(request.body).toString('utf8'))).data
  if (event === undefined) return { is: 'refused', why: 'not_readable' }
  const made = MEANINGS[event.type]?.(event.data.object)
  if (made === 'not_readable') return { is: 'refused', why: 'not_readable' }
  const at = (event.created * 1000) as Instant
  return { is: 'events', events: made === undefined ? [] : [{ id: event.id, at, ...made }] }
}

const Envelope = z.object({
  id: z.string().min(1).max(200),
  type: z.string(),
  created: z.int().positive(),
  data: z.object({ object: z.unknown() }),
})

const Ref = z
  .string()
  .regex(/^[0-9a-z]{26,32}$/)
  .nullish()
  .catch(undefined)

const Session = z.object({
  id: z.string().min(1).max(200),
  url: z.string().nullish(),
  client_reference_id: Ref,
  payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  payment_status: z.string(),
  status: z.string().nullish(),
  amount_total: z.int().nullish(),
  currency: z.string().nullish(),
})

const Charge = z.object({
  payment_intent: z.string().nullish(),
  metadata: z.object({ ref: Ref }).nullish(),
  amount_refunded: z.int().positive(),
  currency: z.string(),
})

const Dispute = z.object({
  id: z.string().min(1).max(200),
  payment_intent: z.string().nullish(),
  amount: z.int().positive(),
  currency: z.string(),
})

type Meaning = Omit<PayEvent, 'id' | 'at'>

function sessionMeans(kind: 'paid' | 'failed' | 'expired') {
  return (object: unknown): Meaning | 'not_readable' | undefined => {
    const session = Session.safeParse(object).data
    if (session === undefined) return 'not_readable'
    // Finished, but by a slow way to pay: another event tells when the money is there.
    if (kind === 'paid' && session.payment_status !== 'paid') return undefined
    const { amount_total: minor, currency } = session
    const amount = minor && currency ? amountOf(minor, currency) : undefined
    if (kind === 'paid' && amount === undefined) return 'not_readable'
    const ref = session.client_reference_id ?? undefined
    return { kind, ref, providerRef: intentOf(session), amount }
  }
}

const intentOf = ({ payment_intent: intent }: z.output<typeof Session>): string | undefined =>
  typeof intent === 'string' ? intent : intent?.id

const amountOf = (minor: number, currency: string): Money | undefined => {
  const code = currencyOf(currency.toUpperCase())
  return code === undefined || minor <= 0 ? undefined : money(BigInt(minor), code)
}

function disputeMeans(kind: 'chargeback' | 'paid') {
  return (object: unknown): Meaning | 'not_readable' => {
    const dispute = Dispute.safeParse(object).data
    if (dispute === undefined) return 'not_readable'
    return {
      kind,
      providerRef: dispute.payment_intent ?? undefined,
      itemRef: dispute.id,
      amount: amountOf(dispute.amount, dispute.currency),
    }
  }
}

const MEANINGS: Readonly<
  Record<string, (object: unknown) => Meaning | 'not_readable' | undefined>
> = {
  'checkout.session.completed': sessionMeans('paid'),
  'checkout.session.async_payment_succeeded': sessionMeans('paid'),
  'checkout.session.async_payment_failed': sessionMeans('failed'),
  'checkout.session.expired': sessionMeans('expired'),
  'charge.refunded': (object) => {
    const charge = Charge.safeParse(object).data
    if (charge === undefined) return 'not_readable'
    return {
      kind: 'refunded',
      ref: charge.metadata?.ref ?? undefined,
      providerRef: charge.payment_intent ?? undefined,
      amount: amountOf(charge.amount_refunded, charge.currency),
    }
  },
  // Only then has the money been taken back; an inquiry takes nothing.
  'charge.dispute.funds_withdrawn': disputeMeans('chargeback'),
  // Decided for us: the same money is here again.
  'charge.dispute.funds_reinstated': disputeMeans('paid'),
}

/** The session's own record, for events that got lost on the way. */
async function ask(options: StripeOptions, session: string | undefined): Promise<Asked> {
  if (session === undefined) return undefined
  const answer = await askHttp({
    method: 'GET',
    url: `${options.api}/v1/checkout/sessions/${encodeURIComponent(session)}`,
    headers: { Authorization: `Bearer ${options.secretKey}` },
  })
  if (answer.status !== 200) return undefined
  const object = readJson(answer.text)
  const found = Session.extend({ created: z.int().positive() }).safeParse(object).data
  if (found === undefined || found.id !== session) return undefined
  const kind =
    found.payment_status === 'paid' ? 'paid' : found.status === 'expired' ? 'expired' : undefined
  const made = kind === undefined ? undefined : sessionMeans(kind)(object)
  if (kind === undefined || made === undefined || made === 'not_readable') return { events: [] }
  const at = (found.created * 1000) as Instant
  return { events: [{ id: `asked-${session}-${kind}`, at, ...made }] }
}

async function refundOf(options: StripeOptions, refund: Refund): Promise<Refunded> {
  if (refund.providerRef === undefined) return { is: 'refused', why: 'not_paid' }
  const form = { payment_intent: refund.providerRef, amount: refund.amount.minor.toString() }
  const answer = await post(options, '/v1/refunds', form, `refund-${refund.refundRef}`)
  if (answer.status === 200) return { is: 'accepted' }
  const isUnclear = answer.status === undefined || answer.status >= 500
  return { is: isUnclear ? 'unclear' : 'refused', why: whyOf(answer) }
}
