import type { Instant } from '../core/calendar.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import type { Tx } from './db.ts'
import { canonical, documentIn, templateFaults } from './template-document.ts'
import { currentTemplates } from './template-version.ts'
import type { Shipped } from './templates.ts'

export type TemplateListed = {
  readonly document: TemplateDocument
  readonly version: number
  readonly hash: string
  /** Nobody sends words that are not sound. */
  readonly sound: boolean
  readonly author: string | null
  readonly approver: string | null
  readonly since: Instant
  /** What came with the installation since is other words than these, which nobody has looked at. */
  readonly installedDiffers: boolean
  readonly waiting: number
}

/** Every template with its current version, and what waits for a second person. */
export async function listTemplates(
  tx: Tx,
  tenantId: bigint,
  shipped: Shipped,
): Promise<readonly TemplateListed[]> {
  const current = await currentTemplates(tx, tenantId)
  const { rows } = await tx.query<Entry>(
    `select e.channel, e.name, e.author, e.approver, e.kind, e.recorded_at as since, (
        select count(*) from strategy_proposal p
         where p.tenant_id = $1 and p.channel = e.channel and p.name = e.name
           and not exists (select from strategy_answer a where a.tenant_id = $1 and a.proposal_id = p.proposal_id)
      )::integer as waiting, exists (select from template_version v where v.tenant_id = $1
         and v.channel = e.channel and v.name = e.name and v.content_hash = any($4)) as known
       from template_entry e
       join unnest($2::text[], $3::text[], $5::integer[]) as now(channel, name, seq) using (channel, name, seq)
      where e.tenant_id = $1`,
    [
      tenantId,
      current.map((one) => one.channel),
      current.map((one) => one.name),
      shipped.documents.map((one) => canonical(one).hash),
      current.map((one) => one.seq),
    ],
  )
  const entries = new Map(rows.map((row) => [`${row.channel}/${row.name}`, row]))
  return current.flatMap((one) => {
    const key = `${one.channel}/${one.name}`
    const entry = entries.get(key)
    const document = documentIn(one.document)
    return entry === undefined
      ? []
      : [
          {
            document,
            version: one.version,
            hash: one.hash,
            sound: isSound(one.hash, document, shipped),
            author: entry.author,
            approver: entry.approver,
            since: entry.since,
            installedDiffers: installedOf(shipped, document) !== undefined && !entry.known,
            waiting: entry.waiting,
          },
        ]
  })
}

type Entry = {
  readonly channel: string
  readonly name: string
  readonly author: string | null
  readonly approver: string | null
  readonly since: Instant
  readonly waiting: number
  readonly known: boolean
}

/** The text of that name that came with the installation. */
export const installedOf = (
  { documents }: Shipped,
  { channel, name }: Pick<TemplateDocument, 'channel' | 'name'>,
): TemplateDocument | undefined =>
  documents.find((one) => one.channel === channel && one.name === name)

const sound = new WeakMap<Shipped, Map<string, boolean>>()

function isSound(hash: string, document: TemplateDocument, shipped: Shipped): boolean {
  const known = sound.get(shipped) ?? new Map<string, boolean>()
  sound.set(shipped, known)
  const found = known.get(hash) ?? templateFaults(document, shipped).length === 0
  known.set(hash, found)
  return found
}
