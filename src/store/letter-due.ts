import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { inTenant, instantText, type Db } from './db.ts'
import type { DueTreatment } from './treatment.ts'

const LETTERS = `(channel = 'letter' or (channel = 'visit' and template = 'visit-notice'))`
const PAGE = 500

/** Letters that were listed for people while no machine could set them are asked again. */
export async function askLettersAgain(db: Db, tenantId: bigint, now: Instant): Promise<number> {
  const done = await inTenant(db, tenantId, (tx) =>
    tx.query(
      `update treatment set state = 'deferred', not_before = $2 where tenant_id = $1 and state = 'listed' and ${LETTERS}`,
      [tenantId, instantText(now)],
    ),
  )
  return done.rowCount ?? 0
}

/** Letters whose hour has come, a page at a time. */
export async function dueLetters(
  db: Db,
  tenantId: bigint,
  of: { readonly now: Instant; readonly after: bigint },
): Promise<readonly DueTreatment[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ borrower_id: bigint; treatment_id: bigint; channel: Channel }>(
      `select borrower_id, treatment_id, channel from treatment
        where tenant_id = $1 and state in ('planned', 'deferred') and coalesce(not_before, '-infinity') <= $2
          and treatment_id > $3 and ${LETTERS}
        order by treatment_id limit ${PAGE}`,
      [tenantId, instantText(of.now), of.after],
    ),
  )
  return found.rows.map((row) => ({
    tenantId,
    borrowerId: row.borrower_id,
    treatmentId: row.treatment_id,
    channel: row.channel,
  }))
}
