import type { Day } from '../core/calendar.ts'
import { inTenant, type Db } from '../store/db.ts'
import { dropOldEvents } from '../store/event-kept.ts'

const ROUNDS_MAX = 1000

/** Takes away what was told longer ago than the house keeps it, a part at a time; gives how many events. */
export async function purgeEvents(db: Db, tenantId: bigint, today: Day): Promise<number> {
  let purged = 0
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const gone = await inTenant(db, tenantId, (tx) => dropOldEvents(tx, tenantId, today))
    if (gone === 0) break
    purged += gone
  }
  return purged
}
