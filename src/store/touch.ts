import { dayNumber, type Day } from '../core/calendar.ts'
import { CHANNELS, type Channel } from '../core/channel.ts'
import { TOUCH_DAYS, touchOf, type TouchKind } from '../strategy/touch.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { NOT_SERVICING } from './servicing.ts'

/** `answer`: the borrower reached us without a conversation, such as by a voicemail or a letter. */
export type Touch = {
  readonly channel: Channel
  readonly kind: TouchKind | 'answer'
  readonly on: Day
  /** The accounts that it was about; none named stands for all of the borrower's. */
  readonly accountIds?: readonly bigint[] | undefined
}

/**
 * `p.touches` with one more, as strategy/touch.ts keeps them: in order, and of what is older than
 * thirty days only the newest of each kind and channel. Nearly always the new one is the latest and
 * nothing is old: then it is put behind the others.
 */
export const touchesWith = (touch: string): string => `
  case when p.touches is null then array[${touch}]
       when p.touches[1] >= ${touch} / 16 * 16 - ${TOUCH_DAYS * 16}
            and p.touches[cardinality(p.touches)] <= ${touch} then p.touches || ${touch}
  else (
    select array_agg(one order by one)
    from (select one, max(one) over (partition by one & 15) as newest
            from unnest(p.touches || ${touch}) as one) as every
    where one = newest or one >= ${touch} / 16 * 16 - ${TOUCH_DAYS * 16})
  end`

/**
 * What the positions keep of an attempt, a conversation or an answer, in the transaction of what
 * told it. Whoever answers has answered every attempt up to that day.
 */
export async function recordTouch(tx: Tx, ref: BorrowerRef, touch: Touch): Promise<void> {
  const { kind, channel, on, accountIds = [] } = touch
  const who = [ref.tenantId, ref.borrowerId, accountIds]
  if (kind === 'attempt') {
    await tx.query(ATTEMPTED, [...who, touchOf(kind, channel, dayNumber(on)), on, channel])
    return
  }
  await tx.query(ANSWERED, [...who, (dayNumber(on) + 1) * 16])
  if (kind === 'conversation')
    await tx.query(SPOKEN, [...who, touchOf(kind, channel, dayNumber(on)), on])
}

/**
 * Somebody mended their word: nobody was spoken to. Attempts since what the borrower did answer stand
 * unanswered again; of what is older than the touches nothing can come back.
 */
export async function takeBackConversation(
  tx: Tx,
  ref: BorrowerRef,
  { channel, on, accountIds = [] }: Omit<Touch, 'kind'>,
): Promise<void> {
  const touch = touchOf('conversation', channel, dayNumber(on))
  await tx.query(UNSPOKEN, [ref.tenantId, ref.borrowerId, accountIds, touch])
}

/**
 * Nothing of a message that was on the wire was taken: nobody was tried. The positions of its accounts have
 * the attempt no more; one that was answered since is not taken off a second time.
 */
export async function takeBackAttempt(
  tx: Tx,
  ref: BorrowerRef & { readonly contactId: bigint },
): Promise<void> {
  await tx.query(UNTRIED, [ref.tenantId, ref.borrowerId, ref.contactId, CHANNELS])
}

/** It was taken after all. */
export async function giveAttemptAgain(
  tx: Tx,
  ref: BorrowerRef & { readonly contactId: bigint },
): Promise<void> {
  const found = await tx.query<{ channel: Channel; on: Day; account_ids: bigint[] }>(
    `select channel, on_day as on, account_ids from (${TRIED}) as tried`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  for (const { channel, on, account_ids: accountIds } of found.rows)
    await recordTouch(tx, ref, { channel, kind: 'attempt', on, accountIds })
}

const THESE = `p.tenant_id = $1 and p.borrower_id = $2
  and (cardinality($3::bigint[]) = 0 or p.account_id = any($3))`

/** What an attempt on a channel cost on a day, in the currency of the account. */
export const costOf = (channel: string, day: string): string => `coalesce((
  select c.cost_minor from channel_cost c
   where c.tenant_id = $1 and c.channel = ${channel} and c.currency = p.currency and c.effective_on <= ${day}
   order by c.effective_on desc, c.recorded_at desc limit 1), 0)`

/** One attempt is paid for once: by the first of the accounts that it was about. */
const ATTEMPTED = `
update position p set touches = ${touchesWith('$4::int')},
  last_attempt_on = greatest(p.last_attempt_on, $5::date), unanswered_attempts = p.unanswered_attempts + 1,
  cost_minor = p.cost_minor + case when p.account_id = (
    select min(account_id) from position a where a.tenant_id = $1 and a.borrower_id = $2
       and (cardinality($3::bigint[]) = 0 or a.account_id = any($3))) then ${costOf('$6', '$5::date')} else 0 end
where ${THESE}`

const ANSWERED = `
update position p set unanswered_attempts = least(p.unanswered_attempts,
  (select count(*)::int from unnest(p.touches) as one where one & 8 = 0 and one >= $4::int))
where ${THESE}`

const SPOKEN = `
update position p set touches = ${touchesWith('$4::int')},
  last_conversation_on = greatest(p.last_conversation_on, $5::date)
where ${THESE}`

const UNSPOKEN = `
update position p set touches = n.touches, last_conversation_on = date '1970-01-01' + n.spoken,
  unanswered_attempts = (select count(*) from unnest(n.touches) as one
    where one & 8 = 0 and one >= (greatest(n.spoken, n.answered, 0) + 1) * 16)
from (
  select p.account_id, left_over.touches, left_over.spoken, (
      select max(received_at)::date - date '1970-01-01' from inbound i
       where i.tenant_id = $1 and i.borrower_id = $2) as answered
    from position p cross join lateral (
      select array_agg(one order by one) as touches, max(one >> 4) filter (where one & 8 <> 0) as spoken
        from unnest(p.touches) with ordinality as every (one, nth)
       where nth <> array_position(p.touches, $4::int)) as left_over
   where ${THESE} and p.touches @> array[$4::int]) n
where p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = n.account_id`

/** A message that counts as an attempt, and the day of it as the flip kept it. */
const TRIED = `
  select c.channel, c.account_ids, (c.sending_at at time zone t.zone)::date as on_day
    from contact c join tenant t on t.tenant_id = c.tenant_id
   where c.tenant_id = $1 and c.borrower_id = $2 and c.contact_id = $3 and c.sending_at is not null
     and ${NOT_SERVICING}`

const UNTRIED = `
with tried as (
  select *, (on_day - date '1970-01-01') * 16 + array_position($4::text[], channel) - 1 as touch from (${TRIED}) as one
), answered as (
  select max(received_at)::date as on_day from inbound where tenant_id = $1 and borrower_id = $2
)
update position p set touches = n.touches, last_attempt_on = date '1970-01-01' + n.last_on,
  unanswered_attempts = greatest(0, p.unanswered_attempts - n.unanswered),
  cost_minor = p.cost_minor - case when p.account_id = n.first_id then ${costOf('n.channel', 'n.on_day')} else 0 end
from (
  select p.account_id, left_over.touches, left_over.last_on, t.channel, t.on_day, t.account_ids[1] as first_id,
         (t.on_day > greatest(p.last_conversation_on, a.on_day, date '1970-01-01'))::int as unanswered
    from tried t cross join answered a
    join position p on p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = any(t.account_ids)
         and p.touches @> array[t.touch]
    cross join lateral (
      select array_agg(one order by one) as touches, max(one >> 4) filter (where one & 8 = 0) as last_on
        from unnest(p.touches) with ordinality as every (one, nth)
       where nth <> array_position(p.touches, t.touch)) as left_over) n
where p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = n.account_id`
