import type { Instant } from '../core/calendar.ts'
import { inTenant, type Db } from '../store/db.ts'

const SKEW_MS_MAX = 5000
const BACK_MS_MAX = 2000

/** Why nothing more may be sent by this clock, or undefined while it is sound. */
export type ClockFault = { readonly fault: 'skew' | 'backwards'; readonly byMs: number }

export type ClockWatch = { check(): Promise<ClockFault | undefined> }

/**
 * A contact by a wrong clock is a contact at a wrong hour. The clock is compared with the
 * database's, and with what it said before.
 */
export function watchClock(db: Db, tenantId: bigint, clock: () => Instant): ClockWatch {
  let latest = -Infinity
  return {
    check: async () => {
      const found = await inTenant(db, tenantId, (tx) =>
        tx.query<{ at: Instant }>('select clock_timestamp() as at'),
      )
      const now = clock()
      const back = latest - now
      latest = Math.max(latest, now)
      if (back > BACK_MS_MAX) return { fault: 'backwards', byMs: back }
      const skew = Math.abs(now - (found.rows[0]?.at ?? -Infinity))
      return skew > SKEW_MS_MAX ? { fault: 'skew', byMs: skew } : undefined
    },
  }
}
