import type { StagedNoun } from './stage.ts'

/** What a book of kind own refuses of a file, beside what any book refuses. */
export type OwnFault =
  | 'not_own_book'
  | 'owned_elsewhere'
  | 'no_such_payment'
  | 'known_otherwise'
  | 'ledger_declines'

/** Whether the staged row `s` is of an account in a portfolio of kind own, staged or known. */
const isOwn = (kind: 'own' | 'host' = 'own'): string => `(
  exists (select from stage_account a join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id
           where a.borrower_id = s.borrower_id and a.account_id = s.account_id and p.kind = '${kind}')
  or exists (select from account a join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id
              where a.tenant_id = $1 and a.borrower_id = s.borrower_id and a.account_id = s.account_id
                and p.kind = '${kind}'))`

/** Payments of either kind of book, by the id that their reference makes. */
export const knownPayments = `(
  select tenant_id, borrower_id, account_id, payment_id from payment
  union all
  select e.tenant_id, e.borrower_id, a.account_id, e.payment_id
    from entry e join account a on a.tenant_id = e.tenant_id and a.borrower_id = e.borrower_id
     and (a.account_id = e.account_id or e.account_id is null)
   where e.payment_id is not null)`

/** The parts of a staged placement, in the order of the ledger's accounts. */
const PLACED = `array[s.cost, s.fee, s.late_interest, s.interest, s.principal]`

/** Staged placements with what a file may leave out filled in. */
export const STAGED_PLACEMENTS = `
  select s.*, coalesce(s.cost_minor, 0) as cost, coalesce(s.fee_minor, 0) as fee,
         coalesce(s.late_interest_minor, 0) as late_interest, coalesce(s.interest_minor, 0) as interest,
         s.principal_minor as principal
    from stage_placement s`

/** The parts that an entry of the ledger placed, as PLACED has them. */
const POSTED = `(select array_agg(coalesce((select sum(m)::bigint from unnest(b.line_ledger, b.line_minors) l (a, m)
                                             where l.a = part), 0) order by part)
                   from generate_series(0, 4) part)`

/** Whether the newest terms `t` of the debt are others than what is staged in `s`. */
export const NEW_TERMS = `not exists (
  select from (select * from debt_terms t where t.tenant_id = $1 and t.borrower_id = s.borrower_id
                  and t.account_id = s.account_id order by t.terms_id desc limit 1) t
   where (t.contracted_on, t.defaulted_on, t.called_on, t.charged_off_on, t.last_payment_on, t.last_payment_minor,
          t.purchased_on, t.seller, t.original_creditor, t.noticed_on, t.secured, t.ledger) is not distinct from
         (s.contracted_on, s.defaulted_on, s.called_on, s.charged_off_on, s.last_payment_on, s.last_payment_minor,
          s.purchased_on, s.seller, s.original_creditor, s.noticed_on, coalesce(s.secured, false), jsonb_strip_nulls(
            jsonb_build_object('interest', case when s.rate_bps is not null
              then jsonb_build_object('basisPointsAYear', s.rate_bps) end))))`

type Rule = { readonly noun: StagedNoun; readonly code: OwnFault; readonly sql: string }

export const OWN_RULES: readonly Rule[] = [
  {
    noun: 'placement',
    code: 'not_own_book',
    sql: `select s.borrower_id, s.account_id from stage_placement s where ${isOwn('host')}`,
  },
  {
    noun: 'snapshot',
    code: 'owned_elsewhere',
    sql: `select s.borrower_id, s.account_id from stage_snapshot s where ${isOwn()}`,
  },
  {
    noun: 'placement',
    code: 'known_otherwise',
    sql: `select s.borrower_id, s.account_id from (${STAGED_PLACEMENTS}) s
            join entry b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
             and b.kind = 'placement'
           where (b.fact_on, b.currency) is distinct from (s.effective_on, s.currency) or ${POSTED} <> ${PLACED}`,
  },
  {
    noun: 'payment',
    code: 'known_otherwise',
    sql: `select s.payment_id from stage_payment s
            join entry b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.payment_id = s.payment_id
            left join entry r on r.tenant_id = $1 and r.borrower_id = b.borrower_id and r.entry_id = b.reverses_id
           where (b.ref, b.amount_minor, b.fact_on, r.payment_id, coalesce(b.account_id, s.account_id)) is distinct from
                 (s.ref, s.amount_minor, s.effective_on, s.reverses_id, s.account_id)`,
  },
  {
    noun: 'payment',
    code: 'no_such_payment',
    sql: `select s.payment_id from stage_payment s
           where s.reverses_id is not null and ${isOwn()}
             and not exists (select from stage_payment y
                              where y.borrower_id = s.borrower_id and y.payment_id = s.reverses_id)
             and not exists (select from entry y where y.tenant_id = $1 and y.borrower_id = s.borrower_id
                                and y.payment_id = s.reverses_id)`,
  },
  {
    noun: 'account',
    code: 'known_otherwise',
    sql: `select s.borrower_id, s.account_id from stage_account s
            join account b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
            join portfolio p on p.tenant_id = $1 and p.portfolio_id = b.portfolio_id
            join portfolio q on q.tenant_id = $1 and q.portfolio_id = s.portfolio_id
           where p.kind <> q.kind`,
  },
]
