/**
 * The one statement of a run: what has come in, what was undone or given back of what was handed on, with the
 * rate of each day; written as lines, each once, and summed up. $1 tenant, $2 portfolio, $3 last day,
 * $4 ways of providers.
 */

/** Days after which a payment is final, where its product says so; a way that we do not know is the slowest. */
const FINAL_ON = `coalesce((p.agreement -> 'finalAfterDays' ->> w.way)::int,
    (p.agreement -> 'finalAfterDays' ->> 'other')::int, 0)`

const wayOf = (payment: string) => `left join lateral (
    select max($4::jsonb ->> t.provider) as way from payment_step s
      join payment_try t on t.tenant_id = s.tenant_id and t.borrower_id = s.borrower_id and t.try_no = s.try_no
     where s.tenant_id = $1 and s.borrower_id = ${payment}.borrower_id and s.payment_id = ${payment}.payment_id
       and s.kind = 'payment') w on true`

/** What freed a line `l` of a refused remittance; none: it stands. */
const FREED = `left join remittance_line_freed f on f.tenant_id = $1 and f.borrower_id = l.borrower_id
      and f.account_id = l.account_id and f.kind = l.kind and f.item_id = l.item_id and f.try_no = l.try_no`

const noLine = (kind: string, of: string) => `not exists (select from remittance_line l ${FREED}
    where l.tenant_id = $1 and l.borrower_id = ${of}.borrower_id and l.account_id = ${of}.account_id
      and l.kind = '${kind}' and l.item_id = ${of}.item_id and f.try_no is null)`

const HOST = `
stood as (
  select y.borrower_id, y.account_id, y.payment_id as item_id, a.currency, y.amount_minor, y.effective_on,
         y.effective_on + ${FINAL_ON} as final_on
    from account a
    join product p on p.tenant_id = $1 and p.product_id = a.product_id
    join payment y on y.tenant_id = $1 and y.borrower_id = a.borrower_id and y.account_id = a.account_id
         and y.reverses_id is null
    ${wayOf('y')}
   where a.tenant_id = $1 and a.portfolio_id = $2
     and not exists (select from payment r where r.tenant_id = $1 and r.borrower_id = y.borrower_id
           and r.account_id = y.account_id and r.reverses_id = y.payment_id)
), undone as (
  select borrower_id, account_id, reverses_id as item_id, effective_on from payment
   where tenant_id = $1 and reverses_id is not null
), given_back as (
  select borrower_id, account_id, item_id, currency, amount_minor, effective_on from stood where false
)`

/**
 * Money of an own book belongs to the portfolio of the debt that it names, else to the only one in which the
 * borrower has own debts of that currency. With several nobody can say: it waits until it names a debt.
 */
const HOME = `
home as (
  select a.borrower_id, a.currency, min(a.account_id) as account_id from account a
    join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id and f.kind = 'own'
   where a.tenant_id = $1
   group by a.borrower_id, a.currency having min(a.portfolio_id) = $2 and max(a.portfolio_id) = $2
), cash as (
  select e.borrower_id, coalesce(e.account_id, 0) as account_id, e.entry_id as item_id, e.currency, e.amount_minor,
         e.fact_on as effective_on, e.kind, e.payment_id, a.product_id
    from entry e
    left join home h on h.borrower_id = e.borrower_id and h.currency = e.currency
    join account a on a.tenant_id = $1 and a.borrower_id = e.borrower_id and a.portfolio_id = $2
         and a.account_id = coalesce(e.account_id, h.account_id)
   where e.tenant_id = $1 and e.kind in ('payment', 'recovery', 'refund') and e.fact_on is not null
)`

const OWN = `${HOME}, stood as (
  select y.borrower_id, y.account_id, y.item_id, y.currency, y.amount_minor, y.effective_on,
         y.effective_on + ${FINAL_ON} as final_on
    from cash y
    join product p on p.tenant_id = $1 and p.product_id = y.product_id
    ${wayOf('y')}
   where y.kind <> 'refund'
     and not exists (select from entry r where r.tenant_id = $1 and r.borrower_id = y.borrower_id
           and r.reverses_id = y.item_id)
), undone as (
  select r.borrower_id, coalesce(e.account_id, 0) as account_id, r.reverses_id as item_id, r.fact_on as effective_on
    from entry r join entry e on e.tenant_id = $1 and e.borrower_id = r.borrower_id and e.entry_id = r.reverses_id
   where r.tenant_id = $1 and r.reverses_id is not null
), given_back as (
  -- What is given back of money that is not handed on yet waits for it.
  select y.borrower_id, y.account_id, y.item_id, y.currency, y.amount_minor, y.effective_on from cash y
   where y.kind = 'refund' and y.effective_on <= $3
     and not exists (select from stood s where s.borrower_id = y.borrower_id and s.currency = y.currency
           and s.item_id < y.item_id and s.final_on > $3 and ${noLine('payment', 's')})
)`

const TAIL = `
picked as materialized (
  select s.borrower_id, s.account_id, 'payment' as kind, s.item_id, s.currency, s.amount_minor, s.effective_on,
         null::int as basis_points
    from stood s where s.final_on <= $3 and ${noLine('payment', 's')}
  union all
  select l.borrower_id, l.account_id, 'reversal', l.item_id, l.currency, -l.amount_minor, u.effective_on,
         l.basis_points
    from remittance_line l ${FREED}
    join undone u on u.borrower_id = l.borrower_id and u.account_id = l.account_id and u.item_id = l.item_id
   where l.tenant_id = $1 and l.portfolio_id = $2 and l.kind = 'payment' and f.try_no is null
     and ${noLine('reversal', 'u')}
  union all
  select g.borrower_id, g.account_id, 'refund', g.item_id, g.currency, -g.amount_minor, g.effective_on, null::int
    from given_back g where ${noLine('refund', 'g')}
), rated as materialized (
  select k.borrower_id, k.account_id, k.kind, k.item_id, k.currency, k.amount_minor, k.effective_on,
         coalesce(k.basis_points, t.basis_points) as basis_points
    from picked k
    left join lateral (select t.basis_points from remittance_terms t
      where t.tenant_id = $1 and t.portfolio_id = $2 and t.from_on <= k.effective_on
      order by t.from_on desc, t.terms_id desc limit 1) t on true
), kept as (
  insert into remittance_line (tenant_id, borrower_id, account_id, kind, item_id, portfolio_id, currency, nth,
    amount_minor, effective_on, basis_points, try_no)
  select $1, r.borrower_id, r.account_id, r.kind, r.item_id, $2, r.currency,
         coalesce((select max(nth) from remittance m where m.tenant_id = $1 and m.portfolio_id = $2
                      and m.currency = r.currency), 0) + 1,
         r.amount_minor, r.effective_on, r.basis_points,
         1 + (select count(*) from remittance_line_freed f where f.tenant_id = $1 and f.borrower_id = r.borrower_id
                and f.account_id = r.account_id and f.kind = r.kind and f.item_id = r.item_id)
    from rated r where not exists (select from rated where basis_points is null)
  returning currency
)
select r.currency, count(*)::int as lines,
       coalesce(sum(r.amount_minor) filter (where r.amount_minor > 0), 0)::bigint as collected,
       coalesce(sum(r.amount_minor) filter (where r.amount_minor < 0), 0)::bigint as taken_back,
       coalesce(sum(r.amount_minor::numeric * r.basis_points), 0)::text as shares,
       min(r.effective_on) filter (where r.basis_points is null) as unrated_on
  from rated r group by r.currency order by r.currency`

export const LINES_OF: Readonly<Record<'host' | 'own', string>> = {
  host: `with ${HOST}, ${TAIL}`,
  own: `with ${OWN}, ${TAIL}`,
}

/** Standing money of own debts in several portfolios that names none of them: nobody can hand it on. */
export const NAMELESS = `
  select count(*)::int as count from entry e
   where e.tenant_id = $1 and e.kind in ('payment', 'recovery') and e.fact_on <= $3 and e.account_id is null
     and not exists (select from entry r where r.tenant_id = $1 and r.borrower_id = e.borrower_id
           and r.reverses_id = e.entry_id)
     and not exists (select from remittance_line l ${FREED}
         where l.tenant_id = $1 and l.borrower_id = e.borrower_id
           and l.account_id = 0 and l.kind = 'payment' and l.item_id = e.entry_id and f.try_no is null)
     and exists (select from account a where a.tenant_id = $1 and a.borrower_id = e.borrower_id
           and a.currency = e.currency and a.portfolio_id = $2)
     and exists (select from account a
           join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id and f.kind = 'own'
          where a.tenant_id = $1 and a.borrower_id = e.borrower_id and a.currency = e.currency
            and a.portfolio_id <> $2)`
