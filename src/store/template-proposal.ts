import { assert } from '../core/assert.ts'
import type { Channel } from '../core/channel.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import type { AskedPart } from '../engine/template-lint.ts'
import type { Tx } from './db.ts'
import type { Proposed } from './strategy-proposal.ts'
import { canonical, documentIn, templateFaults } from './template-document.ts'
import {
  currentTemplates,
  publishTemplate,
  rollbackFault,
  rollbackTemplate,
  type TemplateEntryFault,
  type TemplateRef,
} from './template-version.ts'
import type { Shipped } from './templates.ts'

/** What a template is held to when it is proposed, and once more when it is agreed to. */
export type TemplateTools = {
  readonly shipped: Shipped
  /** What the law of the tenant's places asks every text of a channel to say. */
  readonly asked: (channel: Channel) => readonly AskedPart[]
}

export type TemplateChange =
  | { readonly kind: 'template'; readonly document: TemplateDocument }
  | ({ readonly kind: 'template_rollback'; readonly version: number } & TemplateRef)

export type TemplateFault = TemplateEntryFault | 'template_not_sound' | 'newer_proposed'

type Row = Pick<Proposed, 'name' | 'channel' | 'follows' | 'version' | 'document'>

/** What is kept of a proposal: its words whole, and which entry they were written after. */
export async function templateRow(
  tx: Tx,
  tenantId: bigint,
  change: TemplateChange,
  tools: TemplateTools,
): Promise<Row | { readonly declined: TemplateFault }> {
  const { channel, name } = change.kind === 'template' ? change.document : change
  const [current] = await currentTemplates(tx, tenantId, { channel, name })
  const follows = current?.seq ?? 0
  if (change.kind === 'template_rollback') {
    const fault = await rollbackFault(tx, tenantId, change)
    if (fault !== undefined) return { declined: fault }
    return { name, channel, follows, version: change.version, document: null }
  }
  if (isFaulty(change.document, tools)) return { declined: 'template_not_sound' }
  const { text, hash } = canonical(change.document)
  if (hash === current?.hash) return { declined: 'already_decides' }
  return { name, channel, follows, version: null, document: text }
}

const isFaulty = (document: TemplateDocument, { shipped, asked }: TemplateTools): boolean =>
  templateFaults(document, shipped, asked(document.channel)).length > 0

/** Made current by the second person's word, in the transaction of that word. */
export async function applyTemplate(
  tx: Tx,
  tenantId: bigint,
  proposed: Proposed,
  by: { readonly approver: string; readonly tools: TemplateTools },
): Promise<{ readonly version: number } | { readonly declined: TemplateFault }> {
  const { proposalId, author, name, follows, version } = proposed
  const channel = proposed.channel as Channel
  assert(follows !== null, 'a template’s proposal names the entry that it follows')
  if (await isSuperseded(tx, tenantId, proposed)) return { declined: 'newer_proposed' }
  const agreed = { channel, name, follows, author, approver: by.approver, proposalId }
  if (proposed.document === null)
    return rollbackTemplate(tx, tenantId, { ...agreed, version: version ?? 0 })
  const document = documentIn(proposed.document)
  // The linter may have learnt since; what was sound once is asked again.
  if (isFaulty(document, by.tools)) return { declined: 'template_not_sound' }
  return publishTemplate(tx, tenantId, { ...agreed, document })
}

/** Of the open proposals of one template only the newest can be agreed to: nobody agrees to old words by mistake. */
async function isSuperseded(tx: Tx, tenantId: bigint, proposed: Proposed): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from strategy_proposal p
      where p.tenant_id = $1 and p.channel = $2 and p.name = $3 and p.proposal_id > $4
        and not exists (select from strategy_answer a where a.tenant_id = $1 and a.proposal_id = p.proposal_id)
      limit 1`,
    [tenantId, proposed.channel, proposed.name, proposed.proposalId],
  )
  return rowCount === 1
}
