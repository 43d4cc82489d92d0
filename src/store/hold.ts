import type { Day, Instant } from '../core/calendar.ts'
import type { Stop } from '../core/care/stops.ts'
import { recomputePosition } from './book.ts'
import { tell } from './event-out.ts'
import { inEvent, instantText, inTenant, type Db, type Tx } from './db.ts'
import { follow } from './follow.ts'
import { lockBorrower } from './guard-facts.ts'

export type HoldEvent = {
  readonly borrowerId: bigint
  /** undefined: every account of the borrower. */
  readonly accountId?: bigint | undefined
  readonly reason: string
  readonly written: boolean
  readonly fromOn: Day
  readonly untilOn?: Day | undefined
  readonly source: string
  /** What it stops, where that is not what its reason stops by itself. */
  readonly stops?: readonly Stop[] | undefined
  /** The care whose state made it. */
  readonly careId?: bigint | undefined
}

export type HoldRecorded = { readonly holdId: bigint; readonly withdrawn: number }
export type HoldDeclined = {
  readonly declined: 'no_such_borrower' | 'no_such_hold' | 'already_ended'
}

type Tick = { readonly now: Instant; readonly today: Day }

/** From the second that this commits nothing leaves; what is planned asks the guard, which says why. */
export async function recordHold(
  db: Db,
  tenantId: bigint,
  hold: HoldEvent,
  tick: Tick,
): Promise<HoldRecorded | HoldDeclined> {
  return inEvent(db, tenantId, (tx) => applyHold(tx, tenantId, hold, tick))
}

export async function applyHold(
  tx: Tx,
  tenantId: bigint,
  hold: HoldEvent,
  { now, today }: Tick,
): Promise<HoldRecorded | HoldDeclined> {
  const ref = { tenantId, borrowerId: hold.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const { made, withdrawn } = await follow(tx, ref, {
    today,
    now,
    stops: 'hold',
    fact: () => insertHold(tx, tenantId, hold, now),
  })
  const { borrowerId, accountId, reason } = hold
  await tell(tx, tenantId, [
    { type: 'hold.placed', borrowerId, accountId, at: now, data: { hold_id: made, reason } },
  ])
  return { holdId: made, withdrawn }
}

async function insertHold(
  tx: Tx,
  tenantId: bigint,
  hold: HoldEvent,
  now: Instant,
): Promise<bigint> {
  const made = await tx.query<{ hold_id: bigint }>(
    `insert into hold (tenant_id, borrower_id, account_id, reason, written, from_on, until_on, source, stops, care_id,
       recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning hold_id`,
    [
      tenantId,
      hold.borrowerId,
      hold.accountId ?? null,
      hold.reason,
      hold.written,
      hold.fromOn,
      hold.untilOn ?? null,
      hold.source,
      hold.stops ?? null,
      hold.careId ?? null,
      instantText(now),
    ],
  )
  return made.rows[0]?.hold_id ?? 0n
}

export type HoldEnding = {
  readonly borrowerId: bigint
  readonly holdId: bigint
  readonly on: Day
  readonly source: string
}

/** Ending a hold is a new row that names it; nothing is sent by it, treatments may be asked again. */
export async function endHold(
  db: Db,
  tenantId: bigint,
  ending: HoldEnding,
  { today }: Tick,
): Promise<{ readonly ended: bigint } | HoldDeclined> {
  return inTenant(db, tenantId, (tx) => liftHold(tx, tenantId, ending, today))
}

type Lifted = {
  readonly account_id: bigint | null
  readonly reason: string
  readonly recorded_at: Instant
}

/** The same inside a transaction. */
export async function liftHold(
  tx: Tx,
  tenantId: bigint,
  ending: HoldEnding,
  today: Day,
): Promise<{ readonly ended: bigint } | HoldDeclined> {
  const ref = { tenantId, borrowerId: ending.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const found = await tx.query<{ ended: boolean }>(
    `select exists (select from hold e
       where e.tenant_id = $1 and e.borrower_id = $2 and e.ends_hold_id = h.hold_id) as ended
     from hold h
     where h.tenant_id = $1 and h.borrower_id = $2 and h.hold_id = $3 and h.ends_hold_id is null`,
    [tenantId, ending.borrowerId, ending.holdId],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_hold' }
  if (row.ended) return { declined: 'already_ended' }
  const lifted = await tx.query<Lifted>(
    `insert into hold (tenant_id, borrower_id, account_id, reason, written, from_on, ends_hold_id, source, care_id)
     select tenant_id, borrower_id, account_id, reason, written, $4, hold_id, $5, care_id from hold
     where tenant_id = $1 and borrower_id = $2 and hold_id = $3
     returning account_id, reason, recorded_at`,
    [tenantId, ending.borrowerId, ending.holdId, ending.on, ending.source],
  )
  await tell(
    tx,
    tenantId,
    lifted.rows.map((was) => ({
      type: 'hold.lifted' as const,
      borrowerId: ending.borrowerId,
      accountId: was.account_id ?? undefined,
      at: was.recorded_at,
      data: { hold_id: ending.holdId, reason: was.reason },
    })),
  )
  await recomputePosition(tx, tenantId, ending.borrowerId, today)
  return { ended: ending.holdId }
}
