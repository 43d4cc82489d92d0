import type { Day, Instant } from '../core/calendar.ts'
import { paidMinor } from '../core/remittance.ts'
import type { Tx } from './db.ts'

export type RemittanceRow = {
  readonly remittanceId: bigint
  readonly portfolioId: number
  readonly portfolio: string
  readonly creditor: string
  readonly currency: string
  readonly nth: number
  readonly until: Day
  readonly lines: number
  readonly collectedMinor: bigint
  readonly takenBackMinor: bigint
  readonly commissionMinor: bigint
  readonly toppedUpMinor: bigint
  readonly carriedMinor: bigint
  readonly dueMinor: bigint
  readonly by: string
  readonly recordedAt: Instant
  /** It is paid only when a second person has approved it. */
  readonly needsSecond: boolean
  readonly approvedBy: string | null
  /** Nothing of it is paid, ever. */
  readonly refusedBy: string | null
  readonly refusedBecause: string | null
}

/** Nobody pays it, and no creditor is told of it, before a second person has approved. */
export const waitsForSecond = (
  row: Pick<RemittanceRow, 'needsSecond' | 'approvedBy' | 'refusedBy'>,
): boolean => row.needsSecond && row.approvedBy === null && row.refusedBy === null

/** What is paid by it: nothing of a sum below zero, and nothing of one that was refused. */
export const payableMinor = (row: Pick<RemittanceRow, 'dueMinor' | 'refusedBy'>): bigint =>
  row.refusedBy === null ? paidMinor(row.dueMinor) : 0n

const COLUMNS = `r.remittance_id as "remittanceId", r.portfolio_id as "portfolioId", f.code as portfolio, f.creditor, r.currency, r.nth,
  r.until_on as until, r.line_count as lines, r.collected_minor as "collectedMinor",
  r.taken_back_minor as "takenBackMinor", r.commission_minor as "commissionMinor",
  r.topped_up_minor as "toppedUpMinor", r.carried_minor as "carriedMinor", r.due_minor as "dueMinor",
  coalesce((select name from staff s where s.tenant_id = r.tenant_id and s.user_id = r.made_by), r.made_by) as by,
  r.recorded_at as "recordedAt", r.needs_second as "needsSecond",
  case when w.refused_because is null then w.name end as "approvedBy",
  case when w.refused_because is not null then w.name end as "refusedBy", w.refused_because as "refusedBecause"`
const FROM = `remittance r join portfolio f on f.tenant_id = r.tenant_id and f.portfolio_id = r.portfolio_id
  left join lateral (
    select coalesce(s.name, p.answered_by) as name, p.refused_because from remittance_answer p
      left join staff s on s.tenant_id = p.tenant_id and s.user_id = p.answered_by
     where p.tenant_id = r.tenant_id and p.remittance_id = r.remittance_id) w on true`

/** The newest first. */
export async function listRemittances(
  tx: Tx,
  tenantId: bigint,
  {
    portfolio,
    before,
    limit,
  }: {
    readonly portfolio?: string | undefined
    readonly before?: bigint | undefined
    readonly limit: number
  },
): Promise<readonly RemittanceRow[]> {
  const found = await tx.query<RemittanceRow>(
    `select ${COLUMNS} from ${FROM}
      where r.tenant_id = $1 and (f.code = $2 or $2::text is null)
        and ($3::bigint is null or r.remittance_id < $3)
      order by r.remittance_id desc limit $4`,
    [tenantId, portfolio ?? null, before ?? null, limit],
  )
  return found.rows
}

export async function readRemittances(
  tx: Tx,
  tenantId: bigint,
  ids: readonly bigint[],
): Promise<readonly RemittanceRow[]> {
  const found = await tx.query<RemittanceRow>(
    `select ${COLUMNS} from ${FROM} where r.tenant_id = $1 and r.remittance_id = any($2) order by r.currency`,
    [tenantId, ids],
  )
  return found.rows
}

export type RemittanceLine = {
  readonly kind: 'payment' | 'reversal' | 'refund'
  /** The account's reference at the creditor; empty for money that names no debt. */
  readonly accountRef: string
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly itemId: bigint
  readonly on: Day
  readonly amountMinor: bigint
  readonly basisPoints: number
}

/** What no two lines of a remittance have in common. */
export type RemittanceLineKey = Pick<
  RemittanceLine,
  'on' | 'borrowerId' | 'accountId' | 'kind' | 'itemId'
>

const LINE = `l.kind, coalesce(a.ref, '') as "accountRef", l.borrower_id as "borrowerId", l.account_id as "accountId",
  l.item_id as "itemId", l.effective_on as on, l.amount_minor as "amountMinor", l.basis_points as "basisPoints"`

/** The lines of one remittance: no name, no address, nothing that a payer wrote. */
export async function readRemittanceLines(
  tx: Tx,
  tenantId: bigint,
  remittanceId: bigint,
): Promise<readonly RemittanceLine[]> {
  const found = await tx.query<RemittanceLine>(
    `select ${LINE}
       from remittance r
       join remittance_line l on l.tenant_id = r.tenant_id and l.portfolio_id = r.portfolio_id
            and l.currency = r.currency and l.nth = r.nth
       left join account a on a.tenant_id = l.tenant_id and a.borrower_id = l.borrower_id
            and a.account_id = l.account_id
      where r.tenant_id = $1 and r.remittance_id = $2
      order by l.effective_on, "accountRef", l.kind, l.item_id, l.borrower_id, l.account_id`,
    [tenantId, remittanceId],
  )
  return found.rows
}

/** A page of them by day and borrower, in the order in which they are kept; `after` is one that was shown. */
export async function pageRemittanceLines(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly row: Pick<RemittanceRow, 'portfolioId' | 'currency' | 'nth'>
    readonly after: RemittanceLineKey | undefined
    readonly limit: number
  },
): Promise<readonly RemittanceLine[]> {
  const { row, after } = of
  const found = await tx.query<RemittanceLine>(
    `select ${LINE}
       from remittance_line l
       left join account a on a.tenant_id = l.tenant_id and a.borrower_id = l.borrower_id
            and a.account_id = l.account_id
      where l.tenant_id = $1 and l.portfolio_id = $2 and l.currency = $3 and l.nth = $4
        and ($5::date is null or
             (l.effective_on, l.borrower_id, l.account_id, l.kind, l.item_id) > ($5, $6::bigint, $7::bigint, $8, $9::bigint))
      order by l.effective_on, l.borrower_id, l.account_id, l.kind, l.item_id limit $10`,
    [
      tenantId,
      row.portfolioId,
      row.currency,
      row.nth,
      after?.on ?? null,
      after?.borrowerId ?? null,
      after?.accountId ?? null,
      after?.kind ?? null,
      after?.itemId ?? null,
      of.limit,
    ],
  )
  return found.rows
}

/** Where money is collected for somebody else: what a run can be asked for. */
export async function readCollectedFor(
  tx: Tx,
  tenantId: bigint,
): Promise<readonly { readonly code: string; readonly creditor: string }[]> {
  const found = await tx.query<{ code: string; creditor: string }>(
    `select code, creditor from portfolio where tenant_id = $1 and firm_kind = 'agency' order by code`,
    [tenantId],
  )
  return found.rows
}
