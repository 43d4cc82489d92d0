import { z } from '@hono/zod-openapi'
import { tarOf } from '../evidence/tar.ts'
import { inTenant } from '../store/db.ts'
import type { ApiDeps } from './env.ts'
import { exportPerson } from './person-export.ts'
import { addRoute, type Api } from './route.ts'
import { CaseParams, words } from './schemas.ts'
import type { ExportWire } from './wire-compliance.ts'

const Given = z.strictObject({ reason: words(500) }).openapi('ExportGiven')
const Out: z.ZodType<ExportWire> = z
  .object({
    file_name: z.string(),
    manifest_sha256: z.string(),
    public_key: z.string(),
    files: z.array(z.object({ name: z.string(), bytes: z.int() })),
    archive: z.string(),
  })
  .openapi('PersonExport')

export function addExports(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/exports',
    summary: 'Everything about a person, sealed, as an archive; who asked for it and why is kept',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'no_seal'],
    handle: async ({ actor, params, body }) => {
      const { seal } = deps
      if (seal === undefined) return { declined: 'no_seal' as const }
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const ref = { tenantId: actor.tenantId, borrowerId: params.id }
        const asked = { by: actor.userId, reason: body.reason, now: deps.now(), key: seal }
        const made = await exportPerson(tx, ref, asked)
        if (made === undefined) return { declined: 'no_such_case' as const }
        return {
          file_name: `${made.ref.replaceAll(/[^A-Za-z0-9-]/g, '_')}-${deps.today()}.tar`,
          manifest_sha256: made.manifestHash,
          public_key: seal.publicKey,
          files: made.files.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
          archive: tarOf(made.files).toString('base64'),
        }
      })
    },
  })
}
