import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { ENDINGS, type Disposition } from '../engine/disposition.ts'
import type { LawBook } from '../guard/book.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import { changeStanding } from './address-history.ts'
import { addCallback, agreedIn, endCallback, type CallbackRefused } from './callback.ts'
import { applyConsent } from './consent.ts'
import type { ContactRef } from './contact.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { applyHold } from './hold.ts'
import { applyOutcome, type OutcomeDeclined } from './outcome.ts'
import { recordTouch, takeBackConversation } from './touch.ts'
import { keepWith, markWorked } from './work-lease.ts'

export type OutcomeGiven = {
  readonly disposition: Disposition
  readonly words: string | undefined
  /** For the borrower's word that we call again: when, and on which wall clock. */
  readonly callback:
    | { readonly dueAt: Instant; readonly zone: string; readonly forMe: boolean }
    | undefined
  readonly userId: string
  /** Somebody who answers for the team may mend another's word. */
  readonly mayMend: boolean
}

type Read = { readonly law: LawBook; readonly now: Instant; readonly today: Day }

export type OutcomeKept = {
  readonly counts: string
  readonly holdId: bigint | undefined
  readonly callbackId: bigint | undefined
}

export type OutcomeRefused =
  | OutcomeDeclined
  | { readonly declined: 'not_a_call' | 'not_your_call' | 'callback_missing' | 'callback_unasked' }
  | { readonly declined: 'callback'; readonly why: CallbackRefused }

/**
 * How a call ended, and everything that follows from it at once: caps, the number, holds, refusals,
 * the next agreed hour, and who keeps the borrower. All of it or nothing.
 */
export async function recordCallOutcome(
  tx: Tx,
  ref: ContactRef,
  given: OutcomeGiven,
  read: Read,
): Promise<OutcomeKept | OutcomeRefused> {
  const borrower = await lockBorrower(tx, ref)
  const call = borrower && (await readCall(tx, ref))
  if (borrower === undefined || call === undefined) return { declined: 'no_such_contact' }
  if (call.channel !== 'call' && call.channel !== 'visit') return { declined: 'not_a_call' }
  if (call.made_by !== `staff:${given.userId}` && !given.mayMend)
    return { declined: 'not_your_call' }
  const ending = ENDINGS[given.disposition]
  if (ending.needs === 'callback' && given.callback === undefined)
    return { declined: 'callback_missing' }
  // Nobody who did not answer has asked for a call, and it would lift caps for them.
  if (ending.needs !== 'callback' && given.callback !== undefined)
    return { declined: 'callback_unasked' }
  const callback = await agree(tx, ref, { given, read, call, zones: borrower.zones })
  if (callback !== undefined && 'declined' in callback)
    return { declined: 'callback', why: callback }
  const detail = { disposition: given.disposition, ...(given.words && { words: given.words }) }
  const by = `staff:${given.userId}`
  const kept = await applyOutcome(tx, ref, { outcome: ending.counts, at: read.now, by, detail })
  if ('declined' in kept) return kept
  const on = dayOf(call, borrower.zones, read)
  const holdId = await follow(tx, ref, { given, read, call, on })
  return { counts: ending.counts, holdId, callbackId: callback?.callbackId }
}

type Call = {
  readonly channel: Channel
  readonly at: Instant
  /** How it ended as was said before, where this is a mend. */
  readonly said: Disposition | null
  readonly made_by: string
  readonly address_id: bigint
  readonly account_ids: readonly bigint[]
}

async function readCall(tx: Tx, ref: ContactRef): Promise<Call | undefined> {
  const found = await tx.query<Call>(
    `select channel, coalesce(sending_at, permitted_at) as at, made_by, address_id, account_ids, (
       select e.detail ->> 'disposition' from contact_event e
        where e.tenant_id = $1 and e.borrower_id = $2 and e.contact_id = $3 and e.detail ? 'disposition'
        order by e.event_no desc limit 1) as said
      from contact where tenant_id = $1 and borrower_id = $2 and contact_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  return found.rows[0]
}

/** The day of the contact where the borrower is, whenever somebody says how it ended. */
function dayOf({ at }: Call, zones: readonly string[], { today }: Read): Day {
  const [zone] = zones.flatMap((name) => zoneOf(name) ?? [])
  const on = zone === undefined ? today : localDay(zone, at)
  return on > today ? today : on
}

type Following = { readonly given: OutcomeGiven; readonly read: Read; readonly call: Call }

/**
 * Asked before the outcome is kept: an attempt without an end counts as whatever counts most, so this
 * is as strict as asking after it, and a refusal leaves nothing half done.
 */
async function agree(
  tx: Tx,
  ref: ContactRef,
  { given, read, call, zones }: Following & { readonly zones: readonly string[] },
): Promise<{ readonly callbackId: bigint } | CallbackRefused | undefined> {
  const [accountId] = call.account_ids
  const { callback } = given
  await tx.query('savepoint agree')
  // The last word stands: what an earlier one agreed to in this call goes with it.
  for (const callbackId of await agreedIn(tx, ref))
    await endCallback(
      tx,
      { ...ref, callbackId },
      { ended: 'cancelled', by: given.userId, now: read.now },
    )
  if (callback === undefined || accountId === undefined) return undefined
  const forUser = callback.forMe ? given.userId : undefined
  const agreed = await addCallback(
    tx,
    ref,
    {
      accountId,
      zones,
      dueAt: callback.dueAt,
      zone: callback.zone,
      askedBy: 'borrower',
      forUser,
      words: given.words,
      contactId: ref.contactId,
      by: given.userId,
    },
    read,
  )
  if ('declined' in agreed) await tx.query('rollback to savepoint agree')
  return agreed
}

/** What the ending does beyond the caps; the id of the hold that it placed, if it did. */
async function follow(
  tx: Tx,
  ref: ContactRef,
  { given, read, call, on }: Following & { readonly on: Day },
): Promise<bigint | undefined> {
  const ending = ENDINGS[given.disposition]
  const { now, today } = read
  const source = `call, ${given.userId}`
  if (ending.address !== undefined)
    await changeStanding(
      tx,
      ref,
      { addressId: call.address_id, standing: ending.address, how: 'call', source },
      read,
    )
  if (ending.isRightParty) {
    await keepWith(tx, ref, { userId: given.userId, now })
  }
  const spoke = call.said !== null && ENDINGS[call.said].isRightParty
  if (ending.isRightParty !== spoke) {
    const touch = { channel: call.channel, on, accountIds: call.account_ids }
    if (spoke) await takeBackConversation(tx, ref, touch)
    else await recordTouch(tx, ref, { ...touch, kind: 'conversation' })
  }
  await markWorked(tx, ref, { userId: given.userId, now })
  if (ending.refuses !== undefined) {
    const { borrowerId } = ref
    const words = given.words
    const refusal = { borrowerId, channel: ending.refuses, given: false, words, source }
    await applyConsent(tx, ref.tenantId, refusal, now)
  }
  if (ending.hold === undefined) return undefined
  const hold = {
    borrowerId: ref.borrowerId,
    // A claim about a debt holds that debt; what concerns the person holds everything.
    accountId: ending.hold === 'dispute' ? call.account_ids[0] : undefined,
    reason: ending.hold,
    written: false,
    fromOn: today,
    source,
  }
  const made = await applyHold(tx, ref.tenantId, hold, { now, today })
  return 'declined' in made ? undefined : made.holdId
}

/** The person's newest call with a borrower of which nobody has said how it ended. */
export async function openCallOf(
  tx: Tx,
  ref: Omit<ContactRef, 'contactId'>,
  by: { readonly userId: string; readonly since: Instant },
): Promise<bigint | undefined> {
  const found = await tx.query<{ contact_id: bigint }>(
    `select k.contact_id from contact k
      where k.tenant_id = $1 and k.borrower_id = $2 and k.made_by = $3 and k.permitted_at >= $4
        and not exists (select from contact_event e
          where e.tenant_id = k.tenant_id and e.borrower_id = k.borrower_id and e.contact_id = k.contact_id
            and e.detail->>'by' like 'staff:%')
      order by k.contact_id desc limit 1`,
    [ref.tenantId, ref.borrowerId, `staff:${by.userId}`, instantText(by.since)],
  )
  return found.rows[0]?.contact_id
}
