import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import { recomputePosition } from './book.ts'
import { instantText, type Tx } from './db.ts'
import { decideBorrower } from './decide-day.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { recordTouch } from './touch.ts'

export type InboundEvent = {
  readonly channel: Channel
  readonly result: 'conversation' | 'delivered' | 'voicemail'
  /** The accounts that it was about; none named stands for all of them. */
  readonly accountIds: readonly bigint[]
  readonly receivedAt: Instant
  readonly on: Day
  /** Undefined: it came from none of the borrower's known addresses. */
  readonly addressId?: bigint | undefined
  /** The attempt that it answers. */
  readonly answers?: bigint | undefined
}

/** What was received days ago is of that day where the borrower is, and never of one to come. */
export function dayThere(zones: readonly string[], at: Instant, today: Day): Day {
  const [zone] = zones.flatMap((name) => zoneOf(name) ?? [])
  const on = zone === undefined ? today : localDay(zone, at)
  return on > today ? today : on
}

/**
 * What the borrower sent or said to us. It answers every attempt so far, and where both sides spoke it
 * is a conversation. The caller holds the borrower's lock.
 */
export async function applyInbound(
  tx: Tx,
  ref: BorrowerRef,
  inbound: InboundEvent,
  today: Day,
): Promise<bigint> {
  const { channel, result, accountIds, receivedAt, on } = inbound
  const made = await tx.query<{ inbound_id: bigint }>(
    `insert into inbound (tenant_id, borrower_id, channel, account_ids, result, received_at, address_id,
       answers_contact_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning inbound_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      channel,
      accountIds,
      result,
      instantText(receivedAt),
      inbound.addressId ?? 0n,
      inbound.answers ?? null,
    ],
  )
  const kind = result === 'conversation' ? 'conversation' : 'answer'
  await recordTouch(tx, ref, { channel, kind, on, accountIds })
  await decideBorrower(tx, ref.tenantId, ref.borrowerId, today)
  return made.rows[0]?.inbound_id ?? 0n
}

export type PauseEvent = {
  readonly accountId: bigint
  readonly fromOn: Day
  readonly untilOn?: Day | undefined
  readonly reason: string
}

/** A dated stop of the delinquency clock; what it does to days past due counts from today. */
export async function applyPause(
  tx: Tx,
  ref: BorrowerRef,
  pause: PauseEvent,
  today: Day,
): Promise<bigint> {
  const { accountId, fromOn, untilOn, reason } = pause
  const made = await tx.query<{ pause_id: bigint }>(
    `insert into pause (tenant_id, borrower_id, account_id, from_on, until_on, reason, effective_on)
     values ($1, $2, $3, $4, $5, $6, $7) returning pause_id`,
    [ref.tenantId, ref.borrowerId, accountId, fromOn, untilOn ?? null, reason, today],
  )
  await recomputePosition(tx, ref.tenantId, ref.borrowerId, today)
  await decideBorrower(tx, ref.tenantId, ref.borrowerId, today)
  return made.rows[0]?.pause_id ?? 0n
}

export const CIRCUMSTANCES = [
  'cannot_pay',
  'family_violence',
  'seriously_ill',
  'minor',
  'employer_forbids',
  'occasion',
  'unreachable',
] as const
export type Circumstance = (typeof CIRCUMSTANCES)[number]

export type CircumstanceEvent = {
  readonly kind: Circumstance
  readonly fromOn: Day
  readonly untilOn?: Day | undefined
}

/** What is so in the borrower's life; some of it makes the person vulnerable, and treatment kinder. */
export async function applyCircumstance(
  tx: Tx,
  ref: BorrowerRef,
  told: CircumstanceEvent,
  today: Day,
): Promise<{ readonly circumstanceId: bigint; readonly vulnerable: boolean }> {
  const made = await tx.query<{ circumstance_id: bigint }>(
    `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, until_on)
     values ($1, $2, $3, $4, $5) returning circumstance_id`,
    [ref.tenantId, ref.borrowerId, told.kind, told.fromOn, told.untilOn ?? null],
  )
  await recomputePosition(tx, ref.tenantId, ref.borrowerId, today)
  await decideBorrower(tx, ref.tenantId, ref.borrowerId, today)
  const found = await tx.query<{ vulnerable: boolean }>(
    `select coalesce(bool_or(vulnerable), false) as vulnerable from position where tenant_id = $1 and borrower_id = $2`,
    [ref.tenantId, ref.borrowerId],
  )
  return {
    circumstanceId: made.rows[0]?.circumstance_id ?? 0n,
    vulnerable: found.rows[0]?.vulnerable === true,
  }
}
