import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'

type Won = {
  readonly care: {
    readonly borrowerId: bigint
    readonly careId: bigint
    readonly accountId: bigint | undefined
  }
  readonly on: Day
  readonly words: string
}

/** A dispute was won: the newest record furnished of each of its accounts must be put right. */
export async function owesCorrections(tx: Tx, tenantId: bigint, won: Won): Promise<void> {
  const { care, on, words } = won
  await tx.query(
    `insert into correction_due (tenant_id, borrower_id, account_id, furnished_id, care_id, words, effective_on)
     select distinct on (f.account_id, f.layout) $1, f.borrower_id, f.account_id, f.furnished_id, $4, $5, $6
       from furnished f
      where f.tenant_id = $1 and f.borrower_id = $2 and ($3::bigint is null or f.account_id = $3)
      order by f.account_id, f.layout, f.furnished_id desc
     on conflict (tenant_id, borrower_id, furnished_id) do nothing`,
    [tenantId, care.borrowerId, care.accountId ?? null, care.careId, words, on],
  )
}
