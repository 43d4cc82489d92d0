import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

export type ByHand = {
  readonly accountId: bigint
  readonly channel: Channel
  readonly template: string
  readonly today: Day
}

/** Before whatever a strategy chose. */
const PRIORITY = 1_000_000

/**
 * One step that a person chose, outside every strategy: asked, permitted and counted as any other. A
 * dispatcher that runs at the same moment may carry it on first.
 */
export async function planByHand(tx: Tx, ref: BorrowerRef, step: ByHand): Promise<bigint> {
  const made = await tx.query<{ treatment_id: bigint }>(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
       row_no, treatment, channel, template, priority)
     values ($1, $2, $3, $4, 'by-hand', 1, 'by-hand', 'warm', 0,
       'by-hand-' || gen_random_uuid(), $5, $6, $7)
     returning treatment_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      step.accountId,
      step.today,
      step.channel,
      step.template,
      PRIORITY,
    ],
  )
  return made.rows[0]?.treatment_id ?? 0n
}
