import { FAULT_WORDS, type Fault } from '../core/say/finding-words.ts'
import { HEARD } from '../core/hear/heard.ts'
import { CLASS_NAMES } from './inbox-words.ts'
import type { Language } from './wire.ts'

type Found = { readonly kind: 'said' | 'unrecorded'; readonly fault: string }

/** What is wrong with a call, and what would be right, in the reader's language. */
export function findingWords(
  { kind, fault }: Found,
  lang: Language,
): { readonly what: string; readonly right: string } {
  if (kind === 'said') {
    const known = Object.hasOwn(FAULT_WORDS, fault) ? FAULT_WORDS[fault as Fault] : undefined
    return { what: known?.what[lang] ?? fault, right: known?.right[lang] ?? '' }
  }
  const heard = HEARD.find((one) => one === fault)
  const name = heard === undefined ? fault : CLASS_NAMES[heard][lang]
  return lang === 'zh'
    ? {
        what: `对方表示“${name}”，结果中未登记。`,
        right: '应停的已停止；请按实际情况更正通话结果。',
      }
    : {
        what: `Said “${name}”, and the outcome does not say so.`,
        right: 'What stops was stopped. Mend the outcome to what was said.',
      }
}

/** The name of a kind of finding, for a table. */
export const findingName = (found: Found, lang: Language): string =>
  found.kind === 'said'
    ? findingWords(found, lang).what
    : findingWords(found, lang).what.replace(/[。.]$/, '')
