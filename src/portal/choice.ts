import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Language } from '../store/templates.ts'
import type { PortalEnv } from './deps.ts'

/** What a reader chose of how the pages look; kept until the browser is closed, and of nobody. */
export type TextSize = 'normal' | 'large'

const LANG = 'forbear.lang'
const TEXT = 'forbear.text'

/** `?lang=` first, then what was chosen before, then whichever of zh and en the browser names first. */
export function languageOf(c: Context): Language {
  for (const asked of [c.req.query('lang'), getCookie(c, LANG)])
    if (asked === 'zh' || asked === 'en') return asked
  const first = (c.req.header('Accept-Language') ?? '').slice(0, 200).match(/\b(zh|en)\b/i)?.[1]
  return first?.toLowerCase() === 'zh' ? 'zh' : 'en'
}

export function textSizeOf(c: Context): TextSize {
  const asked = c.req.query('text') ?? getCookie(c, TEXT)
  return asked === 'large' ? 'large' : 'normal'
}

/** Kept where a link chose it anew, so that a page without the choice in its address has it too. */
export function keepChoice(c: Context<PortalEnv>, isSecure: boolean): void {
  const keep = (name: string, value: string) =>
    setCookie(c, name, value, { path: '/p/', httpOnly: true, sameSite: 'Lax', secure: isSecure })
  const { lang, text } = c.req.query()
  if (lang === c.get('lang') && getCookie(c, LANG) !== lang) keep(LANG, lang)
  if (text !== undefined && text === c.get('text') && getCookie(c, TEXT) !== text) keep(TEXT, text)
}
