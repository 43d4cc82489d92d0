import type { Context, MiddlewareHandler } from 'hono'
import { findKey, tenantOfKey } from '../store/api-key.ts'
import { inOneTrip, inTenant } from '../store/db.ts'
import { personOf, personQuery, type PersonRow } from '../store/staff.ts'
import type { Actor, ApiDeps, ApiEnv } from './env.ts'
import { problem } from './problem.ts'
import { openTurns, type Turns } from './rate.ts'

/**
 * The session or the key says who, the staff table says as what, at every request. A request that shows
 * a key is judged by it alone: no cookie helps a key that does not open.
 */
export function knowActor(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const turns = openTurns()
  return async (c, next) => {
    const shown = c.req.header('Authorization')
    if (shown !== undefined) {
      const refused = await knowProgram(c, { deps, turns, shown })
      if (refused !== undefined) return refused
      return next()
    }
    const session = await deps.signIn.sessionOf(c.req.raw.headers)
    if (session !== undefined) {
      const { tenantId, userId } = session
      const staff = personOf(
        await inOneTrip<PersonRow>(deps.db, tenantId, personQuery(tenantId, userId)),
      )
      if (staff !== undefined)
        c.set('actor', { ...session, name: staff.name, role: staff.role } satisfies Actor)
    }
    return next()
  }
}

async function knowProgram(
  c: Context<ApiEnv>,
  { deps, turns, shown }: { deps: ApiDeps; turns: Turns; shown: string },
): Promise<Response | undefined> {
  const secret = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(shown)?.[1]
  const tenantId = secret === undefined ? undefined : tenantOfKey(secret)
  const now = deps.now()
  const key =
    secret === undefined || tenantId === undefined
      ? undefined
      : await inTenant(deps.db, tenantId, (tx) =>
          findKey(tx, tenantId, { secret, now, today: deps.today() }),
        )
  if (key === undefined || tenantId === undefined) {
    c.header('WWW-Authenticate', 'Bearer')
    return problem(c, 'key_not_known')
  }
  const retryAfterSeconds = turns.take(key.prefix, key.perMinute, now)
  if (retryAfterSeconds !== undefined) return problem(c, 'too_many', { retryAfterSeconds })
  c.set('actor', {
    userId: key.userId,
    email: '',
    name: key.program,
    role: key.role,
    tenantId,
    scopes: key.scopes,
  } satisfies Actor)
  return undefined
}
