import { IntlMessageFormat } from 'intl-messageformat'
import type { Words } from '../core/words.ts'
import type { Language } from '../store/templates.ts'

const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

/** Messages whose words depend on a number, read once. */
const counted = new Map<string, IntlMessageFormat>()

/** Says a page's own words, with what stands in braces filled in; `{n, plural, one {…} other {…}}` as ICU has it. */
export function sayer<Key extends string>(words: Readonly<Record<Key, Words>>) {
  const say = (lang: Language, key: Key, values: Readonly<Record<string, string>> = {}): string => {
    const text = words[key][lang]
    if (!text.includes(', plural,'))
      return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    const known = counted.get(text) ?? new IntlMessageFormat(text, LOCALES[lang])
    counted.set(text, known)
    return String(known.format(values))
  }
  return Object.assign(say, { words })
}
