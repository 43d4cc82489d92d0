import { minorDigits, type Currency } from '../core/money.ts'
import type { Tx } from './db.ts'
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
