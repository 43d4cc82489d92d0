import { inTenant, type Tx } from '../store/db.ts'
import { readAsked } from '../store/template-asked.ts'
import type { TemplateTools } from '../store/template-proposal.ts'
import { keepShipped } from '../store/template-version.ts'
import type { Shipped } from '../store/templates.ts'
import type { ApiDeps } from './env.ts'

/** What templates are held to here; undefined where the server was started without any. */
export async function templateTools(
  tx: Tx,
  tenantId: bigint,
  deps: ApiDeps,
): Promise<TemplateTools | undefined> {
  const { shipped, law } = deps
  if (shipped === undefined) return undefined
  return { shipped, asked: await readAsked(tx, tenantId, { law, today: deps.today() }) }
}

/** In the tenant, with the starting versions in their place. */
export async function withTemplates<T>(
  deps: ApiDeps,
  tenantId: bigint,
  work: (tx: Tx, shipped: Shipped) => Promise<T>,
): Promise<T | { readonly declined: 'not_found' }> {
  const { db, shipped } = deps
  if (shipped === undefined) return { declined: 'not_found' }
  await keepShipped(db, tenantId, shipped)
  return inTenant(db, tenantId, (tx) => work(tx, shipped))
}
