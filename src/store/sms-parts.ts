import type { Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Db } from './db.ts'

/** Carriers keep a receipt for no longer. */
const KEPT_MS = 3 * 86_400_000
const MOST = 200_000

/**
 * Messages in several parts whose end is not known, by the carrier's name of each part: read once
 * when an SMPP connection starts, since the receipts of before name a part and nothing of ours.
 */
export async function openSmsParts(
  db: Db,
  tenantId: bigint,
  { provider, now }: { readonly provider: string; readonly now: Instant },
): Promise<ReadonlyMap<string, { readonly attemptKey: string; readonly providerRef: string }>> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ attempt_key: string; provider_ref: string }>(
      `select attempt_key, provider_ref from contact
       where tenant_id = $1 and provider = $2 and provider_ref like '% %' and state = 'accepted'
         and sending_at > $3
       order by sending_at desc limit $4`,
      [tenantId, provider, instantText((now - KEPT_MS) as Instant), MOST],
    ),
  )
  return new Map(
    found.rows.flatMap(({ attempt_key: attemptKey, provider_ref: providerRef }) =>
      providerRef.split(' ').map((id) => [id, { attemptKey, providerRef }] as const),
    ),
  )
}
