import { z } from '@hono/zod-openapi'
import { CHANNELS, type Channel } from '../core/channel.ts'
import {
  TEMPLATE_AUDIENCES,
  TEMPLATE_KINDS,
  TEMPLATE_STAGES,
  VARIABLES,
  type AllowedTable,
  type TemplateDocument,
} from '../engine/template-form.ts'
import { instantText } from '../store/db.ts'
import { proposeChange, readProposals, type Change } from '../store/strategy-proposal.ts'
import { canonical } from '../store/template-document.ts'
import { TemplateForm } from '../store/template-data.ts'
import { installedOf, listTemplates, type TemplateListed } from '../store/template-list.ts'
import { currentTemplates, templateHistory, templateVersion } from '../store/template-version.ts'
import { TONES } from '../strategy/document.ts'
import { NameIn, refused } from './change-parts.ts'
import type { Actor, ApiDeps } from './env.ts'
import { hashOf, readKey } from './once.ts'
import { Proposal, proposalOut } from './proposal-schema.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { LANG } from './schemas.ts'
import { templateTools, withTemplates } from './template-known.ts'
import { TemplateOpenOut, TemplateProposalIn, TemplatesOut } from './template-schemas.ts'
import type { Language, ProposalWire } from './wire.ts'
import type { TemplateOpenWire, TemplateRow, TemplateRulesWire } from './wire-templates.ts'

const FILTER = {
  channel: z.enum(CHANNELS).optional(),
  kind: z.enum(TEMPLATE_KINDS).optional(),
  stage: z.enum(TEMPLATE_STAGES).optional(),
  tone: z.enum(TONES).optional(),
  audience: z.enum(TEMPLATE_AUDIENCES).optional(),
}
const Params = z.object({ channel: z.enum(CHANNELS), name: NameIn })

/** A tenant's own words: who signed in proposes, another answers by the proposals' own route. */
export function addTemplates(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/templates',
    summary: 'Every template with its current version, and which types go together',
    query: z.strictObject({ ...LANG, ...FILTER }),
    status: 200,
    answer: TemplatesOut,
    problems: ['not_found'],
    handle: ({ actor, query }) =>
      withTemplates(deps, actor.tenantId, async (tx, shipped) => {
        const all = await listTemplates(tx, actor.tenantId, shipped)
        return { items: all.filter(fits(query)).map(rowOut), rules: rulesOut(shipped.allowed) }
      }),
  })
  addRoute(api, deps, {
    route: 'GET /v1/templates/{channel}/{name}',
    summary:
      'One template: its current words or an earlier version, all that was current, what waits',
    params: Params,
    query: z.strictObject({ ...LANG, version: z.coerce.number().int().min(1).optional() }),
    status: 200,
    answer: TemplateOpenOut,
    problems: ['not_found'],
    handle: ({ actor, params, query }) => open(deps, actor, { ...params, version: query.version }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/templates/proposals',
    summary: 'Proposes words, or an earlier version; nothing changes until another person agrees',
    query: z.strictObject(LANG),
    body: TemplateProposalIn,
    status: 201,
    answer: Proposal,
    problems: ['key_missing', 'not_found', 'malformed', 'change_refused'],
    dryRun: true,
    handle: (asked) => propose(asked.deps, asked),
  })
}

type Filter = { readonly [K in keyof typeof FILTER]?: string | undefined }

const fits =
  ({ channel, kind, stage, tone, audience }: Filter) =>
  ({ document: of }: TemplateListed): boolean =>
    (channel === undefined || of.channel === channel) &&
    (kind === undefined || of.kind === kind) &&
    (tone === undefined || of.tone === tone) &&
    (audience === undefined || of.audience === audience) &&
    (stage === undefined || of.stages.some((one) => one === stage))

function rowOut({ document, since, installedDiffers, ...rest }: TemplateListed): TemplateRow {
  const { channel, name, kind, stages, tone, audience } = document
  return {
    channel,
    name,
    kind,
    stages,
    tone,
    audience,
    ...rest,
    since: instantText(since),
    installed_differs: installedDiffers,
  }
}

const rulesOut = ({ tonesAt, kinds }: AllowedTable): TemplateRulesWire => ({
  tones_at: TEMPLATE_STAGES.map((stage) => ({ stage, tones: tonesAt[stage] })),
  kinds: TEMPLATE_KINDS.map((kind) => ({ kind, ...kinds[kind] })),
  variables: Object.entries(VARIABLES).map(([name, { type, debt, mayBeAbsent }]) => ({
    name,
    type,
    debt,
    may_be_absent: mayBeAbsent,
  })),
})

type Ref = { readonly channel: Channel; readonly name: string }

function open(
  deps: ApiDeps,
  { tenantId }: Actor,
  { version, ...ref }: Ref & { readonly version: number | undefined },
): Promise<TemplateOpenWire | Declined> {
  return withTemplates(deps, tenantId, async (tx, shipped) => {
    const [current] = await currentTemplates(tx, tenantId, ref)
    if (current === undefined) return { declined: 'not_found' as const }
    const shown = version ?? current.version
    const template = await templateVersion(tx, tenantId, { ...ref, version: shown })
    if (template === undefined) return { declined: 'not_found' as const }
    const history = await templateHistory(tx, tenantId, ref)
    const waiting = await readProposals(tx, tenantId, { open: true })
    const installed = installedOf(shipped, ref)
    return {
      template,
      version: shown,
      current: current.version,
      history: history.map(({ version: of, kind, author, approver, at, hash }) => ({
        version: of,
        kind,
        author,
        approver,
        at: instantText(at),
        hash,
      })),
      waiting: waiting
        .filter((one) => one.channel === ref.channel && one.name === ref.name)
        .map(proposalOut),
      installed: installed !== undefined && isNews(installed, history) ? installed : null,
    }
  })
}

const isNews = (document: TemplateDocument, history: readonly { hash: string }[]): boolean =>
  history.every(({ hash }) => hash !== canonical(document).hash)

type Asked = {
  readonly actor: Actor
  readonly lang: Language
  readonly body: z.output<typeof TemplateProposalIn>
  readonly header: (name: string) => string | undefined
}

async function propose(
  deps: ApiDeps,
  { actor, lang, body, header }: Asked,
): Promise<ProposalWire | Declined> {
  const { tenantId } = actor
  const given = readKey(header)
  if ('declined' in given) return given
  const change = changeOf(body)
  if (change === undefined) return { declined: 'malformed' }
  const request = { key: given.key, hash: hashOf(`propose template ${actor.userId}`, body) }
  return withTemplates(deps, tenantId, async (tx) => {
    const templates = await templateTools(tx, tenantId, deps)
    const by = { author: actor.userId, words: body.words, today: deps.today(), request, templates }
    const made = await proposeChange(tx, tenantId, change, { ...by, known: {} })
    if ('declined' in made) return refused(made.declined, lang)
    const [kept] = await readProposals(tx, tenantId, made)
    return kept === undefined ? { declined: 'not_found' as const } : proposalOut(kept)
  })
}

/** undefined where a text is empty once its blanks are gone, or a stage stands there twice. */
function changeOf(body: Asked['body']): Change | undefined {
  if (body.kind === 'template_rollback') {
    const { kind, channel, name, version } = body
    return { kind, channel, name, version }
  }
  const read = TemplateForm.safeParse(body.template)
  return read.success ? { kind: body.kind, document: read.data } : undefined
}
