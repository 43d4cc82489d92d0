/** A chunk's accounts with what the core derives of them; bulk-rows.ts writes them. */
export const DERIVED_TABLE = `borrower_id bigint, account_id bigint, portfolio_id smallint, product_id smallint,
  currency char(3), language text, closed_on date, zone_id smallint, outstanding_minor bigint, arrears_minor bigint, arrears_exact smallint,
  missed smallint, oldest_on date, counted_from date, next_on date, next_minor bigint, paid_on date,
  paid_minor bigint, since date, cured date, times smallint, paused text, wake_on date, streak smallint,
  quick smallint, promise_until date, kept smallint, broken smallint, promise_last smallint, plan_since date,
  plan_next date, plan_oldest date, channels smallint, held_until date, risk smallint, propensity smallint,
  segment_id smallint, limitation_on date, vulnerable smallint`

/** The columns of a position that are derived, each with where it comes from. */
const COLUMNS: readonly (readonly [string, string])[] = [
  ['portfolio_id', 'k.portfolio_id'],
  ['product_id', 'k.product_id'],
  ['currency', 'k.currency'],
  ['language', 'k.language'],
  ['outstanding_minor', 'k.outstanding_minor'],
  ['arrears_minor', 'k.arrears_minor'],
  ['instalments_missed', 'k.missed'],
  ['oldest_unpaid_due_on', 'k.oldest_on'],
  ['next_due_on', 'k.next_on'],
  ['next_due_minor', 'k.next_minor'],
  ['last_payment_on', 'k.paid_on'],
  ['last_payment_minor', 'k.paid_minor'],
  ['delinquent_since', 'k.since'],
  ['cured_on', 'k.cured'],
  ['times_delinquent', 'k.times'],
  ['paused', 'k.paused::datemultirange'],
  ['channels', 'k.channels'],
  ['held_until', 'k.held_until'],
  ['closed_on', 'k.closed_on'],
  ['as_of', '$2::date'],
  ['counted_from', 'k.counted_from'],
  ['wake_on', 'k.wake_on'],
  ['arrears_exact', 'k.arrears_exact = 1'],
  ['on_time_streak', 'k.streak'],
  ['quick_cures', 'k.quick'],
  ['promise_until', 'k.promise_until'],
  ['promises_kept', 'k.kept'],
  ['promises_broken', 'k.broken'],
  ['promise_last', 'k.promise_last'],
  ['plan_since', 'k.plan_since'],
  ['plan_next_on', 'k.plan_next'],
  ['plan_oldest_on', 'k.plan_oldest'],
  ['risk', 'k.risk'],
  ['propensity', 'k.propensity'],
  ['segment_id', 'k.segment_id'],
  ['limitation_on', 'k.limitation_on'],
  ['zone_id', 'k.zone_id'],
  ['vulnerable', 'k.vulnerable = 1'],
]

// What the contacts have told (touches, last attempt, last conversation, cost) is not derived here and stays.
export const UPDATE_DERIVED = `
update position p
   set ${COLUMNS.map(([column, from]) => `${column} = ${from}`).join(', ')}, recorded_at = now()
  from derived k
 where p.tenant_id = $1 and p.borrower_id = k.borrower_id and p.account_id = k.account_id
   and p.borrower_id between $3 and $4`

/** Of accounts that have no position yet. */
export const INSERT_DERIVED = `
insert into position (tenant_id, borrower_id, account_id, ${COLUMNS.map(([column]) => column).join(', ')})
select $1, k.borrower_id, k.account_id, ${COLUMNS.map(([, from]) => from).join(', ')} from derived k
 where not exists (select from position p
                    where p.tenant_id = $1 and p.borrower_id = k.borrower_id and p.account_id = k.account_id
                      and p.borrower_id between $3 and $4)
 order by k.borrower_id, k.account_id`
