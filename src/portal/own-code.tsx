/** @jsxImportSource hono/jsx */
import type { Context, MiddlewareHandler } from 'hono'
import { inTenant } from '../store/db.ts'
import { weighCode, type CodeWay } from '../store/portal-code.ts'
import { readHouse } from '../store/portal-read.ts'
import { readPortalSettings, type PortalSettings } from '../store/portal-settings.ts'
import type { Language } from '../store/templates.ts'
import { codePath, codeWaysOf, FIRST, sendTo, wayToCode, type CodeFault } from './code-send.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, Wrong, type House } from './page.tsx'
import { levelOf, PAGES, pageOf } from './pages.ts'
import { openSession, sessionOf, type PortalSession } from './session.ts'
import { say, type PortalWord } from './words.ts'

/** Of pages that need a code, the way to one for whoever gave the fact alone. */
export const behindCode =
  (deps: PortalDeps): MiddlewareHandler<PortalEnv> =>
  async (c, next) => {
    const page = pageOf(c.req.path)
    const session = page && sessionOf(c, deps)
    if (page === undefined || session === undefined || session.level === 'code') return next()
    if (levelOf(page, await settingsOf(deps, session.tenantId)) === 'fact') return next()
    const to = c.req.method === 'GET' ? c.req.path : page.path
    return c.redirect(`/p/code?to=${encodeURIComponent(to)}&lang=${c.get('lang')}`, 303)
  }

const settingsOf = (deps: PortalDeps, tenantId: bigint): Promise<PortalSettings> =>
  inTenant(deps.db, tenantId, (tx) => readPortalSettings(tx, tenantId, deps.today()))

type View = {
  readonly session: PortalSession
  readonly house: House
  readonly ways: readonly CodeWay[]
  readonly settings: PortalSettings
  /** The page that was asked for. */
  readonly to: string
}

async function viewOf(c: Context<PortalEnv>, deps: PortalDeps): Promise<View | undefined> {
  const session = sessionOf(c, deps)
  if (session === undefined) return undefined
  const { tenantId } = session
  const to = c.req.query('to') ?? ''
  return inTenant(deps.db, tenantId, async (tx) => {
    const house = await readHouse(tx, tenantId)
    if (house === undefined) return undefined
    const ways = await codeWaysOf(tx, deps, session)
    const settings = await readPortalSettings(tx, tenantId, deps.today())
    return { session, house, ways, settings, to: isOurs(to) ? to : '/p/home' }
  })
}

const isOurs = (path: string): boolean =>
  /^\/p\/[a-z0-9/-]{1,80}$/.test(path) && pageOf(path) !== undefined

/** Where one chooses the address; looking sends nothing. */
export async function codeWaysPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const view = await viewOf(c, deps)
  if (view === undefined) return gonePage(c)
  if (view.session.level === 'code') return c.redirect(`${view.to}?lang=${c.get('lang')}`, 303)
  const is = c.req.query('is')
  if (is === 'sent' || is === 'wrong') {
    const way = view.ways.find((one) => String(one.addressId) === c.req.query('way'))
    return typePage(c, view, { isWrong: is === 'wrong', way })
  }
  if (view.ways.length === 0) return nonePage(c, view)
  return waysPage(
    c,
    view,
    CODE_FAULTS.find((one) => one === is),
  )
}

/** Sends one, or weighs what was typed. */
export async function takeCode(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const view = await viewOf(c, deps)
  if (view === undefined) return gonePage(c)
  if (view.session.level === 'code') return c.redirect(`${view.to}?lang=${c.get('lang')}`, 303)
  if (form.has('code')) return weigh(c, deps, { view, typed: form.get('code') ?? '' })
  if (form.get('way') === FIRST) return c.redirect(await wayToCode(c, deps, view), 303)
  const way = view.ways.find((one) => String(one.addressId) === form.get('way'))
  if (way === undefined) return view.ways.length === 0 ? nonePage(c, view) : waysPage(c, view)
  const sent = await sendTo(c, deps, { session: view.session, way })
  return sent === 'sent' ? typePage(c, view, { way }) : waysPage(c, view, sent)
}

async function weigh(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  { view, typed }: { readonly view: View; readonly typed: string },
): Promise<Response> {
  const { session } = view
  const code = typed.normalize('NFKC').replaceAll(/\D/g, '').slice(0, 12)
  const given = { code, key: deps.key, now: deps.now() }
  const isRight = await inTenant(deps.db, session.tenantId, (tx) => weighCode(tx, session, given), {
    retries: 3,
  })
  if (!isRight) return typePage(c, view, { isWrong: true })
  openSession(c, deps, { ...session, level: 'code' })
  return c.redirect(`${view.to}?lang=${c.get('lang')}`, 303)
}

const FAULTS: Readonly<Record<CodeFault, PortalWord>> = {
  too_many: 'ownMany',
  not_now: 'ownNotNow',
  not_this_way: 'ownNotThisWay',
  not_taken: 'ownNotTaken',
}

const CODE_FAULTS = Object.keys(FAULTS) as readonly CodeFault[]

const here = (lang: Language, { to }: View): string => codePath(to, lang)

function waysPage(c: Context<PortalEnv>, view: View, fault?: CodeFault) {
  const lang = c.get('lang')
  const children = (
    <>
      {fault === undefined ? null : <Wrong words={say(lang, FAULTS[fault])} />}
      <p>{say(lang, 'ownWhy')}</p>
      <form method="post" action={here(lang, view)}>
        <fieldset aria-describedby={fault === undefined ? undefined : 'wrong'}>
          <legend>{say(lang, 'ownWhere')}</legend>
          {view.ways.map((way, i) => (
            <div class="choice" key={String(way.addressId)}>
              <input
                type="radio"
                id={`way-${i}`}
                name="way"
                value={String(way.addressId)}
                checked={i === 0}
              />
              <label for={`way-${i}`}>
                {say(lang, `ownWay_${way.channel}`, { to: way.masked })}
                {way.isStopped ? (
                  <>
                    <br />
                    <span class="hint">{say(lang, 'ownStopped')}</span>
                  </>
                ) : null}
              </label>
            </div>
          ))}
        </fieldset>
        <p>
          <button type="submit">{say(lang, 'ownSend')}</button>
        </p>
      </form>
      <p class="hint">{say(lang, 'ownNever')}</p>
      <p>{say(lang, 'ownLost')}</p>
      <Meanwhile lang={lang} view={view} />
    </>
  )
  const status = fault === undefined ? 200 : fault === 'too_many' ? 429 : 422
  const at = fault === undefined ? undefined : `${here(lang, view)}&is=${fault}`
  return show(c, { title: say(lang, 'ownTitle'), house: view.house, children, status, at })
}

type Typing = { readonly isWrong?: boolean; readonly way?: CodeWay | undefined }

function typePage(c: Context<PortalEnv>, view: View, { isWrong = false, way }: Typing) {
  const lang = c.get('lang')
  const children = (
    <>
      {isWrong ? (
        <Wrong words={say(lang, 'ownWrong')} />
      ) : (
        <p role="status">
          {way === undefined ? say(lang, 'ownSent') : say(lang, 'ownSentTo', { to: way.masked })}
        </p>
      )}
      <form method="post" action={here(lang, view)}>
        <p>
          <label for="code">{say(lang, 'ownLabel')}</label>
        </p>
        <p class="hint" id="code-hint">
          {say(lang, 'ownHint')}
        </p>
        <p>
          <input
            type="text"
            class="digits"
            id="code"
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={20}
            required
            aria-describedby={isWrong ? 'wrong code-hint' : 'code-hint'}
            aria-invalid={isWrong ? 'true' : undefined}
          />
        </p>
        <p>
          <button type="submit">{say(lang, 'go')}</button>
        </p>
      </form>
      <p class="hint">{say(lang, 'ownNever')}</p>
      <p>
        <a href={here(lang, view)}>{say(lang, 'ownAnother')}</a>
      </p>
    </>
  )
  const status = isWrong ? 422 : 200
  const sentTo = way === undefined ? '' : `&way=${way.addressId}`
  const at = `${here(lang, view)}&is=${isWrong ? 'wrong' : 'sent'}${sentTo}`
  return show(c, { title: say(lang, 'ownSentTitle'), house: view.house, children, status, at })
}

function nonePage(c: Context<PortalEnv>, view: View) {
  const lang = c.get('lang')
  const children = (
    <>
      <p>{say(lang, 'ownNone')}</p>
      <Meanwhile lang={lang} view={view} />
    </>
  )
  return show(c, { title: say(lang, 'ownTitle'), house: view.house, children })
}

/** A person who checks another way, and what the fact alone opens at once. */
const Meanwhile = ({ lang, view }: { lang: Language; view: View }) => (
  <>
    <p>{say(lang, 'ownNoneCall', { phone: view.house.phone })}</p>
    <section aria-labelledby="meanwhile">
      <h2 id="meanwhile">{say(lang, 'ownMeanwhile')}</h2>
      <ul class="menu">
        {PAGES.filter((one) => one.place !== 'none' && levelOf(one, view.settings) === 'fact').map(
          (one) => (
            <li key={one.path}>
              <a href={`${one.path}?lang=${lang}`}>{say(lang, one.words)}</a>
            </li>
          ),
        )}
      </ul>
    </section>
  </>
)
