import type { Tx } from './db.ts'

/**
 * Locks borrowers in the order of their ids. Whoever writes what follows from a person's facts reads
 * them after this: an event that was under way has been kept, and the next one waits.
 */
export async function lockBorrowers(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<void> {
  await tx.query(
    `select count(*) from (select from borrower where tenant_id = $1 and borrower_id = any($2)
      order by borrower_id for update) locked`,
    [tenantId, borrowerIds],
  )
}
