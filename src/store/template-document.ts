import { assert } from '../core/assert.ts'
import { checkTemplate, type CheckedBy, type TemplateFinding } from '../engine/template-check.ts'
import { faultWords } from '../engine/template-faults.ts'
import {
  TEMPLATE_LANGUAGES,
  type TemplateDocument,
  type TemplateLanguage,
} from '../engine/template-form.ts'
import { sampleOf } from '../engine/template-samples.ts'
import { fill, readText } from '../engine/template-text.ts'
import { scopeOf, sha256 } from './render.ts'
import { TemplateForm } from './template-data.ts'
import { liquid, type Shipped } from './templates.ts'

/** A document as it is kept and hashed: the same fields in the same order, whoever wrote it. */
export function canonical(document: TemplateDocument): {
  readonly text: string
  readonly hash: string
} {
  const { channel, name, kind, stages, tone, audience, texts } = document
  const text = JSON.stringify({
    channel,
    name,
    kind,
    stages,
    tone,
    audience,
    texts: { zh: texts.zh, en: texts.en },
  })
  return { text, hash: sha256(text) }
}

/** What was kept once reads again: its shape never narrows. */
export function documentIn(text: string): TemplateDocument {
  const read = TemplateForm.safeParse(JSON.parse(text))
  assert(read.success, 'a template that was kept is read again')
  return read.data
}

const fixedOf = ({ documents }: Shipped, { channel, name }: TemplateDocument) =>
  documents.find((one) => one.channel === channel && one.name === name)

/**
 * Everything that is wrong with a template: its types, its text, what it says in every branch, and
 * that the renderer makes of it what the check read.
 */
export function templateFaults(
  document: TemplateDocument,
  shipped: Shipped,
  asked: CheckedBy['asked'] = [],
): TemplateFinding[] {
  const fixed = fixedOf(shipped, document)
  const found = checkTemplate(document, { allowed: shipped.allowed, fixed, asked })
  if (found.some((one) => one.field === 'texts')) return found
  return [...found, ...TEMPLATE_LANGUAGES.flatMap((language) => rendersAs(document, language))]
}

/** The linter reads what our own reading made; what leaves is made by Liquid. They must be the same. */
function rendersAs(document: TemplateDocument, language: TemplateLanguage): TemplateFinding[] {
  const source = document.texts[language]
  const same = [true, false].every((dueOn) => {
    const { values } = sampleOf(language, { dueOn, agency: true })
    try {
      return (
        liquid.parseAndRenderSync(source, scopeOf(values)) ===
        fill(readText(source).pieces, values).text
      )
    } catch {
      return false
    }
  })
  if (same) return []
  const fault = 'renders_otherwise'
  return [
    {
      fault,
      field: 'texts',
      language,
      words: '',
      from: 0,
      to: source.length,
      ...faultWords(fault),
    },
  ]
}
