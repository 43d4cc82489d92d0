/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { linkPartOf, readCode, tenantOfCode } from '../channels/letter/code.ts'
import { inTenant } from '../store/db.ts'
import { findLink, tenantOfToken } from '../store/pay-link.ts'
import { Line } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { show, Wrong } from './page.tsx'
import { say } from './words.ts'

/** Where a printed code is typed; nothing here says what letters are about. */
export function codePage(c: Context<PortalEnv>, wrong = false) {
  const lang = c.get('lang')
  const children = (
    <>
      {wrong ? <Wrong words={say(lang, 'codeWrong')} /> : null}
      <form method="post" action={`/p/c?lang=${lang}`}>
        <Line
          required
          name="code"
          label={say(lang, 'codeLabel')}
          hint={say(lang, 'codeHint')}
          most={40}
          isWrong={wrong}
          capitals
        />
        <p>
          <button type="submit">{say(lang, 'go')}</button>
        </p>
      </form>
    </>
  )
  const title = say(lang, 'codeTitle')
  return show(c, { title, house: undefined, children, status: wrong ? 422 : 200 })
}

/** On to the letter's link, where one question is asked before anything is shown. */
export async function openCode(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  typed: string,
): Promise<Response> {
  const code = readCode(typed)
  const token = code && `${tenantOfCode(code).toString(32)}${linkPartOf(deps.key, code)}`
  const tenantId = token === undefined ? undefined : tenantOfToken(token)
  if (token === undefined || tenantId === undefined) return codePage(c, true)
  const link = await inTenant(deps.db, tenantId, (tx) =>
    findLink(tx, tenantId, { token, now: deps.now() }),
  )
  if (link === undefined) return codePage(c, true)
  return c.redirect(`/p/${token}?lang=${c.get('lang')}`, 303)
}
