/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Instant } from '../core/calendar.ts'
import { CHANNELS, type Channel } from '../core/channel.ts'
import { zoneOf, localDay } from '../guard/zone.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { readHouse } from '../store/portal-read.ts'
import { changeWays, readWays, type Ways } from '../store/portal-wish.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import {
  changeChoices,
  readChoices,
  SPARED_CHOICES,
  type SparedChoice,
} from '../store/portal-times.ts'
import { Way } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, type House } from './page.tsx'
import { sessionOf, type PortalSession } from './session.ts'
import { readSaid, Said, type SaidView } from './spared-said.tsx'
import { say } from './words.ts'
import { BackToAccount } from './wrong.tsx'

type View = {
  readonly house: House
  readonly zone: string
  readonly ways: Ways
  readonly times: ReadonlySet<SparedChoice>
  readonly said: SaidView
  /** With the fact alone anything may be stopped and nothing begun again. */
  readonly isCoded: boolean
}

async function viewOf(deps: PortalDeps, of: PortalSession): Promise<View | undefined> {
  return inTenant(deps.db, of.tenantId, async (tx) => {
    const house = await readHouse(tx, of.tenantId)
    const found = await tx.query<{ zone: string }>('select zone from tenant where tenant_id = $1', [
      of.tenantId,
    ])
    const zone = found.rows[0]?.zone ?? 'UTC'
    const times = await readChoices(tx, of)
    const ways = await readWays(tx, of.tenantId, of)
    const said = await readSaid(tx, of, deps)
    return house && { house, zone, ways, times, said, isCoded: of.level === 'code' }
  })
}

/** By which ways we may reach the borrower, and one press that stops them all. */
export async function contactPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(deps, session))
  return view === undefined ? gonePage(c) : page(c, view)
}

/** What is not ticked is stopped, in the transaction that keeps the word. */
export async function changeContact(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId, borrowerId } = session
  const isStop = form.get('do') === 'stop'
  const wanted = new Set<Channel>(isStop ? [] : CHANNELS.filter((way) => form.has(`way-${way}`)))
  const times = new Set(SPARED_CHOICES.filter((one) => form.has(`time-${one}`)))
  const words = say(c.get('lang'), isStop ? 'contactStop' : 'contactWays')
  await inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      const now = deps.now()
      if (session.level === 'fact') await onlyStops(tx, session, { wanted, times })
      await changeWays(tx, tenantId, { borrowerId, wanted, words }, now)
      // To stop all of them says nothing of hours.
      if (!isStop) await changeChoices(tx, { tenantId, borrowerId }, { wanted: times, words }, now)
    },
    { retries: 3 },
  )
  const view = await viewOf(deps, session)
  if (view === undefined) return gonePage(c)
  return page(c, view, wanted.size === 0 ? 'contactStopped' : 'contactSaved')
}

/** What is stopped stays stopped, and an hour that is spared stays spared, until a code was typed. */
async function onlyStops(
  tx: Tx,
  of: PortalSession,
  { wanted, times }: { readonly wanted: Set<Channel>; readonly times: Set<SparedChoice> },
): Promise<void> {
  const ways = await readWays(tx, of.tenantId, of)
  for (const way of CHANNELS) if (ways[way].isStopped) wanted.delete(way)
  for (const one of await readChoices(tx, of)) times.add(one)
}

function page(c: Context<PortalEnv>, view: View, done?: 'contactStopped' | 'contactSaved') {
  const lang = c.get('lang')
  const { house, times, isCoded } = view
  const children = (
    <>
      {done === undefined ? null : (
        <p class="good" role="status">
          {say(lang, done)}
        </p>
      )}
      <p>{say(lang, 'contactLead')}</p>
      <form method="post" action={`/p/contact?lang=${lang}`}>
        <WaysPart lang={lang} view={view} />
        <Times lang={lang} times={times} isCoded={isCoded} />
        {isCoded ? null : (
          <p>
            {say(lang, 'contactCode')}{' '}
            <a href={`/p/code?to=${encodeURIComponent('/p/contact')}&lang=${lang}`}>
              {say(lang, 'contactCodeGo')}
            </a>
          </p>
        )}
        <p>
          <button type="submit" name="do" value="save">
            {say(lang, 'contactSave')}
          </button>
        </p>
        <p>
          <button type="submit" name="do" value="stop" class="second">
            {say(lang, 'contactStop')}
          </button>
        </p>
      </form>
      {view.said.said.length === 0 ? null : (
        <section aria-labelledby="said">
          <h2 id="said">{say(lang, 'saidTitle')}</h2>
          <Said lang={lang} view={view.said} isCoded={isCoded} />
        </section>
      )}
      <section aria-labelledby="more">
        <h2 id="more">{say(lang, 'contactMore')}</h2>
        <Way to="/p/about-you/helper" words={say(lang, 'contactHelper')} lang={lang} />
        <Way to="/p/about-you/language" words={say(lang, 'contactLanguage')} lang={lang} />
        <Way to="/p/talk/call" words={say(lang, 'contactCall')} lang={lang} />
      </section>
      <BackToAccount lang={lang} />
    </>
  )
  return show(c, { title: say(lang, 'contactTitle'), house, children })
}

function WaysPart({ lang, view }: { lang: Language; view: View }) {
  const { ways, isCoded } = view
  const zone = zoneOf(view.zone)
  const dayOf = (since: Instant | undefined) =>
    since === undefined || zone === undefined
      ? ''
      : ` (${say(lang, 'contactSince', { day: dayText(localDay(zone, since), lang) })})`
  return (
    <fieldset>
      <legend>{say(lang, 'contactWays')}</legend>
      {CHANNELS.map((way) => {
        const { isStopped, since } = ways[way]
        const id = `way-${way}`
        const isShut = isStopped && !isCoded
        return (
          <div class="choice" key={way}>
            <input type="checkbox" id={id} name={id} checked={!isStopped} disabled={isShut} />
            <label for={id}>
              {say(lang, `way_${way}`)}
              {isStopped ? dayOf(since) : ''}
            </label>
          </div>
        )
      })}
    </fieldset>
  )
}

type TimesOf = { lang: Language } & Pick<View, 'times' | 'isCoded'>

function Times({ lang, times, isCoded }: TimesOf) {
  return (
    <fieldset>
      <legend>{say(lang, 'timesTitle')}</legend>
      <p>{say(lang, 'timesLead')}</p>
      {SPARED_CHOICES.map((one) => (
        <div class="choice" key={one}>
          <input
            type="checkbox"
            id={`time-${one}`}
            name={`time-${one}`}
            checked={times.has(one)}
            disabled={times.has(one) && !isCoded}
          />
          <label for={`time-${one}`}>{say(lang, `time_${one}`)}</label>
        </div>
      ))}
    </fieldset>
  )
}
