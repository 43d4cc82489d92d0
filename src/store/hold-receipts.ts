import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'

/** What shows that a hold took effect with each of those who must obey it, from their own records. */
export type HoldReceipt = {
  readonly holdId: bigint
  /** Permits of before that still stand: they are void, and fall when somebody tries to use one. */
  readonly permitsLeft: number
  readonly hasMandate: boolean
  /** Files of direct debits made since that leave the person out, and the newest of them. */
  readonly debitFiles: number
  readonly debitFile: string | null
  readonly debitOn: Day | null
  /** A debit that was on its way to the bank before the hold and has no answer yet. */
  readonly debitOut: string | null
  readonly reportedOn: Day | null
  readonly reportedSince: number
  /** A ledger of ours: what it charged since. */
  readonly isOwnBook: boolean
  readonly chargedSince: number
}

/** One statement for a page of holds; each part asks by the person's key alone, but for the few files of debits. */
const SQL = `
  with hold_of as (
    select h.borrower_id, h.hold_id, h.account_id, h.recorded_at, h.from_on
      from hold h join unnest($2::bigint[], $3::bigint[]) as k (borrower_id, hold_id) using (borrower_id, hold_id)
     where h.tenant_id = $1),
  mine as (
    select h.*, coalesce($4::timestamptz, 'infinity') as known,
           exists (select from mandate m where m.tenant_id = $1 and m.borrower_id = h.borrower_id
             and (h.account_id is null or m.account_id = h.account_id)) as has_mandate
      from hold_of h)
  select m.hold_id as "holdId", m.has_mandate as "hasMandate",
         (select count(*)::int from contact k where k.tenant_id = $1 and k.borrower_id = m.borrower_id
            and k.state = 'permitted' and k.permitted_at <= m.recorded_at) as "permitsLeft",
         coalesce(d.n, 0)::int as "debitFiles", d.file_ref as "debitFile", d.on_day as "debitOn",
         (select c.file_ref from collection c where c.tenant_id = $1 and c.borrower_id = m.borrower_id
            and (m.account_id is null or c.account_id = m.account_id) and c.recorded_at <= m.recorded_at
            and c.collect_on >= m.from_on and not exists (select from collection_event e where e.tenant_id = $1
              and e.borrower_id = c.borrower_id and e.collection_no = c.collection_no and e.recorded_at < m.known)
           order by c.collection_no desc limit 1) as "debitOut",
         f.on_day as "reportedOn", coalesce(f.since, 0)::int as "reportedSince",
         coalesce(o.own, false) as "isOwnBook",
         (select count(*)::int from entry e where e.tenant_id = $1 and e.borrower_id = m.borrower_id
            and (m.account_id is null or e.account_id = m.account_id) and e.kind in ('interest', 'late_interest', 'fee')
            and e.fact_on >= m.from_on and e.recorded_at > m.recorded_at and e.recorded_at < m.known) as "chargedSince"
    from mine m
    left join lateral (
      select count(*) over () as n, l.file_ref, l.recorded_at::date as on_day from collection_file l
       where m.has_mandate and l.tenant_id = $1 and l.recorded_at > m.recorded_at and l.recorded_at < m.known
         and not exists (select from collection c where c.tenant_id = $1 and c.borrower_id = m.borrower_id
           and c.file_ref = l.file_ref)
       order by l.recorded_at desc limit 1) d on true
    left join lateral (
      select max(r.effective_on) as on_day, count(*) filter (where r.kind = 'regular' and r.recorded_at > m.recorded_at) as since
        from furnished r where r.tenant_id = $1 and r.borrower_id = m.borrower_id and r.recorded_at < m.known
         and (m.account_id is null or r.account_id = m.account_id)) f on true
    left join lateral (
      select bool_or(p.kind = 'own') as own from account a join portfolio p using (tenant_id, portfolio_id)
       where a.tenant_id = $1 and a.borrower_id = m.borrower_id and (m.account_id is null or a.account_id = m.account_id)) o on true`

export async function readHoldReceipts(
  tx: Tx,
  tenantId: bigint,
  holds: readonly { readonly borrowerId: bigint; readonly holdId: bigint }[],
  knownUntil: string | undefined,
): Promise<ReadonlyMap<bigint, HoldReceipt>> {
  const found = await tx.query<HoldReceipt>(SQL, [
    tenantId,
    holds.map((one) => one.borrowerId),
    holds.map((one) => one.holdId),
    knownUntil ?? null,
  ])
  return new Map(found.rows.map((row) => [row.holdId, row]))
}
