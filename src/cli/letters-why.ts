import type { Talk } from './talk.ts'
import { LETTER_WORDS } from './words-letters.ts'

/** A code as words; what the typesetter itself said stands behind its code, for the log. */
export function whyWords(talk: Talk, why: string): string {
  const key = `letterWhy_${why.split(':')[0] ?? ''}`
  return key in LETTER_WORDS ? talk.word(key as keyof typeof LETTER_WORDS) : why
}
