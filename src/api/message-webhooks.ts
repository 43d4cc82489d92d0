import { z } from '@hono/zod-openapi'
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { HookNews } from '../channels/message-hook.ts'
import type { Reply } from '../channels/pay/provider.ts'
import { standardWebhook } from '../channels/pay/signing.ts'
import type { Receipt, Received } from '../channels/received.ts'
import type { Instant } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import { receiveAppTold } from '../store/app-told.ts'
import { receiveMessage } from '../store/message-in.ts'
import { receiveReceipt } from '../store/receipt-in.ts'
import type { ApiDeps, ApiEnv } from './env.ts'
import { problem } from './problem.ts'
import { permitted, type Api } from './route.ts'

const Name = z.string().min(1).max(300)

/** What a program may tell; every key is known, or the message is refused whole. */
const Told = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('message'),
      channel: z.enum(CHANNELS),
      from: Name,
      to: z.string().max(320).default(''),
      text: z.string().max(20_000),
      at: z.iso.datetime().optional(),
      in_reply_to: Name.optional(),
      case_token: Name.optional(),
      automatic: z.enum(['bounce', 'auto_reply']).optional(),
    }),
    z.strictObject({
      type: z.literal('receipt'),
      said: z.enum(['unknown', 'never_accepted', 'accepted', 'expired', 'bounced', 'delivered']),
      attempt: Name.optional(),
      provider_ref: Name.optional(),
      at: z.iso.datetime().optional(),
      detail: z.record(z.string().max(60), z.union([z.string().max(300), z.number()])).optional(),
    }),
  ])
  .openapi('MessageTold')

const Taken = z
  .object({ id: z.string(), state: z.enum(['kept', 'no_such_contact']) })
  .openapi('MessageTaken')

/** What came in and what became of what left, believed for its signature alone. */
export function addMessageWebhooks(api: Api, deps: ApiDeps): void {
  describe(api)
  api.post('/v1/webhooks/messages', permitted('POST /v1/webhooks/messages'), (c) =>
    fromSystem(c, deps),
  )
  const [post, get] = [
    permitted('POST /v1/webhooks/messages/{provider}'),
    permitted('GET /v1/webhooks/messages/{provider}'),
  ]
  api.post('/v1/webhooks/messages/:provider', post, (c) => fromProvider(c, deps, 'POST'))
  api.get('/v1/webhooks/messages/:provider', get, (c) => fromProvider(c, deps, 'GET'))
}

async function rawOf(c: Context<ApiEnv>) {
  const body = new Uint8Array(await c.req.arrayBuffer())
  return { body, header: (name: string) => c.req.header(name) }
}

const hashOf = (body: Uint8Array): Uint8Array => createHash('sha256').update(body).digest()
const tickOf = (deps: ApiDeps) => ({
  now: deps.now(),
  today: deps.today(),
  personKey: deps.capKey,
  after: deps.afterKept,
})

async function fromSystem(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const raw = await rawOf(c)
  // A lender's own system that tells of payments tells of messages by the same secret.
  const systems = [...(deps.messages?.systems ?? []), ...(deps.pay?.systems ?? [])]
  const heard = systems.map((system) => ({
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
  const { tenantId, name: provider } = found.system
  const { id } = found.signed
  const at = instantOf(told.data.at, deps.now())
  if (told.data.type === 'receipt') {
    const { said, attempt: attemptKey, provider_ref: providerRef, detail = {} } = told.data
    const receipt: Receipt = { provider, said, attemptKey, providerRef, at, detail }
    return c.json({ id, state: await receiveReceipt(deps.db, tenantId, receipt) }, 200)
  }
  const { channel, from, to, text, in_reply_to: inReplyTo, case_token: caseToken } = told.data
  const { automatic } = told.data
  const received: Received = {
    provider,
    providerRef: id,
    channel,
    from,
    to,
    text,
    at,
    inReplyTo,
    caseToken,
    automatic,
    rawHash: hashOf(raw.body),
  }
  const state = await receiveMessage(deps.db, tenantId, received, tickOf(deps))
  return c.json({ id, state }, 200)
}

/** A program's clock may be ahead of ours: nothing happens later than now. */
const instantOf = (text: string | undefined, now: Instant): Instant =>
  text === undefined ? now : (Math.min(Date.parse(text), now) as Instant)

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

async function fromProvider(
  c: Context<ApiEnv>,
  deps: ApiDeps,
  method: 'GET' | 'POST',
): Promise<Response> {
  const name = c.req.param('provider')
  const found = deps.messages?.hooks.find(({ hook }) => hook.name === name)
  // A provider that is not set up here looks like one that did not sign.
  if (found === undefined) return problem(c, 'not_signed')
  const { hook, tenantId } = found
  const heard = hook.hear({ ...(await rawOf(c)), method, url: c.req.url }, deps.now())
  if (heard.is === 'refused') {
    deps.log(`${c.get('traceId')} a message to ${hook.name} was refused: ${heard.why}`)
    return reply(c, hook.replies.refused)
  }
  await keepAll(deps, tenantId, heard)
  for (const news of (await heard.fetch?.()) ?? []) await keepAll(deps, tenantId, news)
  return reply(c, heard.reply ?? hook.replies.taken)
}

/** Messages first: a word to stop waits for no receipt. What throws is told again by the provider. */
async function keepAll(
  deps: ApiDeps,
  tenantId: bigint,
  { received, receipts, told = [] }: HookNews,
): Promise<void> {
  for (const one of received) await receiveMessage(deps.db, tenantId, one, tickOf(deps))
  for (const one of receipts) await receiveReceipt(deps.db, tenantId, one)
  for (const one of told) await receiveAppTold(deps.db, tenantId, one, tickOf(deps))
}

const reply = (c: Context<ApiEnv>, { status, body, type }: Reply): Response =>
  status === 204
    ? c.body(null, 204)
    : c.body(body, status, { 'Content-Type': `${type}; charset=utf-8` })

function describe(api: Api): void {
  const both = { security: [{ signature: [] }] }
  api.openAPIRegistry.registerPath({
    ...both,
    method: 'post',
    path: '/v1/webhooks/messages',
    operationId: 'post_webhooks_messages',
    summary: 'A program tells of a message that came in, or of what became of one that left',
    request: { body: { required: true, content: { 'application/json': { schema: Told } } } },
    responses: {
      200: { description: 'Kept', content: { 'application/json': { schema: Taken } } },
      400: { description: 'malformed' },
      401: { description: 'not_signed, signed_too_long_ago' },
    },
  })
  for (const method of ['post', 'get'] as const)
    api.openAPIRegistry.registerPath({
      ...both,
      method,
      path: '/v1/webhooks/messages/{provider}',
      operationId: `${method}_webhooks_messages_provider`,
      summary: 'A provider tells of messages and receipts, signed in its own way',
      request: { params: z.strictObject({ provider: z.string() }) },
      responses: { 200: { description: 'Kept' }, 401: { description: 'Not signed' } },
    })
}
