import { z } from '@hono/zod-openapi'
import { htmlOf } from '../channels/mail/html.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import type { TemplateFinding } from '../engine/template-check.ts'
import type { Tx } from '../store/db.ts'
import { messagePrices } from '../store/message-price.ts'
import { TemplateForm } from '../store/template-data.ts'
import { templateFaults } from '../store/template-document.ts'
import { madeUp, personOfCase, senderOf, type PreviewPerson } from '../store/template-people.ts'
import { previews, type Preview } from '../store/template-preview.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { CaseParams, LANG } from './schemas.ts'
import { templateTools, withTemplates } from './template-known.ts'
import { TemplateCheckOut, TemplateIn } from './template-schemas.ts'
import type { Language } from './wire.ts'
import type {
  TemplateCheckWire,
  TemplateFindingWire,
  TemplatePreviewWire,
} from './wire-templates.ts'

const FINDINGS_MAX = 200

/** What is wrong with words that somebody is writing, and how they would look: nothing is kept. */
export function addTemplateChecks(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/templates/checks',
    summary: 'Every finding with its place, and the message as invented people would get it',
    query: z.strictObject(LANG),
    body: TemplateIn,
    status: 200,
    answer: TemplateCheckOut,
    problems: ['not_found', 'malformed'],
    handle: ({ actor, body, lang }) => check(deps, actor, { body, lang }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/template-previews',
    summary: 'The same, as the person of this case would get it now',
    params: CaseParams,
    query: z.strictObject(LANG),
    body: TemplateIn,
    status: 200,
    answer: TemplateCheckOut,
    problems: ['not_found', 'malformed', 'no_such_case'],
    handle: ({ actor, params, body, lang }) =>
      check(deps, actor, { body, lang, borrowerId: params.id }),
  })
}

type Asked = {
  readonly body: z.output<typeof TemplateIn>
  readonly lang: Language
  readonly borrowerId?: bigint
}

type Made = { readonly found: readonly TemplateFinding[]; readonly shown: readonly Preview[] }

async function check(
  deps: ApiDeps,
  { tenantId }: Actor,
  { body, lang, borrowerId }: Asked,
): Promise<TemplateCheckWire | Declined> {
  const read = TemplateForm.safeParse(body)
  if (!read.success) return { declined: 'malformed' }
  const document = read.data
  const made = await withTemplates<Made | Declined>(deps, tenantId, async (tx, shipped) => {
    const tools = await templateTools(tx, tenantId, deps)
    const found = templateFaults(document, shipped, tools?.asked(document.channel))
    const shown = await shownTo(tx, { tenantId, borrowerId, document, today: deps.today(), found })
    return shown === undefined ? { declined: 'no_such_case' } : { found, shown }
  })
  if ('declined' in made) return made
  return {
    sound: made.found.length === 0,
    findings: made.found.slice(0, FINDINGS_MAX).map((one) => findingOut(one, lang)),
    previews: await Promise.all(made.shown.map((one) => previewOut(one, document))),
  }
}

/** Faults after which there is nothing to show. */
export const cannotBeRead = ({ fault }: TemplateFinding): boolean => CANNOT_BE_READ.has(fault)

const CANNOT_BE_READ: ReadonlySet<string> = new Set([
  'tag_not_allowed',
  'unknown_variable',
  'condition_not_allowed',
  'not_closed',
  'renders_otherwise',
])

/** Also of words that may not be said: who mends them sees how they would stand. */
async function shownTo(
  tx: Tx,
  of: {
    readonly tenantId: bigint
    readonly borrowerId: bigint | undefined
    readonly document: TemplateDocument
    readonly today: ReturnType<ApiDeps['today']>
    readonly found: readonly TemplateFinding[]
  },
): Promise<Preview[] | undefined> {
  const { tenantId, borrowerId, document, today, found } = of
  const { sender, firm } = await senderOf(tx, tenantId)
  const people: readonly PreviewPerson[] | undefined =
    borrowerId === undefined ? madeUp(firm) : await personOfCase(tx, { tenantId, borrowerId })
  if (people === undefined) return undefined
  if (found.some(cannotBeRead)) return []
  return previews(document, people, {
    sender,
    today,
    prices: await messagePrices(tx, tenantId, today),
  })
}

const findingOut = (
  { what, right, language, ...rest }: TemplateFinding,
  lang: Language,
): TemplateFindingWire => ({
  ...rest,
  language: language ?? null,
  what: what[lang],
  right: right[lang],
})

async function previewOut(
  { language, person, rendered, sms, costs, warnings }: Preview,
  { channel }: TemplateDocument,
): Promise<TemplatePreviewWire> {
  const { subject, body, hash } = rendered
  return {
    language,
    person,
    subject: subject ?? null,
    text: body,
    hash,
    html: channel === 'email' ? await htmlOf(subject ?? '', body) : null,
    sms:
      sms === undefined
        ? null
        : sms === 'too_long'
          ? { too_long: true, alphabet: null, segments: null, units: null, left: null }
          : { too_long: false, ...sms },
    costs: costs.map(({ country, minor, currency, messages }) => ({
      country,
      amount: { minor: String(minor), currency },
      messages,
    })),
    warnings: warnings.map((one) => ({
      variable: one.variable,
      value: one.value,
      segments: one.segments ?? null,
      alphabet: one.alphabet ?? null,
    })),
  }
}
