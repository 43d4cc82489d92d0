import { minorDigits, type Currency } from '../core/money.ts'
import type { Tx } from './db.ts'

/** Whole units of any currency from which on a match by hand needs two people, until the lender says otherwise. */
const LARGE_UNITS = 50_000n

type Sized = { readonly amountMinor: bigint; readonly currency: string }

export async function needsSecond(tx: Tx, tenantId: bigint, sized: Sized): Promise<boolean> {
  const found = await tx.query<{ large_minor: bigint }>(
    `select large_minor from match_limit where tenant_id = $1 and currency = $2 order by recorded_at desc limit 1`,
    [tenantId, sized.currency],
  )
  const units = LARGE_UNITS * 10n ** BigInt(minorDigits(sized.currency as Currency))
  return sized.amountMinor >= (found.rows[0]?.large_minor ?? units)
}

export async function setMatchLimit(
  tx: Tx,
  tenantId: bigint,
  { amountMinor, currency, by }: Sized & { readonly by: string },
): Promise<void> {
  await tx.query(
    `insert into match_limit (tenant_id, currency, large_minor, set_by) values ($1, $2, $3, $4)`,
    [tenantId, currency, amountMinor, by],
  )
}
