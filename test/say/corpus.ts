import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SayFault } from '../../src/core/say/fault.ts'

export type Language = 'zh' | 'en'
export type Forbidden = { readonly sentence: string; readonly fault: SayFault }

const lines = (language: Language, name: string): string[] =>
  readFileSync(join(import.meta.dirname, language, `${name}.tsv`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

/** The list; what was held out before the rules were written; what was written after them, and never tuned to. */
export type Part = 'list' | 'held' | 'unseen'
const nameOf = (kind: string, part: Part): string => (part === 'list' ? kind : `${kind}-${part}`)

export const forbidden = (language: Language, part: Part = 'list'): Forbidden[] =>
  lines(language, nameOf('forbidden', part)).map((line) => {
    const [sentence = '', fault = ''] = line.split('\t')
    return { sentence, fault: fault as SayFault }
  })

export const allowed = (language: Language, part: Part = 'list'): string[] =>
  lines(language, nameOf('allowed', part))
