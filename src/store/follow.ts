import type { Day, Instant } from '../core/calendar.ts'
import { accountsOf, derivePositions, type OwnAccounts } from './book.ts'
import { sendTogether, type Tx } from './db.ts'
import { decideBorrower } from './decide-day.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { stopContacts, type WithdrawnWhy } from './withdraw.ts'

export type Follow<Made> = {
  readonly today: Day
  readonly now: Instant
  /** Writes the event's own fact; what follows is derived with it. */
  readonly fact: () => Promise<Made>
  /** Why permits that have not left are taken back. */
  readonly stops: WithdrawnWhy
  /** Takes back what was planned, before anything new is chosen. */
  readonly withdraw?: (() => Promise<unknown>) | undefined
  /** The borrower's accounts, where they were read under the lock already. */
  readonly accounts?: OwnAccounts | undefined
}

/**
 * What follows from an event, under the borrower's lock: its fact, the new positions, the stop of what
 * was made for the old ones, and the new decision, in as few trips as answers are needed.
 */
export async function follow<Made>(
  tx: Tx,
  ref: BorrowerRef,
  event: Follow<Made>,
): Promise<{ readonly made: Made; readonly withdrawn: number }> {
  const { tenantId, borrowerId } = ref
  const { today, now, stops, withdraw } = event
  const [made, write] = await derived(tx, ref, event)
  const [, stopped] = await sendTogether(tx, [
    write,
    () => stopContacts(tx, ref, { why: stops, now }),
    () => withdraw?.() ?? Promise.resolve(),
    () => decideBorrower(tx, tenantId, borrowerId, today),
  ])
  return { made, withdrawn: stopped.withdrawn }
}

/** Writes the fact, and derives the positions that follow from it: with the accounts known, in one trip. */
async function derived<Made>(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  { fact, today, accounts }: Follow<Made>,
): Promise<[Made, () => Promise<void>]> {
  if (accounts !== undefined)
    return sendTogether(tx, [fact, () => derivePositions(tx, tenantId, accounts, today)])
  const [made, found] = await sendTogether(tx, [fact, () => accountsOf(tx, tenantId, borrowerId)])
  return [made, await derivePositions(tx, tenantId, found, today)]
}
