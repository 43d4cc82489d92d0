import { addDays } from '../core/calendar.ts'
import { firstOf } from '../core/portfolio.ts'
import type { Tx } from './db.ts'
import { putInto, within, yearOf, type Base, type Put, type Scope } from './portfolio-base.ts'
import { NOT_SERVICING } from './servicing.ts'

/** Money that stands: payments of host accounts and of own debts, without what was taken back. */
const payments = (put: Put, scope: Scope): string => `
  select y.borrower_id, y.account_id, y.amount_minor, y.effective_on as on_day
    from payment y
    join account a on a.tenant_id = y.tenant_id and a.borrower_id = y.borrower_id
     and a.account_id = y.account_id
    join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id and f.kind = 'host'
   where y.tenant_id = $1 and y.reverses_id is null and ${within(put, 'a', scope)}
     and not exists (select from payment r
           where r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
             and r.account_id = y.account_id and r.reverses_id = y.payment_id)
  union all
  select y.borrower_id, y.account_id, y.amount_minor, y.fact_on
    from entry y
    join account a on a.tenant_id = y.tenant_id and a.borrower_id = y.borrower_id
     and a.account_id = y.account_id
   where y.tenant_id = $1 and y.payment_id is not null and y.reverses_id is null
     and ${within(put, 'a', scope)}
     and not exists (select from entry r
           where r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
             and r.reverses_id = y.entry_id)`

export const COST_ROWS = [
  'sms',
  'email',
  'message',
  'call',
  'letter',
  'visit',
  'time',
  'collected',
] as const

/** What a month's attempts and people's time cost, and what came in from people with a case. */
export const costBase =
  (scope: Scope): Base =>
  (put) => {
    const [from, end] = [put(firstOf(scope.monthOn)), put(addDays(scope.monthOn, 1))]
    return `
  select k.borrower_id, k.channel as r, 'people' as c, coalesce((
      select o.cost_minor from channel_cost o
       where o.tenant_id = $1 and o.channel = k.channel and o.currency = a.currency
         and o.effective_on <= (k.sending_at at time zone n.zone)::date
       order by o.effective_on desc, o.recorded_at desc limit 1), 0) as minor
    from contact k
    join tenant n on n.tenant_id = k.tenant_id
    join account a on a.tenant_id = k.tenant_id and a.borrower_id = k.borrower_id
     and a.account_id = k.account_ids[1]
   where k.tenant_id = $1 and k.sending_at >= ${from}::date and k.sending_at < ${end}::date
     and k.permitted_at < ${end}::date and k.state <> 'withdrawn'
     and not (k.state = 'failed' and k.state_why = 'never_accepted')
     and ${NOT_SERVICING} and ${within(put, 'a', scope)}
  union all
  select w.borrower_id, 'time', 'people', round(w.seconds * coalesce((
      select h.hour_minor from hour_cost h
       where h.tenant_id = $1 and h.currency = ${put(scope.currency)}
         and h.effective_on <= w.ended_at::date
       order by h.effective_on desc, h.cost_id desc limit 1), 0) / 3600)::bigint
    from (${WORKED}) w
    join borrower_case g on g.tenant_id = $1 and g.borrower_id = w.borrower_id
   where w.ended_at >= ${from}::date and w.ended_at < ${end}::date and ${within(put, 'g', scope)}
  union all
  select p.borrower_id, 'collected', 'people', p.amount_minor
    from (${payments(put, scope)}) p
    join borrower_case g on g.tenant_id = $1 and g.borrower_id = p.borrower_id
   where p.on_day >= ${from}::date and p.on_day < ${end}::date`
  }

/** How long a person had a case before them: from taking it until it was worked, given back or left. */
const WORKED = `
  select e.borrower_id, e.effective_at as ended_at, extract(epoch from e.effective_at - t.effective_at) as seconds
    from lease_event e
    join lateral (
      select s.effective_at from lease_event s
       where s.tenant_id = e.tenant_id and s.borrower_id = e.borrower_id and s.lease_no = e.lease_no
         and s.kind = 'taken'
       order by s.event_no limit 1) t on true
   where e.tenant_id = $1 and e.kind in ('worked', 'released')`

/** When each debt of an own book came into it, and with how much. */
const placed = (put: Put, scope: Scope): string => `
  select y.borrower_id, y.account_id, date_trunc('month', y.fact_on)::date as month_on, y.amount_minor
    from entry y
    join account a on a.tenant_id = y.tenant_id and a.borrower_id = y.borrower_id
     and a.account_id = y.account_id
   where y.tenant_id = $1 and y.kind = 'placement' and y.reverses_id is null
     and y.fact_on >= ${put(firstOf(yearOf(scope)[0] ?? scope.monthOn))}::date
     and y.fact_on <= ${put(scope.monthOn)}::date and ${within(put, 'a', scope)}`

/** What came in of each month's debts by the end of each month after it: each column holds those before. */
export const liquidationBase =
  (scope: Scope): Base =>
  (put) =>
    `
  select d.borrower_id, to_char(d.month_on, 'YYYY-MM') as r, n::text as c, p.amount_minor as minor
    from (${placed(put, scope)}) d
    join (${payments(put, scope)}) p on p.borrower_id = d.borrower_id and p.account_id = d.account_id
     and p.on_day >= d.month_on
    cross join lateral (select ${monthsFrom('d.month_on', 'p.on_day')} as paid_at,
      ${monthsFrom('d.month_on', `${put(scope.monthOn)}::date`)} as newest) m
    cross join lateral generate_series(m.paid_at, m.newest) as n`

const monthsFrom = (from: string, until: string): string =>
  `((extract(year from ${until}) - extract(year from ${from})) * 12
    + extract(month from ${until}) - extract(month from ${from}))::int`

/** What was placed or bought in each month. */
export async function placedByMonth(
  tx: Tx,
  tenantId: bigint,
  scope: Scope,
): Promise<ReadonlyMap<string, bigint>> {
  const values: unknown[] = [tenantId]
  const found = await tx.query<{ month: string; minor: bigint }>(
    `select to_char(d.month_on, 'YYYY-MM') as month, sum(d.amount_minor)::bigint as minor
       from (${placed(putInto(values), scope)}) d group by 1`,
    values,
  )
  return new Map(found.rows.map((row) => [row.month, row.minor]))
}
