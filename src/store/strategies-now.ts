import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { compiledStrategies, type InForce } from './strategy-in-force.ts'

/** Everything that says who decides: short tables, of which those that are only appended to are counted. */
const STATE = `select md5(concat_ws('|',
  (select string_agg(concat_ws(':', portfolio_id, code, strategy), ',' order by portfolio_id)
     from portfolio where tenant_id = $1),
  (select string_agg(concat_ws(':', product_id, code, shape, delinquency), ',' order by product_id)
     from product where tenant_id = $1),
  (select count(*) from word_code where tenant_id = $1),
  (select string_agg(concat_ws(':', name, version, content_hash, effective_on), ',' order by name, version)
     from strategy_version where tenant_id = $1),
  (select count(*) from strategy_entry where tenant_id = $1),
  (select count(*) from trial where tenant_id = $1),
  (select count(*) from trial_stop where tenant_id = $1))) as state`

const KEPT_MAX = 50
const kept = new Map<string, { readonly state: string; readonly inForce: InForce }>()

/**
 * The strategies in force for one person's event, kept in this process while nothing that they follow
 * from has changed: one short look instead of reading it all again.
 */
export async function strategiesNow(
  tx: Tx,
  tenantId: bigint,
  at: { readonly day: Day; readonly only: bigint },
): Promise<InForce> {
  const found = await tx.query<{ state: string }>(STATE, [tenantId])
  const state = found.rows[0]?.state ?? ''
  const key = `${tenantId} ${at.day}`
  const known = kept.get(key)
  if (known?.state === state) return known.inForce
  const inForce = await compiledStrategies(tx, tenantId, at)
  kept.delete(key)
  if (!inForce.isPersonal) kept.set(key, { state, inForce })
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break
    kept.delete(oldest)
  }
  return inForce
}
