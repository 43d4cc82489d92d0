import type { Day, Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Db } from './db.ts'
import { saidToHaveDied } from './letter-deceased.ts'
import { receiveReceipt } from './receipt-in.ts'

/** How the channel of letters is called wherever a contact names its provider. */
export const LETTER_PROVIDER = 'letter'

/** Why mail comes back, as its markings say it. */
export const RETURN_REASONS = [
  'moved',
  'unknown',
  'refused',
  'deceased',
  'insufficient',
  'unclaimed',
  'other',
] as const
export type ReturnReason = (typeof RETURN_REASONS)[number]

/** 'again': it was told before; 'unknown': no letter of ours that was given to the print house. */
export type ToldLetter = 'told' | 'again' | 'unknown'

/** The print house has taken it: that it arrives is nobody's word, so the contact stays "accepted". */
export async function tellHandedOver(
  db: Db,
  tenantId: bigint,
  of: { readonly attemptKey: string; readonly on: Day },
  now: Instant,
): Promise<ToldLetter> {
  return inTenant(db, tenantId, async (tx) => {
    const moved = await tx.query<{ batch_no: bigint }>(
      `with moved as (
         update letter l set state = 'handed_over', handed_over_on = $3
           from letter_batch b
          where l.tenant_id = $1 and l.attempt_key = $2 and l.state = 'batched'
            and b.tenant_id = $1 and b.batch_no = l.batch_no and b.state in ('closed', 'ready', 'handed_over')
         returning l.borrower_id, l.contact_id, l.batch_no
       ), told as (
         insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
         select $1, borrower_id, contact_id, 'handed_over', jsonb_build_object('on', $3::date), $4 from moved
       )
       select batch_no from moved`,
      [tenantId, of.attemptKey, of.on, instantText(now)],
    )
    const batchNo = moved.rows[0]?.batch_no
    if (batchNo === undefined) {
      const known = await tx.query(
        `select from letter where tenant_id = $1 and attempt_key = $2 and state in ('handed_over', 'returned')`,
        [tenantId, of.attemptKey],
      )
      return known.rowCount === 0 ? 'unknown' : 'again'
    }
    await tx.query(
      `update letter_batch set state = 'handed_over'
        where tenant_id = $1 and batch_no = $2 and state = 'ready' and not exists (
          select from letter where tenant_id = $1 and batch_no = $2 and state = 'batched')`,
      [tenantId, batchNo],
    )
    return 'told'
  })
}

/** It came back: the contact is told, the address fails, and the reason is kept with both. */
export async function tellReturned(
  db: Db,
  tenantId: bigint,
  of: {
    readonly attemptKey: string
    readonly on: Day
    readonly reason: ReturnReason
    /** A staff id, where a person told it. */
    readonly by?: string | undefined
  },
  now: Instant,
): Promise<ToldLetter> {
  const { attemptKey, on, reason, by } = of
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ state: string }>(
      `select l.state from letter l join letter_batch b on b.tenant_id = $1 and b.batch_no = l.batch_no
        where l.tenant_id = $1 and l.attempt_key = $2 and l.state in ('batched', 'handed_over', 'returned')
          and b.state in ('closed', 'ready', 'handed_over')`,
      [tenantId, attemptKey],
    ),
  )
  const [letter] = found.rows
  if (letter === undefined) return 'unknown'
  if (letter.state === 'returned') return 'again'
  // The contact first: what ends between the two is told again, and telling twice is telling once.
  await receiveReceipt(db, tenantId, {
    provider: LETTER_PROVIDER,
    attemptKey,
    said: 'bounced',
    at: now,
    detail: { reason, returned_on: on, ...(by !== undefined && { by }) },
  })
  await inTenant(
    db,
    tenantId,
    async (tx) => {
      const moved = await tx.query<{ borrower_id: bigint; contact_id: bigint }>(
        `update letter set state = 'returned', state_why = $3, returned_on = $4
          where tenant_id = $1 and attempt_key = $2 returning borrower_id, contact_id`,
        [tenantId, attemptKey, reason, on],
      )
      const [row] = moved.rows
      if (reason !== 'deceased' || row === undefined) return
      const ref = { tenantId, borrowerId: row.borrower_id }
      await saidToHaveDied(tx, ref, { attemptKey, contactId: row.contact_id }, now)
    },
    { retries: 3 },
  )
  return 'told'
}
