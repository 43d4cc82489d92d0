/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { readOwed } from '../store/pay-owed.ts'
import { readHouse } from '../store/portal-read.ts'
import { readPortalSettings } from '../store/portal-settings.ts'
import { Kept } from './asking.tsx'
import { codePath, FIRST } from './code-send.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { levelOf, PAGES, type PortalPage } from './pages.ts'
import { sessionOf } from './session.ts'
import type { Language } from '../store/templates.ts'
import { say } from './words.ts'

/** Where one lands after the fact: everything that can be done here, what most people come for first. */
export async function homePage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId } = session
  const { house, owed, settings } = await inTenant(deps.db, tenantId, async (tx) => ({
    house: await readHouse(tx, tenantId),
    owed: await readOwed(tx, tenantId, session),
    settings: await readPortalSettings(tx, tenantId, deps.today()),
  }))
  if (house === undefined || owed === undefined) return gonePage(c)
  const lang = c.get('lang')
  const tail = owed.accountRef.slice(-4)
  const items = (place: PortalPage['place']) =>
    PAGES.filter((one) => one.place === place).map((one) => {
      const asksFirst = session.level === 'fact' && levelOf(one, settings) === 'code'
      return <Item key={one.path} lang={lang} one={one} asksFirst={asksFirst} />
    })
  const children = (
    <>
      {session.level === 'code' ? (
        <p>{say(lang, 'homeOf', { tail, creditor: owed.creditor })}</p>
      ) : (
        <p>{say(lang, 'homeFact')}</p>
      )}
      <ul class="menu">{items('first')}</ul>
      <section aria-labelledby="more">
        <h2 id="more">{say(lang, 'homeMore')}</h2>
        <ul class="menu">{items('more')}</ul>
      </section>
    </>
  )
  return show(c, { title: say(lang, 'homeTitle'), house, children })
}

type ItemOf = { readonly lang: Language; readonly one: PortalPage; readonly asksFirst: boolean }

const Item = ({ lang, one, asksFirst }: ItemOf) => (
  <li>
    {asksFirst ? (
      <form method="post" action={codePath(one.path, lang)}>
        <Kept values={{ way: FIRST }} />
        <button type="submit" class="plain">
          {say(lang, one.words)}
        </button>
      </form>
    ) : (
      <a href={`${one.path}?lang=${lang}`}>{say(lang, one.words)}</a>
    )}
    <span>
      {say(lang, one.about)}
      {asksFirst ? ` · ${say(lang, 'homeCode')}` : ''}
    </span>
  </li>
)
