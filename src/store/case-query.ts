import { addDays, type Day } from '../core/calendar.ts'
import { parseFigure } from '../core/figure-key.ts'
import { CASE_FILTERS, filterValues, type CaseFilter } from './cases.ts'
import type { Tx } from './db.ts'
import { loadPeople, parseLoadKey } from './load-people.ts'
import { figurePeople } from './portfolio.ts'
import { putInto, type Base } from './portfolio-base.ts'
import { given } from './portfolio-contacts.ts'
import { judgedPromises } from './promise-stats.ts'
import { peopleBy } from './search.ts'

export const PROMISE_ENDS = ['kept', 'partial', 'broken'] as const

/** The query of a list of cases as it stands in an address, its values read. */
export type CaseAsked = {
  readonly [key in (typeof TEXTS)[number]]?: string | undefined
} & {
  readonly min_days_past_due?: number | undefined
  readonly max_days_past_due?: number | undefined
  readonly on?: Day | undefined
  readonly opened_on?: Day | undefined
  readonly closed_on?: Day | undefined
  readonly paid_since?: Day | undefined
  readonly promise_since?: Day | undefined
}

const TEXTS = [
  'stage',
  'tone',
  'state',
  'portfolio',
  'language',
  'treatment',
  'treatment_state',
  'verdict',
  'rule',
  'contact_state',
  'q',
  'figure',
  'load',
  'promise',
] as const

/** What was found to be a sound query when it was kept, read from its text again. */
export function caseAskedOf(search: string): CaseAsked {
  const given = Object.fromEntries(new URLSearchParams(search))
  const { min_days_past_due: least, max_days_past_due: most, ...rest } = given
  return {
    ...rest,
    min_days_past_due: least === undefined ? undefined : Number(least),
    max_days_past_due: most === undefined ? undefined : Number(most),
  } as CaseAsked
}

const VERDICT_STATES: Readonly<Record<string, string>> = { defer: 'deferred', deny: 'denied' }

/** What the list is narrowed by; people behind figures and promises are worked out for it. */
export async function caseFilterOf(
  tx: Tx,
  tenantId: bigint,
  { query, today }: { readonly query: CaseAsked; readonly today: Day },
): Promise<CaseFilter> {
  return {
    ...query,
    daysPastDueMin: query.min_days_past_due,
    daysPastDueMax: query.max_days_past_due,
    treatmentState:
      query.verdict === undefined ? query.treatment_state : VERDICT_STATES[query.verdict],
    contactState: query.contact_state,
    on: query.on ?? today,
    openedOn: query.opened_on,
    closedOn: query.closed_on,
    paidSince: query.paid_since,
    searched: query.q === undefined ? undefined : await peopleBy(tx, tenantId, query.q),
    people: await peopleBases(tx, tenantId, { query, today }),
  }
}

async function peopleBases(
  tx: Tx,
  tenantId: bigint,
  { query, today }: { readonly query: CaseAsked; readonly today: Day },
): Promise<readonly Base[]> {
  const key = query.figure === undefined ? undefined : parseFigure(query.figure)
  const load = query.load === undefined ? undefined : parseLoadKey(query.load)
  const bases = [
    ...(key === undefined ? [] : [await figurePeople(tx, tenantId, { key, today })]),
    ...(load === undefined ? [] : [loadPeople(load)]),
  ]
  if (query.promise === undefined) return bases
  const since = query.promise_since ?? addDays(today, -1)
  const ended = await endedPromises(tx, tenantId, { since, today })
  const people = ended.filter((one) => one.state === query.promise)
  const base = given(
    people.map(({ borrowerId }) => ({ borrowerId, row: '', column: '', minor: 0n })),
  )
  return [...bases, (put) => `select g.borrower_id from (${base(put)}) g`]
}

/** Tolerance is at most so many days. */
const TOLERANCE_DAYS = 31

type Ended = { readonly borrowerId: bigint; readonly state: string }

/** Promises whose last day, tolerance included, lies between a day and yesterday. */
async function endedPromises(
  tx: Tx,
  tenantId: bigint,
  { since, today }: { readonly since: Day; readonly today: Day },
): Promise<readonly Ended[]> {
  const currencies = await tx.query<{ currency: string }>(
    `select distinct currency from promise where tenant_id = $1 and due_on between $2 and $3`,
    [tenantId, addDays(since, -TOLERANCE_DAYS), today],
  )
  const ended: Ended[] = []
  for (const { currency } of currencies.rows) {
    const asked = { from: addDays(since, -TOLERANCE_DAYS), until: today, currency, today }
    for (const { borrowerId, judged } of await judgedPromises(tx, tenantId, asked))
      if (judged.untilOn >= since && judged.untilOn < today)
        ended.push({ borrowerId, state: judged.state })
  }
  return ended
}

/** People with a case whose promise ended since a day, by how it ended. */
export async function countPromiseEnds(
  tx: Tx,
  tenantId: bigint,
  during: { readonly since: Day; readonly today: Day },
): Promise<(state: (typeof PROMISE_ENDS)[number]) => number> {
  const ended = await endedPromises(tx, tenantId, during)
  const cases = await tx.query<{ borrower_id: bigint }>(
    'select borrower_id from borrower_case where tenant_id = $1 and borrower_id = any($2)',
    [tenantId, ended.map((one) => one.borrowerId)],
  )
  const known = new Set(cases.rows.map((row) => row.borrower_id))
  return (state) =>
    new Set(
      ended
        .filter((one) => one.state === state && known.has(one.borrowerId))
        .map((one) => one.borrowerId),
    ).size
}

/** How many cases a query opens, and who they are: no more than `idsMax` of them, the first in line first. */
export async function countCases(
  tx: Tx,
  tenantId: bigint,
  asked: { readonly query: CaseAsked; readonly today: Day; readonly idsMax: number },
): Promise<{ readonly count: bigint; readonly ids: readonly bigint[] }> {
  const filter = await caseFilterOf(tx, tenantId, asked)
  const values = filterValues(tenantId, { filter, today: asked.today })
  const people = (filter.people ?? []).map(
    (base) => ` and c.borrower_id in (${base(putInto(values))})`,
  )
  const found = await tx.query<{ count: bigint; ids: bigint[] | null }>(
    `with found as materialized (
       select c.borrower_id, c.priority from borrower_case c where ${CASE_FILTERS}${people.join('')})
     select (select count(*) from found) as count,
            (select array_agg(f.borrower_id) from (
              select borrower_id from found order by priority desc, borrower_id
               limit ${asked.idsMax}) f) as ids`,
    values,
  )
  const [row] = found.rows
  return { count: row?.count ?? 0n, ids: row?.ids ?? [] }
}
