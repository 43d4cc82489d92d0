import { z } from '@hono/zod-openapi'
import { readRecording } from '../channels/voice/recordings.ts'
import { fileKind } from '../core/file-kind.ts'
import { evidenceFolder, receiptOfItem } from '../evidence/folder-receipt.ts'
import { inTenant } from '../store/db.ts'
import { lookAtAttached } from '../store/folder.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { CareParams } from './care-schemas.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { words } from './schemas.ts'
import type { HandedInWire } from './wire-care.ts'

const HandedIn: z.ZodType<HandedInWire> = z
  .object({
    name: z.string(),
    title: z.string(),
    media_type: z.string(),
    sha256: z.string(),
    receipt: z.string().openapi({ description: 'Checked offline by forbear receipt' }),
    base64: z.string().openapi({ description: 'The very bytes that were handed in' }),
  })
  .openapi('HandedIn')

const Params = CareParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) })

/** What a borrower put to a complaint, to whoever looks into it: who looked and why is kept before they see it. */
export function addHandedIn(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/care/{care_id}/evidence/{hash}/looks',
    summary: 'Hands out what the borrower put to this complaint; who looked and why is kept',
    params: Params,
    body: z.strictObject({ reason: words(300) }).openapi('HandedInLook'),
    status: 200,
    answer: HandedIn,
    problems: ['not_found', 'evidence_lost'],
    handle: async ({ actor, params, body }) => {
      const { tenantId } = actor
      const ref = { tenantId, borrowerId: params.id }
      const by = { by: actor.userId, reason: body.reason, now: deps.now() }
      const [item] = await inTenant(deps.db, tenantId, async (tx) => {
        await lockBorrower(tx, ref)
        const of = { careId: params.care_id.n, sha256: params.hash, ...by }
        return params.care_id.borrowerId === params.id ? lookAtAttached(tx, ref, of) : []
      })
      if (item === undefined || item.title === null) return { declined: 'not_found' as const }
      const bytes =
        deps.home && (await readRecording(evidenceFolder(deps.home, tenantId), item.sha256))
      if (!bytes) return { declined: 'evidence_lost' as const }
      const ending = item.kind === 'note' ? 'txt' : (fileKind(bytes)?.ending ?? 'bin')
      return {
        name: `${item.receiptNo}.${ending}`,
        title: item.title,
        media_type: item.mediaType,
        sha256: item.sha256,
        receipt: receiptOfItem(item),
        base64: bytes.toString('base64'),
      }
    },
  })
}
