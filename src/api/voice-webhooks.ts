import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { standardWebhook } from '../channels/pay/signing.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { readEvent } from '../channels/voice/contract.ts'
import { RECORDING_BYTES_MAX } from '../channels/voice/recordings.ts'
import { takeEvent, takeUpload, type EventTaken } from '../channels/voice/take.ts'
import type { ApiDeps, ApiEnv } from './env.ts'
import { problem, type ProblemCode } from './problem.ts'
import { permitted, type Api } from './route.ts'

/** Events of calls, and recordings, believed for their signature alone. */
export function addVoiceWebhooks(api: Api, deps: ApiDeps): void {
  describe(api)
  const event = permitted('POST /v1/webhooks/voice/{provider}')
  api.post('/v1/webhooks/voice/:provider', event, (c) => takeOne(c, deps))
  const recording = permitted('POST /v1/webhooks/voice/{provider}/recordings')
  api.post('/v1/webhooks/voice/:provider/recordings', recording, (c) => takeRecording(c, deps))
}

/** Where the bytes of recordings are handed over: longer than any other request. */
export const UPLOAD_PATH = /^\/v1\/webhooks\/voice\/[^/]+\/recordings$/

const EVENT_BYTES_MAX = 64 * 1024

type Signed = { readonly desk: VoiceDesk; readonly id: string; readonly body: Uint8Array }

/** Over the bytes as they came, in constant time, and of a moment near now. */
async function signedBy(
  c: Context<ApiEnv>,
  deps: ApiDeps,
  bytesMax: number,
): Promise<Signed | ProblemCode> {
  if (Number(c.req.header('content-length') ?? 0) > bytesMax) return 'malformed'
  const body = new Uint8Array(await c.req.arrayBuffer())
  if (body.length > bytesMax) return 'malformed'
  const raw = { body, header: (name: string) => c.req.header(name) }
  const desk = deps.voice?.find(({ hook }) => hook.name === c.req.param('provider'))
  // A gateway that is not set up here looks like one that did not sign.
  if (desk === undefined) return 'not_signed'
  const signed = standardWebhook(raw, desk.secrets, deps.now())
  if ('refused' in signed)
    return signed.refused === 'too_old' ? 'signed_too_long_ago' : 'not_signed'
  return { desk, id: signed.id, body }
}

const DECLINED: Readonly<Record<Extract<EventTaken, { is: 'declined' }>['why'], ProblemCode>> = {
  no_such_call: 'no_such_contact',
  too_many: 'malformed',
  not_to_record: 'not_to_record',
  recording_not_there: 'recording_not_there',
}

async function takeOne(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const signed = await signedBy(c, deps, EVENT_BYTES_MAX)
  if (typeof signed === 'string') return problem(c, signed)
  const { desk, id, body } = signed
  const event = readEvent(jsonOf(body), id)
  const { capKey: personKey, afterKept: after, law } = deps
  if (event === undefined || personKey === undefined) return problem(c, 'malformed')
  const tick = { now: deps.now(), today: deps.today(), law, personKey, after }
  const taken = await takeEvent(deps.db, desk.hook, event, tick)
  if (taken.is === 'declined') return problem(c, DECLINED[taken.why])
  return c.json({ do: taken.do }, 200)
}

const UPLOAD_ID = /^rec_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The bytes themselves; the signed name says of which call. */
async function takeRecording(c: Context<ApiEnv>, deps: ApiDeps): Promise<Response> {
  const signed = await signedBy(c, deps, RECORDING_BYTES_MAX)
  if (typeof signed === 'string') return problem(c, signed)
  const { desk, id, body } = signed
  const attemptKey = UPLOAD_ID.exec(id)?.[1]
  const mediaType = (c.req.header('content-type') ?? '').split(';')[0] ?? ''
  const isAudio = /^audio\/[a-z0-9.+-]{1,60}$/.test(mediaType)
  if (attemptKey === undefined || !isAudio || body.length === 0) return problem(c, 'malformed')
  const upload = { attemptKey, mediaType, bytes: body }
  const taken = await takeUpload(deps.db, desk.hook, upload, { now: deps.now() })
  if (taken !== 'kept') return problem(c, DECLINED[taken])
  return c.json({ state: 'kept' }, 200)
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

function describe(api: Api): void {
  const both = {
    security: [{ signature: [] }],
    method: 'post' as const,
    request: { params: z.strictObject({ provider: z.string() }) },
  }
  const responses = {
    200: { description: 'Kept' },
    400: { description: 'malformed' },
    401: { description: 'not_signed, signed_too_long_ago' },
    404: { description: 'no_such_contact' },
  }
  api.openAPIRegistry.registerPath({
    ...both,
    path: '/v1/webhooks/voice/{provider}',
    operationId: 'post_webhooks_voice_provider',
    summary: 'A voice gateway tells of a call, and is answered with what to say next',
    responses,
  })
  api.openAPIRegistry.registerPath({
    ...both,
    path: '/v1/webhooks/voice/{provider}/recordings',
    operationId: 'post_webhooks_voice_provider_recordings',
    summary: 'A voice gateway hands over the bytes of a recording',
    responses,
  })
}
