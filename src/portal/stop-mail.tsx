/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { findToken } from '../channels/mail/token.ts'
import { stopMail } from '../store/mail-stop.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { show } from './page.tsx'
import { say } from './words.ts'

/** A button, so that a program which follows every link of a mail stops nothing. */
export function askToStop(c: Context<PortalEnv>): Response | Promise<Response> {
  const lang = c.get('lang')
  const children = (
    <>
      <p>{say(lang, 'stopAsk')}</p>
      <form method="post" action={`${c.req.path}?lang=${lang}`}>
        <p>
          <button type="submit">{say(lang, 'stopGo')}</button>
        </p>
      </form>
    </>
  )
  return show(c, { title: say(lang, 'stopTitle'), house: undefined, children })
}

/**
 * What a person's mail program sends for them (RFC 8058), or the button. The answer is the same whoever
 * asks and whatever the address holds: it tells nothing of whom it is about, or whether of anybody.
 */
export async function stopNow(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const lang = c.get('lang')
  const token = c.req.param('token') ?? ''
  const named = deps.mailKeys
    ?.map((key) => findToken(key, 'stop', token))
    .find((one) => one !== undefined)
  if (named !== undefined) await stopMail(deps.db, named, deps.now())
  const children = <p>{say(lang, 'stopDone')}</p>
  return show(c, { title: say(lang, 'stopTitle'), house: undefined, children })
}
