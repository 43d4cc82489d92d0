import { dayFromNumber, type Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import {
  afterReceipt,
  finer,
  ofAllParts,
  standingOf,
  stateOf,
  type ContactState,
  type Said,
} from '../engine/contact.ts'
import { changeStanding } from './address-history.ts'
import { tellContacts } from './contact-out.ts'
import { flipAllToSending, tellPlain, type Flip } from './contact-batch.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import type { BorrowerRange } from './positions.ts'
import { lockContact, moveSlots } from './slot-moves.ts'
import type { Slot } from './slots.ts'
import { giveAttemptAgain, takeBackAttempt } from './touch.ts'
import { withdrawPermits } from './withdraw.ts'

export type ContactRef = BorrowerRef & { readonly contactId: bigint }

/** One contact's flip; see flipAllToSending. */
export async function flipToSending(
  db: Db,
  ref: ContactRef,
  flip: Flip & { readonly provider: string },
): Promise<boolean> {
  const gone = await flipAllToSending(db, ref.tenantId, [{ ref, provider: flip.provider }], flip)
  return gone.has(ref.contactId)
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
 * Several answers of one tenant: what is plain in one trip, what moves slots in a commit after it. What is
 * lost before it commits is found again as 'sending', which nobody sends again.
 */
export async function recordAllTold(
  db: Db,
  tenantId: bigint,
  all: readonly ToldOf[],
): Promise<void> {
  if (all.length === 0) return
  // In one order of locks, so that two batches cannot wait for each other.
  const inOrder = all.toSorted((a, b) => (a.ref.contactId < b.ref.contactId ? -1 : 1))
  const left = await tellPlain(db, tenantId, inOrder)
  if (left.length === 0) return
  const others = async (tx: Tx) => {
    for (const { ref, told } of left) await tellContact(tx, ref, told)
  }
  await inTenant(db, tenantId, others, { retries: 3 })
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
  if (after === 'never_accepted') await takeBackAttempt(tx, ref)
  else if (before === 'never_accepted') await giveAttemptAgain(tx, ref)
  if (after === 'never_accepted' && told.again !== undefined) await tryAgain(tx, ref, told.again)
  return stateOf(after)
}

/**
 * What was told of one part of a long message: kept, and the whole is then what all of its parts are. The
 * contact's lock makes two parts that are told at once two steps.
 */
export async function recordPart(
  db: Db,
  ref: ContactRef,
  told: Told,
  part: { readonly nth: number; readonly of: number },
): Promise<Became> {
  return inTenant(
    db,
    ref.tenantId,
    async (tx) => {
      const row = await lockContact(tx, ref)
      if (row === undefined) return 'no_such_contact'
      if (row.state === 'permitted' || row.state === 'withdrawn') return 'never_sent'
      const parts = await partsTold(tx, ref, part.of)
      const before = parts[part.nth - 1]
      const said = finer(before, told.said)
      if (said !== before) await keepPart(tx, ref, { ...told, said }, part)
      parts[part.nth - 1] = said
      return tellContact(tx, ref, { ...told, said: ofAllParts(parts) })
    },
    { retries: 3 },
  )
}

async function partsTold(tx: Tx, ref: ContactRef, of: number): Promise<(Said | undefined)[]> {
  const found = await tx.query<{ nth: number; said: Said }>(
    `select (detail ->> 'part')::int as nth, detail ->> 'said' as said from contact_event
      where tenant_id = $1 and borrower_id = $2 and contact_id = $3 and kind = 'part' order by event_no`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  // The newest row of a part is its most final word.
  const newest = new Map(found.rows.map(({ nth, said }) => [nth, said]))
  return Array.from({ length: of }, (_, i) => newest.get(i + 1))
}

async function keepPart(tx: Tx, ref: ContactRef, told: Told, part: { readonly nth: number }) {
  await tx.query(
    `insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
     values ($1, $2, $3, 'part', $4, $5)`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      JSON.stringify({ ...told.detail, part: part.nth, said: told.said }),
      instantText(told.at),
    ],
  )
}

/** A step whose provider was in trouble so often is left to the next night. */
const TRIES_MAX = 8

/** What is no try: nobody was asked. */
const NO_TRY = 'not_its_turn'

/** The step is planned anew, and its next try is another contact with slots of its own. */
async function tryAgain(tx: Tx, ref: ContactRef, at: Instant): Promise<void> {
  await tx.query(
    `update treatment t set state = 'deferred', not_before = $4, state_why = jsonb_build_object('why', 'provider_trouble')
     from contact c
     where c.tenant_id = $1 and c.borrower_id = $2 and c.contact_id = $3
       and t.tenant_id = $1 and t.borrower_id = $2 and t.treatment_id = c.treatment_id and t.state = 'sent'
       and (select count(*) from contact e where e.tenant_id = $1 and e.borrower_id = $2
              and e.treatment_id = c.treatment_id and e.state <> 'withdrawn'
              and not exists (select from contact_event v where v.tenant_id = $1 and v.borrower_id = $2
                and v.contact_id = e.contact_id and v.detail ->> 'why' = $6)) <= $5`,
    [ref.tenantId, ref.borrowerId, ref.contactId, instantText(at), TRIES_MAX, NO_TRY],
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
        update contact set state = $5, state_why = $6, provider_ref = coalesce($7, provider_ref),
          provider = coalesce($9::jsonb->>'provider', provider)
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
  if (done.rows[0]?.moved !== 1n) return false
  const why = state === 'failed' ? told.said : undefined
  await tellContacts(tx, ref.tenantId, [{ ...ref, state, why, at: told.at }])
  return true
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
  /** Who was given it, or whoever of a route; null before it was on the wire. */
  readonly provider: string | null
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
    /** What was accepted before is left to whoever tells of it by themselves. */
    readonly acceptedSince: Instant
  },
): Promise<OpenContact[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{
      borrower_id: bigint
      contact_id: bigint
      attempt_key: string
      state: ContactState
      channel: Channel
      provider: string | null
      expires_at: Instant
      slots: Slot[]
    }>(
      `select borrower_id, contact_id, attempt_key, state, channel, provider, expires_at, slots from contact
       where tenant_id = $1 and state in ('permitted', 'sending', 'accepted', 'unknown') and state = any($2)
         and (state <> 'sending' or made_by <> $3) and (state <> 'accepted' or sending_at > $8)
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
        instantText(ask.acceptedSince),
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
    provider: row.provider,
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
