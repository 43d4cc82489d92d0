import type { Language } from './wire.ts'

/** `?lang=` first, then the highest weighted of zh and en in Accept-Language, then English. */
export function languageOf(lang: string | undefined, acceptLanguage: string | undefined): Language {
  if (lang === 'zh' || lang === 'en') return lang
  let best: Language = 'en'
  let bestWeight = 0
  for (const part of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const primary = range.split('-')[0]
    const q = parameters.map((p) => /^\s*q=([01](?:\.[0-9]{0,3})?)\s*$/.exec(p)?.[1]).find(Boolean)
    const weight = q === undefined ? 1 : Number(q)
    if ((primary === 'zh' || primary === 'en') && weight > bestWeight) {
      best = primary
      bestWeight = weight
    }
  }
  return best
}
