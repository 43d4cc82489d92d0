import type { Day, Instant } from '../core/calendar.ts'
import type { Said } from '../engine/contact.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

export type FolderMessage = {
  readonly subject: string | undefined
  readonly body: string
  readonly bodyHash: string
}

/** Takes it only where a committed permit with this very text is on its way; false otherwise. */
export async function putMessage(
  tx: Tx,
  ref: BorrowerRef & { readonly attemptKey: string },
  message: FolderMessage,
  now: Instant,
): Promise<boolean> {
  const kept = await tx.query(
    `insert into portal_message (tenant_id, borrower_id, attempt_key, account_id, language, subject, body, put_at)
     select c.tenant_id, c.borrower_id, c.attempt_key, c.account_ids[1], c.language, $4, $5, $6 from contact c
      where c.tenant_id = $1 and c.borrower_id = $2 and c.attempt_key = $3
        and c.state in ('sending', 'unknown') and c.body_hash = $7 and c.expires_at > $6`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.attemptKey,
      message.subject ?? null,
      message.body,
      instantText(now),
      message.bodyHash,
    ],
  )
  return kept.rowCount === 1
}

export type FolderRow = {
  readonly subject: string | null
  readonly body: string
  readonly language: 'zh' | 'en'
  /** The day at the house that wrote it. */
  readonly on: Day
  readonly attemptKey: string
  /** Nobody had looked at it before. */
  readonly isNew: boolean
}

const FOLDER_MAX = 50

/** The newest messages of one account. Whoever looks at them here has read them, and no older ones. */
export async function openFolder(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId: bigint; readonly now: Instant },
): Promise<readonly FolderRow[]> {
  const found = await tx.query<FolderRow>(
    `with shown as materialized (
       select attempt_key, subject, body, language, put_at from portal_message
        where tenant_id = $1 and borrower_id = $2 and account_id = $3
        order by put_at desc, attempt_key limit ${FOLDER_MAX}
     ), read as (
       update portal_message m set first_read_at = $4 from shown
        where m.tenant_id = $1 and m.borrower_id = $2 and m.attempt_key = shown.attempt_key
          and m.first_read_at is null
       returning m.attempt_key
     )
     select subject, body, language, (put_at at time zone t.zone)::date as on, attempt_key as "attemptKey",
            attempt_key in (select attempt_key from read) as "isNew"
       from shown join tenant t on t.tenant_id = $1 order by put_at desc, attempt_key`,
    [tenantId, of.borrowerId, of.accountId, instantText(of.now)],
  )
  return found.rows
}

/** How the folder is called wherever a contact names its provider. */
export const FOLDER_PROVIDER = 'portal'

type Asked = { readonly tenantId: bigint; readonly borrowerId: bigint; readonly attemptKey: string }

/** Read is delivered; what only lies there is taken. */
export async function folderSaid(
  db: Db,
  refs: readonly Asked[],
): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  for (const tenantId of new Set(refs.map((ref) => ref.tenantId))) {
    const own = refs.filter((ref) => ref.tenantId === tenantId)
    const found = await inTenant(db, tenantId, (tx) =>
      tx.query<{ attempt_key: string; is_read: boolean }>(
        `select m.attempt_key, m.first_read_at is not null as is_read
           from unnest($2::bigint[], $3::uuid[]) as asked(borrower_id, attempt_key)
           join portal_message m on m.tenant_id = $1 and m.borrower_id = asked.borrower_id
             and m.attempt_key = asked.attempt_key`,
        [tenantId, own.map((ref) => ref.borrowerId), own.map((ref) => ref.attemptKey)],
      ),
    )
    for (const row of found.rows) said.set(row.attempt_key, row.is_read ? 'delivered' : 'accepted')
  }
  return said
}
