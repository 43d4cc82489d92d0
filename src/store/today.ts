import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'

/** What a day's work came to, each number the count of cases, so that its list opens as many. */

export type CycleRecord = {
  readonly started_at: Instant
  readonly finished_at: Instant | null
  readonly accounts: bigint
  readonly treatments: bigint
  /** The day of the cycle before; null where this is the first. */
  readonly previous_on: Day | null
}

export async function readCycle(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<CycleRecord | undefined> {
  const result = await tx.query<CycleRecord>(
    `select c.started_at, c.finished_at,
            coalesce(sum(s.accounts), 0)::bigint as accounts,
            coalesce(sum(s.treatments), 0)::bigint as treatments,
            (select max(b.today) from cycle b where b.tenant_id = $1 and b.today < $2) as previous_on
       from cycle c
       left join cycle_shard s on s.tenant_id = c.tenant_id and s.today = c.today
      where c.tenant_id = $1 and c.today = $2
      group by c.started_at, c.finished_at`,
    [tenantId, today],
  )
  return result.rows[0]
}

export type Counted = {
  readonly count: number
  readonly amounts: readonly { readonly minor: bigint; readonly currency: string }[]
}

type CountRow = { readonly currency: string; readonly cases: bigint; readonly minor: bigint }

const counted = (rows: readonly CountRow[]): Counted => ({
  count: rows.reduce((sum, row) => sum + Number(row.cases), 0),
  amounts: rows
    .filter((row) => row.minor !== 0n)
    .map(({ minor, currency }) => ({ minor, currency })),
})

export async function countNewlyBehind(tx: Tx, tenantId: bigint, today: Day): Promise<Counted> {
  const result = await tx.query<CountRow>(
    `select currency, count(*) as cases, sum(arrears_minor)::bigint as minor
       from borrower_case where tenant_id = $1 and opened_on = $2 and state <> 'closed'
      group by currency order by currency`,
    [tenantId, today],
  )
  return counted(result.rows)
}

export async function countCured(tx: Tx, tenantId: bigint, today: Day): Promise<number> {
  const result = await tx.query<{ cases: bigint }>(
    `select count(*) as cases from borrower_case where tenant_id = $1 and closed_on = $2`,
    [tenantId, today],
  )
  return Number(result.rows[0]?.cases ?? 0n)
}

/** Payments of people with a case, reversed ones left out; a person who paid twice counts once. */
export async function countPayments(
  tx: Tx,
  tenantId: bigint,
  during: { since: Day; today: Day },
): Promise<Counted> {
  const result = await tx.query<CountRow & { payers: bigint }>(
    `with paid as materialized (
       select y.borrower_id, y.currency, y.amount_minor
         from entry y
         join borrower_case c on c.tenant_id = y.tenant_id and c.borrower_id = y.borrower_id
        where y.tenant_id = $1 and y.fact_on between $2 and $3 and y.payment_id is not null and y.reverses_id is null
          and not exists (select from entry r
                           where r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
                             and r.reverses_id = y.entry_id)
       union all
       select y.borrower_id, a.currency, y.amount_minor
         from payment y
         join account a on a.tenant_id = y.tenant_id and a.borrower_id = y.borrower_id
          and a.account_id = y.account_id
         join borrower_case c on c.tenant_id = y.tenant_id and c.borrower_id = y.borrower_id
        where y.tenant_id = $1 and y.effective_on between $2 and $3 and y.reverses_id is null
          and not exists (select from payment r
                           where r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
                             and r.account_id = y.account_id and r.reverses_id = y.payment_id)
     )
     select currency, 0 as cases, sum(amount_minor)::bigint as minor,
            (select count(distinct borrower_id) from paid) as payers
       from paid group by currency order by currency`,
    [tenantId, during.since, during.today],
  )
  return { ...counted(result.rows), count: Number(result.rows[0]?.payers ?? 0n) }
}

export type TreatmentCount = { readonly state: string; readonly cases: bigint }

/**
 * Cases by what became of the treatments that the day chose. A reminder before the due day makes no
 * case, so that each number opens exactly the list that it counts.
 */
export async function countTreatments(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<readonly TreatmentCount[]> {
  const result = await tx.query<TreatmentCount>(
    `select t.state, count(*) as cases
       from (select distinct state, borrower_id from treatment where tenant_id = $1 and chosen_on = $2) t
       join borrower_case c on c.tenant_id = $1 and c.borrower_id = t.borrower_id
      group by t.state`,
    [tenantId, today],
  )
  return result.rows
}

export type RuleCount = {
  readonly state: 'deferred' | 'denied'
  readonly rule: string
  readonly cases: bigint
}

/** Which rules put off or denied the day's treatments: every one that speaks against counts. */
export async function countRules(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<readonly RuleCount[]> {
  const result = await tx.query<RuleCount>(
    `select t.state, reason ->> 'rule' as rule, count(distinct t.borrower_id) as cases
       from treatment t
       join borrower_case c on c.tenant_id = t.tenant_id and c.borrower_id = t.borrower_id
       join verdict v on v.tenant_id = t.tenant_id and v.borrower_id = t.borrower_id
        and v.treatment_id = t.treatment_id
       cross join lateral jsonb_array_elements(v.reasons) reason
      where t.tenant_id = $1 and t.chosen_on = $2 and t.state in ('deferred', 'denied')
        and reason ->> 'says' = case t.state when 'deferred' then 'defer' else 'deny' end
      group by t.state, reason ->> 'rule'
      order by count(distinct t.borrower_id) desc, reason ->> 'rule'
      limit 40`,
    [tenantId, today],
  )
  return result.rows
}

/** People with a contact of which nobody knows whether it was sent. */
export async function countUnknown(tx: Tx, tenantId: bigint): Promise<number> {
  const result = await tx.query<{ cases: bigint }>(
    `select count(distinct k.borrower_id) as cases from contact k
       join borrower_case c on c.tenant_id = k.tenant_id and c.borrower_id = k.borrower_id
      where k.tenant_id = $1 and k.state = 'unknown'`,
    [tenantId],
  )
  return Number(result.rows[0]?.cases ?? 0n)
}
