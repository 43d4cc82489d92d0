import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef, StalePermit } from './guard-facts.ts'
import { giveBackShared, type SharedSlot } from './shared-cap.ts'
import { giveBackSlots, type Slot } from './slots.ts'

/** Why a permit was not used. */
export type WithdrawnWhy =
  | 'not_used'
  | 'expired'
  | 'payment'
  | 'promise'
  | 'plan'
  | 'hold'
  | 'opt_out'
  | 'wish'
  | 'taken_back'

type Withdrawn = { readonly why: WithdrawnWhy; readonly now: Instant }

/**
 * Withdraws permits that have not left. A permit that never reached 'sending' never reached anybody:
 * that is the proof on which its slots go back, and the fence makes it once.
 */
export async function withdrawPermits(
  tx: Tx,
  ref: BorrowerRef,
  permits: readonly StalePermit[],
  { why, now }: Withdrawn,
): Promise<number> {
  if (permits.length === 0) return 0
  const done = await tx.query<{ slots: Slot[]; shared_slots: SharedSlot[]; attempt_key: string }>(
    `with gone as (
       update contact set state = 'withdrawn', state_why = $4, slots_returned_at = $5
       where tenant_id = $1 and borrower_id = $2 and contact_id = any($3) and state = 'permitted'
       returning contact_id, slots, shared_slots, attempt_key
     ), told as (
       insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
       select $1, $2, contact_id, 'withdrawn', jsonb_build_object('why', $4::text), $5 from gone
     )
     select slots, shared_slots, attempt_key from gone`,
    [ref.tenantId, ref.borrowerId, permits.map((p) => p.contactId), why, instantText(now)],
  )
  await giveBackSlots(
    tx,
    ref,
    done.rows.flatMap((row) => row.slots),
    now,
  )
  for (const row of done.rows) {
    await giveBackShared(tx, row.shared_slots, { attemptKey: row.attempt_key, now })
  }
  return done.rows.length
}

/**
 * Stops everything that has not left, under the borrower's lock: from here on a permit made before
 * is void, even one that this transaction could not see.
 */
export async function stopContacts(
  tx: Tx,
  ref: BorrowerRef,
  { why, now }: Withdrawn,
): Promise<{ readonly blockVersion: bigint; readonly withdrawn: number }> {
  const bumped = await tx.query<{ block_version: bigint }>(
    `update borrower set block_version = block_version + 1
     where tenant_id = $1 and borrower_id = $2 returning block_version`,
    [ref.tenantId, ref.borrowerId],
  )
  const blockVersion = bumped.rows[0]?.block_version ?? 0n
  const found = await tx.query<{ contact_id: bigint; slots: Slot[] }>(
    `select contact_id, slots from contact
     where tenant_id = $1 and borrower_id = $2 and state = 'permitted' order by contact_id for update`,
    [ref.tenantId, ref.borrowerId],
  )
  const permits = found.rows.map((row) => ({ contactId: row.contact_id, slots: row.slots }))
  return { blockVersion, withdrawn: await withdrawPermits(tx, ref, permits, { why, now }) }
}
