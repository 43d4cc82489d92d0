import type { Instant } from '../core/calendar.ts'
import { standingOf } from '../engine/contact.ts'
import type { ContactRef } from './contact.ts'
import { inTenant, instantText, type Db } from './db.ts'
import { lockContact, moveSlots, type Outcome } from './slot-moves.ts'

export type OutcomeDeclined = { readonly declined: 'no_such_contact' | 'never_sent' }

/**
 * How a contact ended, as the person who made it says: the last word stands. A slot whose rule does
 * not count this end is given back; one that was given back for a wrong word is taken again.
 */
export async function recordOutcome(
  db: Db,
  ref: ContactRef,
  said: { readonly outcome: Outcome; readonly at: Instant; readonly by: string },
): Promise<{ readonly before: Outcome | undefined } | OutcomeDeclined> {
  return inTenant(db, ref.tenantId, async (tx) => {
    const contact = await lockContact(tx, ref)
    if (contact === undefined) return { declined: 'no_such_contact' }
    const standing = standingOf(contact.state, contact.state_why ?? undefined)
    if (standing === 'permitted' || standing === 'withdrawn') return { declined: 'never_sent' }
    const before = (contact.outcome ?? undefined) as Outcome | undefined
    if (before === said.outcome) return { before }
    await tx.query(
      `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
       values ($1, $2, $3, $4, jsonb_build_object('by', $5::text), $6)`,
      [ref.tenantId, ref.borrowerId, ref.contactId, said.outcome, said.by, instantText(said.at)],
    )
    const end = { standing, outcome: said.outcome }
    await moveSlots(tx, ref, contact, { end, at: said.at })
    return { before }
  })
}
