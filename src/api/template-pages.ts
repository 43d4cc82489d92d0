import { z } from '@hono/zod-openapi'
import { previewLetter, type LetterPreview, type SetPreview } from '../channels/letter/preview.ts'
import type { Words } from '../core/words.ts'
import type { Sender } from '../engine/template-lint.ts'
import { currentLawyer } from '../store/letter.ts'
import { TemplateForm } from '../store/template-data.ts'
import { templateFaults } from '../store/template-document.ts'
import { madeUp, personOfCase, senderOf } from '../store/template-people.ts'
import { previews } from '../store/template-preview.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { CaseParams, LANG } from './schemas.ts'
import { cannotBeRead } from './template-checks.ts'
import { withTemplates } from './template-known.ts'
import { TemplateIn, TemplatePagesOut } from './template-schemas.ts'
import type { Language } from './wire.ts'
import type { TemplatePagesWire } from './wire-templates.ts'

const LanguageIn = z.enum(['zh', 'en'])
const MadeUpIn = z
  .strictObject({
    template: TemplateIn,
    language: LanguageIn,
    person: z.enum(['usual', 'no_day', 'longest']),
  })
  .openapi('TemplatePagesGiven')
const OfCaseIn = z
  .strictObject({ template: TemplateIn, language: LanguageIn })
  .openapi('TemplatePagesOfCaseGiven')

/** A letter as its pages: set as the print house gets it, and kept nowhere. */
export function addTemplatePages(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/templates/pages',
    summary: 'A letter’s pages, as an invented person would get them: a picture and the PDF',
    query: z.strictObject(LANG),
    body: MadeUpIn,
    status: 200,
    answer: TemplatePagesOut,
    problems: ['not_found', 'malformed'],
    handle: ({ actor, body, lang }) => pages(deps, actor, { ...body, lang }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/template-pages',
    summary: 'The same with the values of this case; its address is filled in only when it is sent',
    params: CaseParams,
    query: z.strictObject(LANG),
    body: OfCaseIn,
    status: 200,
    answer: TemplatePagesOut,
    problems: ['not_found', 'malformed', 'no_such_case'],
    handle: ({ actor, params, body, lang }) =>
      pages(deps, actor, { ...body, person: 'case', borrowerId: params.id, lang }),
  })
}

type Asked = {
  readonly template: z.output<typeof TemplateIn>
  readonly language: Language
  readonly person: 'usual' | 'no_day' | 'longest' | 'case'
  readonly borrowerId?: bigint
  readonly lang: Language
}

type Ready = Pick<LetterPreview, 'name' | 'body' | 'lawyer'> & { readonly sender: Sender }

async function pages(
  deps: ApiDeps,
  { tenantId }: Actor,
  { template, language, person: kind, borrowerId, lang }: Asked,
): Promise<TemplatePagesWire | Declined> {
  const read = TemplateForm.safeParse(template)
  if (!read.success) return { declined: 'malformed' }
  const document = read.data
  if (document.channel !== 'letter' && document.channel !== 'visit')
    return { declined: 'malformed' }
  const { typesetter } = deps
  if (typesetter === undefined) return withoutPages(NO_SETTER[lang])
  const today = deps.today()
  const ready = await withTemplates<Ready | Declined | undefined>(
    deps,
    tenantId,
    async (tx, shipped) => {
      if (templateFaults(document, shipped, undefined).some(cannotBeRead)) return undefined
      const { sender, firm } = await senderOf(tx, tenantId)
      const people =
        borrowerId === undefined ? madeUp(firm) : await personOfCase(tx, { tenantId, borrowerId })
      const person = people?.find((one) => one.kind === kind && one.language === language)
      if (person === undefined) return { declined: 'no_such_case' }
      const [shown] = previews(document, [person], { sender, today, prices: [] })
      const lawyer = await currentLawyer(tx, tenantId)
      return { sender, name: person.facts.borrowerName, body: shown?.rendered.body ?? '', lawyer }
    },
  )
  if (ready === undefined) return withoutPages(CANNOT_BE_READ[lang])
  if ('declined' in ready) return ready
  const { tradingName: name, checkPhone: phone, checkUrl: url } = ready.sender
  const set = await previewLetter(typesetter, {
    ...ready,
    template: document.name,
    language,
    person: kind,
    sender: { name, phone, url },
    today,
    portalUrl: deps.pay?.portalUrl,
  })
  return pagesOut(set, lang)
}

const NO_SETTER: Words = {
  en: 'No letter can be set on this machine: it needs Linux on x64 and a Chinese font.',
  zh: '本机无法排版信函：需要 x64 Linux 和中文字体。',
}
const CANNOT_BE_READ: Words = {
  en: 'The pages come back when the text can be read.',
  zh: '文字改好后显示页面。',
}
const NO_LAWYER: Words = {
  en: 'No lawyer is on record, so that nobody would get this letter.',
  zh: '尚未登记律师，此函不会寄出。',
}
const CANNOT_BE_SET: Words = { en: 'It cannot be set: ', zh: '无法排版：' }

const withoutPages = (why: string): TemplatePagesWire => ({
  pages: 0,
  envelope: null,
  svg: null,
  pdf: null,
  why,
})

function pagesOut(set: SetPreview, lang: Language): TemplatePagesWire {
  if ('declined' in set) return withoutPages(`${CANNOT_BE_SET[lang]}${set.why}`)
  return {
    pages: set.pages,
    envelope: set.envelope,
    svg: set.svg,
    pdf: set.pdf.toString('base64'),
    why: set.noLawyer ? NO_LAWYER[lang] : null,
  }
}
