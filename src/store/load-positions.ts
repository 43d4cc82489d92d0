import type { Say } from '../core/words.ts'
import type { Day } from '../core/calendar.ts'
import { CHANNEL_BITS, MAY_BE_TRIED } from './book.ts'
import { writeBulk } from './bulk-positions.ts'
import type { Tx } from './db.ts'
import { writePaid } from './paid-positions.ts'
import { allTerms } from './product-terms.ts'
import { PROFILE, PROFILE_WAKE, VULNERABLE, ZONE_ID } from './profile-sql.ts'
import { ensureWords } from './words-own.ts'

/** How often a person is told how far it has come. */
const TOLD_EVERY = 50_000

/**
 * Derives the positions of every account that the load has touched, through the core, a chunk at a
 * time in the order of the key.
 */
export async function writeTouched(tx: Tx, tenantId: bigint, asOf: Day, say: Say): Promise<number> {
  let told = 0
  return writeBulk(tx, { tenantId, asOf }, (done) => {
    if (done - told < TOLD_EVERY) return
    told = done
    say({ en: `${done} positions`, zh: `${done} 个账户状态` })
  })
}

/** Those of `paid` and `touched`: what is plain as one set, the others through the core. */
export async function writePaidAndTouched(
  tx: Tx,
  tenantId: bigint,
  asOf: Day,
  say: Say,
): Promise<number> {
  const moved = await writePaid(tx, tenantId, asOf)
  return moved + (await writeTouched(tx, tenantId, asOf, say))
}

/**
 * The positions of a book that was empty, where every account has one snapshot and nothing else:
 * the same rows as the core derives (a test compares them), made as one set.
 */
export async function writeFirstPositions(tx: Tx, tenantId: bigint, asOf: Day): Promise<number> {
  const terms = await allTerms(tx, tenantId)
  const zones = await tx.query<{ zone: string }>(
    `select distinct zones[1] as zone from stage_borrower`,
  )
  await ensureWords(
    tx,
    tenantId,
    'zone',
    zones.rows.map((row) => row.zone),
  )
  const profiled = await tx.query<{ any: boolean }>(
    `select exists (select from account_profile where tenant_id = $1)
         or exists (select from limitation_end where tenant_id = $1) as any`,
    [tenantId],
  )
  const profile = profiled.rows[0]?.any === true ? FROM_PROFILES : NO_PROFILES
  const written = await tx.query(firstPositions(profile), [
    tenantId,
    asOf,
    terms.map(({ id }) => id),
    terms.map((one) => one.terms.graceDays),
    terms.map((one) => one.terms.materiality.toleranceMinor),
    terms.map((one) => one.terms.materiality.arrearsAboveMinor ?? null),
  ])
  return written.rowCount ?? 0
}

const FROM_PROFILES = {
  columns: `coalesce(f.risk, -1) as risk, coalesce(f.propensity, -1) as propensity,
               coalesce(f.segment_id, 0) as segment_id, f.limitation_on, ${VULNERABLE} as vulnerable,
               ${PROFILE_WAKE} as profile_wake`,
  join: PROFILE,
}

const NO_PROFILES = {
  columns: `-1 as risk, -1 as propensity, 0 as segment_id, null::date as limitation_on, false as vulnerable,
               null::date as profile_wake`,
  join: '',
}

// A snapshot is late when it has an oldest unpaid due day and its arrears, where it gives any, are
// neither tolerated nor below the threshold; it counts from the day after that due day.
const firstPositions = (profile: typeof FROM_PROFILES): string => `
insert into position (
  tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language, outstanding_minor,
  arrears_minor, instalments_missed, oldest_unpaid_due_on, next_due_on, next_due_minor, last_payment_on,
  last_payment_minor, delinquent_since, cured_on, times_delinquent, paused, channels, held_until,
  closed_on, as_of, counted_from, wake_on, arrears_exact, risk, propensity, segment_id, limitation_on, zone_id,
  vulnerable)
select $1, x.borrower_id, x.account_id, x.portfolio_id, x.product_id, x.currency, x.language, x.balance,
       coalesce(x.arrears, case when x.oldest is null then 0 else greatest(x.balance, 0) end),
       case when x.late and x.oldest < $2::date then x.missed else 0 end,
       case when x.late and x.oldest < $2::date then x.oldest end,
       case when x.next_due_on >= $2::date and coalesce(x.next_left, 1) > 0 then x.next_due_on end,
       case when x.next_due_on >= $2::date and x.next_left > 0 then x.next_left else 0 end,
       null, 0,
       case when x.late and x.since <= $2::date then x.since end,
       null, case when x.late and x.since <= $2::date then 1 else 0 end,
       null, x.channels, null, x.closed_on, $2::date,
       case when x.late and x.oldest < $2::date then x.oldest end,
       least(x.profile_wake, case when x.next_due_on >= $2::date and coalesce(x.next_left, 1) > 0 then x.next_due_on + 1 end,
             case when x.late and x.oldest >= $2::date then x.oldest + 1 end,
             case when x.late and x.since > $2::date then x.since end),
       x.arrears is not null, x.risk, x.propensity, x.segment_id, x.limitation_on, x.zone_id, x.vulnerable
  from (
    select y.*, y.oldest is not null
                and (y.arrears is null
                     or (y.arrears > y.tolerance * y.missed and (y.above is null or y.arrears > y.above))) as late,
           y.oldest + 1 + y.grace as since,
           case when y.arrears is null and y.oldest is not null then y.next_due_minor
                else y.next_due_minor - greatest(-coalesce(y.arrears_given, 0), 0) end as next_left
      from (
        select a.borrower_id, a.account_id, a.portfolio_id, a.product_id, a.currency, a.closed_on, b.language,
               coalesce(s.balance_minor, 0) as balance, s.arrears_minor as arrears_given,
               case when o.oldest is null then coalesce(s.arrears_minor, 0) else s.arrears_minor end as arrears,
               o.oldest, greatest(1, coalesce(s.months_past_due, 1)) as missed,
               s.next_due_on, s.next_due_minor, p.grace, p.tolerance, p.above, coalesce(c.channels, 0) as channels,
               ${ZONE_ID} as zone_id, ${profile.columns}
          from stage_account a
          join stage_borrower b on b.borrower_id = a.borrower_id
          join unnest($3::smallint[], $4::integer[], $5::bigint[], $6::bigint[]) as p (product_id, grace, tolerance, above)
            on p.product_id = a.product_id
          left join stage_snapshot s on s.borrower_id = a.borrower_id and s.account_id = a.account_id
          left join lateral (
            select coalesce(s.oldest_unpaid_due_on,
                            case when s.months_past_due > 0
                                 then (s.effective_on - make_interval(months => s.months_past_due))::date end) as oldest) o on true
          left join (
            select d.borrower_id, bit_or(${CHANNEL_BITS}) as channels
              from (select borrower_id, kind, 'unverified' as standing from stage_address) d
             where ${MAY_BE_TRIED} group by d.borrower_id) c on c.borrower_id = a.borrower_id${profile.join}) y) x
 order by x.borrower_id, x.account_id`
