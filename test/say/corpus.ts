import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SayFault } from '../../src/core/say/fault.ts'

export type Language = 'zh' | 'en'
export type Forbidden = { readonly sentence: string; readonly fault: SayFault }

const lines = (language: Language, name: string): string[] =>
  readFileSync(join(import.meta.dirname, language, `${name}.tsv`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

export const forbidden = (language: Language, held = false): Forbidden[] =>
  lines(language, held ? 'forbidden-held' : 'forbidden').map((line) => {
    const [sentence = '', fault = ''] = line.split('\t')
    return { sentence, fault: fault as SayFault }
  })

export const allowed = (language: Language, held = false): string[] =>
  lines(language, held ? 'allowed-held' : 'allowed')
