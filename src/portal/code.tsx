/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { linkPartOf, readCode, tenantOfCode } from '../channels/letter/code.ts'
import { inTenant } from '../store/db.ts'
import { findLink, tenantOfToken } from '../store/pay-link.ts'
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
        <p>
          <label for="code">{say(lang, 'codeLabel')}</label>
        </p>
        <p class="hint" id="code-hint">
          {say(lang, 'codeHint')}
        </p>
        <p>
          <input
            type="text"
            id="code"
            name="code"
            autocomplete="off"
            autocapitalize="characters"
            maxlength={40}
            required
            aria-describedby={wrong ? 'wrong code-hint' : 'code-hint'}
            aria-invalid={wrong ? 'true' : undefined}
          />
        </p>
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
