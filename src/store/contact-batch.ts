import { dayNumber, type Day, type Instant } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import { stateOf } from '../engine/contact.ts'
import type { ContactRef, Told, ToldOf } from './contact.ts'
import { inOneTrip, instantText, type Db } from './db.ts'
import { LISTENED } from './event-out.ts'
import { NOT_SERVICING } from './servicing.ts'
import { costOf, touchesWith } from './touch.ts'

export type Flip = {
  readonly now: Instant
  readonly today: Day
  readonly madeBy: string
}

type Going = {
  readonly ref: ContactRef
  readonly provider: string
  /** Exactly what leaves: kept with the flip, so that a person reads what was said. */
  readonly words?: string | undefined
}

/**
 * The last gate before the wire, committed before the first byte. Under the borrower's lock each
 * permit must still be there, in time, ours, and made since the last stop; its treatment counts as
 * sent from here, because from here it is never sent again. Gives the ids of those that may leave. At
 * most one contact of a borrower.
 */
export async function flipAllToSending(
  db: Db,
  tenantId: bigint,
  all: readonly Going[],
  { now, today, madeBy }: Flip,
): Promise<ReadonlySet<bigint>> {
  if (all.length === 0) return new Set()
  const gone = await inOneTrip<{ contact_id: bigint }>(db, tenantId, {
    name: 'flip-to-sending',
    text: FLIP,
    values: [
      tenantId,
      all.map(({ ref }) => ref.borrowerId),
      all.map(({ ref }) => ref.contactId),
      all.map(({ provider }) => provider),
      instantText(now),
      madeBy,
      today,
      dayNumber(today) * 16,
      CHANNELS,
      all.map(({ words }) => words ?? null),
    ],
  })
  return new Set(gone.map((row) => row.contact_id))
}

const FLIP = `
  with asked as materialized (
    select * from unnest($2::bigint[], $3::bigint[], $4::text[], $10::text[]) as asked(borrower_id, contact_id, by, words)
  ), locked as materialized (
    select borrower_id, block_version from borrower
    where tenant_id = $1 and borrower_id = any($2) order by borrower_id for share
  ), gone as (
    update contact c set state = 'sending', sending_at = $5, provider = asked.by
    from asked join locked using (borrower_id)
    where c.tenant_id = $1 and c.borrower_id = any($2) and c.contact_id = any($3)
      and c.borrower_id = asked.borrower_id and c.contact_id = asked.contact_id
      and c.state = 'permitted' and c.block_version = locked.block_version and c.expires_at > $5 and c.made_by = $6
    returning c.borrower_id, c.contact_id, c.treatment_id, c.account_ids, c.channel, asked.words, not (${NOT_SERVICING}) as is_servicing,
      $8::int + array_position($9::text[], c.channel) - 1 as touch
  ), said as (
    insert into sent_words (tenant_id, borrower_id, contact_id, words)
    select $1, borrower_id, contact_id, words from gone where words is not null
  ), sent as (
    update treatment t set state = 'sent', not_before = null,
      state_why = jsonb_build_object('contact_id', gone.contact_id::text)
    from gone
    where t.tenant_id = $1 and t.borrower_id = any($2)
      and t.borrower_id = gone.borrower_id and t.treatment_id = gone.treatment_id
  ), tried as (
    update position p set last_attempt_on = greatest(p.last_attempt_on, $7::date),
      unanswered_attempts = p.unanswered_attempts + 1, touches = ${touchesWith('gone.touch')},
      cost_minor = p.cost_minor + case when p.account_id = gone.account_ids[1]
        then ${costOf('gone.channel', '$7::date')} else 0 end
    from gone
    where p.tenant_id = $1 and p.borrower_id = any($2)
      and p.borrower_id = gone.borrower_id and p.account_id = any(gone.account_ids)
      and not gone.is_servicing
  )
  select contact_id from gone`

/** The words that leave a contact's slots as they are. */
const isPlain = ({ told }: ToldOf): boolean => told.said === 'accepted' || told.said === 'unknown'

/** Answers to what is on the wire, in one trip; gives those that need more than that. Twice is once. */
export async function tellPlain(
  db: Db,
  tenantId: bigint,
  all: readonly ToldOf[],
): Promise<readonly ToldOf[]> {
  const plain = all.filter(isPlain)
  if (plain.length === 0) return all
  const values = [
    tenantId,
    JSON.stringify(plain.map(rowOf)),
    plain.map(({ ref }) => ref.borrowerId),
    plain.map(({ ref }) => ref.contactId),
  ]
  const tell = { name: 'tell-plain', text: TELL, values }
  const moved = await inOneTrip<{ contact_id: bigint }>(db, tenantId, tell, { retries: 3 })
  const told = new Set(moved.map((row) => row.contact_id))
  return all.filter((one) => !told.has(one.ref.contactId))
}

const rowOf = ({ ref, told }: { ref: ContactRef; told: Told }) => ({
  borrower_id: ref.borrowerId.toString(),
  contact_id: ref.contactId.toString(),
  state: stateOf(told.said),
  said: told.said,
  ref: told.providerRef ?? null,
  detail: told.detail,
  at: instantText(told.at),
})

const TELL = `
  with told as materialized (
    select * from json_to_recordset($2::json) as told(borrower_id bigint, contact_id bigint, state text,
      said text, ref text, detail jsonb, at timestamptz)
  ), moved as (
    update contact c set state = told.state, state_why = null, provider_ref = coalesce(told.ref, c.provider_ref),
      provider = coalesce(told.detail->>'provider', c.provider)
    from told
    where c.tenant_id = $1 and c.borrower_id = any($3) and c.contact_id = any($4)
      and c.borrower_id = told.borrower_id and c.contact_id = told.contact_id and c.state = 'sending'
    returning c.borrower_id, c.contact_id, c.channel, c.account_ids
  ), heard as (
    insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
    select $1, moved.borrower_id, 'contact.sent', told.at, jsonb_strip_nulls(jsonb_build_object(
      'contact_id', moved.contact_id::text, 'channel', moved.channel, 'account_id', moved.account_ids[1]::text))
    from moved join told using (borrower_id, contact_id)
    where told.state = 'accepted' and ${LISTENED}
  ), kept as (
    insert into contact_event (tenant_id, borrower_id, contact_id, kind, detail, effective_at)
    select $1, moved.borrower_id, moved.contact_id, told.said, told.detail, told.at
    from moved join told using (borrower_id, contact_id)
  )
  select contact_id from moved`
