import type pg from 'pg'
import { addDays, type Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** What is worked out from facts again and again: it has no past of its own. */
const WORKED_OUT = [
  'borrower_case',
  'borrower_helper',
  'cadence',
  'care_now',
  'inbox_now',
  'job_row',
  'lease',
  'limitation_end',
  'month_end',
  'position',
  'search_key',
]

/**
 * Every table of a borrower once more, as a view that ends where `app.known_until` says: whoever looks there
 * sees what was recorded by then. Made from the catalogue, so that a new table is in it by itself; without
 * the setting a view shows nothing.
 */
const MAKE = `
do $past$
declare fact text;
begin
  for fact in
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
             and a.attname in ('tenant_id', 'borrower_id', 'recorded_at')) = 3
       and c.relname not in (${WORKED_OUT.map((name) => `'${name}'`).join(', ')})
  loop
    execute format('create view past.%1$I with (security_invoker = true) as select * from public.%1$I
      where recorded_at < (select nullif(current_setting(''app.known_until'', true), '''')::timestamptz)', fact);
  end loop;
end $past$`

/** Views hold on to the columns that they name: they are taken away while the schema changes. */
export const dropPast = (client: pg.Client): Promise<unknown> =>
  client.query('drop schema if exists past cascade')

export async function makePast(client: pg.Client): Promise<void> {
  await client.query('begin')
  await client.query('drop schema if exists past cascade')
  await client.query('create schema past')
  await client.query(MAKE)
  await client.query('grant usage on schema past to forbear_app')
  await client.query('grant select, insert, update on all tables in schema past to forbear_app')
  await client.query('commit')
}

export async function hasPast(client: pg.Client): Promise<boolean> {
  const found = await client.query(`select from pg_namespace where nspname = 'past'`)
  return found.rowCount === 1
}

/** SQL: the end of the first day on which we knew of a person; $1 is the tenant. */
export const firstDayEnd = (borrowerId: string): string =>
  `(select ((b.recorded_at at time zone t.zone)::date + 1)::timestamp at time zone t.zone
      from borrower b join tenant t using (tenant_id) where b.tenant_id = $1 and b.borrower_id = ${borrowerId})`

export type Knowledge = {
  /** The day by whose end it was known: later than the day looked at only for who came to our books later. */
  readonly knownOn: Day
  /** The first instants after the day looked at, and after the day of that knowledge. */
  readonly dayEnds: string
  readonly knownUntil: string
}

/** Who came to our books later than the day is shown with what was known on the first: what a file told. */
export async function knowledgeOf(tx: Tx, ref: BorrowerRef, on: Day): Promise<Knowledge> {
  const dayEnds = await endOfDay(tx, ref.tenantId, on)
  const found = await tx.query<{ until: string; on: Day }>(
    `select ${instant('greatest($3::timestamptz, first)')} as until,
            greatest($4::date, (first at time zone zone)::date - 1) as on
       from (select ${firstDayEnd('$2')} as first) f, tenant where tenant_id = $1`,
    [ref.tenantId, ref.borrowerId, dayEnds, on],
  )
  const [row] = found.rows
  return { knownOn: row?.on ?? on, dayEnds, knownUntil: row?.until ?? dayEnds }
}

/** From here on this transaction sees the facts of a borrower that were recorded by the end of the day. */
export async function seePast(tx: Tx, ref: BorrowerRef, on: Day): Promise<Day> {
  const { knownOn, knownUntil } = await knowledgeOf(tx, ref, on)
  await tx.query(
    `set local app.known_until = '${knownUntil}'; set local search_path = past, public`,
  )
  return knownOn
}

const instant = (sql: string) =>
  `to_char((${sql}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/** The first instant after a business day of the tenant, as text. */
export async function endOfDay(tx: Tx, tenantId: bigint, on: Day): Promise<string> {
  const found = await tx.query<{ at: string }>(
    `select ${instant('$2::date::timestamp at time zone zone')} as at from tenant where tenant_id = $1`,
    [tenantId, addDays(on, 1)],
  )
  return found.rows[0]?.at ?? '-infinity'
}
