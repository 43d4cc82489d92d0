import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import {
  answerProposal,
  proposeChange,
  readProposals,
  type Change,
  type Proposed,
} from '../store/strategy-proposal.ts'
import { strategyDocument } from '../store/strategy-document.ts'
import type { TrialTerms } from '../store/trial.ts'
import {
  NameIn,
  refused,
  TERMS_IN,
  TERMS_OUT,
  termsOf,
  termsOut,
  VersionIn,
} from './change-parts.ts'
import { Diff, diffOut } from './diffs.ts'
import { beforeOf, cutPage } from './cursor.ts'
import type { Actor, ApiDeps } from './env.ts'
import { Proposal, PROPOSAL, proposalOut } from './proposal-schema.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { DayIn, idIn, LANG, PAGE_IN, pageOf, words } from './schemas.ts'
import { readKnown } from './strategy-known.ts'
import { templateTools } from './template-known.ts'
import { DOCUMENT_MAX } from './what-if.ts'
import type { Language, ProposalOpenWire, ProposalWire } from './wire.ts'

const Given = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('publish'),
      document: z.string().min(1).max(DOCUMENT_MAX),
      effective_on: DayIn.optional(),
      words: words(2000).optional(),
    }),
    z.strictObject({
      kind: z.literal('rollback'),
      name: NameIn,
      version: VersionIn.optional(),
      effective_on: DayIn,
      words: words(2000).optional(),
    }),
    z.strictObject({
      kind: z.literal('trial'),
      ...TERMS_IN,
      words: words(2000).optional(),
    }),
  ])
  .openapi('ProposalGiven')

const AnswerGiven = z
  .strictObject({
    answer: z.enum(['approved', 'declined', 'withdrawn']),
    words: words(2000).optional(),
  })
  .openapi('ProposalAnswerGiven')

const Proposals = pageOf(Proposal, 'Proposals')
const LISTED = 200
const LIST = 'proposals'

const ProposalOpen: z.ZodType<ProposalOpenWire> = z
  .object({
    ...PROPOSAL,
    document: z.string().nullable(),
    diff: Diff.nullable(),
    terms: z.object(TERMS_OUT).nullable(),
  })
  .openapi('ProposalOpen')

const Params = z.object({ id: idIn('prp') })

/** Four eyes: who is signed in proposes, and another who is signed in answers. */
export function addProposals(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/proposals',
    summary: 'Proposes a version, a rollback or a trial; nothing changes until another agrees',
    query: z.strictObject(LANG),
    body: Given,
    status: 201,
    answer: Proposal,
    problems: ['change_refused'],
    dryRun: true,
    handle: ({ deps: own, actor, body, lang }) => propose(own, actor, { body, lang }),
  })
  addRoute(api, deps, {
    route: 'GET /v1/proposals',
    summary:
      'Changes that somebody proposed, the newest first; open=true leaves out what is answered',
    query: z.strictObject({ ...PAGE_IN, ...LANG, open: z.enum(['true', 'false']).optional() }),
    status: 200,
    answer: Proposals,
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const before = beforeOf(LIST, query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? LISTED
      const asked = { open: query.open === 'true', before, limit: limit + 1 }
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        readProposals(tx, actor.tenantId, asked),
      )
      const keyed = (row: Proposed) => [String(row.proposalId)]
      const page = cutPage(found, { list: LIST, limit, key: keyed })
      return { items: page.rows.map(proposalOut), next_cursor: page.next_cursor }
    },
  })
  addRoute(api, deps, {
    route: 'GET /v1/proposals/{id}',
    summary: 'One proposal with what it would change: rows as a table, and how many people',
    params: Params,
    status: 200,
    answer: ProposalOpen,
    problems: ['not_found'],
    handle: ({ actor, params }) => open(deps, actor, params.id),
  })
  addRoute(api, deps, {
    route: 'POST /v1/proposals/{id}/answers',
    asRead: 'GET /v1/proposals/{id}',
    summary: 'Agrees to, declines or (its author) withdraws a proposal, once and for ever',
    params: Params,
    query: z.strictObject(LANG),
    body: AnswerGiven,
    status: 200,
    answer: Proposal,
    problems: ['not_found', 'change_refused'],
    handle: ({ actor, params, body, lang }) =>
      answer(deps, actor, { proposalId: params.id, ...body, lang }),
  })
}

async function answer(
  deps: ApiDeps,
  actor: Actor,
  of: z.output<typeof AnswerGiven> & { readonly proposalId: bigint; readonly lang: Language },
): Promise<ProposalWire | Declined> {
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const { known } = await readKnown(tx, actor.tenantId, deps)
    const templates = await templateTools(tx, actor.tenantId, deps)
    const said = { ...of, by: actor.userId, today: deps.today(), known, templates }
    const answered = await answerProposal(tx, actor.tenantId, said)
    if (!('declined' in answered)) return proposalOut(answered)
    if (answered.declined === 'no_such_proposal') return { declined: 'not_found' as const }
    return refused(answered.declined, of.lang)
  })
}

async function propose(
  deps: ApiDeps,
  actor: Actor,
  { body, lang }: { body: z.output<typeof Given>; lang: Language },
): Promise<ProposalWire | Declined> {
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const { known } = await readKnown(tx, actor.tenantId, deps)
    const by = { author: actor.userId, words: body.words, today: deps.today(), known }
    const made = await proposeChange(tx, actor.tenantId, changeOf(body), by)
    if ('declined' in made) return refused(made.declined, lang)
    const [kept] = await readProposals(tx, actor.tenantId, made)
    return kept === undefined ? { declined: 'not_found' as const } : proposalOut(kept)
  })
}

function changeOf(body: z.output<typeof Given>): Change {
  switch (body.kind) {
    case 'publish':
      return { kind: body.kind, document: body.document, effectiveOn: body.effective_on }
    case 'rollback': {
      const { kind, name, version } = body
      return { kind, name, version, effectiveOn: body.effective_on }
    }
    case 'trial':
      return { kind: body.kind, terms: termsOf(body) }
  }
}

async function open(
  deps: ApiDeps,
  actor: Actor,
  proposalId: bigint,
): Promise<ProposalOpenWire | Declined> {
  const read = await inTenant(deps.db, actor.tenantId, async (tx) => {
    const [found] = await readProposals(tx, actor.tenantId, { proposalId })
    if (found?.kind !== 'rollback')
      return { found, after: found?.kind === 'publish' ? found.document : null }
    const { name, version } = found
    const kept = await strategyDocument(tx, actor.tenantId, { name, version: version ?? 0 })
    return { found, after: kept?.document }
  })
  const { found, after } = read
  if (found === undefined) return { declined: 'not_found' }
  const out = { ...proposalOut(found), document: found.document, diff: null, terms: null }
  if (found.kind === 'trial')
    return { ...out, terms: termsOut(JSON.parse(found.document ?? '') as TrialTerms) }
  return { ...out, diff: (after && (await diffOut(deps, actor, { after }))) || null }
}
