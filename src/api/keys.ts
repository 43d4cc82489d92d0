import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { endKey, listKeys, makeKey, waitsForSecond, type ApiKey } from '../store/api-key.ts'
import { inTenant } from '../store/db.ts'
import { ROLES } from '../store/staff.ts'
import { beforeOf, cutPage } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { keyIdText } from './ids.ts'
import { agreeToKey, approversOf, goesBeyond } from './key-rights.ts'
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
  state: z.enum(['waiting', 'live', 'expired', 'ended']),
  reason: z.string(),
  made_by: z.string(),
  made_at: InstantOut,
  expires_at: InstantOut,
  used_on: DayOut.nullable(),
  ended_at: InstantOut.nullable(),
  ended_by: z.string().nullable(),
  end_reason: z.string().nullable(),
  approved_by: z.string().nullable(),
  approvers: z.array(z.enum(ROLES)),
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

/**
 * Keys of programs: an administrator gives them, says why, and takes them away. What a key may do never exceeds
 * what those may who gave it: where it goes beyond its maker, it opens nothing until another has agreed.
 */
export function addKeys(api: Api, deps: ApiDeps): void {
  for (const add of [addList, addMake, addAgree, addEnd]) add(api, deps)
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
      const before = beforeOf('keys', query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? 50
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        listKeys(tx, actor.tenantId, { before, limit: limit + 1 }),
      )
      const key = (row: ApiKey) => [String(row.keyId)]
      const page = cutPage(found, { list: 'keys', limit, key })
      return {
        items: page.rows.map((one) => keyWire(one, deps.now())),
        next_cursor: page.next_cursor,
      }
    },
  })
}

function addMake(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/keys',
    summary:
      'Makes a key and its program; the secret is in this answer and nowhere else. A key that may do what its maker may not waits for somebody who may',
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
            needsSecond: (role) => goesBeyond({ role, scopes: body.scopes }, actor.role),
          },
          deps.now(),
        ),
      )
      if ('declined' in made) return { declined: made.declined }
      return { ...keyWire(made.key, deps.now()), secret: made.secret }
    },
  })
}

function addAgree(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/keys/{id}/approvals',
    summary:
      'Agrees to a key that may do what its maker may not: whoever does may do that themselves',
    params: Params,
    body: z.strictObject({}).openapi('KeyApproval'),
    status: 200,
    answer: Key,
    problems: [
      'no_such_key',
      'key_ended',
      'nothing_to_approve',
      'request_answered',
      'request_same_person',
      'key_beyond_you',
    ],
    dryRun: true,
    handle: async ({ deps: own, actor, params }) => {
      const of = { keyId: params.id, by: actor.userId }
      const made = await inTenant(own.db, actor.tenantId, (tx) =>
        agreeToKey(tx, actor.tenantId, of, own.now()),
      )
      return 'declined' in made ? { declined: made.declined } : keyWire(made, own.now())
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
  return {
    id: keyIdText(key.keyId),
    program_id: key.userId,
    program: key.program,
    role: key.role,
    prefix: key.prefix,
    scopes: key.scopes,
    per_minute: key.perMinute,
    state: stateOf(key, now),
    reason: key.reason,
    made_by: key.madeBy,
    made_at: at(key.madeAt),
    expires_at: at(key.expiresAt),
    used_on: key.usedOn,
    ended_at: key.endedAt === null ? null : at(key.endedAt),
    ended_by: key.endedBy,
    end_reason: key.endReason,
    approved_by: key.approvedBy,
    approvers: waitsForSecond(key) ? [...approversOf(key, 'admin')] : [],
  }
}

function stateOf(key: ApiKey, now: Instant): KeyWire['state'] {
  if (key.endedAt !== null) return 'ended'
  if (key.expiresAt <= now) return 'expired'
  return waitsForSecond(key) ? 'waiting' : 'live'
}
