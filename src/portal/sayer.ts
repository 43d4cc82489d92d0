import type { Words } from '../core/words.ts'
import type { Language } from '../store/templates.ts'

/** Says a page's own words, with what stands in braces filled in. */
export const sayer =
  <Key extends string>(all: Readonly<Record<Key, Words>>) =>
  (lang: Language, key: Key, values: Readonly<Record<string, string>> = {}): string =>
    all[key][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
