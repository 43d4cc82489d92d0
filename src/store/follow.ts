import type { Day, Instant } from '../core/calendar.ts'
import { accountsOf, derivePositions } from './book.ts'
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
  const { today, now, stops, fact, withdraw } = event
  const [made, accounts] = await sendTogether(tx, [
    fact,
    () => accountsOf(tx, tenantId, borrowerId),
  ])
  const write = await derivePositions(tx, tenantId, accounts, today)
  const [, stopped] = await sendTogether(tx, [
    write,
    () => stopContacts(tx, ref, { why: stops, now }),
    () => withdraw?.() ?? Promise.resolve(),
    () => decideBorrower(tx, tenantId, borrowerId, today),
  ])
  return { made, withdrawn: stopped.withdrawn }
}
