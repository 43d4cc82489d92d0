import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { PayEvent, Reply } from '../channels/pay/provider.ts'
import { sha256Of, standardWebhook } from '../channels/pay/signing.ts'
import { currencyOf } from '../core/money.ts'
import { takeWord } from '../store/pay-event.ts'
import { takeSystemWord, type SystemWord } from '../store/system-event.ts'
import type { ApiDeps, ApiEnv } from './env.ts'
import { problem } from './problem.ts'
import { permitted, type Api } from './route.ts'
import { DayIn, MoneyIn, words } from './schemas.ts'

/** What a lender's own system may tell; every key is known, or the message is refused whole. */
const Told = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('payment'),
      account: words(200),
      payment: words(200),
      amount: MoneyIn,
      effective_on: DayIn,
    }),
    z.strictObject({
      type: z.enum(['returned', 'chargeback']),
      account: words(200),
      payment: words(200),
      amount: MoneyIn,
      effective_on: DayIn,
      why: words(200).optional(),
    }),
  ])
  .openapi('PaymentTold')

const Taken = z
  .object({ id: z.string(), state: z.enum(['applied', 'again', 'unmatched']) })
  .openapi('PaymentTaken')

/** Messages of payment providers and of lenders' own systems: believed for their signature alone. */
export function addWebhooks(api: Api, deps: ApiDeps): void {
  describe(api)
  api.post('/v1/webhooks/payments', permitted('POST /v1/webhooks/payments'), (c) =>
    fromSystem(c, deps),
  )
  api.post('/v1/webhooks/pay/:provider', permitted('POST /v1/webhooks/pay/{provider}'), (c) =>
    fromProvider(c, deps),
  )
}

async function rawOf(c: Context<ApiEnv>) {
  const body = new Uint8Array(await c.req.arrayBuffer())
  return { body, header: (name: string) => c.req.header(name) }
}

async function fromSystem(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const raw = await rawOf(c)
  const heard = (deps.pay?.systems ?? []).map((system) => ({
    system,
    signed: standardWebhook(raw, system.secrets, deps.now()),
  }))
  const found = heard.find(({ signed }) => 'id' in signed)
  if (found === undefined || !('id' in found.signed)) {
    const isOld = heard.some(({ signed }) => 'refused' in signed && signed.refused === 'too_old')
    return problem(c, isOld ? 'signed_too_long_ago' : 'not_signed')
  }
  const told = Told.safeParse(jsonOf(raw.body))
  if (!told.success) return problem(c, 'malformed')
  if (told.data.effective_on > deps.today()) return problem(c, 'day_in_future')
  const { tenantId, name: provider } = found.system
  const from = { tenantId, provider, bodyHash: sha256Of(raw.body) }
  const word = systemWord(found.signed.id, told.data)
  if (word === undefined) return problem(c, 'malformed')
  const took = await takeSystemWord(deps.db, from, word, tickOf(deps))
  if (took.is === 'differs') return problem(c, 'event_differs')
  return c.json({ id: word.id, state: took.is }, 200)
}

function systemWord(id: string, told: z.output<typeof Told>): SystemWord | undefined {
  const currency = currencyOf(told.amount.currency)
  if (currency === undefined) return undefined
  return {
    id,
    type: told.type,
    accountRef: told.account,
    paymentRef: told.payment,
    amount: { minor: told.amount.minor, currency },
    effectiveOn: told.effective_on,
    why: 'why' in told ? told.why : undefined,
  }
}

const tickOf = (deps: ApiDeps) => ({ now: deps.now(), today: deps.today() })

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

async function fromProvider(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const name = c.req.param('provider')
  const found = deps.pay?.providers.find(({ provider }) => provider.name === name)
  // A provider that is not set up here looks like one that did not sign.
  if (found === undefined) return problem(c, 'not_signed')
  const { provider, tenantId } = found
  const raw = await rawOf(c)
  const heard = provider.hear(raw, deps.now())
  if (heard.is === 'refused') {
    deps.log(`${c.get('traceId')} a message to ${provider.name} was refused: ${heard.why}`)
    return reply(c, provider.replies.refused)
  }
  const from = { tenantId, provider: provider.name, bodyHash: sha256Of(raw.body) }
  const took = await takeAll(deps, from, heard.events)
  return reply(c, took ? provider.replies.taken : provider.replies.refused)
}

type From = Parameters<typeof takeWord>[1]

/** False where one of them said something else before: the provider is told that it was not taken. */
async function takeAll(deps: ApiDeps, from: From, events: readonly PayEvent[]): Promise<boolean> {
  let isTaken = true
  for (const event of events) {
    const took = await takeWord(deps.db, from, event, tickOf(deps))
    if (took.is === 'differs') isTaken = false
  }
  return isTaken
}

const reply = (c: Context<ApiEnv>, { status, body, type }: Reply): Response =>
  status === 204
    ? c.body(null, 204)
    : c.body(body, status, { 'Content-Type': `${type}; charset=utf-8` })

function describe(api: Api): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'signature', {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks 1.0.0 with webhook-id and webhook-timestamp; or as the provider signs.',
  })
  const both = { security: [{ signature: [] }] }
  api.openAPIRegistry.registerPath({
    ...both,
    method: 'post',
    path: '/v1/webhooks/payments',
    operationId: 'post_webhooks_payments',
    summary: 'A lender’s own system tells of a payment, a return or a chargeback',
    request: { body: { required: true, content: { 'application/json': { schema: Told } } } },
    responses: {
      200: { description: 'Taken', content: { 'application/json': { schema: Taken } } },
      400: { description: 'malformed' },
      401: { description: 'not_signed, signed_too_long_ago' },
      422: { description: 'event_differs, day_in_future, card_number' },
    },
  })
  api.openAPIRegistry.registerPath({
    ...both,
    method: 'post',
    path: '/v1/webhooks/pay/{provider}',
    operationId: 'post_webhooks_pay_provider',
    summary: 'A payment provider tells what became of a payment, signed in its own way',
    request: { params: z.strictObject({ provider: z.string() }) },
    responses: { 200: { description: 'Taken' }, 401: { description: 'Not signed' } },
  })
}
