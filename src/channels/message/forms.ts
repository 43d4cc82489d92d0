import type { AppFill, AppText, AppWay } from '../../engine/app-way.ts'
import { approvedBook, fillOf } from '../sms/approved.ts'

/** A text as the provider has approved it. */
export type AppTemplate = {
  readonly code: string
  /** '' where the provider gives a code one language alone. */
  readonly language: string
  /** Stands above the text, the same in every message, and is what a locked screen shows. */
  readonly title?: string | undefined
  /** With its places as the provider writes them: {{thing1.DATA}}, {{1}}, {{amount}}. */
  readonly text: string
  readonly needs: AppFill['needs']
}

/**
 * The approved texts that say the same as ours to the last character, with the values in them. So the
 * person reads exactly what was rendered, checked and hashed, although values are all that leaves.
 */
export function fillsOf(
  templates: readonly AppTemplate[],
  mayBe: (name: string, value: string) => boolean,
): AppWay['fills'] {
  const books = templates.map((one) => ({
    one,
    book: approvedBook([{ code: one.code, text: placesOf(one.text) }]),
  }))
  return ({ subject, body }: AppText) =>
    books.flatMap(({ one, book }) => {
      if (one.title !== subject) return []
      const filled = fillOf(book, body)
      if (filled === undefined) return []
      const values = [...filled.values]
      if (!values.every(([name, value]) => mayBe(name, value))) return []
      return [{ code: one.code, language: one.language, needs: one.needs, values }]
    })
}

/** The places of WeChat and WhatsApp in the way in which clouds of SMS write theirs. */
const placesOf = (text: string): string =>
  text
    .replaceAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,40})\.DATA\s*\}\}/g, '${$1}')
    .replaceAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,40})\s*\}\}/g, '${$1}')
    .replaceAll(/\{\{\s*([0-9]{1,2})\s*\}\}/g, '{$1}')

/** What a person reads of a text with a title, where the app knows no titles. */
export const wholeOf = ({ subject, body }: AppText): string =>
  subject === undefined ? body : `${subject}\n\n${body}`
