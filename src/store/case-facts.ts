import type { Day, Instant } from '../core/calendar.ts'
import type { AddressKind, Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'
import { NOT_SERVICING } from './servicing.ts'

/** What one case's page shows, each question one statement of one borrower. */

/** Rows of a kind an account that a page shows: a longer history is read in the timeline. */
export const LINES_MAX = 200

export type AccountRecord = {
  readonly account_id: bigint
  readonly ref: string
  readonly product_id: number
  readonly product: string
  readonly portfolio: string
  readonly portfolio_zh: string
  readonly portfolio_en: string
  readonly creditor: string
  readonly currency: string
  readonly opened_on: Day | null
  readonly closed_on: Day | null
  readonly principal_minor: bigint | null
  readonly position: PositionRecord | null
}

export type PositionRecord = {
  readonly outstanding_minor: bigint
  readonly arrears_minor: bigint
  readonly instalments_missed: number
  readonly oldest_unpaid_due_on: Day | null
  readonly next_due_on: Day | null
  readonly next_due_minor: bigint
  readonly last_payment_on: Day | null
  readonly last_payment_minor: bigint
  readonly delinquent_since: Day | null
  readonly cured_on: Day | null
  readonly times_delinquent: number
  readonly held_until: Day | null
  readonly as_of: Day
  /** Before the product's grace is looked at. */
  readonly unpaused_days: number
}

export async function readAccounts(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  today: Day,
): Promise<readonly AccountRecord[]> {
  const result = await tx.query<Omit<AccountRecord, 'position'> & Partial<PositionRecord>>(
    `select a.account_id, a.ref, a.product_id, d.code as product, f.code as portfolio, f.name_zh as portfolio_zh,
            f.name_en as portfolio_en, f.creditor, a.currency, a.opened_on, a.closed_on,
            a.principal_minor, p.outstanding_minor, p.arrears_minor, p.instalments_missed,
            p.oldest_unpaid_due_on, p.next_due_on, p.next_due_minor, p.last_payment_on,
            p.last_payment_minor, p.delinquent_since, p.cured_on, p.times_delinquent, p.held_until,
            p.as_of,
            coalesce(greatest(0, $3::date - counted.since - coalesce((
              select sum(upper(part) - lower(part))
                from unnest(p.paused * datemultirange(
                       daterange(counted.since, greatest($3::date, counted.since)))) part
            ), 0)), 0)::int as unpaused_days
       from account a
       join product d on d.tenant_id = a.tenant_id and d.product_id = a.product_id
       join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
       left join position p on p.tenant_id = a.tenant_id and p.borrower_id = a.borrower_id
        and p.account_id = a.account_id
       cross join lateral (select coalesce(p.counted_from, p.oldest_unpaid_due_on) as since) counted
      where a.tenant_id = $1 and a.borrower_id = $2
      order by a.opened_on, a.account_id`,
    [tenantId, borrowerId, today],
  )
  return result.rows.map((row) => ({
    ...row,
    position: row.as_of ? (row as PositionRecord) : null,
  }))
}

export type AddressRecord = {
  readonly address_id: bigint
  readonly kind: AddressKind
  readonly value: string
  readonly zone: string | null
  readonly standing: 'unverified' | 'works' | 'fails' | 'recycled' | 'not_his'
}

export async function readAddresses(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly AddressRecord[]> {
  const result = await tx.query<AddressRecord>(
    `select address_id, kind, value, zone, standing from address
      where tenant_id = $1 and borrower_id = $2 order by kind, address_id`,
    [tenantId, borrowerId],
  )
  return result.rows
}

/** Reads one address whole, and keeps who did, and why, in the same transaction. */
export async function revealAddress(
  tx: Tx,
  tenantId: bigint,
  asked: { borrowerId: bigint; addressId: bigint; reason: string; by: string },
): Promise<string | undefined> {
  const result = await tx.query<{ value: string }>(
    `with seen as (
       insert into reveal (tenant_id, borrower_id, address_id, reason, made_by)
       select tenant_id, borrower_id, address_id, $4, $5 from address
        where tenant_id = $1 and borrower_id = $2 and address_id = $3
       returning address_id
     )
     select d.value from address d, seen
      where d.tenant_id = $1 and d.borrower_id = $2 and d.address_id = seen.address_id`,
    [tenantId, asked.borrowerId, asked.addressId, asked.reason, asked.by],
  )
  return result.rows[0]?.value
}

export type InstalmentRecord = {
  readonly account_id: bigint
  readonly instalment_no: number
  readonly due_on: Day
  readonly amount_minor: bigint
}

/** The schedule in force: of each account its newest version. */
export async function readInstalments(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly InstalmentRecord[]> {
  const result = await tx.query<InstalmentRecord>(
    `select account_id, instalment_no, due_on, amount_minor from (
       select i.*, row_number() over (partition by account_id order by due_on desc, instalment_no desc) as place
         from instalment i
        where tenant_id = $1 and borrower_id = $2
          and version = (select max(v.version) from instalment v
                          where v.tenant_id = $1 and v.borrower_id = $2 and v.account_id = i.account_id)
     ) newest
     where place <= $3
     order by account_id, due_on, instalment_no`,
    [tenantId, borrowerId, LINES_MAX],
  )
  return result.rows
}

export type PaymentRecord = {
  readonly account_id: bigint
  readonly payment_id: bigint
  readonly ref: string
  readonly amount_minor: bigint
  readonly effective_on: Day
  readonly reverses_id: bigint | null
  readonly reversed: boolean
}

/** Of a lender's book as its files say; of an own book what each payment gave to each debt when it was posted. */
const PAID = `
  select tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on, reverses_id
    from payment where tenant_id = $1 and borrower_id = $2
  union all
  select e.tenant_id, e.borrower_id, l.account_id, e.payment_id, e.ref, abs(l.minor), e.effective_on, u.payment_id
    from entry e
   cross join lateral (
     select a as account_id, sum(m)::bigint as minor
       from unnest(e.line_accounts, e.line_ledger, e.line_minors) x (a, part, m)
      where a <> 0 and part < 5 group by a) l
    left join entry u on u.tenant_id = $1 and u.borrower_id = $2 and u.entry_id = e.reverses_id
   where e.tenant_id = $1 and e.borrower_id = $2 and e.payment_id is not null`

export async function readPayments(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly PaymentRecord[]> {
  const result = await tx.query<PaymentRecord>(
    `select account_id, payment_id, ref, amount_minor, effective_on, reverses_id, reversed from (
       select y.account_id, y.payment_id, y.ref, y.amount_minor, y.effective_on, y.reverses_id,
              r.payment_id is not null as reversed,
              row_number() over (partition by y.account_id order by y.effective_on desc, y.payment_id) as place
         from (${PAID}) y
         left join (${PAID}) r on r.tenant_id = y.tenant_id and r.borrower_id = y.borrower_id
          and r.account_id = y.account_id and r.reverses_id = y.payment_id
        where y.tenant_id = $1 and y.borrower_id = $2
     ) newest
     where place <= $3
     order by account_id, effective_on, payment_id`,
    [tenantId, borrowerId, LINES_MAX],
  )
  return result.rows
}

export type SnapshotRecord = {
  readonly account_id: bigint
  readonly effective_on: Day
  readonly arrears_minor: bigint | null
  readonly balance_minor: bigint
}

/** Of each day the newest word of the lender's core. */
export async function readSnapshots(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly SnapshotRecord[]> {
  const result = await tx.query<SnapshotRecord>(
    `select account_id, effective_on, arrears_minor, balance_minor from (
       select s.*, row_number() over (partition by account_id order by effective_on desc) as place from (
         select distinct on (account_id, effective_on) account_id, effective_on, arrears_minor, balance_minor
           from snapshot where tenant_id = $1 and borrower_id = $2
          order by account_id, effective_on, recorded_at desc
       ) s
     ) newest
     where place <= $3
     order by account_id, effective_on`,
    [tenantId, borrowerId, LINES_MAX],
  )
  return result.rows
}

export type HoldRecord = {
  readonly hold_id: bigint
  readonly account_id: bigint | null
  readonly reason: string
  readonly written: boolean
  readonly from_on: Day
  readonly until_on: Day | null
  readonly source: string
  readonly ended: boolean
}

export async function readHolds(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly HoldRecord[]> {
  const result = await tx.query<HoldRecord>(
    `select h.hold_id, h.account_id, h.reason, h.written, h.from_on, h.until_on, h.source,
            exists (select from hold e where e.tenant_id = h.tenant_id and e.borrower_id = h.borrower_id
                       and e.ends_hold_id = h.hold_id) as ended
       from hold h
      where h.tenant_id = $1 and h.borrower_id = $2 and h.ends_hold_id is null
      order by h.hold_id desc`,
    [tenantId, borrowerId],
  )
  return result.rows
}

export type TreatmentRecord = {
  readonly account_id: bigint
  readonly chosen_on: Day
  readonly strategy: string
  readonly strategy_version: number
  readonly row_no: number
  readonly treatment: string
  readonly channel: Channel | null
  readonly template: string | null
  readonly worklist: string | null
  readonly state:
    | 'planned'
    | 'deferred'
    | 'denied'
    | 'sent'
    | 'listed'
    | 'withdrawn'
    | 'awaiting_approval'
    | 'worked'
    | 'approved'
    | 'declined'
  readonly not_before: Instant | null
}

/** What was chosen on the newest day that chose anything. */
export async function readNewestTreatments(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly TreatmentRecord[]> {
  const result = await tx.query<TreatmentRecord>(
    `select account_id, chosen_on, strategy, strategy_version, row_no, treatment, channel, template,
            worklist, state, not_before
       from treatment
      where tenant_id = $1 and borrower_id = $2 and ${NOT_SERVICING}
        and chosen_on = (select max(chosen_on) from treatment
          where tenant_id = $1 and borrower_id = $2 and ${NOT_SERVICING})
      order by account_id, treatment_id`,
    [tenantId, borrowerId],
  )
  return result.rows
}

/** The currency of one account of this borrower; undefined where it is not his. */
export async function readCurrency(
  tx: Tx,
  tenantId: bigint,
  account: { borrowerId: bigint; accountId: bigint },
): Promise<string | undefined> {
  const result = await tx.query<{ currency: string }>(
    `select currency from account where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [tenantId, account.borrowerId, account.accountId],
  )
  return result.rows[0]?.currency
}
