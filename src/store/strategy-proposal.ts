import type { Day, Instant } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import type { Tx } from './db.ts'
import { authorFault, fourEyesFault, type FourEyesFault } from './four-eyes.ts'
import type { EntryFault } from './strategy-entry.ts'
import { publishEntry, rollbackEntry, rollbackTarget } from './strategy-entry.ts'
import { strategyFile, type Known } from './strategy.ts'
import {
  applyTemplate,
  templateRow,
  type TemplateChange,
  type TemplateFault,
  type TemplateTools,
} from './template-proposal.ts'
import type { TrialFault, TrialTerms } from './trial.ts'
import { startTrial, termsFault } from './trial.ts'

/** What one person wants to change, before another has agreed. */
export type Change =
  | { readonly kind: 'publish'; readonly document: string; readonly effectiveOn?: Day | undefined }
  | {
      readonly kind: 'rollback'
      readonly name: string
      readonly version?: number | undefined
      readonly effectiveOn: Day
    }
  | { readonly kind: 'trial'; readonly terms: TrialTerms }
  | TemplateChange

export type Proposed = {
  readonly proposalId: bigint
  readonly kind: Change['kind']
  readonly name: string
  readonly version: number | null
  readonly effectiveOn: Day
  readonly document: string | null
  /** Of a template: by which channel, and the entry that was current when it was proposed. */
  readonly channel: string | null
  readonly follows: number | null
  readonly author: string
  readonly words: string | null
  readonly proposedAt: Instant
  readonly answer: 'approved' | 'declined' | 'withdrawn' | null
  readonly answeredBy: string | null
  readonly answerWords: string | null
}

export type ProposalDeclined = {
  readonly declined:
    | EntryFault
    | TrialFault
    | FourEyesFault
    | TemplateFault
    | 'key_reused'
    | 'not_sound'
    | 'no_such_proposal'
    | 'already_answered'
    | 'not_yours'
}

type Row = Pick<Proposed, 'name' | 'version' | 'effectiveOn' | 'document'> &
  Partial<Pick<Proposed, 'channel' | 'follows'>>

/** Where templates are proposed or agreed to. */
type MayHaveTools = { readonly known: Known; readonly templates?: TemplateTools | undefined }

/** Keeps a proposal, after everything that can be known now was asked. It changes nothing yet. */
export async function proposeChange(
  tx: Tx,
  tenantId: bigint,
  change: Change,
  by: {
    readonly author: string
    readonly words?: string | undefined
    readonly today: Day
    /** The client's key and what it asked for: the same again is the same proposal. */
    readonly request?: { readonly key: string; readonly hash: string } | undefined
  } & MayHaveTools,
): Promise<{ readonly proposalId: bigint } | ProposalDeclined> {
  const before = by.request && (await requestedBefore(tx, tenantId, by.request))
  if (before !== undefined) return before
  const fault = await authorFault(tx, tenantId, by.author)
  if (fault !== undefined) return { declined: fault }
  const row = await rowOf(tx, tenantId, change, by)
  if ('declined' in row) return row
  if (row.effectiveOn < by.today) return { declined: 'effective_in_past' }
  const made = await tx.query<{ id: bigint }>(
    `insert into strategy_proposal (tenant_id, kind, name, version, effective_on, document, author, words,
       channel, follows, request_key, request_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (tenant_id, request_key) do nothing returning proposal_id as id`,
    [
      tenantId,
      change.kind,
      row.name,
      row.version,
      row.effectiveOn,
      row.document,
      by.author,
      by.words ?? null,
      row.channel ?? null,
      row.follows ?? null,
      by.request?.key ?? null,
      by.request?.hash ?? null,
    ],
  )
  const id = made.rows[0]?.id
  if (id !== undefined) return { proposalId: id }
  // The same request at the same moment: it has committed by now.
  const same = by.request && (await requestedBefore(tx, tenantId, by.request))
  assert(same !== undefined, 'a proposal was added')
  return same
}

async function requestedBefore(
  tx: Tx,
  tenantId: bigint,
  { key, hash }: { readonly key: string; readonly hash: string },
): Promise<{ readonly proposalId: bigint } | ProposalDeclined | undefined> {
  const { rows } = await tx.query<{ id: bigint; hash: string }>(
    `select proposal_id as id, request_hash as hash from strategy_proposal
      where tenant_id = $1 and request_key = $2`,
    [tenantId, key],
  )
  const [row] = rows
  if (row === undefined) return undefined
  return row.hash === hash ? { proposalId: row.id } : { declined: 'key_reused' }
}

async function rowOf(
  tx: Tx,
  tenantId: bigint,
  change: Change,
  by: { readonly today: Day } & MayHaveTools,
): Promise<Row | ProposalDeclined> {
  switch (change.kind) {
    case 'template':
    case 'template_rollback': {
      const row = await templateRow(tx, tenantId, change, toolsOf(by))
      return 'declined' in row ? row : { ...row, effectiveOn: by.today }
    }
    case 'publish': {
      const made = strategyFile('document', change.document, by.known)
      if (!('strategy' in made)) return { declined: 'not_sound' }
      const { name, version } = made.strategy
      const fault = await versionFault(tx, tenantId, { name, version, hash: made.contentHash })
      if (fault !== undefined) return { declined: fault }
      const effectiveOn = change.effectiveOn ?? made.strategy.effectiveOn
      return { name, version, effectiveOn, document: change.document }
    }
    case 'rollback': {
      const version = await rollbackTarget(tx, tenantId, change, change.effectiveOn)
      if (typeof version === 'string') return { declined: version }
      return { name: change.name, version, effectiveOn: change.effectiveOn, document: null }
    }
    case 'trial': {
      const { terms } = change
      const fault = await termsFault(tx, tenantId, terms, by.today)
      if (fault !== undefined) return { declined: fault }
      const document = JSON.stringify(terms)
      return { name: terms.name, version: null, effectiveOn: terms.beginsOn, document }
    }
  }
}

function toolsOf({ templates }: MayHaveTools): TemplateTools {
  assert(templates !== undefined, 'whoever may propose templates knows what they are held to')
  return templates
}

async function versionFault(
  tx: Tx,
  tenantId: bigint,
  of: { readonly name: string; readonly version: number; readonly hash: string },
): Promise<'version_taken' | 'already_published' | undefined> {
  const { rows } = await tx.query<{ hash: string; entered: boolean }>(
    `select content_hash as hash, exists (select from strategy_entry e where e.tenant_id = $1
       and e.name = $2 and e.version = $3 and e.kind = 'publish') as entered
     from strategy_version where tenant_id = $1 and name = $2 and version = $3`,
    [tenantId, of.name, of.version],
  )
  const [there] = rows
  if (there === undefined) return undefined
  if (there.hash !== of.hash) return 'version_taken'
  return there.entered ? 'already_published' : undefined
}

export async function readProposals(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly proposalId?: bigint | undefined
    readonly open?: boolean | undefined
    readonly before?: bigint | undefined
    readonly limit?: number
  },
): Promise<readonly Proposed[]> {
  const { rows } = await tx.query<Proposed>(
    `select p.proposal_id as "proposalId", kind, name, version, effective_on as "effectiveOn",
       document, channel, follows, author, p.words, p.recorded_at as "proposedAt", a.answer,
       a.by_staff as "answeredBy", a.words as "answerWords"
     from strategy_proposal p
       left join strategy_answer a on a.tenant_id = $1 and a.proposal_id = p.proposal_id
     where p.tenant_id = $1 and ($2::bigint is null or p.proposal_id = $2)
       and (not $3::boolean or a.proposal_id is null)
       and ($4::bigint is null or p.proposal_id < $4)
     order by p.proposal_id desc limit $5`,
    [tenantId, of.proposalId ?? null, of.open ?? false, of.before ?? null, of.limit ?? 200],
  )
  return rows
}

type Answer = {
  readonly proposalId: bigint
  readonly by: string
  readonly answer: 'approved' | 'declined' | 'withdrawn'
  readonly words?: string | undefined
  readonly today: Day
} & MayHaveTools

/** The second person's word: an approval makes it so in the same transaction, or nothing is kept. */
export async function answerProposal(
  tx: Tx,
  tenantId: bigint,
  answer: Answer,
): Promise<Proposed | ProposalDeclined> {
  const [proposed] = await readProposals(tx, tenantId, { proposalId: answer.proposalId })
  if (proposed === undefined) return { declined: 'no_such_proposal' }
  const declined = await answerFault(tx, tenantId, answer, proposed)
  if (declined !== undefined) return { declined }
  const kept = await tx.query(
    `insert into strategy_answer (tenant_id, proposal_id, answer, by_staff, words)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tenantId, answer.proposalId, answer.answer, answer.by, answer.words ?? null],
  )
  if (kept.rowCount === 0) return { declined: 'already_answered' }
  if (answer.answer === 'approved') {
    const became = await applied(tx, tenantId, proposed, answer)
    if ('declined' in became) {
      await tx.query('rollback to savepoint before_answer')
      return became
    }
  }
  const { answer: said, by: answeredBy, words } = answer
  return { ...proposed, answer: said, answeredBy, answerWords: words ?? null }
}

async function answerFault(
  tx: Tx,
  tenantId: bigint,
  answer: Answer,
  proposed: Proposed,
): Promise<ProposalDeclined['declined'] | undefined> {
  if (proposed.answer !== null) return 'already_answered'
  if (answer.answer === 'withdrawn') return answer.by === proposed.author ? undefined : 'not_yours'
  // Whoever proposed it may have left since: then nobody answers for it, and it is proposed anew.
  const fault = await fourEyesFault(tx, tenantId, { author: proposed.author, approver: answer.by })
  if (fault !== undefined) return fault
  await tx.query('savepoint before_answer')
  return undefined
}

/** The same paths as from the command line: the author is who proposed, the approver who answers. */
async function applied(
  tx: Tx,
  tenantId: bigint,
  proposed: Proposed,
  answer: Answer,
): Promise<object | ProposalDeclined> {
  const { name, effectiveOn, author } = proposed
  const at = { author, approver: answer.by, today: answer.today, effectiveOn }
  switch (proposed.kind) {
    case 'template':
    case 'template_rollback':
      return applyTemplate(tx, tenantId, proposed, {
        approver: answer.by,
        tools: toolsOf(answer),
      })
    case 'publish': {
      const made = strategyFile('document', proposed.document ?? '', answer.known)
      return 'strategy' in made
        ? publishEntry(tx, tenantId, made, at)
        : { declined: 'not_sound' as const }
    }
    case 'rollback':
      return rollbackEntry(tx, tenantId, { name, version: proposed.version ?? undefined }, at)
    case 'trial':
      return startTrial(tx, tenantId, JSON.parse(proposed.document ?? '') as TrialTerms, at)
  }
}
