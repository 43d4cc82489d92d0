import type { Channel } from '../core/channel.ts'
import type { Instant } from '../core/calendar.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { canonical, documentIn } from './template-document.ts'
import type { Shipped } from './templates.ts'

export type TemplateRef = { readonly channel: Channel; readonly name: string }

type EntryKind = 'installed' | 'publish' | 'rollback'

/** What speaks now: the entry with the highest number, and the words that it names. */
export type CurrentTemplate = TemplateRef & {
  readonly seq: number
  readonly version: number
  readonly hash: string
  readonly document: string
}

/** The starting versions of a tenant that has none of a name. What it has stays: only two people change it. */
export async function keepShipped(db: Db, tenantId: bigint, shipped: Shipped): Promise<void> {
  const done = kept.get(db) ?? new WeakMap<Shipped, Set<bigint>>()
  kept.set(db, done)
  const tenants = done.get(shipped) ?? new Set()
  done.set(shipped, tenants)
  if (tenants.has(tenantId)) return
  const rows = shipped.documents.map((document) => {
    const { text, hash } = canonical(document)
    return { channel: document.channel, name: document.name, document: text, content_hash: hash }
  })
  await inTenant(
    db,
    tenantId,
    (tx) =>
      tx.query(
        `with given as (
           select * from json_to_recordset($2::json)
             as given(channel text, name text, document text, content_hash text)
         ), fresh as (
           insert into template_version (tenant_id, channel, name, version, document, content_hash)
           select $1, channel, name, 1, document, content_hash from given
           on conflict do nothing returning channel, name)
         insert into template_entry (tenant_id, channel, name, seq, version, kind)
         select $1, channel, name, 1, 1, 'installed' from fresh on conflict do nothing`,
        [tenantId, JSON.stringify(rows)],
      ),
    { retries: 3 },
  )
  tenants.add(tenantId)
}

// Which starting versions this process has already kept in a database: a memory, nothing more.
const kept = new WeakMap<Db, WeakMap<Shipped, Set<bigint>>>()

/** The current version of every template, or of one. */
export async function currentTemplates(
  tx: Tx,
  tenantId: bigint,
  of?: TemplateRef,
): Promise<readonly CurrentTemplate[]> {
  const { rows } = await tx.query<CurrentTemplate>(
    `select e.channel, e.name, e.seq, e.version, v.content_hash as hash, v.document
       from template_entry e
       join template_version v using (tenant_id, channel, name, version)
      where e.tenant_id = $1 and ($2::text is null or (e.channel = $2 and e.name = $3))
        and not exists (select from template_entry later
          where later.tenant_id = $1 and later.channel = e.channel and later.name = e.name and later.seq > e.seq)
      order by e.channel, e.name`,
    [tenantId, of?.channel ?? null, of?.name ?? null],
  )
  return rows
}

/** Moves with every entry, and with nothing else: a long run asks this alone. */
export async function entryCount(tx: Tx, tenantId: bigint): Promise<string> {
  const { rows } = await tx.query<{ n: bigint }>(
    'select count(*) as n from template_entry where tenant_id = $1',
    [tenantId],
  )
  return String(rows[0]?.n ?? 0n)
}

/** A version as it was written; undefined where there is none of that number. */
export async function templateVersion(
  tx: Tx,
  tenantId: bigint,
  { channel, name, version }: TemplateRef & { readonly version: number },
): Promise<TemplateDocument | undefined> {
  const { rows } = await tx.query<{ document: string }>(
    `select document from template_version
      where tenant_id = $1 and channel = $2 and name = $3 and version = $4`,
    [tenantId, channel, name, version],
  )
  return rows[0] && documentIn(rows[0].document)
}

export type TemplateEntry = {
  readonly seq: number
  readonly version: number
  readonly kind: EntryKind
  readonly author: string | null
  readonly approver: string | null
  readonly at: Instant
  readonly hash: string
}

/** Every version that was ever current, the newest entry first. */
export async function templateHistory(
  tx: Tx,
  tenantId: bigint,
  { channel, name }: TemplateRef,
): Promise<readonly TemplateEntry[]> {
  const { rows } = await tx.query<TemplateEntry>(
    `select e.seq, e.version, e.kind, e.author, e.approver, e.recorded_at as at, v.content_hash as hash
       from template_entry e
       join template_version v using (tenant_id, channel, name, version)
      where e.tenant_id = $1 and e.channel = $2 and e.name = $3
      order by e.seq desc limit 500`,
    [tenantId, channel, name],
  )
  return rows
}

export type TemplateEntryFault = 'out_of_date' | 'no_such_version' | 'already_decides'

type Agreed = TemplateRef & {
  readonly follows: number
  readonly author: string
  readonly approver: string
  readonly proposalId: bigint
}

/**
 * New words become current, after the entry that whoever wrote them saw. Where another became current
 * since, the number is taken, and nothing is written: what was agreed to was a change of other words.
 */
export async function publishTemplate(
  tx: Tx,
  tenantId: bigint,
  { document, ...agreed }: Agreed & { readonly document: TemplateDocument },
): Promise<{ readonly version: number } | { readonly declined: TemplateEntryFault }> {
  const { text, hash } = canonical(document)
  const { channel, name } = agreed
  const made = await tx.query<{ version: number }>(
    `insert into template_version (tenant_id, channel, name, version, document, content_hash)
     select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5 from template_version
      where tenant_id = $1 and channel = $2 and name = $3
     on conflict do nothing returning version`,
    [tenantId, channel, name, text, hash],
  )
  const [row] = made.rows
  if (row === undefined) return { declined: 'out_of_date' }
  return addEntry(tx, tenantId, { ...agreed, version: row.version, kind: 'publish' })
}

/** An earlier version is current again, as one more entry. */
export async function rollbackTemplate(
  tx: Tx,
  tenantId: bigint,
  agreed: Agreed & { readonly version: number },
): Promise<{ readonly version: number } | { readonly declined: TemplateEntryFault }> {
  const fault = await rollbackFault(tx, tenantId, agreed)
  if (fault !== undefined) return { declined: fault }
  return addEntry(tx, tenantId, { ...agreed, kind: 'rollback' })
}

export async function rollbackFault(
  tx: Tx,
  tenantId: bigint,
  to: TemplateRef & { readonly version: number },
): Promise<'no_such_version' | 'already_decides' | undefined> {
  const [current] = await currentTemplates(tx, tenantId, to)
  if (current?.version === to.version) return 'already_decides'
  const found = await templateVersion(tx, tenantId, to)
  return found === undefined ? 'no_such_version' : undefined
}

async function addEntry(
  tx: Tx,
  tenantId: bigint,
  entry: Agreed & { readonly version: number; readonly kind: EntryKind },
): Promise<{ readonly version: number } | { readonly declined: 'out_of_date' }> {
  const { channel, name, follows, version, kind, author, approver, proposalId } = entry
  const added = await tx.query(
    `insert into template_entry (tenant_id, channel, name, seq, version, kind, author, approver, proposal_id)
     select $1, $2, $3, $4::integer + 1, $5, $6, $7, $8, $9
      where $4::integer = (select coalesce(max(seq), 0) from template_entry
        where tenant_id = $1 and channel = $2 and name = $3)
     on conflict do nothing`,
    [tenantId, channel, name, follows, version, kind, author, approver, proposalId],
  )
  return added.rowCount === 1 ? { version } : { declined: 'out_of_date' }
}
