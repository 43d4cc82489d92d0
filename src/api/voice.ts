import { z } from '@hono/zod-openapi'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import type { Instant } from '../core/calendar.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { phoneOf, setPhone } from '../store/voice-state.ts'
import { voiceCounts } from '../store/voice-counts.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { LANG } from './schemas.ts'
import type { VoiceCountsWire, VoiceWire } from './wire-voice.ts'

const PhoneIn = z.string().regex(/^\+[1-9][0-9]{6,14}$/)
const Voice: z.ZodType<VoiceWire> = z
  .object({ provider: z.string().nullable(), phone: z.string().nullable() })
  .openapi('Voice')
const Counts: z.ZodType<VoiceCountsWire> = z
  .object({
    days: z.int(),
    calls: z.int(),
    open: z.int(),
    answered: z.int(),
    abandoned: z.int(),
    abandoned_bp: z.int().nullable(),
    ends: z.record(z.string(), z.int()),
  })
  .openapi('VoiceCounts')
const DAY_MS = 86_400_000

/** What a person needs to have calls dialled, and how calls ended. */
export function addVoice(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/voice',
    summary: 'Whether calls can be dialled for this person, and which telephone of theirs rings',
    status: 200,
    answer: Voice,
    problems: [],
    handle: ({ actor }) => inTenant(deps.db, actor.tenantId, (tx) => voiceOf(tx, deps, actor)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/voice/phone',
    summary: 'The telephone that rings first when this person dials; null takes it back',
    body: z.strictObject({ phone: PhoneIn.nullable() }).openapi('OwnPhone'),
    status: 200,
    answer: Voice,
    problems: [],
    handle: ({ actor, body }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        await setPhone(tx, { ...actor, phone: body.phone ?? undefined }, deps.now())
        return voiceOf(tx, deps, actor)
      }),
  })
  addRoute(api, deps, {
    route: 'GET /v1/voice/counts',
    summary: 'How calls through a gateway ended, abandoned ones among them',
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(366).default(30),
      ...LANG,
    }),
    status: 200,
    answer: Counts,
    problems: [],
    handle: ({ actor, query }) => counts(deps, actor, query.days),
  })
}

export const deskOf = (deps: ApiDeps, { tenantId }: Actor): VoiceDesk | undefined =>
  deps.voice?.find(({ hook }) => hook.tenantId === tenantId)

const voiceOf = async (tx: Tx, deps: ApiDeps, actor: Actor): Promise<VoiceWire> => ({
  provider: deskOf(deps, actor)?.hook.name ?? null,
  phone: (await phoneOf(tx, actor)) ?? null,
})

async function counts(deps: ApiDeps, actor: Actor, days: number): Promise<VoiceCountsWire> {
  const since = (deps.now() - days * DAY_MS) as Instant
  const found = await inTenant(deps.db, actor.tenantId, (tx) =>
    voiceCounts(tx, actor.tenantId, since),
  )
  const { abandonedBp, ends, ...rest } = found
  return { days, ...rest, ends: { ...ends }, abandoned_bp: abandonedBp ?? null }
}
