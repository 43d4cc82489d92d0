import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { allTerms } from './product-terms.ts'

/** Payments of lenders' own books that a load has written and that no position knows yet. */
export const PAID_TABLE = `create temp table paid (borrower_id bigint, account_id bigint, effective_on date,
  amount_minor bigint) on commit drop`

/**
 * Moves the positions of accounts in `paid` as one set, where money changes amounts and nothing else: the same
 * rows as the core derives (a test compares them). All other accounts go into `touched`, for the core.
 */
export async function writePaid(tx: Tx, tenantId: bigint, asOf: Day): Promise<number> {
  const any = await tx.query(`select from paid limit 1`)
  if (any.rowCount === 0) return 0
  await tx.query(`analyze paid (borrower_id, account_id), touched`)
  await tx.query(LOCK, [tenantId])
  await tx.query(told(tenantId, asOf))
  // Its size is known to the server only so, and what is planned for one row is row by row.
  await tx.query(`analyze told (borrower_id)`)
  const terms = await allTerms(tx, tenantId)
  const done = await tx.query<{ moved: bigint }>(MOVE, [
    tenantId,
    asOf,
    terms.map(({ id }) => id),
    terms.map((one) => one.terms.materiality.toleranceMinor),
    terms.map((one) => one.terms.materiality.arrearsAboveMinor ?? null),
  ])
  return Number(done.rows[0]?.moved ?? 0n)
}

/** All of them at once and in order: those that the core derives afterwards are behind none that is held here. */
const LOCK = `select count(*) from (
  select from borrower where tenant_id = $1
     and borrower_id in (select borrower_id from paid union all select borrower_id from touched)
   order by borrower_id for update) locked`

const LATE = (row: string): string =>
  `(${row}.oldest_unpaid_due_on is not null or coalesce(${row}.months_past_due, 0) > 0)`

/** What the newest snapshot says of each paid account that no schedule, promise, plan, hold or reversal speaks of. */
function told(tenantId: bigint, asOf: Day): string {
  const of = (row: string): string =>
    `${row}.tenant_id = ${tenantId} and ${row}.borrower_id = a.borrower_id and ${row}.account_id = a.account_id`
  return `create temp table told on commit drop as
select a.borrower_id, a.account_id, a.last_on, a.last_minor, a.last_on <= s.effective_on as before,
       case when a.last_on <= s.effective_on then 0 else a.all_minor end as since_minor, s.effective_on as told_on,
       s.balance_minor, s.arrears_minor, s.next_due_minor, ${LATE('s')} as late,
       greatest(1, coalesce(s.months_past_due, 1)) as missed
  from (select borrower_id, account_id, min(effective_on) as first_on, max(effective_on) as last_on,
               sum(amount_minor)::bigint as all_minor,
               (sum(amount_minor) filter (where effective_on = newest_on))::bigint as last_minor
          from (select *, max(effective_on) over (partition by borrower_id, account_id) as newest_on from paid) x
         group by 1, 2) a
  cross join lateral (
    select s.effective_on, s.balance_minor, s.arrears_minor, s.next_due_minor, s.oldest_unpaid_due_on, s.months_past_due
      from snapshot s where ${of('s')} and s.effective_on <= '${asOf}'
     order by s.effective_on desc, s.recorded_at desc limit 1) s
 where a.last_on <= '${asOf}' and (a.first_on > s.effective_on or a.last_on <= s.effective_on)
   and not exists (select from touched u where u.borrower_id = a.borrower_id and u.account_id = a.account_id)
   and not exists (select from instalment i where ${of('i')})
   and not exists (select from payment r where ${of('r')} and r.reverses_id is not null)
   and not exists (select from promise m where ${of('m')})
   and not exists (select from plan l where ${of('l')})
   and not exists (select from hold h where h.tenant_id = ${tenantId} and h.borrower_id = a.borrower_id)`
}

// What came in after the newest snapshot's day, with what had come in before this load.
const SINCE = `(t.balance_minor - p.outstanding_minor + t.since_minor)`
const NEXT_LEFT = `(t.next_due_minor - greatest(${SINCE} - coalesce(t.arrears_minor, 0), 0))`
const NEXT_STAYS = `p.next_due_on is null or t.next_due_minor is null or t.late and t.arrears_minor is null`

/**
 * The position is good for the day, so only the new money moves it. No payment met an older snapshot that called
 * the account late; and with all of it what was late still is, and what was due next is not all paid. So no day
 * in the account's past changes, and none to wake on.
 */
const MOVE = `
with moved as (
  update position p
     set outstanding_minor = p.outstanding_minor - t.since_minor,
         arrears_minor = case when not t.late then p.arrears_minor
                              when t.arrears_minor is null then greatest(p.outstanding_minor - t.since_minor, 0)
                              else greatest(t.arrears_minor - ${SINCE}, 0) end,
         next_due_minor = case when ${NEXT_STAYS} then p.next_due_minor else ${NEXT_LEFT} end,
         last_payment_on = greatest(p.last_payment_on, t.last_on),
         last_payment_minor = case when p.last_payment_on > t.last_on then p.last_payment_minor
                                   when p.last_payment_on = t.last_on then p.last_payment_minor + t.last_minor
                                   else t.last_minor end,
         as_of = $2::date, recorded_at = now()
    from told t, unnest($3::smallint[], $4::bigint[], $5::bigint[]) as c (product_id, tolerance, above)
   where p.tenant_id = $1 and p.borrower_id = t.borrower_id and p.account_id = t.account_id
     and c.product_id = p.product_id and p.as_of <= $2::date and (p.wake_on is null or p.wake_on > $2::date)
     and (${NEXT_STAYS} or ${NEXT_LEFT} > 0)
     and (t.before or not t.late or t.arrears_minor is null
          or p.oldest_unpaid_due_on is not null
             and t.arrears_minor - ${SINCE} > greatest(c.tolerance * t.missed, coalesce(c.above, 0)))
     and (not t.before or not t.late and p.times_delinquent = 0
          or not exists (select from snapshot z where z.tenant_id = $1 and z.borrower_id = t.borrower_id
                            and z.account_id = t.account_id and z.effective_on < t.told_on and ${LATE('z')}))
  returning p.borrower_id, p.account_id
), rest as (
  insert into touched
  select distinct a.borrower_id, a.account_id from paid a
   where not exists (select from moved m where m.borrower_id = a.borrower_id and m.account_id = a.account_id)
)
select count(*) as moved from moved`
