import type { Words } from '../core/words.ts'
import type { Language } from '../store/templates.ts'
import { say } from './words.ts'

/** What is done by a clock's day, as it is said to whom it is done for; the book of clocks tells staff what to do. */
export const clockWords = (
  lang: Language,
  { clock, words }: { readonly clock: string; readonly words: Words },
): string =>
  clock === 'acknowledge' || clock === 'answer' ? say(lang, `clock_${clock}`) : words[lang]
