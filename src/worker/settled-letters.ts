import type { Day, Instant } from '../core/calendar.ts'
import { inEvent, inTenant, type Db } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { awaitingLetter, sendSettledLetters } from '../store/settlement.ts'

/** The day's letters of settlements whose money has become final; the number of them. */
export async function settledLetters(
  db: Db,
  tenantId: bigint,
  tick: { readonly now: Instant; readonly today: Day },
): Promise<number> {
  const borrowers = await inTenant(db, tenantId, (tx) => awaitingLetter(tx, tenantId))
  let letters = 0
  for (const borrowerId of borrowers) {
    const ref = { tenantId, borrowerId }
    const sent = await inEvent(db, tenantId, async (tx) => {
      await lockBorrower(tx, ref)
      return sendSettledLetters(tx, ref, tick)
    })
    letters += sent.length
  }
  return letters
}
