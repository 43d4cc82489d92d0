import type { Day, Instant } from '../core/calendar.ts'
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

type TreatmentRef = BorrowerRef & { readonly treatmentId: bigint }

/** What was meant for this moment alone and did not leave: nothing of it waits. */
export async function withdrawByHand(tx: Tx, ref: TreatmentRef): Promise<boolean> {
  const done = await tx.query(
    `update treatment set state = 'withdrawn', not_before = null, state_why = '{"why": "not_now"}'
     where tenant_id = $1 and borrower_id = $2 and treatment_id = $3 and state in ('planned', 'deferred')`,
    [ref.tenantId, ref.borrowerId, ref.treatmentId],
  )
  return done.rowCount === 1
}

/** When a step that waits is asked again; undefined: it waits no more. */
export async function waitsUntil(
  tx: Tx,
  ref: TreatmentRef,
  now: Instant,
): Promise<Instant | undefined> {
  const found = await tx.query<{ not_before: Instant | null }>(
    `select not_before from treatment
     where tenant_id = $1 and borrower_id = $2 and treatment_id = $3 and state in ('planned', 'deferred')`,
    [ref.tenantId, ref.borrowerId, ref.treatmentId],
  )
  const [row] = found.rows
  return row === undefined ? undefined : (row.not_before ?? now)
}
