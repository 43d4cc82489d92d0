import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { endKey, listKeys, makeKey, type ApiKey } from '../store/api-key.ts'
import { inTenant } from '../store/db.ts'
import { ROLES } from '../store/staff.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { keyIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import {
  CursorIn,
  DayOut,
  idIn,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  pageOf,
  words,
} from './schemas.ts'
import { SCOPES } from './scopes.ts'
import type { KeyMadeWire, KeyWire } from './wire-keys.ts'

const KEY = {
  id: idOut('key'),
  program_id: z.string(),
  program: z.string(),
  role: z.enum(ROLES),
  prefix: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  per_minute: z.int(),
  state: z.enum(['live', 'expired', 'ended']),
  reason: z.string(),
  made_by: z.string(),
  made_at: InstantOut,
  expires_at: InstantOut,
  used_on: DayOut.nullable(),
  ended_at: InstantOut.nullable(),
  ended_by: z.string().nullable(),
  end_reason: z.string().nullable(),
}
const Key: z.ZodType<KeyWire> = z.object(KEY).openapi('Key') as never
const KeyMade: z.ZodType<KeyMadeWire> = z
  .object({ ...KEY, secret: z.string() })
  .openapi('KeyMade') as never

const DAYS_MAX = 366
const PER_MINUTE = 600

const Given = z
  .strictObject({
    name: words(100),
    program_id: z
      .string()
      .regex(/^prg_[0-9a-z]{26}$/)
      .optional(),
    role: z.enum(ROLES),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    per_minute: z.int().min(1).max(60_000).default(PER_MINUTE),
    days: z.int().min(1).max(DAYS_MAX).default(90),
    reason: words(500),
  })
  .openapi('KeyGiven')

const Ended = z.strictObject({ reason: words(500) }).openapi('KeyEnd')
const Params = z.strictObject({ id: idIn('key') })

/** Keys of programs: an administrator gives them, says why, and takes them away. */
export function addKeys(api: Api, deps: ApiDeps): void {
  for (const add of [addList, addMake, addEnd]) add(api, deps)
}

function addList(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/keys',
    summary: 'Keys of programs, the newest first; never a secret',
    query: z.strictObject({ ...LANG, cursor: CursorIn.optional(), limit: LimitIn.optional() }),
    status: 200,
    answer: pageOf(Key, 'Keys'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const from = query.cursor === undefined ? [] : parseCursor('keys', query.cursor, [INT8])
      if (from === undefined || (from[0] !== undefined && !fitsInt8(from[0])))
        return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? 50
      const before = from[0] === undefined ? undefined : BigInt(from[0])
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        listKeys(tx, actor.tenantId, { before, limit: limit + 1 }),
      )
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        items: found.slice(0, limit).map((key) => keyWire(key, deps.now())),
        next_cursor: last === undefined ? null : cursorText('keys', [String(last.keyId)]),
      }
    },
  })
}

function addMake(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/keys',
    summary: 'Makes a key and its program; the secret is in this answer and nowhere else',
    body: Given,
    status: 201,
    answer: KeyMade,
    problems: ['no_such_program'],
    handle: async ({ actor, body }) => {
      const made = await inTenant(deps.db, actor.tenantId, (tx) =>
        makeKey(
          tx,
          actor.tenantId,
          {
            name: body.name,
            userId: body.program_id,
            role: body.role,
            scopes: [...new Set(body.scopes)],
            perMinute: body.per_minute,
            days: body.days,
            reason: body.reason,
            by: actor.userId,
          },
          deps.now(),
        ),
      )
      if ('declined' in made) return { declined: made.declined }
      return { ...keyWire(made.key, deps.now()), secret: made.secret }
    },
  })
}

function addEnd(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/keys/{id}/ends',
    summary: 'Ends a key from the next request on, with the reason',
    params: Params,
    body: Ended,
    status: 200,
    answer: Key,
    problems: ['no_such_key', 'key_ended'],
    handle: async ({ actor, params, body }) => {
      const ended = await inTenant(deps.db, actor.tenantId, (tx) =>
        endKey(
          tx,
          actor.tenantId,
          { keyId: params.id, by: actor.userId, reason: body.reason },
          deps.now(),
        ),
      )
      return 'declined' in ended ? { declined: ended.declined } : keyWire(ended, deps.now())
    },
  })
}

function keyWire(key: ApiKey, now: Instant): KeyWire {
  const at = (instant: Instant) => new Date(instant).toISOString()
  const state = key.endedAt !== null ? 'ended' : key.expiresAt > now ? 'live' : 'expired'
  return {
    id: keyIdText(key.keyId),
    program_id: key.userId,
    program: key.program,
    role: key.role,
    prefix: key.prefix,
    scopes: key.scopes,
    per_minute: key.perMinute,
    state,
    reason: key.reason,
    made_by: key.madeBy,
    made_at: at(key.madeAt),
    expires_at: at(key.expiresAt),
    used_on: key.usedOn,
    ended_at: key.endedAt === null ? null : at(key.endedAt),
    ended_by: key.endedBy,
    end_reason: key.endReason,
  }
}
