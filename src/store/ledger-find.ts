import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** An account as people name it: by its reference in the source's files. */
export type FoundAccount = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly source: string
  readonly ref: string
  readonly currency: string
  readonly kind: 'host' | 'own'
}

export async function findAccounts(
  tx: Tx,
  tenantId: bigint,
  ref: string,
): Promise<readonly FoundAccount[]> {
  const found = await tx.query<FoundAccount>(
    `select a.borrower_id as "borrowerId", a.account_id as "accountId", a.source, a.ref, a.currency, p.kind
       from account a join portfolio p on p.tenant_id = a.tenant_id and p.portfolio_id = a.portfolio_id
      where a.tenant_id = $1 and a.ref = $2 order by a.source limit 20`,
    [tenantId, ref],
  )
  return found.rows
}

export type FoundPayment = {
  readonly borrowerId: bigint
  readonly paymentId: bigint
  readonly accountId: bigint | undefined
}

/** Payments of either kind of book with that reference; reversals are none. */
export async function findPayments(
  tx: Tx,
  tenantId: bigint,
  { ref, accountId }: { readonly ref: string; readonly accountId?: bigint | undefined },
): Promise<readonly FoundPayment[]> {
  const found = await tx.query<{
    borrower_id: bigint
    payment_id: bigint
    account_id: bigint | null
  }>(
    `select borrower_id, payment_id, account_id from payment
      where tenant_id = $1 and ref = $2 and reverses_id is null and (account_id = $3 or $3::bigint is null)
     union all
     select borrower_id, payment_id, account_id from entry
      where tenant_id = $1 and ref = $2 and payment_id is not null and reverses_id is null
        and (account_id = $3 or $3::bigint is null)
      limit 3`,
    [tenantId, ref, accountId ?? null],
  )
  return found.rows.map((row) => ({
    borrowerId: row.borrower_id,
    paymentId: row.payment_id,
    accountId: row.account_id ?? undefined,
  }))
}

/** What all the borrower's debts of own books still owe, as their positions say. */
export async function owedOf(tx: Tx, ref: BorrowerRef, accountId?: bigint): Promise<bigint> {
  const found = await tx.query<{ minor: bigint }>(
    `select coalesce(sum(outstanding_minor), 0)::bigint as minor from position
      where tenant_id = $1 and borrower_id = $2 and (account_id = $3 or $3::bigint is null)`,
    [ref.tenantId, ref.borrowerId, accountId ?? null],
  )
  return found.rows[0]?.minor ?? 0n
}
