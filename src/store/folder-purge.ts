import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { isKept } from './folder.ts'

export type FolderDue = {
  readonly borrowerId: bigint
  readonly itemNo: bigint
  readonly sha256: string
}

/**
 * What is past its days and still readable. What was put to something that is open stays, and so does everything of
 * somebody whose dispute, complaint, fraud or lawyer holds the debt: it may be what shows who is right.
 */
export async function dueOfFolders(
  tx: Tx,
  tenantId: bigint,
  { today, limit }: { readonly today: Day; readonly limit: number },
): Promise<readonly FolderDue[]> {
  const found = await tx.query<FolderDue>(
    `select i.borrower_id as "borrowerId", i.item_no as "itemNo", i.sha256
       from folder_item i
       join folder_private p on p.tenant_id = i.tenant_id and p.borrower_id = i.borrower_id and p.item_no = i.item_no
      where i.tenant_id = $1 and i.keep_until <= $2
        and not exists (select from folder_event e join care_now c on c.tenant_id = $1
          and c.borrower_id = e.borrower_id and c.care_id = e.care_id and not c.is_over
          where e.tenant_id = $1 and e.borrower_id = i.borrower_id and e.item_no = i.item_no and e.kind = 'attached')
        and not exists (select from hold h where h.tenant_id = $1 and h.borrower_id = i.borrower_id
          and h.reason in ('dispute', 'complaint', 'fraud', 'attorney') and h.ends_hold_id is null
          and h.from_on <= $2 and (h.until_on is null or h.until_on > $2)
          and not exists (select from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
            and e.ends_hold_id = h.hold_id))
      order by i.keep_until, i.borrower_id, i.item_no limit $3`,
    [tenantId, today, limit],
  )
  return found.rows
}

/** The words go, and the bytes when this says that nobody else keeps them; hash, day and receipt stay. */
export async function purgeItem(
  tx: Tx,
  ref: BorrowerRef & { readonly itemNo: bigint },
  of: { readonly sha256: string; readonly by: string; readonly now: Instant },
): Promise<{ readonly isLast: boolean }> {
  const { tenantId, borrowerId, itemNo } = ref
  await tx.query(
    'delete from folder_private where tenant_id = $1 and borrower_id = $2 and item_no = $3',
    [tenantId, borrowerId, itemNo],
  )
  await tx.query(
    `insert into folder_event (tenant_id, borrower_id, item_no, kind, by_whom, reason, effective_at)
     values ($1, $2, $3, 'purged', $4, 'past its days', $5) on conflict do nothing`,
    [tenantId, borrowerId, itemNo, of.by, instantText(of.now)],
  )
  return { isLast: !(await isKept(tx, tenantId, of.sha256)) }
}
