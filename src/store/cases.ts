import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { putInto, type Base } from './portfolio-base.ts'

export type CaseSort = 'priority' | 'arrears' | 'days_past_due'

/** What narrows the list: undefined narrows nothing. */
export type CaseFilter = {
  readonly stage?: string | undefined
  readonly tone?: string | undefined
  readonly state?: string | undefined
  readonly portfolio?: string | undefined
  readonly language?: string | undefined
  readonly daysPastDueMin?: number | undefined
  readonly daysPastDueMax?: number | undefined
  readonly treatment?: string | undefined
  readonly treatmentState?: string | undefined
  readonly rule?: string | undefined
  readonly contactState?: string | undefined
  readonly on: Day
  readonly openedOn?: Day | undefined
  readonly closedOn?: Day | undefined
  readonly paidSince?: Day | undefined
  /** Only these: those whom the words that were typed may mean. */
  readonly searched?: readonly bigint[] | undefined
  /** Only these people: those behind a number of a figure, or of promises that ended. */
  readonly people?: readonly Base[] | undefined
}

export type CaseKey = { readonly value: string; readonly borrowerId: bigint }

export type CaseRecord = {
  readonly borrower_id: bigint
  readonly name: string
  readonly ref: string
  readonly language: 'zh' | 'en'
  readonly portfolio: string
  readonly state: 'open' | 'promised' | 'on_hold' | 'legal' | 'closed'
  readonly stage: string
  readonly tone: string
  readonly arrears_minor: bigint
  readonly currency: string
  readonly oldest_unpaid_due_on: Day | null
  readonly days_past_due: number
  readonly next_treatment: string | null
  readonly priority: number
  readonly opened_on: Day
  readonly closed_on: Day | null
  readonly lead_account_id: bigint
  readonly decided_on: Day
  readonly zones: readonly string[]
}

/** $1 tenant, $2 today. The most of the case's open accounts; none within the product's grace. */
const DAYS_PAST_DUE = `coalesce((
    select max(unpaused.days)::int
      from position p
      join product d on d.tenant_id = p.tenant_id and d.product_id = p.product_id
      cross join lateral (select coalesce(p.counted_from, p.oldest_unpaid_due_on) as since) counted
      cross join lateral (
        select $2::date - counted.since - coalesce((
          select sum(upper(part) - lower(part))
            from unnest(p.paused * datemultirange(daterange(counted.since, $2::date))) part
        ), 0) as days
      ) unpaused
     where p.tenant_id = c.tenant_id and p.borrower_id = c.borrower_id
       and p.closed_on is null and counted.since < $2::date
       and unpaused.days > coalesce((d.delinquency ->> 'graceDays')::int, 0)
  ), 0)`

const CASE_COLUMNS = `c.borrower_id, b.name, b.ref, b.language, f.code as portfolio, c.state, c.stage,
  c.tone, c.arrears_minor, c.currency, c.oldest_unpaid_due_on, ${DAYS_PAST_DUE} as days_past_due,
  c.next_treatment, c.priority, c.opened_on, c.closed_on, c.lead_account_id, c.decided_on, b.zones`

const CASE_TABLES = `join borrower b on b.tenant_id = c.tenant_id and b.borrower_id = c.borrower_id
  join portfolio f on f.tenant_id = c.tenant_id and f.portfolio_id = c.portfolio_id`

/**
 * The planner sees the values, so each line whose filter is null folds away before it plans. Days
 * past due cost a look at the positions: calendar days, which pauses and grace only lessen, rule
 * most cases out before.
 */
export const CASE_FILTERS = `c.tenant_id = $1
  and ($3::text is null or c.stage = $3)
  and ($4::text is null or c.tone = $4)
  and case when $5::text is null then c.state <> 'closed' or $15::date is not null
           else $5 = 'any' or c.state = $5 end
  and ($6::text is null or c.portfolio_id = (
    select f.portfolio_id from portfolio f where f.tenant_id = $1 and f.code = $6))
  and ($7::text is null or exists (
    select from borrower b
     where b.tenant_id = c.tenant_id and b.borrower_id = c.borrower_id and b.language = $7))
  and ($8::int is null or (c.oldest_unpaid_due_on <= $2::date - $8::int and ${DAYS_PAST_DUE} >= $8::int))
  and ($9::int is null or ((coalesce(c.oldest_unpaid_due_on, $2::date) >= $2::date - $9::int
    or c.oldest_unpaid_due_on >= $2::date - (
      select max(coalesce((g.delinquency ->> 'graceDays')::int, 0)) from product g where g.tenant_id = $1)
    or c.borrower_id in (
      select w.borrower_id from position w where w.tenant_id = $1 and w.paused is not null)
    ) and ${DAYS_PAST_DUE} <= $9::int))
  and (($10::text is null and $11::text is null and $12::text is null) or exists (
    select from treatment t
     where t.tenant_id = c.tenant_id and t.borrower_id = c.borrower_id and t.chosen_on = $13::date
       and ($10::text is null or t.treatment = $10)
       and ($11::text is null or t.state = $11)
       and ($12::text is null or exists (
         select from verdict v
          where v.tenant_id = t.tenant_id and v.borrower_id = t.borrower_id
            and v.treatment_id = t.treatment_id
            and v.reasons @> jsonb_build_array(jsonb_build_object('rule', $12::text, 'says',
                  case t.state when 'deferred' then 'defer' else 'deny' end))))))
  and ($14::date is null or c.opened_on = $14::date)
  and ($15::date is null or c.closed_on = $15::date)
  and ($16::date is null or exists (
    select from entry y
     where y.tenant_id = c.tenant_id and y.borrower_id = c.borrower_id
       and y.fact_on between $16::date and $2::date and y.payment_id is not null and y.reverses_id is null
       and not exists (select from entry r
                        where r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
                          and r.reverses_id = y.entry_id)) or exists (
    select from payment y
     where y.tenant_id = c.tenant_id and y.borrower_id = c.borrower_id
       and y.effective_on between $16::date and $2::date and y.reverses_id is null
       and not exists (select from payment r
                        where r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
                          and r.account_id = y.account_id and r.reverses_id = y.payment_id)))
  and ($17::text is null or exists (
    select from contact k
     where k.tenant_id = c.tenant_id and k.borrower_id = c.borrower_id and k.state = $17))
  and ($18::bigint[] is null or c.borrower_id = any($18))`

/** Each order ends with the borrower, so that it is total and a cursor names one place in it. */
const ORDERS: Readonly<
  Record<CaseSort, { readonly by: string; readonly after: string; readonly key: string }>
> = {
  priority: {
    by: 'c.priority desc, c.borrower_id',
    after: '(c.priority <= $20::int and (c.priority < $20::int or c.borrower_id > $21))',
    key: 'c.priority::text',
  },
  arrears: {
    by: 'c.arrears_minor desc, c.borrower_id',
    after:
      '(c.arrears_minor <= $20::bigint and (c.arrears_minor < $20::bigint or c.borrower_id > $21))',
    key: 'c.arrears_minor::text',
  },
  days_past_due: {
    by: `coalesce(c.oldest_unpaid_due_on, 'infinity'), c.borrower_id`,
    after: `(coalesce(c.oldest_unpaid_due_on, 'infinity') >= $20::date
      and (coalesce(c.oldest_unpaid_due_on, 'infinity') > $20::date or c.borrower_id > $21))`,
    key: `coalesce(c.oldest_unpaid_due_on, 'infinity')::text`,
  },
}

/** The page is found first, so that days past due are counted for its rows alone. */
const listSql = (sort: CaseSort, people = '') => `with page as materialized (
    select c.*, ${ORDERS[sort].key} as sort_key
      from borrower_case c
     where ${CASE_FILTERS}${people}
       and ($20::text is null or ${ORDERS[sort].after})
     order by ${ORDERS[sort].by}
     limit $19
  )
  select ${CASE_COLUMNS}, c.sort_key from page c ${CASE_TABLES} order by ${ORDERS[sort].by}`

const LIST_SQL: Readonly<Record<CaseSort, string>> = {
  priority: listSql('priority'),
  arrears: listSql('arrears'),
  days_past_due: listSql('days_past_due'),
}

export type CaseList = {
  readonly rows: readonly CaseRecord[]
  /** The place after the last row; undefined at the end of the list. */
  readonly next: CaseKey | undefined
}

type ListAsked = {
  readonly today: Day
  readonly filter: CaseFilter
  readonly sort: CaseSort
  readonly after: CaseKey | undefined
  readonly limit: number
}

export async function listCases(tx: Tx, tenantId: bigint, asked: ListAsked): Promise<CaseList> {
  const { filter } = asked
  const values = valuesOf(tenantId, asked)
  const people = (filter.people ?? []).map(
    (base) => ` and c.borrower_id in (${base(putInto(values))})`,
  )
  const sql = people.length === 0 ? LIST_SQL[asked.sort] : listSql(asked.sort, people.join(''))
  const result = await tx.query<CaseRecord & { sort_key: string }>(sql, values)
  const rows = result.rows.slice(0, asked.limit)
  const last = result.rows.length > asked.limit ? rows.at(-1) : undefined
  return { rows, next: last && { value: last.sort_key, borrowerId: last.borrower_id } }
}

const valuesOf = (tenantId: bigint, { after, limit, ...asked }: ListAsked): unknown[] => [
  ...filterValues(tenantId, asked),
  limit + 1,
  after?.value,
  after?.borrowerId,
]

/** The values of the filters' lines: $1 to $18. */
export function filterValues(
  tenantId: bigint,
  { filter, today }: Pick<ListAsked, 'filter' | 'today'>,
): unknown[] {
  return [
    tenantId,
    today,
    filter.stage,
    filter.tone,
    filter.state,
    filter.portfolio,
    filter.language,
    filter.daysPastDueMin,
    filter.daysPastDueMax,
    filter.treatment,
    filter.treatmentState,
    filter.rule,
    filter.on,
    filter.openedOn,
    filter.closedOn,
    filter.paidSince,
    filter.contactState,
    filter.searched ?? null,
  ]
}

export async function readCase(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<CaseRecord | undefined> {
  const result = await tx.query<CaseRecord>(
    `select ${CASE_COLUMNS} from borrower_case c ${CASE_TABLES} where c.tenant_id = $1 and c.borrower_id = $3`,
    [tenantId, today, borrowerId],
  )
  return result.rows[0]
}

export type CaseFacets = {
  readonly stages: readonly string[]
  readonly tones: readonly string[]
  readonly portfolios: readonly { code: string; name_zh: string; name_en: string }[]
  readonly treatments: readonly string[]
}

/** What the open cases can be narrowed by, each list in order. */
export async function readFacets(tx: Tx, tenantId: bigint): Promise<CaseFacets> {
  const words = await tx.query<{
    stages: string[] | null
    tones: string[] | null
    treatments: string[] | null
  }>(
    `select array_agg(distinct stage order by stage) as stages,
            array_agg(distinct tone order by tone) as tones,
            array_agg(distinct next_treatment order by next_treatment)
              filter (where next_treatment is not null) as treatments
       from (select distinct stage, tone, next_treatment from borrower_case
              where tenant_id = $1 and state <> 'closed') c`,
    [tenantId],
  )
  const portfolios = await tx.query<{ code: string; name_zh: string; name_en: string }>(
    `select code, name_zh, name_en from portfolio where tenant_id = $1 order by code`,
    [tenantId],
  )
  const row = words.rows[0]
  return {
    stages: row?.stages ?? [],
    tones: row?.tones ?? [],
    treatments: row?.treatments ?? [],
    portfolios: portfolios.rows,
  }
}
