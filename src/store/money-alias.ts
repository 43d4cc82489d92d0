import type { Tx } from './db.ts'

/** A number or reference that is one account's alone, from now on. */
export async function pointAlias(
  tx: Tx,
  tenantId: bigint,
  alias: {
    readonly kind: 'virtual' | 'reference'
    readonly value: string
    readonly borrowerId: bigint
    readonly accountId: bigint
  },
): Promise<void> {
  await tx.query(
    `insert into money_alias (tenant_id, kind, value, matched_borrower, matched_account)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tenantId, alias.kind, alias.value, alias.borrowerId, alias.accountId],
  )
}
