import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'

export type RemittanceRow = {
  readonly remittanceId: bigint
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
}

/** Nobody pays it, and no creditor is told of it, before a second person has approved. */
export const waitsForSecond = (row: Pick<RemittanceRow, 'needsSecond' | 'approvedBy'>): boolean =>
  row.needsSecond && row.approvedBy === null

const COLUMNS = `r.remittance_id as "remittanceId", f.code as portfolio, f.creditor, r.currency, r.nth,
  r.until_on as until, r.line_count as lines, r.collected_minor as "collectedMinor",
  r.taken_back_minor as "takenBackMinor", r.commission_minor as "commissionMinor",
  r.topped_up_minor as "toppedUpMinor", r.carried_minor as "carriedMinor", r.due_minor as "dueMinor",
  coalesce((select name from staff s where s.tenant_id = r.tenant_id and s.user_id = r.made_by), r.made_by) as by,
  r.recorded_at as "recordedAt", r.needs_second as "needsSecond",
  (select coalesce(s.name, p.approved_by) from remittance_approval p
     left join staff s on s.tenant_id = p.tenant_id and s.user_id = p.approved_by
    where p.tenant_id = r.tenant_id and p.remittance_id = r.remittance_id) as "approvedBy"`
const FROM = `remittance r join portfolio f on f.tenant_id = r.tenant_id and f.portfolio_id = r.portfolio_id`

/** The newest first. */
export async function listRemittances(
  tx: Tx,
  tenantId: bigint,
  { portfolio, limit }: { readonly portfolio?: string | undefined; readonly limit: number },
): Promise<readonly RemittanceRow[]> {
  const found = await tx.query<RemittanceRow>(
    `select ${COLUMNS} from ${FROM}
      where r.tenant_id = $1 and (f.code = $2 or $2::text is null) order by r.remittance_id desc limit $3`,
    [tenantId, portfolio ?? null, limit],
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
  readonly itemId: bigint
  readonly on: Day
  readonly amountMinor: bigint
  readonly basisPoints: number
}

/** Every line of one remittance: no name, no address, nothing that a payer wrote. */
export async function readRemittanceLines(
  tx: Tx,
  tenantId: bigint,
  remittanceId: bigint,
): Promise<readonly RemittanceLine[]> {
  const found = await tx.query<RemittanceLine>(
    `select l.kind, coalesce(a.ref, '') as "accountRef", l.borrower_id as "borrowerId", l.item_id as "itemId", l.effective_on as on,
            l.amount_minor as "amountMinor", l.basis_points as "basisPoints"
       from remittance r
       join remittance_line l on l.tenant_id = r.tenant_id and l.portfolio_id = r.portfolio_id
            and l.currency = r.currency and l.nth = r.nth
       left join account a on a.tenant_id = l.tenant_id and a.borrower_id = l.borrower_id
            and a.account_id = l.account_id
      where r.tenant_id = $1 and r.remittance_id = $2
      order by l.effective_on, "accountRef", l.kind, l.item_id`,
    [tenantId, remittanceId],
  )
  return found.rows
}
