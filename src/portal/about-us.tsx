/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Day } from '../core/calendar.ts'
import { clockOf } from '../engine/care-clock.ts'
import { loadCareBook } from '../store/care-book.ts'
import { inTenant } from '../store/db.ts'
import { readJurisdictions } from '../store/official.ts'
import { readTenant } from '../store/pay-link.ts'
import { readHouse, type HouseRow } from '../store/portal-read.ts'
import { readPortalSettings, type PortalSettings } from '../store/portal-settings.ts'
import { dayText } from '../store/render.ts'
import { clockWords } from './clock-words.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { say, type PortalWord } from './words.ts'

/** What anybody may read of a house: how to complain, and what these pages keep. */
type About = {
  readonly house: HouseRow
  readonly settings: PortalSettings
  readonly places: readonly string[]
}

async function aboutOf(c: Context<PortalEnv>, deps: PortalDeps): Promise<About | undefined> {
  const digits = c.req.param('house')
  const tenantId = digits === undefined ? deps.tenantId : readTenant(digits)
  if (tenantId === undefined) return undefined
  return inTenant(deps.db, tenantId, async (tx) => {
    const house = await readHouse(tx, tenantId)
    if (house === undefined) return undefined
    const settings = await readPortalSettings(tx, tenantId, deps.today())
    return { house, settings, places: await readJurisdictions(tx, tenantId) }
  })
}

export async function complaintsPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const about = await aboutOf(c, deps)
  if (about === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { house, settings, places } = about
  const children = (
    <>
      <p>{say(lang, 'complaintsLead')}</p>
      <Part id="how" title={say(lang, 'complaintsHow')}>
        <ul>
          <li>{say(lang, 'complaintsCall', { phone: house.phone })}</li>
          <li>{say(lang, 'complaintsWrite', { url: house.url })}</li>
        </ul>
      </Part>
      <Part id="when" title={say(lang, 'complaintsWhen')}>
        <ul>
          {complaintClocks(places, deps.today()).map((one) => (
            <li key={one.clock}>
              {say(lang, 'complaintsBy', {
                what: clockWords(lang, one),
                day: dayText(one.dueOn, lang),
              })}
            </li>
          ))}
        </ul>
      </Part>
      <Part id="else" title={say(lang, 'complaintsElse')}>
        {settings.complaints === undefined ? null : <p>{settings.complaints[lang]}</p>}
        <p>
          <a href={`/p/real/${house.tenantId.toString(32)}?lang=${lang}`}>
            {say(lang, 'complaintsRegister')}
          </a>
        </p>
      </Part>
    </>
  )
  return show(c, { title: say(lang, 'complaintsTitle'), house, children })
}

/** The clocks of the places that the house collects in, for a complaint of today; its own where none has one. */
const complaintClocks = (places: readonly string[], today: Day) =>
  ['acknowledge', 'answer'].flatMap((clock) => {
    const asked = { kind: 'complaint', clock, places, written: true, toldOn: today } as const
    return clockOf(loadCareBook(), { ...asked, sinceOn: today }) ?? []
  })

const PRIVACY: readonly PortalWord[] = [
  'privacyOpen',
  'privacySession',
  'privacyNetwork',
  'privacyOthers',
  'privacyKept',
]

export async function privacyPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const about = await aboutOf(c, deps)
  if (about === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { house, settings } = about
  const children = (
    <>
      {PRIVACY.map((key) => (
        <p key={key}>{say(lang, key)}</p>
      ))}
      <p>
        {say(lang, 'privacyRights', { phone: house.phone, url: settings.privacy ?? house.url })}
      </p>
    </>
  )
  return show(c, { title: say(lang, 'privacyTitle'), house, children })
}

const Part = (of: { id: string; title: string; children?: Child }) => (
  <section aria-labelledby={of.id}>
    <h2 id={of.id}>{of.title}</h2>
    {of.children}
  </section>
)
