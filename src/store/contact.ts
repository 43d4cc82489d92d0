import { dayFromNumber, dayNumber, type Day, type Instant } from '../core/calendar.ts'
import { CHANNELS, type Channel } from '../core/channel.ts'
import {
  afterReceipt,
  standingOf,
  stateOf,
  type ContactState,
  type Said,
} from '../engine/contact.ts'
import { changeStanding } from './address-history.ts'
import { inOneTrip, inTenant, instantText, type Db, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { BorrowerRange } from './positions.ts'
import { lockContact, moveSlots } from './slot-moves.ts'
import type { Slot } from './slots.ts'
import { NOT_SERVICING } from './servicing.ts'
import { costOf, touchesWith } from './touch.ts'
import { withdrawPermits } from './withdraw.ts'

export type ContactRef = BorrowerRef & { readonly contactId: bigint }

/**
 * The last gate before the wire, committed before the first byte. Under the borrower's lock the
 * permit must still be there, in time, ours, and made since the last stop; the treatment counts as
 * sent from here, because from here it is never sent again.
 */
export async function flipToSending(
  db: Db,
  ref: ContactRef,
  flip: {
    readonly now: Instant
    readonly today: Day
    readonly provider: string
    readonly madeBy: string
  },
): Promise<boolean> {
  const [done] = await inOneTrip<{ flipped: bigint }>(db, ref.tenantId, {
    name: 'flip-to-sending',
    text: `
        with locked as materialized (
          select block_version from borrower where tenant_id = $1 and borrower_id = $2 for share
        ), gone as (
          update contact c set state = 'sending', sending_at = $4, provider = $5
          from locked
          where c.tenant_id = $1 and c.borrower_id = $2 and c.contact_id = $3 and c.state = 'permitted'
            and c.block_version = locked.block_version and c.expires_at > $4 and c.made_by = $6
          returning c.treatment_id, c.account_ids, c.channel, not (${NOT_SERVICING}) as is_servicing,
            $8::int + array_position($9::text[], c.channel) - 1 as touch
        ), sent as (
          update treatment t set state = 'sent', not_before = null,
            state_why = jsonb_build_object('contact_id', $3::bigint::text)
          from gone
          where t.tenant_id = $1 and t.borrower_id = $2 and t.treatment_id = gone.treatment_id
        ), tried as (
          update position p set last_attempt_on = greatest(p.last_attempt_on, $7::date),
            unanswered_attempts = p.unanswered_attempts + 1, touches = ${touchesWith('gone.touch')},
            cost_minor = p.cost_minor + case when p.account_id = gone.account_ids[1]
              then ${costOf('gone.channel', '$7::date')} else 0 end
          from gone
          where p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = any(gone.account_ids)
            and not gone.is_servicing
        )
        select count(*) as flipped from gone`,
    values: [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      instantText(flip.now),
      flip.provider,
      flip.madeBy,
      flip.today,
      dayNumber(flip.today) * 16,
      CHANNELS,
    ],
  })
  return done?.flipped === 1n
}

/** What a provider said, by its answer, its receipt or its record; `detail` is kept as it came. */
export type Told = {
  readonly said: Said
  readonly at: Instant
  readonly detail: Readonly<Record<string, string | number>>
  readonly providerRef?: string | undefined
  /** When the step is tried again, where the word is that nothing was taken and that is no fault of the message. */
  readonly again?: Instant | undefined
}

export type ToldOf = { readonly ref: ContactRef; readonly told: Told }
export type Became = ContactState | 'never_sent' | 'no_such_contact'

/** Any order, twice or late: the more final word stands. Doing it twice is doing it once. */
export async function recordTold(db: Db, ref: ContactRef, told: Told): Promise<Became> {
  return inTenant(db, ref.tenantId, (tx) => tellContact(tx, ref, told), { retries: 3 })
}

/**
 * Several answers of one tenant in one commit. What is lost before it commits is found again as
 * 'sending', which nobody sends again.
 */
export async function recordAllTold(
  db: Db,
  tenantId: bigint,
  all: readonly ToldOf[],
): Promise<void> {
  if (all.length === 0) return
  // In one order of locks, so that two batches cannot wait for each other.
  const inOrder = all.toSorted((a, b) => (a.ref.contactId < b.ref.contactId ? -1 : 1))
  await inTenant(
    db,
    tenantId,
    async (tx) => {
      for (const { ref, told } of inOrder) await tellContact(tx, ref, told)
    },
    { retries: 3 },
  )
}

async function tellContact(tx: Tx, ref: ContactRef, told: Told): Promise<Became> {
  const holds = told.said === 'accepted' || told.said === 'unknown'
  if (holds && (await setFrom(tx, ref, ['sending'], told))) return stateOf(told.said)
  const row = await lockContact(tx, ref)
  if (row === undefined) return 'no_such_contact'
  const before = standingOf(row.state, row.state_why ?? undefined)
  const after = afterReceipt(before, told.said)
  if (after === 'never_sent') return after
  if (after === before) return row.state
  await setFrom(tx, ref, [row.state], told)
  const end = { standing: after, outcome: row.outcome ?? undefined }
  await moveSlots(tx, ref, row, { end, at: told.at })
  if (after === 'bounced') await markAddressFails(tx, ref, row.address_id, told)
  if (after === 'never_accepted' && told.again !== undefined) await tryAgain(tx, ref, told.again)
  return stateOf(after)
}

/** A step whose provider was in trouble so often is left to the next night. */
const TRIES_MAX = 8

/** The step is planned anew, and its next try is another contact with slots of its own. */
async function tryAgain(tx: Tx, ref: ContactRef, at: Instant): Promise<void> {
  await tx.query(
    `update treatment t set state = 'deferred', not_before = $4, state_why = jsonb_build_object('why', 'provider_trouble')
     from contact c
     where c.tenant_id = $1 and c.borrower_id = $2 and c.contact_id = $3
       and t.tenant_id = $1 and t.borrower_id = $2 and t.treatment_id = c.treatment_id and t.state = 'sent'
       and (select count(*) from contact e where e.tenant_id = $1 and e.borrower_id = $2
              and e.treatment_id = c.treatment_id and e.state <> 'withdrawn') <= $5`,
    [ref.tenantId, ref.borrowerId, ref.contactId, instantText(at), TRIES_MAX],
  )
}

/** One fenced step; false where the contact is not in any of those states. */
async function setFrom(
  tx: Tx,
  ref: ContactRef,
  from: readonly ContactState[],
  told: Told,
): Promise<boolean> {
  const state = stateOf(told.said)
  const done = await tx.query<{ moved: bigint }>({
    name: 'tell-contact',
    text: `
      with moved as (
        update contact set state = $5, state_why = $6, provider_ref = coalesce($7, provider_ref)
        where tenant_id = $1 and borrower_id = $2 and contact_id = $3 and state = any($4)
        returning contact_id
      ), told as (
        insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
        select $1, $2, contact_id, $8, $9, $10 from moved
      )
      select count(*) as moved from moved`,
    values: [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      from,
      state,
      state === 'failed' ? told.said : null,
      told.providerRef ?? null,
      told.said,
      JSON.stringify(told.detail),
      instantText(told.at),
    ],
  })
  return done.rows[0]?.moved === 1n
}

const DAY_MS = 86_400_000

/** What the provider could not reach is not tried again; strategies ask for channels that are left. */
async function markAddressFails(tx: Tx, ref: ContactRef, addressId: bigint, told: Told) {
  const found = await tx.query<{ standing: string }>(
    `select standing from address where tenant_id = $1 and borrower_id = $2 and address_id = $3`,
    [ref.tenantId, ref.borrowerId, addressId],
  )
  const standing = found.rows[0]?.standing
  if (standing !== 'unverified' && standing !== 'works') return
  const source = String(told.detail['provider'] ?? 'receipt').slice(0, 200)
  const change = { addressId, standing: 'fails', how: 'bounce', source } as const
  const today = dayFromNumber(Math.floor(told.at / DAY_MS))
  await changeStanding(tx, ref, change, { now: told.at, today })
}

/** A contact whose end is not known yet, and how to ask for it. */
export type OpenContact = ContactRef & {
  readonly attemptKey: string
  readonly state: ContactState
  readonly channel: Channel
  readonly expiresAt: Instant
  readonly slots: readonly Slot[]
}

/** One page, borrower by borrower. `madeBy` of this process is left out of 'sending'. */
export async function openContacts(
  db: Db,
  tenantId: bigint,
  ask: {
    readonly states: readonly ContactState[]
    readonly range: BorrowerRange
    readonly after: { readonly borrowerId: bigint; readonly contactId: bigint }
    readonly notMadeBy: string
  },
): Promise<OpenContact[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{
      borrower_id: bigint
      contact_id: bigint
      attempt_key: string
      state: ContactState
      channel: Channel
      expires_at: Instant
      slots: Slot[]
    }>(
      `select borrower_id, contact_id, attempt_key, state, channel, expires_at, slots from contact
       where tenant_id = $1 and state = any($2) and (state <> 'sending' or made_by <> $3)
         and (borrower_id, contact_id) > ($4, $5) and borrower_id >= $6 and ($7::bigint is null or borrower_id < $7)
       order by borrower_id, contact_id limit 500`,
      [
        tenantId,
        ask.states,
        ask.notMadeBy,
        ask.after.borrowerId,
        ask.after.contactId,
        ask.range.from,
        ask.range.until ?? null,
      ],
    ),
  )
  return found.rows.map((row) => ({
    tenantId,
    borrowerId: row.borrower_id,
    contactId: row.contact_id,
    attemptKey: row.attempt_key,
    state: row.state,
    channel: row.channel,
    expiresAt: row.expires_at,
    slots: row.slots,
  }))
}

/** A permit that nobody used in time: nothing left, so its slots go back. */
export async function withdrawExpired(db: Db, contact: OpenContact, now: Instant): Promise<number> {
  return inTenant(db, contact.tenantId, (tx) =>
    withdrawPermits(tx, contact, [contact], { why: 'expired', now }),
  )
}
