import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'

/** From a day on an hour of a person's work costs so much. */
export async function setHourCost(
  tx: Tx,
  tenantId: bigint,
  cost: { readonly currency: string; readonly effectiveOn: Day; readonly minor: bigint },
): Promise<void> {
  await tx.query(
    'insert into hour_cost (tenant_id, currency, effective_on, hour_minor) values ($1, $2, $3, $4)',
    [tenantId, cost.currency, cost.effectiveOn, cost.minor],
  )
}
