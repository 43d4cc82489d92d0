import { z } from '@hono/zod-openapi'
import { inTenant, instantText } from '../store/db.ts'
import { changeRole, readRoles, type RoleKey, type RoleSpan } from '../store/staff-role.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import { cursorText, fitsInt8, INT8, isInstant, MICROSECONDS, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CursorIn, DayIn, InstantOut, LANG, LimitIn, pageOf, words } from './schemas.ts'
import type { Page } from './wire-parts.ts'
import type { RoleSpanWire } from './wire-compliance.ts'

const Roles = z.enum(ROLES)
const Span: z.ZodType<RoleSpanWire> = z
  .object({
    id: z.string(),
    user_id: z.string(),
    name: z.string(),
    kind: z.enum(['person', 'program']),
    role: Roles,
    from: InstantOut,
    given_by: z.string().nullable(),
    given_why: z.string().nullable(),
    until: InstantOut.nullable(),
    taken_by: z.string().nullable(),
    taken_why: z.string().nullable(),
    next: Roles.nullable(),
    recorded_at: InstantOut,
  })
  .openapi('RoleSpan')

const UserId = z.string().regex(/^[0-9A-Za-z_-]{1,200}$/)
const Query = z.strictObject({
  ...LANG,
  on: DayIn.optional(),
  user_id: UserId.optional(),
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
})
const Params = z.strictObject({ id: UserId })
const Given = z.strictObject({ role: Roles, reason: words(500) }).openapi('RoleGiven')
const Ended = z.strictObject({ reason: words(500) }).openapi('RoleEnd')
const Done = z.object({ user_id: z.string(), role: Roles.nullable() }).openapi('RoleChanged')

/** Who had which role from when to when, given and taken by whom; and the giving and taking. */
export function addStaffRoles(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/staff/roles',
    summary: 'Who had which role from when to when, given and taken by whom; the newest first',
    query: Query,
    status: 200,
    answer: pageOf(Span, 'RoleSpans'),
    problems: ['bad_cursor'],
    handle: list,
  })
  addRoute(api, deps, {
    route: 'POST /v1/staff/{id}/roles',
    summary: 'Gives somebody another role from the next request on, with the reason',
    params: Params,
    body: Given,
    status: 200,
    answer: Done,
    problems: ['no_such_staff', 'own_role', 'role_unchanged'],
    handle: ({ actor, params, body }) => change(deps, actor, { ...body, userId: params.id }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/staff/{id}/ends',
    summary: 'Takes somebody’s role away from the next request on, with the reason',
    params: Params,
    body: Ended,
    status: 200,
    answer: Done,
    problems: ['no_such_staff', 'own_role', 'role_unchanged'],
    handle: ({ actor, params, body }) =>
      change(deps, actor, { ...body, userId: params.id, role: null }),
  })
}

async function change(
  deps: ApiDeps,
  { tenantId, userId: by }: { readonly tenantId: bigint; readonly userId: string },
  asked: { readonly userId: string; readonly role: StaffRole | null; readonly reason: string },
): Promise<z.output<typeof Done> | Declined> {
  const fault = await inTenant(deps.db, tenantId, (tx) =>
    changeRole(tx, tenantId, { ...asked, by }, deps.now()),
  )
  return fault ?? { user_id: asked.userId, role: asked.role }
}

const LIST = 'roles'

async function list(
  asked: Asked<undefined, z.output<typeof Query>, undefined>,
): Promise<Page<RoleSpanWire> | Declined> {
  const { deps, actor, query } = asked
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const { rows, next } = await inTenant(deps.db, actor.tenantId, (tx) =>
    readRoles(tx, actor.tenantId, {
      userId: query.user_id,
      on: query.on,
      after,
      limit: query.limit ?? 50,
    }),
  )
  return {
    items: rows.map(spanWire),
    next_cursor: next === undefined ? null : cursorText(LIST, [next.at, String(next.roleNo)]),
  }
}

const spanWire = (span: RoleSpan): RoleSpanWire => ({
  id: String(span.roleNo),
  user_id: span.userId,
  name: span.name,
  kind: span.kind,
  role: span.role,
  from: instantText(span.from),
  given_by: span.givenBy,
  given_why: span.givenWhy,
  until: span.until === null ? null : instantText(span.until),
  taken_by: span.takenBy,
  taken_why: span.takenWhy,
  next: span.next,
  recorded_at: instantText(span.recordedAt),
})

function keyOf(cursor: string): RoleKey | 'bad' {
  const [at, no] = parseCursor(LIST, cursor, [MICROSECONDS, INT8]) ?? []
  if (at === undefined || no === undefined || !isInstant(at) || !fitsInt8(no)) return 'bad'
  return { at, roleNo: BigInt(no) }
}
