import { createHash } from 'node:crypto'
import type { Received } from '../engine/received.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Heard, HeardOne } from '../core/hear/heard.ts'
import { provenByReply } from './address-history.ts'
import { tell } from './event-out.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { applyInbound, dayThere } from './inbound.ts'

export type MessageRef = BorrowerRef & { readonly messageId: bigint }

export type ToKeep = {
  readonly arrivalId: bigint
  readonly received: Pick<
    Received,
    'channel' | 'from' | 'to' | 'text' | 'at' | 'automatic' | 'provider'
  >
  readonly sender: {
    readonly addressId: bigint | undefined
    readonly contactId: bigint | undefined
    readonly accountIds: readonly bigint[]
    readonly foundBy: 'reply' | 'case' | 'address' | 'third_person' | 'staff'
  }
  readonly zones: readonly string[]
  readonly heard: Heard
  readonly listener: string
}

type Tick = { readonly now: Instant; readonly today: Day }

/**
 * The words as they came and what was heard in them. What the borrower said answers every attempt so
 * far; what a machine or somebody else said answers none. The caller holds the borrower's lock.
 */
export async function keepMessage(
  tx: Tx,
  ref: BorrowerRef,
  keep: ToKeep,
  tick: Tick,
): Promise<bigint> {
  const { received, sender } = keep
  const answers =
    received.automatic === undefined &&
    sender.foundBy !== 'third_person' &&
    !keep.heard.classes.some(isSomebodyElse)
  const inboundId = answers ? await answered(tx, ref, keep, tick) : undefined
  const made = await tx.query<{ message_id: bigint }>(
    `insert into message_in (tenant_id, borrower_id, arrival_id, channel, sender, address_id, recipient, words,
       words_hash, answers_contact_id, inbound_id, automatic, found_by, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning message_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      keep.arrivalId,
      received.channel,
      received.from,
      sender.addressId ?? 0n,
      received.to,
      received.text,
      createHash('sha256').update(received.text, 'utf8').digest(),
      sender.contactId ?? null,
      inboundId ?? null,
      received.automatic ?? null,
      sender.foundBy,
      instantText(received.at),
    ],
  )
  const messageId = made.rows[0]?.message_id ?? 0n
  await tell(tx, ref.tenantId, [
    {
      type: 'message.received',
      borrowerId: ref.borrowerId,
      at: received.at,
      data: { message_id: messageId, channel: received.channel },
    },
  ])
  await keepHeard(tx, { ...ref, messageId }, { ...keep, by: undefined }, tick.now)
  return messageId
}

/** Whoever says that they are not the borrower has not answered for them, and proves no number. */
const isSomebodyElse = ({ what, certainty }: HeardOne): boolean =>
  certainty === 'sure' && (what === 'wrong_number' || what === 'not_me' || what === 'third_person')

async function answered(
  tx: Tx,
  ref: BorrowerRef,
  { received, sender, zones }: ToKeep,
  tick: Tick,
): Promise<bigint> {
  const { addressId } = sender
  const said = received.channel === 'call' ? 'voicemail' : 'delivered'
  const inboundId = await applyInbound(
    tx,
    ref,
    {
      channel: received.channel,
      result: said,
      accountIds: sender.accountIds,
      receivedAt: received.at,
      on: dayThere(zones, received.at, tick.today),
      addressId,
      answers: sender.contactId,
    },
    tick.today,
  )
  if (addressId !== undefined)
    await provenByReply(tx, { ...ref, addressId }, `${received.channel} reply`, tick)
  return inboundId
}

/** What proposals say goes through JSON: no bigint. */
export function proposesOf({ promise, callAfter }: Pick<Heard, 'promise' | 'callAfter'>) {
  return {
    ...(promise && {
      promise: { ...promise, amountMinor: promise.amountMinor?.toString() },
    }),
    ...(callAfter && { callAfter }),
  }
}

export async function keepHeard(
  tx: Tx,
  ref: MessageRef,
  of: { readonly heard: Heard; readonly listener: string; readonly by: string | undefined },
  now: Instant,
): Promise<void> {
  const { heard, listener, by } = of
  await tx.query(
    `insert into message_heard (tenant_id, borrower_id, message_id, listener, first_class, classes, proposes,
       stops, by_staff, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.messageId,
      listener,
      heard.first,
      JSON.stringify(heard.classes),
      JSON.stringify(proposesOf(heard)),
      heard.stops,
      by ?? null,
      instantText(now),
    ],
  )
}
