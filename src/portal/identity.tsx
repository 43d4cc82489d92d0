/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { findLink, tenantOfToken, type PayLink } from '../store/pay-link.ts'
import { weighFact } from '../store/portal-guess.ts'
import { readHouse } from '../store/portal-read.ts'
import { wayToCode } from './code-send.ts'
import { Line } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { show, Wrong, type House } from './page.tsx'
import { networkHash, openSession } from './session.ts'
import { say } from './words.ts'

type Found = { readonly link: PayLink; readonly house: House }

/** The link of a path while it lives. Looking at it changes nothing, however often and whoever looks. */
async function linkOf(c: Context<PortalEnv>, deps: PortalDeps): Promise<Found | undefined> {
  const token = c.req.param('token') ?? ''
  const tenantId = tenantOfToken(token)
  if (tenantId === undefined || tenantId === 0n) return undefined
  return inTenant(deps.db, tenantId, async (tx) => {
    const link = await findLink(tx, tenantId, { token, now: deps.now() })
    const house = link && (await readHouse(tx, tenantId))
    return link === undefined || house === undefined ? undefined : { link, house }
  })
}

/** Who we are and how to check it, and one question; nothing of a debt. */
export async function identityPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const found = await linkOf(c, deps)
  return found === undefined ? gonePage(c) : askPage(c, found)
}

export function gonePage(c: Context<PortalEnv>): Response | Promise<Response> {
  const lang = c.get('lang')
  const title = say(lang, 'goneTitle')
  return show(c, { title, house: undefined, status: 404, children: <p>{say(lang, 'gone')}</p> })
}

function askPage(c: Context<PortalEnv>, { house, link }: Found, wrong = false) {
  const lang = c.get('lang')
  const children = (
    <>
      {wrong ? <Wrong words={say(lang, 'factWrong')} /> : null}
      <p>{say(lang, 'checkFrom', { name: house.name })}</p>
      <form method="post" action={`/p/${c.req.param('token')}/check?lang=${lang}`}>
        <Line
          required
          name="fact"
          label={say(lang, 'factLabel')}
          hint={say(lang, 'factHint')}
          most={20}
          isWrong={wrong}
        />
        {link.amountMinor === undefined ? null : <p>{say(lang, 'factThenCode')}</p>}
        <p>
          <button type="submit">{say(lang, 'go')}</button>
        </p>
      </form>
      <h2>{say(lang, 'checkHow')}</h2>
      <p>{say(lang, 'checkCall', { phone: house.phone, url: house.url })}</p>
      <p>
        <a href={`/p/real/${link.tenantId.toString(32)}?lang=${lang}`}>{say(lang, 'realLink')}</a>
      </p>
      <p>{say(lang, 'checkNever')}</p>
    </>
  )
  const title = say(lang, 'checkTitle')
  const at = `/p/${c.req.param('token')}`
  return show(c, { title, house, children, status: wrong ? 422 : 200, at })
}

/** The one question's answer: right opens a session, wrong counts. */
export async function weighPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const found = await linkOf(c, deps)
  if (found === undefined) return gonePage(c)
  const { link, house } = found
  const fact = (form.get('fact') ?? '').slice(0, 20)
  const address = deps.addressOf(c.req.raw, c.env)
  const guess = { fact, networkHash: networkHash(deps, address), now: deps.now() }
  const guessed = await inTenant(deps.db, link.tenantId, (tx) => weighFact(tx, link, guess), {
    retries: 3,
  })
  if (guessed === 'right') {
    openSession(c, deps, { ...link, level: 'fact' })
    // A link for an amount was made to pay it; any other leads to all that can be done.
    return c.redirect(
      link.amountMinor === undefined
        ? `/p/home?lang=${c.get('lang')}`
        : await wayToCode(c, deps, { session: link, to: '/p/pay' }),
      303,
    )
  }
  if (guessed === 'wrong') return askPage(c, found, true)
  const lang = c.get('lang')
  return show(c, {
    title: say(lang, 'lockedTitle'),
    house,
    status: 403,
    at: `/p/${c.req.param('token')}`,
    children: <p>{say(lang, 'locked', { phone: house.phone })}</p>,
  })
}
