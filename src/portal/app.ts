import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { holdsCardNumber } from '../core/card-number.ts'
import { behindCode, codeWaysPage, takeCode } from './own-code.tsx'
import { complaintsPage, privacyPage } from './about-us.tsx'
import { answerQuestion, budgetPage, questionPage, signBudget } from './budget.tsx'
import { cardPage } from './card-page.tsx'
import { keepChoice, languageOf, textSizeOf } from './choice.ts'
import { codePage, openCode } from './code.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { doneFile, donePage } from './done.tsx'
import { addDoing, UPLOAD_BYTES_MAX, UPLOAD_PATH } from './doing.ts'
import { folderPage, letterFile } from './folder-page.tsx'
import { homePage } from './home.tsx'
import { gonePage, identityPage, weighPage } from './identity.tsx'
import { leave } from './leave.ts'
import { changeContact, contactPage } from './contact.tsx'
import { accountPage, backPage, oneReceipt, startPaying } from './paying.tsx'
import { checkReal, realPage } from './real.tsx'
import { tellWrong, wrongPage } from './wrong.tsx'
import { policyOf } from './policy.ts'
import { sessionOf } from './session.ts'
import { shellOf } from './shell.ts'
import { changeSaid } from './spared-said.tsx'
import { openAccount, standPage } from './stand.tsx'
import { askToStop, stopNow } from './stop-mail.tsx'
import { CSS } from './style.ts'
import { DOING_CSS } from './style-do.ts'
import { tooLarge } from './folder-note.tsx'
import { SHEET_SCRIPT, sheetPage } from './wechat-sheet.tsx'

export type Portal = Hono<PortalEnv>

/** Five thousand characters of Chinese, as a form sends them, and what stands around them. */
const BODY_BYTES_MAX = 64 * 1024

/** The borrower's pages, without a socket: `fetch` answers, in a test as in the server. */
export function buildPortal(deps: PortalDeps): Portal {
  const app = new Hono<PortalEnv>()
  app.use('*', closed(deps))
  const small = bodyLimit({ maxSize: BODY_BYTES_MAX, onError: (c) => gonePage(c) })
  const large = bodyLimit({ maxSize: UPLOAD_BYTES_MAX, onError: (c) => tooLarge(c, deps) })
  app.use('*', (c, next) => (c.req.path === UPLOAD_PATH ? large : small)(c, next))
  addFiles(app)
  app.use('/p/*', behindCode(deps))
  app.get('/p/code', (c) => codeWaysPage(c, deps))
  app.post('/p/code', (c) => withForm(c, (form) => takeCode(c, deps, form)))
  app.get('/p/home', (c) => homePage(c, deps))
  app.get('/p/stand', (c) => standPage(c, deps))
  app.post('/p/stand', (c) => withForm(c, (form) => openAccount(c, deps, form)))
  app.get('/p/leave', (c) => leave(c, deps))
  addPaying(app, deps)
  app.get('/p/budget', (c) => budgetPage(c, deps))
  app.post('/p/budget', (c) => withForm(c, () => signBudget(c, deps)))
  app.get('/p/budget/:question', (c) => questionPage(c, deps))
  app.post('/p/budget/:question', (c) => withForm(c, (form) => answerQuestion(c, deps, form)))
  app.get('/p/stop/:token', (c) => askToStop(c))
  app.post('/p/stop/:token', (c) => stopNow(c, deps))
  app.get('/p/wrong', (c) => wrongPage(c, deps))
  app.post('/p/wrong', (c) => withForm(c, (form) => tellWrong(c, deps, form)))
  app.get('/p/contact', (c) => contactPage(c, deps))
  app.post('/p/contact', (c) => withForm(c, (form) => changeContact(c, deps, form)))
  app.post('/p/contact/spared', (c) => withForm(c, (form) => changeSaid(c, deps, form)))
  app.get('/p/messages', (c) => folderPage(c, deps))
  app.get('/p/messages/letter/:key', (c) => letterFile(c, deps))
  app.get('/p/done', (c) => donePage(c, deps))
  app.get('/p/done/:language', (c) => doneFile(c, deps))
  app.get('/p/real', (c) => realPage(c, deps))
  app.post('/p/real', (c) => withForm(c, (form) => checkReal(c, deps, form)))
  app.get('/p/real/:house', (c) => realPage(c, deps))
  app.post('/p/real/:house', (c) => withForm(c, (form) => checkReal(c, deps, form)))
  for (const path of ['/p/complaints', '/p/complaints/:house'])
    app.get(path, (c) => complaintsPage(c, deps))
  for (const path of ['/p/privacy', '/p/privacy/:house']) app.get(path, (c) => privacyPage(c, deps))
  addDoing(app, deps, withForm)
  app.get('/p/c', (c) => codePage(c))
  app.post('/p/c', (c) => withForm(c, (form) => openCode(c, deps, form.get('code') ?? '')))
  app.get('/p/c/:code', (c) => openCode(c, deps, c.req.param('code')))
  app.get('/p/:token', (c) => identityPage(c, deps))
  app.post('/p/:token/check', (c) => withForm(c, (form) => weighPage(c, deps, form)))
  // The address of a form's answer, opened by hand or by the other language.
  app.get('/p/:token/check', (c) => c.redirect(`/p/${c.req.param('token')}`, 303))
  app.notFound((c) => gonePage(c))
  app.onError((error, c) => {
    deps.log(`${c.req.method} ${c.req.routePath}: ${error.stack ?? error.message}`)
    return gonePage(c as Context<PortalEnv>)
  })
  return app
}

/** The look of every page, and the one script that one of them has. */
function addFiles(app: Portal): void {
  app.get('/p/portal.css', (c) =>
    c.body(CSS + DOING_CSS, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': FILES_KEPT,
    }),
  )
  app.get('/p/wechat.js', (c) =>
    c.body(SHEET_SCRIPT, 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': FILES_KEPT,
    }),
  )
}

const FILES_KEPT = 'public, max-age=3600'

function addPaying(app: Portal, deps: PortalDeps): void {
  app.get('/p/pay', (c) => accountPage(c, deps))
  app.post('/p/pay', (c) => withForm(c, (form) => startPaying(c, deps, form)))
  app.get('/p/back/:ref', (c) => backPage(c, deps))
  app.get('/p/wechat/:ref', (c) => sheetPage(c, deps))
  app.get('/p/receipt/:number', (c) => oneReceipt(c, deps))
}

/** What every answer says of itself, and who reads it. */
function closed(deps: PortalDeps): MiddlewareHandler<PortalEnv> {
  const policy = policyOf(deps.pay)
  return async (c, next) => {
    const session = sessionOf(c, deps)
    c.set('lang', languageOf(c))
    c.set('text', textSizeOf(c))
    c.set('isKnown', session !== undefined)
    c.set('shell', shellOf(c, deps, session?.tenantId))
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && isForeign(c)) {
      c.res = await gonePage(c)
    } else await next()
    const { headers } = c.res
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy)
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('X-Frame-Options', 'DENY')
    headers.set('Referrer-Policy', 'no-referrer')
    headers.set('X-Robots-Tag', 'noindex, nofollow, noarchive')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Cross-Origin-Resource-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
    keepChoice(c, deps.pay.portalUrl.startsWith('https:'))
  }
}

/** A page of another site cannot send our forms, but a mail program may stop a mail from its own. */
function isForeign(c: Context): boolean {
  if (c.req.path.startsWith('/p/stop/')) return false
  const site = c.req.header('Sec-Fetch-Site')
  const origin = c.req.header('Origin')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  if (origin === undefined || origin === 'null') return false
  const host = c.req.header('Host') ?? new URL(c.req.url).host
  return !URL.canParse(origin) || new URL(origin).host !== host
}

type Form = ReadonlyMap<string, string>

/** No field with a card number is read by anything; a field that comes twice counts once. */
async function withForm(
  c: Context<PortalEnv>,
  work: (form: Form) => Promise<Response>,
): Promise<Response> {
  const fields = new URLSearchParams(await c.req.text())
  const all = [...fields]
  if (all.length > 20) return gonePage(c)
  if (all.some(([name, value]) => holdsCardNumber(name) || holdsCardNumber(value)))
    return cardPage(c)
  const form = new Map(all)
  c.set('form', form)
  return work(form)
}
