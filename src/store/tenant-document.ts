import { createHash } from 'node:crypto'
import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'

export type DocumentName = 'authority' | 'guidelines' | 'portal' | 'events'

export type TenantDocument = {
  readonly documentId: bigint
  readonly effectiveOn: Day
  readonly document: unknown
  readonly setBy: string
}

type DocumentRow = {
  readonly document_id: bigint
  readonly effective_on: Day
  readonly document: unknown
  readonly set_by: string
}

/** The newest version that has begun; undefined: the lender has set none. */
export async function readDocument(
  tx: Tx,
  tenantId: bigint,
  { name, today }: { readonly name: DocumentName; readonly today: Day },
): Promise<TenantDocument | undefined> {
  const found = await tx.query<DocumentRow>(
    `select document_id, effective_on, document, set_by from tenant_document
      where tenant_id = $1 and name = $2 and effective_on <= $3
      order by effective_on desc, document_id desc limit 1`,
    [tenantId, name, today],
  )
  const [row] = found.rows
  return (
    row && {
      documentId: row.document_id,
      effectiveOn: row.effective_on,
      document: row.document,
      setBy: row.set_by,
    }
  )
}

/** A new version beside the older ones; the same text from the same day on is not kept twice. */
export async function keepDocument(
  tx: Tx,
  tenantId: bigint,
  kept: {
    readonly name: DocumentName
    readonly effectiveOn: Day
    readonly document: object
    readonly by: string
  },
): Promise<'kept' | 'same'> {
  const text = JSON.stringify(kept.document)
  const hash = createHash('sha256').update(text).digest('hex')
  const made = await tx.query(
    `insert into tenant_document (tenant_id, name, effective_on, document, content_hash, set_by)
     select $1, $2, $3, $4, $5, $6 where not exists (
       select from (select effective_on, content_hash from tenant_document
                     where tenant_id = $1 and name = $2 order by document_id desc limit 1) newest
        where newest.effective_on = $3 and newest.content_hash = $5)`,
    [tenantId, kept.name, kept.effectiveOn, text, hash, kept.by],
  )
  return made.rowCount === 0 ? 'same' : 'kept'
}
