import { z } from '@hono/zod-openapi'
import { APPROVALS } from '../engine/app-way.ts'
import { APPROVAL_WORDS } from '../engine/app-way-words.ts'
import {
  keepTemplateState,
  readTemplateHistory,
  type TemplateState,
  type TemplateWord,
} from '../store/app-template.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { providersOf, ProviderIn } from './apps.ts'
import type { Actor, ApiDeps } from './env.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api } from './route.ts'
import { InstantOut, words } from './schemas.ts'
import type { ProviderTemplatesWire, ProviderTemplateWire } from './wire-apps.ts'
import type { Language } from './wire.ts'

const Item: z.ZodType<ProviderTemplateWire> = z
  .object({
    provider: z.string(),
    code: z.string(),
    language: z.string(),
    state: z.enum(APPROVALS),
    state_name: z.string(),
    why: z.string().nullable(),
    by: z.string().nullable(),
    since: InstantOut,
    before: z.array(
      z.object({
        state_name: z.string(),
        why: z.string().nullable(),
        by: z.string().nullable(),
        at: InstantOut,
      }),
    ),
  })
  .openapi('ProviderTemplate')
const Out: z.ZodType<ProviderTemplatesWire> = z
  .object({ items: z.array(Item), providers: z.array(z.string()) })
  .openapi('ProviderTemplates')
const Given = z
  .strictObject({
    provider: ProviderIn,
    code: words(200),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*$/)
      .optional(),
    state: z.enum(APPROVALS),
    why: words(200),
  })
  .openapi('ProviderTemplateGiven')

/** What apps say of the texts that they are asked to approve: told by them, or recorded by a person. */
export function addProviderTemplates(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/provider-templates',
    summary:
      'Each text at each app: whether it is approved, in which language, since when and by whose word',
    status: 200,
    answer: Out,
    problems: [],
    handle: ({ actor, lang }) =>
      inTenant(deps.db, actor.tenantId, (tx) => list(tx, deps, { actor, lang })),
  })
  addRoute(api, deps, {
    route: 'POST /v1/provider-templates',
    summary:
      'Records what an app said of a text, where it tells nobody itself; needs an Idempotency-Key',
    body: Given,
    status: 201,
    answer: Out,
    problems: ['key_missing', 'key_reused'],
    dryRun: true,
    handle: ({ deps: own, actor, body, lang, header }) => {
      const given = readKey(header)
      if ('declined' in given) return Promise.resolve(given)
      const { provider, code, language = '', state, why } = body
      // The key is part of the word's own name, so the same request is one word for ever.
      const source = `by ${actor.userId} ${given.key.slice(0, 100)}`
      const told = { provider, code, language, state, why, source, at: own.now() }
      return inTenant(own.db, actor.tenantId, async (tx) => {
        const isNew = await keepTemplateState(tx, actor.tenantId, told)
        if (!isNew && !(await isSame(tx, actor, told))) return { declined: 'key_reused' as const }
        return list(tx, own, { actor, lang })
      })
    },
  })
}

type Told = Pick<TemplateState, 'provider' | 'code' | 'language' | 'state'> & {
  readonly why: string
  readonly source: string
}

async function isSame(tx: Tx, { tenantId }: Actor, told: Told): Promise<boolean> {
  const kept = (await readTemplateHistory(tx, tenantId)).find(
    (one) =>
      one.source === told.source &&
      one.provider === told.provider &&
      one.code === told.code &&
      one.language === told.language,
  )
  const of = (one: { readonly state: string; readonly why: string | null }) =>
    hashOf('template state', [one.state, one.why])
  return kept !== undefined && of(kept) === of(told)
}

type For = { readonly actor: Actor; readonly lang: Language }

async function list(tx: Tx, deps: ApiDeps, { actor, lang }: For): Promise<ProviderTemplatesWire> {
  const rows = await readTemplateHistory(tx, actor.tenantId)
  const named = new Map<string, TemplateWord[]>()
  for (const row of rows) {
    const name = JSON.stringify([row.provider, row.code, row.language])
    named.set(name, [...(named.get(name) ?? []), row])
  }
  return {
    items: [...named.values()].flatMap((all) => itemOf(all, lang)),
    providers: providersOf(deps, actor),
  }
}

function itemOf(all: readonly TemplateWord[], lang: Language): ProviderTemplateWire[] {
  const [newest, ...before] = all
  if (newest === undefined) return []
  const { provider, code, language, state } = newest
  const wordOf = ({ state: said, why, by }: TemplateWord) => ({
    state_name: APPROVAL_WORDS[said][lang],
    why,
    by,
  })
  const at = ({ effective_at: on }: TemplateWord) => instantText(on)
  const since = at(newest)
  const earlier = before.map((one) => ({ ...wordOf(one), at: at(one) }))
  return [{ provider, code, language, state, ...wordOf(newest), since, before: earlier }]
}
