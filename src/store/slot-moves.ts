import type { Instant } from '../core/calendar.ts'
import { keepsSlot, type ContactState, type Standing } from '../engine/contact.ts'
import type { ContactResult } from '../guard/verdict.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { giveBackShared, retakeShared, type SharedSlot } from './shared-cap.ts'
import { giveBackSlots, retakeSlots, type Slot } from './slots.ts'

/** A contact under its lock: where it stands, and the slots that it took. */
export type LockedContact = {
  readonly state: ContactState
  readonly state_why: string | null
  readonly outcome: ContactResult | null
  readonly slots: readonly Slot[]
  readonly shared_slots: readonly SharedSlot[]
  readonly attempt_key: string
  readonly address_id: bigint
}

type Ref = BorrowerRef & { readonly contactId: bigint }

export async function lockContact(tx: Tx, ref: Ref): Promise<LockedContact | undefined> {
  const found = await tx.query<LockedContact>(
    `select c.state, c.state_why, c.slots, c.shared_slots, c.attempt_key, c.address_id, (
       select e.kind from contact_event e
       where e.tenant_id = $1 and e.borrower_id = $2 and e.contact_id = $3 and e.kind = any($4)
       order by e.event_no desc limit 1) as outcome
     from contact c
     where c.tenant_id = $1 and c.borrower_id = $2 and c.contact_id = $3 for update of c`,
    [ref.tenantId, ref.borrowerId, ref.contactId, OUTCOMES],
  )
  return found.rows[0]
}

/** How a call or a visit can end, as the person who made it says. */
export const OUTCOMES = [
  'conversation',
  'voicemail',
  'unanswered',
  'not_connected',
  'answered_dropped',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/**
 * Gives back what an end does not count, and takes again what it counts after all. Each slot
 * remembers that it is back, under the contact's lock: that is what makes it once.
 */
export async function moveSlots(
  tx: Tx,
  ref: Ref,
  contact: LockedContact,
  to: {
    readonly end: { standing: Standing; outcome: ContactResult | undefined }
    readonly at: Instant
  },
): Promise<void> {
  const { at, end } = to
  const own = sorted(contact.slots, end)
  const shared = sorted(contact.shared_slots, end)
  if ([own.back, own.again, shared.back, shared.again].every((list) => list.length === 0)) return
  const isAllBack = [...own.all, ...shared.all].every((slot) => slot.back === true)
  await tx.query(
    `update contact set slots = $4, shared_slots = $5, slots_returned_at = $6
     where tenant_id = $1 and borrower_id = $2 and contact_id = $3`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      JSON.stringify(own.all),
      JSON.stringify(shared.all),
      isAllBack ? instantText(at) : null,
    ],
  )
  await giveBackSlots(tx, ref, own.back, at)
  await retakeSlots(tx, ref, own.again)
  const attempt = { attemptKey: contact.attempt_key, now: at }
  await giveBackShared(tx, shared.back, attempt)
  await retakeShared(tx, shared.again, attempt)
}

function sorted<S extends Slot | SharedSlot>(
  slots: readonly S[],
  end: { standing: Standing; outcome: ContactResult | undefined },
): { readonly all: readonly S[]; readonly back: readonly S[]; readonly again: readonly S[] } {
  const back: S[] = []
  const again: S[] = []
  const all = slots.map((slot): S => {
    const keeps = keepsSlot(end, slot.keeps ?? undefined)
    if (!keeps && slot.back !== true) back.push(slot)
    if (keeps && slot.back === true) again.push(slot)
    return { ...slot, back: keeps ? undefined : true }
  })
  return { all, back, again }
}
