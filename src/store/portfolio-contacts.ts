import { addDays, type Day } from '../core/calendar.ts'
import { firstOf, monthEnds } from '../core/portfolio.ts'
import { DISPOSITIONS, ENDINGS } from '../engine/disposition.ts'
import type { Tx } from './db.ts'
import { within, type Base, type Scope } from './portfolio-base.ts'
import { judgedPromises, type PersonPromise } from './promise-stats.ts'
import { NOT_SERVICING } from './servicing.ts'

export const PROMISE_STATES = ['kept', 'partial', 'broken', 'open', 'superseded'] as const

const PROMISE_MONTHS = 6

export const promiseMonths = (scope: Pick<Scope, 'monthOn'>): readonly Day[] =>
  monthEnds(scope.monthOn, PROMISE_MONTHS)

/** Promises by the month in which they fell due, judged again from the payments. */
export async function promisesBase(tx: Tx, tenantId: bigint, scope: Scope): Promise<Base> {
  const [first = scope.monthOn] = promiseMonths(scope)
  const judged = await judgedPromises(tx, tenantId, {
    from: firstOf(first),
    until: scope.monthOn,
    currency: scope.currency,
    portfolioId: scope.portfolioId,
    today: scope.today,
  })
  return given(
    judged.map((one) => ({
      borrowerId: one.borrowerId,
      row: one.judged.promise.dueOn.slice(0, 7),
      column: one.judged.state,
      minor: one.judged.promise.amountMinor,
    })),
  )
}

type Given = {
  readonly borrowerId: bigint
  readonly row: string
  readonly column: string
  readonly minor: bigint
}

/** What was worked out outside of the database, as rows of a statement. */
export const given =
  (rows: readonly Given[]): Base =>
  (put) =>
    `select * from unnest(${put(rows.map((row) => row.borrowerId))}::bigint[],
       ${put(rows.map((row) => row.row))}::text[], ${put(rows.map((row) => row.column))}::text[],
       ${put(rows.map((row) => row.minor))}::bigint[]) as g (borrower_id, r, c, minor)`

export const FUNNEL_STEPS = ['due', 'permitted', 'delivered', 'reached', 'promise', 'kept'] as const

/** Endings in which we spoke with the borrower themself. */
const RIGHT_PARTY = DISPOSITIONS.filter((one) => ENDINGS[one].isRightParty)

/** People of a month, each at every step that they came to; a step counts only after the one before. */
export async function funnelBase(tx: Tx, tenantId: bigint, scope: Scope): Promise<Base> {
  const from = firstOf(scope.monthOn)
  const made = { from, until: scope.monthOn }
  const promised = await judgedPromises(tx, tenantId, {
    made,
    currency: scope.currency,
    portfolioId: scope.portfolioId,
    today: scope.today,
  })
  const ids = (some: readonly PersonPromise[]) => [...new Set(some.map((one) => one.borrowerId))]
  const kept = promised.filter((one) => one.judged.state === 'kept')
  return (put) => {
    const [first, end] = [put(from), put(addDays(scope.monthOn, 1))]
    return `
  with due as materialized (
    select distinct t.borrower_id
      from treatment t
      join account a on a.tenant_id = t.tenant_id and a.borrower_id = t.borrower_id
       and a.account_id = t.account_id
     where t.tenant_id = $1 and t.chosen_on >= ${first}::date and t.chosen_on < ${end}::date
       and t.channel is not null and ${within(put, 'a', scope)}),
  tried as (
    select k.borrower_id, bool_or(k.state = 'delivered' or said.spoke is not null) as delivered,
           bool_or(coalesce(said.spoke, false)) as reached
      from due d
      join contact k on k.tenant_id = $1 and k.borrower_id = d.borrower_id
      left join lateral (
        select coalesce(v.detail ->> 'disposition' = any(${put(RIGHT_PARTY)}::text[]), true)
                 and v.kind = 'conversation' as spoke
          from contact_event v
         where v.tenant_id = $1 and v.borrower_id = k.borrower_id and v.contact_id = k.contact_id
           and (v.detail ? 'disposition' or v.kind = 'conversation')
         order by v.event_no desc limit 1) said on true
     where k.permitted_at >= ${first}::date and k.permitted_at < ${end}::date and ${NOT_SERVICING}
     group by k.borrower_id),
  came as (
    select d.borrower_id, t.borrower_id is not null as permitted, coalesce(t.delivered, false) as delivered,
           coalesce(t.reached, false) or exists (
             select from inbound i where i.tenant_id = $1 and i.borrower_id = d.borrower_id
                and i.received_at >= ${first}::date and i.received_at < ${end}::date) as reached,
           d.borrower_id = any(${put(ids(promised))}::bigint[]) as promised,
           d.borrower_id = any(${put(ids(kept))}::bigint[]) as kept
      from due d left join tried t on t.borrower_id = d.borrower_id)
  select c.borrower_id, s.r, 'people' as c, 0::bigint as minor
    from came c cross join lateral (values
      ('due', true), ('permitted', permitted), ('delivered', permitted and delivered),
      ('reached', permitted and delivered and reached),
      ('promise', permitted and delivered and reached and promised),
      ('kept', permitted and delivered and reached and promised and kept)) as s (r, holds)
   where s.holds`
  }
}
