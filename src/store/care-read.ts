import type { Day, Instant } from '../core/calendar.ts'
import type { CareKind } from '../core/care/care.ts'
import type { Tx } from './db.ts'

/** A care as it stands. */
export type CareRow = {
  readonly borrowerId: bigint
  readonly careId: bigint
  readonly accountId: bigint | undefined
  readonly kind: CareKind
  readonly sort: string | undefined
  readonly toldOn: Day
  readonly written: boolean
  readonly disputedMinor: bigint | undefined
  readonly places: readonly string[]
  readonly source: string
  readonly state: string
  /** The day of the present state. */
  readonly sinceOn: Day
  /** The day on which it was opened, or opened again. */
  readonly openedOn: Day
  readonly untilOn: Day | undefined
  readonly holdId: bigint | undefined
}

type Row = {
  borrower_id: bigint
  care_id: bigint
  account_id: bigint | null
  kind: CareKind
  sort: string | null
  told_on: Day
  written: boolean
  disputed_minor: bigint | null
  place: string
  source: string
  state: string | null
  since_on: Day | null
  opened_on: Day
  until_on: Day | null
  hold_id: bigint | null
}

const SELECT = `
  select c.borrower_id, c.care_id, c.account_id, c.kind, c.sort, c.told_on, c.written, c.disputed_minor, c.place,
         c.source, n.state, n.since_on, n.until_on, n.hold_id,
         coalesce((select max(e.effective_on) from care_event e
           where e.tenant_id = $1 and e.borrower_id = c.borrower_id and e.care_id = c.care_id
             and e.action in ('open', 'reopen')), c.told_on) as opened_on
    from care c
    left join care_now n on n.tenant_id = $1 and n.borrower_id = c.borrower_id and n.care_id = c.care_id`

const rowOf = (row: Row): CareRow => ({
  borrowerId: row.borrower_id,
  careId: row.care_id,
  accountId: row.account_id ?? undefined,
  kind: row.kind,
  sort: row.sort ?? undefined,
  toldOn: row.told_on,
  written: row.written,
  disputedMinor: row.disputed_minor ?? undefined,
  places: row.place.split(' ').filter((place) => place !== ''),
  source: row.source,
  state: row.state ?? '',
  sinceOn: row.since_on ?? row.told_on,
  openedOn: row.opened_on,
  untilOn: row.until_on ?? undefined,
  holdId: row.hold_id ?? undefined,
})

export async function readCare(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly careId: bigint },
): Promise<CareRow | undefined> {
  const found = await tx.query<Row>(
    `${SELECT} where c.tenant_id = $1 and c.borrower_id = $2 and c.care_id = $3`,
    [tenantId, of.borrowerId, of.careId],
  )
  return found.rows[0] && rowOf(found.rows[0])
}

/** Every care of one borrower, those that are open first, the newest first. */
export async function readCares(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly CareRow[]> {
  const found = await tx.query<Row>(
    `${SELECT} where c.tenant_id = $1 and c.borrower_id = $2 order by n.is_over, c.care_id desc limit 200`,
    [tenantId, borrowerId],
  )
  return found.rows.map(rowOf)
}

export type CareEvent = {
  readonly careId: bigint
  readonly eventNo: number
  readonly action: string
  readonly state: string
  readonly on: Day
  readonly untilOn: Day | null
  readonly words: string | null
  readonly redress: string | null
  readonly by: string
  readonly recordedAt: Instant
}

export async function readCareEvents(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly CareEvent[]> {
  const found = await tx.query<CareEvent>(
    `select e.care_id as "careId", e.event_no as "eventNo", e.action, e.state, e.effective_on as "on",
            e.until_on as "untilOn", e.words, e.redress, coalesce(s.name, e.by_staff) as by,
            e.recorded_at as "recordedAt"
       from care_event e left join staff s on s.tenant_id = $1 and s.user_id = e.by_staff
      where e.tenant_id = $1 and e.borrower_id = $2 order by e.care_id, e.event_no limit 2000`,
    [tenantId, borrowerId],
  )
  return found.rows
}

/** Whose clocks run for these accounts; undefined: the borrower has no such account. */
export async function placesOf(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId?: bigint | undefined },
): Promise<readonly string[] | undefined> {
  const found = await tx.query<{ accounts: bigint; places: string[] | null }>(
    `select count(distinct a.account_id) as accounts, array_agg(distinct place order by place) as places
       from account a join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
       left join lateral unnest(f.jurisdictions) as place on true
      where a.tenant_id = $1 and a.borrower_id = $2 and ($3::bigint is null or a.account_id = $3)`,
    [tenantId, of.borrowerId, of.accountId ?? null],
  )
  const [row] = found.rows
  if (row === undefined || row.accounts === 0n) return undefined
  return (row.places ?? []).filter((place) => place !== null)
}
