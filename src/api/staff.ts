import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import { listStaff, ROLES } from '../store/staff.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { LANG } from './schemas.ts'
import type { StaffWire } from './wire.ts'

const Staff: z.ZodType<StaffWire> = z
  .object({
    items: z.array(z.object({ user_id: z.string(), name: z.string(), role: z.enum(ROLES) })),
  })
  .openapi('Staff')

/** Names for the ids that entries, proposals and answers carry; those who left are named too. */
export function addStaff(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/staff',
    summary: 'Who works here or did: names for the ids that versions and proposals carry',
    query: z.strictObject(LANG),
    status: 200,
    answer: Staff,
    problems: [],
    handle: async ({ actor }) => {
      const found = await inTenant(deps.db, actor.tenantId, (tx) => listStaff(tx, actor.tenantId))
      return { items: found.map(({ userId, name, role }) => ({ user_id: userId, name, role })) }
    },
  })
}
