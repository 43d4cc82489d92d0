/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { PortalEnv } from './deps.ts'
import { show } from './page.tsx'
import { say } from './words.ts'

/** Somebody wrote a card number: it is not kept, and the page says where it belongs. */
export function cardPage(c: Context<PortalEnv>): Response | Promise<Response> {
  const lang = c.get('lang')
  const title = say(lang, 'cardTitle')
  return show(c, { title, house: undefined, status: 422, children: <p>{say(lang, 'card')}</p> })
}
