import { dropRecording } from '../channels/voice/recordings.ts'
import { inTenant, type Db } from '../store/db.ts'
import { isKept, lockBytes } from '../store/folder.ts'
import { dueOfFolders, purgeItem } from '../store/folder-purge.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import type { Purge } from './purge-recordings.ts'

/** Deletes bytes that no item has any more, asked at the very moment: somebody may have handed them in again. */
export const dropUnkept = (
  db: Db,
  tenantId: bigint,
  { folder, sha256 }: { readonly folder: string; readonly sha256: string },
): Promise<void> =>
  inTenant(db, tenantId, async (tx) => {
    await lockBytes(tx, tenantId, sha256)
    if (!(await isKept(tx, tenantId, sha256))) await dropRecording(folder, sha256)
  })

const PAGE = 200

/**
 * Takes away what borrowers handed in, when its days are over. The words first, then the bytes, as when somebody
 * deletes it: what is interrupted leaves bytes that nobody finds, never words without.
 */
export async function purgeFolders(db: Db, tenantId: bigint, purge: Purge): Promise<number> {
  const { folder, today, now, by } = purge
  let purged = 0
  for (;;) {
    const due = await inTenant(db, tenantId, (tx) =>
      dueOfFolders(tx, tenantId, { today, limit: PAGE }),
    )
    for (const { borrowerId, itemNo, sha256 } of due) {
      const { isLast } = await inTenant(db, tenantId, async (tx) => {
        await lockBorrower(tx, { tenantId, borrowerId })
        return purgeItem(tx, { tenantId, borrowerId, itemNo }, { sha256, by, now })
      })
      if (isLast) await dropUnkept(db, tenantId, { folder, sha256 })
      purged += 1
    }
    if (due.length < PAGE) return purged
  }
}
