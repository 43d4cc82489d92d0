import type { Day } from '../core/calendar.ts'
import { CHANNEL_BITS, MAY_BE_TRIED } from './book.ts'
import { inSpan, type Span } from './bulk-facts.ts'
import { copyRows, known } from './copy-read.ts'
import type { Tx } from './db.ts'
import { VULNERABLE_KINDS } from './profile-sql.ts'

/** What a position takes from other facts than the core's, of an account or of its borrower. */
export type Told = {
  /** A day, or 'infinity' for a hold without end. */
  readonly heldUntil: string | undefined
  readonly risk: number | undefined
  readonly propensity: number | undefined
  readonly segmentId: number | undefined
  readonly limitationOn: Day | undefined
  readonly wakeOn: Day | undefined
  readonly isVulnerable: boolean
}

export type ToldOf = {
  readonly channels: ReadonlyMap<bigint, number>
  readonly borrowers: ReadonlyMap<bigint, Told>
  readonly accounts: ReadonlyMap<bigint, Told>
}

/** The same as UPSERT (book.ts) asks of each account, as grouped sets asked once for a span of them. */
export async function readTold(
  tx: Tx,
  at: { readonly tenantId: bigint; readonly asOf: Day },
  span: Span,
): Promise<ToldOf> {
  const borrowers = new Map<bigint, Told>()
  const accounts = new Map<bigint, Told>()
  const found = await tx.query<ToldRow>(toldSql(span), [at.tenantId, at.asOf, span.from, span.to])
  for (const row of found.rows) {
    const told = {
      heldUntil: row.held_until ?? undefined,
      risk: row.risk ?? undefined,
      propensity: row.propensity ?? undefined,
      segmentId: row.segment_id ?? undefined,
      limitationOn: row.limitation_on ?? undefined,
      wakeOn: row.wake_on ?? undefined,
      isVulnerable: row.vulnerable === true,
    }
    if (row.account_id === null) borrowers.set(row.borrower_id, told)
    else accounts.set(row.account_id, told)
  }
  return { channels: await readChannels(tx, at.tenantId, span), borrowers, accounts }
}

async function readChannels(tx: Tx, tenantId: bigint, span: Span): Promise<Map<bigint, number>> {
  const channels = new Map<bigint, number>()
  const rows = await copyRows(
    tx,
    `select d.borrower_id, bit_or(${CHANNEL_BITS}) from address d
      where d.tenant_id = ${tenantId} and d.borrower_id between ${span.from} and ${span.to}
        and d.borrower_id in (select n.borrower_id from numbered n where ${inSpan(span)})
        and ${MAY_BE_TRIED} group by 1`,
  )
  while (rows.next()) channels.set(known(rows.big()), known(rows.integer()))
  return channels
}

type ToldRow = {
  readonly borrower_id: bigint
  readonly account_id: bigint | null
  readonly held_until: string | null
  readonly risk: number | null
  readonly propensity: number | null
  readonly segment_id: number | null
  readonly limitation_on: Day | null
  readonly wake_on: Day | null
  readonly vulnerable: boolean | null
}

const NOTHING: Readonly<Record<string, string>> = {
  held_until: 'null::date',
  risk: 'null::smallint',
  propensity: 'null::smallint',
  segment_id: 'null::smallint',
  limitation_on: 'null::date',
  wake_on: 'null::date',
  vulnerable: 'null::boolean',
}

/** A part of the union that tells these and nothing else. */
const telling = (told: Readonly<Record<string, string>>): string =>
  Object.entries({ ...NOTHING, ...told })
    .map(([column, from]) => `${from} as ${column}`)
    .join(', ')

const newest = (column: string): string =>
  `(array_agg(y.${column} order by y.effective_on desc, y.profile_id desc) filter (where y.${column} is not null))[1]`

/** The rules are those of HELD_UNTIL (book.ts), PROFILE, VULNERABLE and PROFILE_WAKE (profile-sql.ts). */
function toldSql(span: Span): string {
  const of = (row: string): string =>
    `${row}.tenant_id = $1 and ${row}.borrower_id between $3 and $4
     and ${row}.borrower_id in (select n.borrower_id from numbered n where ${inSpan(span)})`
  return `
with held as materialized (
  select h.borrower_id, h.account_id, h.reason, coalesce(h.until_on, 'infinity'::date) as until_on from hold h
   where ${of('h')} and h.ends_hold_id is null
     and h.from_on <= $2::date and (h.until_on is null or h.until_on > $2::date)
     and not exists (select from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
                        and e.ends_hold_id = h.hold_id and e.from_on <= $2::date))
select borrower_id, account_id, max(held_until) as held_until, max(risk) as risk, max(propensity) as propensity,
       max(segment_id) as segment_id, min(limitation_on) as limitation_on, min(wake_on) as wake_on,
       bool_or(vulnerable) as vulnerable
  from (
    select borrower_id, account_id, ${telling({ held_until: 'until_on' })} from held
    union all
    select y.borrower_id, y.account_id, ${telling({
      risk: newest('risk'),
      propensity: newest('propensity'),
      segment_id: newest('segment_id'),
      limitation_on: newest('limitation_on'),
    })}
      from account_profile y where ${of('y')} and y.effective_on <= $2::date group by 1, 2
    union all
    select l.borrower_id, l.account_id, ${telling({ limitation_on: 'l.barred_on' })} from limitation_end l where ${of('l')}
    union all
    select c.borrower_id, null, ${telling({ wake_on: 'd' })}
      from borrower_circumstance c cross join lateral (values (c.from_on), (c.until_on)) as v (d)
     where ${of('c')} and c.kind in ${VULNERABLE_KINDS} and d > $2::date
    union all
    select h.borrower_id, null, ${telling({ wake_on: 'd' })}
      from hold h cross join lateral (values (h.from_on), (h.until_on)) as v (d)
     where ${of('h')} and h.reason = 'vulnerable' and d > $2::date
    union all
    select y.borrower_id, null, ${telling({ wake_on: 'y.effective_on' })}
      from account_profile y where ${of('y')} and y.effective_on > $2::date
    union all
    select c.borrower_id, null, ${telling({ vulnerable: 'true' })} from borrower_circumstance c
     where ${of('c')} and c.kind in ${VULNERABLE_KINDS}
       and c.from_on <= $2::date and (c.until_on is null or c.until_on > $2::date)
    union all
    select borrower_id, null, ${telling({ vulnerable: 'true' })} from held where reason = 'vulnerable'
    union all
    select r.borrower_id, null, ${telling({ vulnerable: 'true' })} from care_now r
     where ${of('r')} and r.kind = 'vulnerability' and not r.is_over
    union all
    select borrower_id, null, ${telling({ vulnerable: 'true' })} from (
      select distinct on (borrower_id, account_id) borrower_id, vulnerable from account_profile y
       where ${of('y')} and y.vulnerable is not null and y.effective_on <= $2::date
       order by borrower_id, account_id, effective_on desc, profile_id desc) y where vulnerable) t
 group by 1, 2`
}
