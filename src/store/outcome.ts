import type { Instant } from '../core/calendar.ts'
import { standingOf } from '../engine/contact.ts'
import type { ContactRef } from './contact.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockContact, moveSlots, type Outcome } from './slot-moves.ts'

export type OutcomeDeclined = { readonly declined: 'no_such_contact' | 'never_sent' }

export type OutcomeSaid = {
  readonly outcome: Outcome
  readonly at: Instant
  readonly by: string
  /** The person's own, finer word and what they wrote with it. */
  readonly detail?: Readonly<Record<string, string>> | undefined
}

/**
 * How a contact ended, as the person who made it says: the last word stands. A slot whose rule does
 * not count this end is given back; one that was given back for a wrong word is taken again.
 */
export const recordOutcome = (
  db: Db,
  ref: ContactRef,
  said: OutcomeSaid,
): Promise<{ readonly before: Outcome | undefined } | OutcomeDeclined> =>
  inTenant(db, ref.tenantId, (tx) => applyOutcome(tx, ref, said))

/** The same in the caller's transaction. */
export async function applyOutcome(
  tx: Tx,
  ref: ContactRef,
  said: OutcomeSaid,
): Promise<{ readonly before: Outcome | undefined } | OutcomeDeclined> {
  const contact = await lockContact(tx, ref)
  if (contact === undefined) return { declined: 'no_such_contact' }
  const standing = standingOf(contact.state, contact.state_why ?? undefined)
  if (standing === 'permitted' || standing === 'withdrawn') return { declined: 'never_sent' }
  const before = (contact.outcome ?? undefined) as Outcome | undefined
  if (before === said.outcome && said.detail === undefined) return { before }
  await tx.query(
    `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      said.outcome,
      JSON.stringify({ ...said.detail, by: said.by }),
      instantText(said.at),
    ],
  )
  if (before === said.outcome) return { before }
  await moveSlots(tx, ref, contact, {
    end: { standing, outcome: said.outcome },
    at: said.at,
  })
  return { before }
}
