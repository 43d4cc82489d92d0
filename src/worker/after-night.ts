import type { Day, Instant } from '../core/calendar.ts'
import { checkAlerts, type AlertsChecked } from '../store/alert.ts'
import { inTenant, type Db } from '../store/db.ts'
import { keepMonthEnds, type MonthsKept } from '../store/month-end.ts'

export type AfterNight = { readonly kept: MonthsKept } & AlertsChecked

/** What a decided day brings with it: the month-ends that are over are kept, then every alert is looked at. */
export async function afterNight(
  db: Db,
  tenantId: bigint,
  at: {
    readonly today: Day
    readonly now: Instant
    readonly signal?: AbortSignal | undefined
  },
): Promise<AfterNight> {
  const kept = await keepMonthEnds(db, tenantId, at)
  const checked = await inTenant(db, tenantId, (tx) => checkAlerts(tx, tenantId, at))
  return { kept, ...checked }
}
