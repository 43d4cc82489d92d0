import { z } from '@hono/zod-openapi'
import { revealAddress } from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import { inTenant } from '../store/db.ts'
import type { ApiDeps } from './env.ts'
import { addressIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { idIn, idOut, words } from './schemas.ts'
import type { RevealAnswer } from './wire.ts'

const Given = z.strictObject({ reason: words(500) }).openapi('Reveal')
const Answer: z.ZodType<RevealAnswer> = z
  .object({ id: idOut('adr'), value: z.string() })
  .openapi('Revealed')

export function addReveal(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/addresses/{address_id}/reveal',
    summary: 'Shows one address whole, and keeps who looked and why',
    params: z.strictObject({ id: idIn('case'), address_id: idIn('adr') }),
    body: Given,
    status: 200,
    answer: Answer,
    problems: ['no_such_case', 'no_such_address'],
    handle: async ({ actor, params, body }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const found = await readCase(tx, actor.tenantId, params.id, deps.today())
        if (found === undefined) return { declined: 'no_such_case' as const }
        const value = await revealAddress(tx, actor.tenantId, {
          borrowerId: params.id,
          addressId: params.address_id,
          reason: body.reason,
          by: actor.userId,
        })
        if (value === undefined) return { declined: 'no_such_address' as const }
        return { id: addressIdText(params.address_id), value }
      }),
  })
}
