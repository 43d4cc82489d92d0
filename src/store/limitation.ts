import type { Day } from '../core/calendar.ts'
import {
  earliestLimitation,
  type Limitation,
  type LimitationEvent,
  type LimitationKind,
} from '../core/limitation.ts'
import { WITHDRAWN } from './agreements.ts'
import { recomputePosition } from './book.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { limitationLaws } from './limitation-book.ts'
import { NOT_SERVICING } from './servicing.ts'

export type AccountLimitation = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly accountRef: string
  readonly places: readonly string[]
  /** undefined: no law of the place is on file, or nothing has fallen due. */
  readonly found: Limitation | undefined
  /** What the lender says; it holds where it is earlier. */
  readonly lenderSays: Day | undefined
  /** The first day on which the debt is out of time, from both. */
  readonly barredOn: Day | undefined
}

type AccountRow = {
  borrower_id: bigint
  account_id: bigint
  ref: string
  jurisdictions: string[]
  zone: string | null
  default_on: Day | null
  lender_on: Day | null
}

/** What each account of these borrowers comes to, reckoned from its facts. */
export async function readLimitations(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
  today: Day,
): Promise<readonly AccountLimitation[]> {
  const accounts = await tx.query<AccountRow>(
    `select a.borrower_id, a.account_id, a.ref, f.jurisdictions, b.zones[1] as zone,
            p.oldest_unpaid_due_on as default_on,
            (select y.limitation_on from account_profile y
              where y.tenant_id = $1 and y.borrower_id = a.borrower_id and y.account_id = a.account_id
                and y.limitation_on is not null and y.effective_on <= $3
              order by y.effective_on desc, y.profile_id desc limit 1) as lender_on
       from account a
       join borrower b on b.tenant_id = $1 and b.borrower_id = a.borrower_id
       join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
       left join position p on p.tenant_id = $1 and p.borrower_id = a.borrower_id and p.account_id = a.account_id
      where a.tenant_id = $1 and a.borrower_id = any($2) order by a.borrower_id, a.account_id`,
    [tenantId, borrowerIds, today],
  )
  const events = await readEvents(tx, tenantId, borrowerIds)
  const laws = limitationLaws(today)
  return accounts.rows.map((row) => {
    const own = (events.get(row.account_id) ?? []).filter((event) => event.on <= today)
    const found = earliestLimitation(laws, placesOf(row), withDefault(own, row.default_on))
    const lenderSays = row.lender_on ?? undefined
    const days = [found?.barredOn, lenderSays].filter((on) => on !== undefined)
    return {
      borrowerId: row.borrower_id,
      accountId: row.account_id,
      accountRef: row.ref,
      places: row.jurisdictions,
      found,
      lenderSays,
      barredOn: days.toSorted()[0],
    }
  })
}

/** The one part of a country that its zone tells. */
const ZONE_PLACE: Readonly<Record<string, string>> = { 'Australia/Darwin': 'au-nt' }

const placesOf = ({ jurisdictions, zone }: AccountRow): readonly string[] => {
  const place = zone === null ? undefined : ZONE_PLACE[zone]
  return place === undefined ? jurisdictions : [...jurisdictions, place]
}

/** A default that somebody recorded stands before the oldest due day that is still unpaid. */
function withDefault(
  events: readonly LimitationEvent[],
  oldestOn: Day | null,
): readonly LimitationEvent[] {
  if (oldestOn === null || events.some((event) => event.kind === 'default')) return events
  return [...events, { kind: 'default', on: oldestOn, what: 'oldest unpaid' }]
}

type EventRow = {
  account_id: bigint
  kind: LimitationKind
  on: Day
  until: Day | null
  what: string
  consented: boolean
}

// A demand is a message that asks for money and arrived, or a talk; a promise or a plan is the borrower's own word.
const EVENTS = `
  select e.account_id, e.kind, e.on, e.until, e.what,
         exists (select from revival_consent v where v.tenant_id = $1 and v.borrower_id = e.borrower_id
                    and v.account_id = e.account_id and v.effective_on <= e.on) as consented
    from (
      select borrower_id, account_id, kind, effective_on as on, until_on as until, source as what
        from limitation_fact where tenant_id = $1 and borrower_id = any($2) and kind <> 'lender_statement'
      union all
      select p.borrower_id, p.account_id, 'payment', p.effective_on, null, p.ref
        from payment p
       where p.tenant_id = $1 and p.borrower_id = any($2) and p.reverses_id is null
         and not exists (select from payment r where r.tenant_id = $1 and r.borrower_id = p.borrower_id
                            and r.account_id = p.account_id and r.reverses_id = p.payment_id)
      union all
      select borrower_id, account_id, 'acknowledgement', made_on, null, 'promise ' || promise_id
        from promise where tenant_id = $1 and borrower_id = any($2) and not ${WITHDRAWN('promise')}
      union all
      select borrower_id, account_id, 'acknowledgement', agreed_on, null, 'plan ' || plan_id
        from plan where tenant_id = $1 and borrower_id = any($2) and ends_plan_id is null and not waits
      union all
      select distinct c.borrower_id, account_id, 'demand',
             (coalesce(c.sending_at, c.permitted_at) at time zone b.zones[1])::date, null::date, c.channel
        from contact c
        join borrower b on b.tenant_id = $1 and b.borrower_id = c.borrower_id
        cross join lateral unnest(c.account_ids) as account_id
       where c.tenant_id = $1 and c.borrower_id = any($2) and ${NOT_SERVICING}
         and (c.state = 'delivered' or exists (select from contact_event v where v.tenant_id = $1
               and v.borrower_id = c.borrower_id and v.contact_id = c.contact_id and v.kind = 'conversation'))
    ) e`

async function readEvents(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, readonly LimitationEvent[]>> {
  const found = await tx.query<EventRow>(EVENTS, [tenantId, borrowerIds])
  const all = new Map<bigint, LimitationEvent[]>()
  for (const row of found.rows) {
    const own = all.get(row.account_id) ?? []
    all.set(row.account_id, own)
    own.push({ ...row, until: row.until ?? undefined })
  }
  return all
}

/** Reckons anew and writes it where positions find it; the caller derives the positions after it. */
export async function refreshLimitations(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
  today: Day,
): Promise<readonly AccountLimitation[]> {
  const all = await readLimitations(tx, tenantId, borrowerIds, today)
  const known = all.flatMap((one) =>
    one.found === undefined ? [] : [{ ...one, found: one.found }],
  )
  await tx.query(
    `insert into limitation_end (tenant_id, borrower_id, account_id, place, barred_on, extinguishes, reckoned_on)
     select $1, k.*, $7::date
       from unnest($2::bigint[], $3::bigint[], $4::text[], $5::date[], $6::boolean[])
         as k (borrower_id, account_id, place, barred_on, extinguishes)
     on conflict (tenant_id, borrower_id, account_id) do update
       set place = excluded.place, barred_on = excluded.barred_on, extinguishes = excluded.extinguishes,
           reckoned_on = excluded.reckoned_on, recorded_at = now()
     where (limitation_end.place, limitation_end.barred_on) is distinct from (excluded.place, excluded.barred_on)`,
    [
      tenantId,
      known.map((one) => one.borrowerId),
      known.map((one) => one.accountId),
      known.map((one) => one.found.law.place),
      known.map((one) => one.found.barredOn ?? null),
      known.map((one) => one.found.law.extinguishes),
      today,
    ],
  )
  return all
}

/** A payment or its undoing may renew the period of a debt whose end is on file: it is reckoned anew. */
export async function renewLimitations(
  tx: Tx,
  { tenantId, borrowerId }: { readonly tenantId: bigint; readonly borrowerId: bigint },
  today: Day,
): Promise<void> {
  const found = await tx.query(
    'select from limitation_end where tenant_id = $1 and borrower_id = $2 limit 1',
    [tenantId, borrowerId],
  )
  if (found.rowCount === 0) return
  await refreshLimitations(tx, tenantId, [borrowerId], today)
  await recomputePosition(tx, tenantId, borrowerId, today)
}

const PAGE = 500

/** The whole book of a tenant, some hundred borrowers a transaction. */
export async function refreshBook(
  db: Db,
  tenantId: bigint,
  today: Day,
): Promise<{ accounts: number; barred: number }> {
  let [after, accounts, barred] = [-1n, 0, 0]
  for (;;) {
    const last = after
    const page = await inTenant(db, tenantId, async (tx) => {
      const found = await tx.query<{ borrower_id: bigint }>(
        `select borrower_id from borrower where tenant_id = $1 and borrower_id > $2 order by borrower_id limit $3`,
        [tenantId, last, PAGE],
      )
      const ids = found.rows.map((row) => row.borrower_id)
      const all = await refreshLimitations(tx, tenantId, ids, today)
      for (const id of ids) await recomputePosition(tx, tenantId, id, today)
      return { ids, all }
    })
    accounts += page.all.length
    barred += page.all.filter((one) => one.barredOn !== undefined && one.barredOn <= today).length
    const end = page.ids.at(-1)
    if (end === undefined || page.ids.length < PAGE) return { accounts, barred }
    after = end
  }
}
