import { dropRecording } from '../channels/voice/recordings.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { inTenant, type Db } from '../store/db.ts'
import { dueForPurge, recordPurged } from '../store/voice-recording.ts'

export type Purge = {
  readonly folder: string
  readonly today: Day
  readonly now: Instant
  readonly by: string
}

const PAGE = 200

/**
 * Deletes the bytes of every recording that is past its days; its hash and day stay. The bytes go first:
 * what is interrupted is done again, and nothing is called gone that is there.
 */
export async function purgeRecordings(db: Db, tenantId: bigint, purge: Purge): Promise<number> {
  const { folder, today, now, by } = purge
  let purged = 0
  for (;;) {
    const due = await inTenant(db, tenantId, (tx) => dueForPurge(tx, tenantId, today, PAGE))
    for (const one of due) {
      if (!one.isShared) await dropRecording(folder, one.sha256)
      const ref = { tenantId, borrowerId: one.borrowerId, recordingId: one.recordingId }
      const reason = 'past its days'
      await inTenant(db, tenantId, (tx) => recordPurged(tx, ref, { staff: by, reason, now }))
      purged += 1
    }
    if (due.length < PAGE) return purged
  }
}
