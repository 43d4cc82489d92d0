import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import type { LetterRef } from './letter.ts'
import { lockContact, moveSlots } from './slot-moves.ts'
import { takeBackAttempt } from './touch.ts'

/** Why a letter was taken out before its batch was closed. */
export type RecallWhy = 'stopped' | 'too_old' | 'file_lost'

export type OpenLetter = LetterRef & {
  readonly contactId: bigint
  readonly sha256: string
  readonly blockVersion: bigint
  readonly setAt: Instant
}

/**
 * Takes a letter out of what will be printed, under the borrower's lock: it never left the house, so its
 * slots go back, nobody was tried, and the step is asked anew, with the facts as they are now.
 */
export async function recallLetter(
  tx: Tx,
  letter: OpenLetter,
  { why, now }: { readonly why: RecallWhy; readonly now: Instant },
): Promise<void> {
  const at = [letter.tenantId, letter.borrowerId]
  const taken = await tx.query(
    `update letter set state = 'withdrawn', state_why = $4
      where tenant_id = $1 and borrower_id = $2 and attempt_key = $3 and state in ('batched', 'to_approve')
        and (batch_no is null or exists (
          select from letter_batch b where b.tenant_id = $1 and b.batch_no = letter.batch_no and b.state = 'open'))`,
    [...at, letter.attemptKey, why],
  )
  if (taken.rowCount === 0) return
  const contact = await lockContact(tx, letter)
  if (contact === undefined) throw new Error(`bug: letter ${letter.attemptKey} is of a contact`)
  await tx.query(
    `with gone as (
       update contact set state = 'withdrawn', state_why = $4
        where tenant_id = $1 and borrower_id = $2 and contact_id = $3 and state in ('sending', 'accepted', 'unknown')
       returning contact_id, treatment_id
     ), told as (
       insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
       select $1, $2, contact_id, 'withdrawn', jsonb_build_object('why', $4::text), $5 from gone
     )
     update treatment t set state = 'deferred', not_before = $5, state_why = jsonb_build_object('why', 'letter_recalled')
       from gone
      where t.tenant_id = $1 and t.borrower_id = $2 and t.treatment_id = gone.treatment_id and t.state = 'sent'`,
    [...at, letter.contactId, why, instantText(now)],
  )
  if (contact.state !== 'failed') await takeBackAttempt(tx, letter)
  const end = { standing: 'withdrawn', outcome: undefined } as const
  await moveSlots(tx, letter, contact, { end, at: now })
}
