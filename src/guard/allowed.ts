import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Proposal, Verdict } from './verdict.ts'

declare const mark: unique symbol

/** A contact that may go on the wire: what `send()` accepts, and only this file can make. */
export type AllowedContact = CommittedPermit & { readonly [mark]: true }

/** The permit as the database has committed it, in state 'sending'. */
export type CommittedPermit = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly contactId: bigint
  readonly attemptKey: string
  readonly channel: Channel
  readonly addressId: bigint
  readonly accountIds: readonly bigint[]
  readonly expiresAt: Instant
}

export type NotAllowed = {
  readonly declined: 'not_allowed' | 'not_this_proposal' | 'outlives_window' | 'expired'
}

const made = new WeakSet<object>()

/** Joins an allow with the permit that was committed for it; anything that does not fit is declined. */
export function allowedContact(
  verdict: Verdict,
  proposal: Proposal,
  permit: CommittedPermit,
  now: Instant,
): AllowedContact | NotAllowed {
  if (verdict.decision !== 'allow') return { declined: 'not_allowed' }
  const sameAccounts =
    permit.accountIds.length === proposal.accountIds.length &&
    permit.accountIds.every((id) => proposal.accountIds.includes(id))
  if (
    permit.channel !== proposal.channel ||
    permit.addressId !== proposal.addressId ||
    !sameAccounts
  ) {
    return { declined: 'not_this_proposal' }
  }
  if (permit.expiresAt > verdict.closesAt) return { declined: 'outlives_window' }
  if (now >= permit.expiresAt) return { declined: 'expired' }
  const contact = Object.freeze({ ...permit }) as AllowedContact
  made.add(contact)
  return contact
}

/** For the one module that speaks to providers: a cast past the type is a bug, and stops here. */
export function assertMadeByGuard(contact: AllowedContact): void {
  assert(made.has(contact), 'a contact that the guard did not make')
}
