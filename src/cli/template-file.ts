import { readFile } from 'node:fs/promises'
import { parse, stringify } from 'yaml'
import type { TemplateFinding } from '../engine/template-check.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import { TemplateForm } from '../store/template-data.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

/** A template as a file: what `show` prints is what `check` and `propose` read. */
export async function templateFile(talk: Talk, file: string): Promise<TemplateDocument> {
  const refuse = (why: string) => new Stop(talk.word('templateNoFile', { file, why }), EXIT.refused)
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw refuse(error.message)
  })
  let given: unknown
  try {
    given = parse(text)
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error))
  }
  const read = TemplateForm.safeParse(given)
  if (read.success) return read.data
  throw refuse(
    read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  )
}

export const fileText = (document: TemplateDocument): string =>
  stringify(document, { lineWidth: 0, blockQuote: 'literal' })

export function findingLines(talk: Talk, found: readonly TemplateFinding[]): string[] {
  const { language } = talk
  return found.map((one) => {
    const field = one.language === undefined ? one.field : `${one.field}.${one.language}`
    const said = { field, words: one.words, what: one.what[language], right: one.right[language] }
    return one.field === 'texts'
      ? // People count characters from one.
        talk.word('templateFinding', { ...said, from: one.from + 1, to: one.to })
      : talk.word('templateFindingOf', said)
  })
}
