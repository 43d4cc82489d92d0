import { CHANNEL_BITS } from './book.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** What was learnt of an address by using it: from here on the guard and every strategy know it. */
export async function markAddress(
  tx: Tx,
  ref: BorrowerRef,
  of: {
    readonly addressId: bigint
    readonly standing: 'unverified' | 'works' | 'fails' | 'recycled' | 'not_his'
  },
): Promise<void> {
  await tx.query(
    `update address set standing = $4
      where tenant_id = $1 and borrower_id = $2 and address_id = $3 and standing <> $4`,
    [ref.tenantId, ref.borrowerId, of.addressId, of.standing],
  )
  await tx.query(
    `update position p set channels = coalesce((
       select bit_or(${CHANNEL_BITS})
       from address d
       where d.tenant_id = $1 and d.borrower_id = $2 and d.standing in ('unverified', 'works')), 0)
     where p.tenant_id = $1 and p.borrower_id = $2`,
    [ref.tenantId, ref.borrowerId],
  )
}
