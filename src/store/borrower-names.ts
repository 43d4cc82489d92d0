import type { Tx } from './db.ts'

export async function borrowerNames(
  tx: Tx,
  tenantId: bigint,
  ids: readonly bigint[],
): Promise<ReadonlyMap<bigint, string>> {
  if (ids.length === 0) return new Map()
  const found = await tx.query<{ borrower_id: bigint; name: string }>(
    `select borrower_id, name from borrower where tenant_id = $1 and borrower_id = any($2)`,
    [tenantId, ids],
  )
  return new Map(found.rows.map((row) => [row.borrower_id, row.name]))
}
