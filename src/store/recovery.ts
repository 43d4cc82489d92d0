import type { Day } from '../core/calendar.ts'
import { judgePlans } from '../core/plan.ts'
import type { RecoveryMonth } from '../core/present-value.ts'
import { readAgreements } from './agreements.ts'
import type { Tx } from './db.ts'
import { readFacts } from './facts.ts'

/** A curve is read from no more accounts than these, the newest: an offer must not wait for a whole book. */
const ACCOUNTS_MAX = 20_000
const PLANS_MAX = 2000
const DAYS_A_MONTH = 30

export type Recovery = {
  readonly months: readonly RecoveryMonth[]
  readonly ended: { readonly completed: number; readonly broken: number }
}

type Of = { readonly portfolioId: number; readonly today: Day; readonly monthsMax: number }

const KEPT_MAX = 200
const kept = new Map<string, Promise<Recovery>>()

/** What the portfolio's own defaults have brought in, once a day in a process. */
export function recoveryOf(
  tx: Tx,
  tenantId: bigint,
  of: Of & { readonly book: string },
): Promise<Recovery> {
  const key = [of.book, tenantId, of.portfolioId, of.today, of.monthsMax].join(' ')
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = readRecovery(tx, tenantId, of)
  kept.set(key, made)
  made.catch(() => kept.delete(key))
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break
    kept.delete(oldest)
  }
  return made
}

async function readRecovery(tx: Tx, tenantId: bigint, of: Of): Promise<Recovery> {
  const months = await readMonths(tx, tenantId, of)
  return { months, ended: await endedPlans(tx, tenantId, of) }
}

/**
 * Month by month since default: what was owed at its start and what came in, by accounts that have reached
 * its end. An account defaulted on the day that its owner says, else when its present delinquency began.
 */
async function readMonths(tx: Tx, tenantId: bigint, of: Of): Promise<readonly RecoveryMonth[]> {
  const found = await tx.query<{ month: number; accounts: bigint; cash: bigint; owed: bigint }>(
    `with bad as (
       select p.borrower_id, p.account_id, p.outstanding_minor as owed,
              coalesce(t.charged_off_on, t.defaulted_on, p.delinquent_since) as since
         from position p
         left join lateral (select charged_off_on, defaulted_on from debt_terms d
                where d.tenant_id = $1 and d.borrower_id = p.borrower_id and d.account_id = p.account_id
                order by d.terms_id desc limit 1) t on true
        where p.tenant_id = $1 and p.portfolio_id = $2
          and coalesce(t.charged_off_on, t.defaulted_on, p.delinquent_since) <= $3
        order by p.account_id desc limit ${ACCOUNTS_MAX}),
     money as (
       select b.borrower_id, b.account_id, (m.effective_on - b.since) / ${DAYS_A_MONTH} + 1 as month, m.amount_minor
         from bad b join payment m on m.tenant_id = $1 and m.borrower_id = b.borrower_id and m.account_id = b.account_id
        where m.reverses_id is null and m.effective_on between b.since and $3
          and not exists (select from payment r where r.tenant_id = $1 and r.borrower_id = m.borrower_id
                and r.account_id = m.account_id and r.reverses_id = m.payment_id)
       union all
       select b.borrower_id, b.account_id, (e.fact_on - b.since) / ${DAYS_A_MONTH} + 1, e.amount_minor
         from bad b join entry e on e.tenant_id = $1 and e.borrower_id = b.borrower_id and e.account_id = b.account_id
        where e.kind in ('payment', 'recovery') and e.fact_on between b.since and $3
          and not exists (select from entry r where r.tenant_id = $1 and r.borrower_id = e.borrower_id
                and r.reverses_id = e.entry_id)),
     paid as (select borrower_id, account_id, month, sum(amount_minor) as minor from money group by 1, 2, 3)
     select s.month::integer as month, count(*) as accounts, coalesce(sum(p.minor), 0)::bigint as cash,
            sum(b.owed + coalesce((select sum(l.minor) from paid l where l.borrower_id = b.borrower_id
                  and l.account_id = b.account_id and l.month >= s.month), 0))::bigint as owed
       from bad b
       cross join lateral generate_series(1, least(($3::date - b.since) / ${DAYS_A_MONTH}, $4::integer)) as s (month)
       left join paid p on p.borrower_id = b.borrower_id and p.account_id = b.account_id and p.month = s.month
      group by s.month order by s.month`,
    [tenantId, of.portfolioId, of.today, of.monthsMax],
  )
  return found.rows.map((row) => ({
    month: row.month,
    accounts: Number(row.accounts),
    cashMinor: row.cash,
    owedMinor: row.owed,
  }))
}

/** How the portfolio's newest plans ended, judged from payments like every other one. */
async function endedPlans(
  tx: Tx,
  tenantId: bigint,
  { portfolioId, today }: Of,
): Promise<Recovery['ended']> {
  const found = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
    `select distinct on (l.plan_id) l.borrower_id, l.account_id from plan l
       join account a on a.tenant_id = l.tenant_id and a.borrower_id = l.borrower_id and a.account_id = l.account_id
      where l.tenant_id = $1 and a.portfolio_id = $2 and l.agreed_on <= $3
      order by l.plan_id desc limit ${PLANS_MAX}`,
    [tenantId, portfolioId, today],
  )
  const accounts = new Map(found.rows.map((row) => [row.account_id, row.borrower_id]))
  const keys = { borrowerIds: [...accounts.values()], accountIds: [...accounts.keys()] }
  const agreements = await readAgreements(tx, tenantId, keys)
  const facts = await readFacts(tx, tenantId, keys)
  const ended = { completed: 0, broken: 0 }
  for (const [accountId, { plans }] of agreements)
    for (const { state } of judgePlans(plans, facts.get(accountId)?.payments ?? [], today))
      if (state === 'completed' || state === 'broken') ended[state]++
  return ended
}
