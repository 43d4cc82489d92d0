import type { Instant } from '../core/calendar.ts'
import { minorDigits, type Currency } from '../core/money.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { mayRemit } from './remittance-role.ts'

/** Whole units of any currency from which on a remittance needs two people, until the tenant says otherwise. */
const LARGE_UNITS = 50_000n

type Sized = { readonly amountMinor: bigint; readonly currency: string }

/** Whether so much may be paid only after a second person has looked at it. */
export async function remittanceNeedsSecond(
  tx: Tx,
  tenantId: bigint,
  { amountMinor, currency }: Sized,
): Promise<boolean> {
  const found = await tx.query<{ large_minor: bigint }>(
    `select large_minor from remittance_limit where tenant_id = $1 and currency = $2 order by limit_id desc limit 1`,
    [tenantId, currency],
  )
  const units = LARGE_UNITS * 10n ** BigInt(minorDigits(currency as Currency))
  return amountMinor >= (found.rows[0]?.large_minor ?? units)
}

export async function setRemittanceLimit(
  tx: Tx,
  tenantId: bigint,
  { amountMinor, currency, by }: Sized & { readonly by: string },
): Promise<{ readonly set: true } | { readonly declined: 'role_may_not_remit' }> {
  if (!(await mayRemit(tx, tenantId, by))) return { declined: 'role_may_not_remit' }
  await tx.query(
    `insert into remittance_limit (tenant_id, currency, large_minor, set_by) values ($1, $2, $3, $4)`,
    [tenantId, currency, amountMinor, by],
  )
  return { set: true }
}

export type ApprovalDeclined = {
  readonly declined:
    | 'no_such_remittance'
    | 'needs_no_second'
    | 'already_approved'
    | 'same_person'
    | 'role_may_not_remit'
}

/** The second person's word, once: not of whoever made it, and kept with it for ever. */
export async function approveRemittance(
  db: Db,
  tenantId: bigint,
  asked: { readonly remittanceId: bigint; readonly by: string; readonly now: Instant },
): Promise<{ readonly approved: true } | ApprovalDeclined> {
  const { remittanceId, by, now } = asked
  return inTenant(db, tenantId, async (tx) => {
    if (!(await mayRemit(tx, tenantId, by))) return { declined: 'role_may_not_remit' }
    const found = await tx.query<{ made_by: string; needs_second: boolean }>(
      `select made_by, needs_second from remittance where tenant_id = $1 and remittance_id = $2`,
      [tenantId, remittanceId],
    )
    const [row] = found.rows
    if (row === undefined) return { declined: 'no_such_remittance' }
    if (!row.needs_second) return { declined: 'needs_no_second' }
    if (row.made_by === by) return { declined: 'same_person' }
    const kept = await tx.query(
      `insert into remittance_approval (tenant_id, remittance_id, made_by, approved_by, recorded_at)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [tenantId, remittanceId, row.made_by, by, instantText(now)],
    )
    return kept.rowCount === 1 ? { approved: true } : { declined: 'already_approved' }
  })
}
