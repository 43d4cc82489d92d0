import type { Day } from '../core/calendar.ts'
import { recomputePosition } from './book.ts'
import { inTenant, type Db, type Tx } from './db.ts'

/**
 * Reads a borrower as they stood on a day: the positions are derived for it, what is asked is read, and
 * all of it is undone, so that looking at the past changes nothing.
 */
export async function asOfDay<T>(
  db: Db,
  of: { readonly tenantId: bigint; readonly borrowerId: bigint; readonly on: Day },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const undone = new Error('undone on purpose')
  const box: { found?: T } = {}
  await inTenant(db, of.tenantId, async (tx) => {
    await recomputePosition(tx, of.tenantId, of.borrowerId, of.on)
    box.found = await work(tx)
    throw undone
  }).catch((error: unknown) => {
    if (error !== undone) throw error
  })
  return box.found as T
}
