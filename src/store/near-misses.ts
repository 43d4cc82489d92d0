import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'

/** How close to a limit what was allowed came, and what a limit put off: per rule, on a business day. */
export type RuleDay = {
  readonly rule: string
  readonly asked: number
  /** Allowed, and the next one would not have been. */
  readonly lastSlots: number
  readonly deferred: number
  readonly denied: number
}

export type NearMiss = {
  readonly kind: 'last_slot' | 'near_close' | 'near_open'
  readonly borrowerId: bigint
  readonly verdictId: bigint
  readonly name: string
  readonly channel: Channel
  readonly at: Instant
  readonly rule: string | null
  readonly used: number | null
  readonly times: number | null
  readonly minutes: number | null
}

/** So many answers of a day are read for the counts; a book that has more is told so. */
export const ANSWERS_MAX = 100_000

const DAY = `
  day as materialized (
    select v.borrower_id, v.verdict_id, v.judged_at, v.channel, v.decision, v.reasons
      from verdict v
     where v.tenant_id = $1
       and v.judged_at >= ($2::date)::timestamp at time zone (select zone from tenant where tenant_id = $1)
       and v.judged_at < ($2::date + 1)::timestamp at time zone (select zone from tenant where tenant_id = $1)
     order by v.judged_at desc limit ${ANSWERS_MAX})`

const IS_LAST = `d.decision = 'allow' and r->>'code' = 'cap.room'
  and (r->'numbers'->>'used')::int + 1 >= (r->'numbers'->>'times')::int`

export async function countRuleDay(tx: Tx, tenantId: bigint, on: Day): Promise<readonly RuleDay[]> {
  const found = await tx.query<RuleDay>(
    `with ${DAY}
     select r->>'rule' as rule, count(*)::int as asked, (count(*) filter (where ${IS_LAST}))::int as "lastSlots",
            (count(*) filter (where r->>'says' = 'defer'))::int as deferred,
            (count(*) filter (where r->>'says' = 'deny'))::int as denied
       from day d, jsonb_array_elements(d.reasons) r
      group by 1
     having count(*) filter (where ${IS_LAST}) + count(*) filter (where r->>'says' <> 'allow') > 0
      order by "lastSlots" desc, deferred desc, denied desc, rule limit 200`,
    [tenantId, on],
  )
  return found.rows
}

/** Contacts that took the last place of a cap. */
export async function lastSlots(
  tx: Tx,
  tenantId: bigint,
  { on, rule, limit }: { on: Day; rule?: string | undefined; limit: number },
): Promise<readonly NearMiss[]> {
  const found = await tx.query<NearMiss>(
    `with ${DAY}
     select 'last_slot' as kind, d.borrower_id as "borrowerId", d.verdict_id as "verdictId", b.name, d.channel,
            d.judged_at as at, r->>'rule' as rule, (r->'numbers'->>'used')::int as used,
            (r->'numbers'->>'times')::int as times, null::int as minutes
       from day d cross join jsonb_array_elements(d.reasons) r
       join borrower b on b.tenant_id = $1 and b.borrower_id = d.borrower_id
      where ${IS_LAST} and ($3::text is null or r->>'rule' = $3)
      order by d.judged_at desc, d.verdict_id desc, rule limit $4`,
    [tenantId, on, rule ?? null, limit],
  )
  return found.rows
}

/**
 * Contacts that left within minutes of a boundary: of the closing where the permit was cut short by it, of
 * the opening where the same person had been put off until then.
 */
export async function nearBoundaries(
  tx: Tx,
  tenantId: bigint,
  { on, minutes, limit }: { on: Day; minutes: number; limit: number },
): Promise<readonly NearMiss[]> {
  const found = await tx.query<NearMiss>(
    `with ${DAY},
     near as (
       select 'near_close' as kind, d.*, floor(extract(epoch from k.expires_at - k.sending_at) / 60)::int as minutes
         from day d
         join contact k on k.tenant_id = $1 and k.borrower_id = d.borrower_id and k.verdict_id = d.verdict_id
        where d.decision = 'allow' and k.sending_at is not null
          and k.expires_at < k.permitted_at + make_interval(mins => $3)
          and k.expires_at = date_trunc('minute', k.expires_at)
       union all
       select 'near_open', d.*, floor(extract(epoch from d.judged_at - put.until_at) / 60)::int
         from day d
         join lateral (select p.until_at from verdict p where p.tenant_id = $1 and p.borrower_id = d.borrower_id
           and p.channel = d.channel and p.decision = 'defer' and p.judged_at < d.judged_at
           and p.until_at <= d.judged_at and p.until_at > d.judged_at - make_interval(mins => $3)
           order by p.judged_at desc limit 1) put on true
        where d.decision = 'allow')
     select n.kind, n.borrower_id as "borrowerId", n.verdict_id as "verdictId", b.name, n.channel, n.judged_at as at,
            null as rule, null::int as used, null::int as times, n.minutes
       from near n join borrower b on b.tenant_id = $1 and b.borrower_id = n.borrower_id
      order by n.minutes, n.judged_at desc, n.verdict_id limit $4`,
    [tenantId, on, minutes, limit],
  )
  return found.rows
}
