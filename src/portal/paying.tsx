/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { raw } from 'hono/html'
import QRCode from 'qrcode'
import type { PayProvider, PayStart } from '../channels/pay/provider.ts'
import { sha256Of } from '../channels/pay/signing.ts'
import type { Instant } from '../core/calendar.ts'
import { money } from '../core/money.ts'
import { inTenant } from '../store/db.ts'
import { takeWord } from '../store/pay-event.ts'
import { readOwed } from '../store/pay-owed.ts'
import type { OpenTry } from '../store/pay-reconcile.ts'
import { findTry, makeTry, noteAsked, reusableTry } from '../store/pay-try.ts'
import { readLinkAmount } from '../store/pay-link.ts'
import {
  readHouse,
  readPaid,
  readParts,
  readReceipts,
  type ReceiptRow,
} from '../store/portal-read.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { LOOK } from './look.ts'
import { show } from './page.tsx'
import { inAppOf, placeOf, wantedMinor, waysFor } from './pay-choice.ts'
import {
  payPage,
  ReceiptLines,
  receiptPage,
  sayMinor,
  type PayFault,
  type PayView,
} from './pay-page.tsx'
import { sessionOf, type PortalSession } from './session.ts'
import { say } from './words.ts'

async function viewOf(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  of: PortalSession,
): Promise<PayView | undefined> {
  const { tenantId } = of
  const place = placeOf(c.req.header('User-Agent'))
  return inTenant(deps.db, tenantId, async (tx) => {
    const house = await readHouse(tx, tenantId)
    const owed = await readOwed(tx, tenantId, of)
    if (house === undefined || owed === undefined) return undefined
    return {
      house,
      owed,
      parts: owed.kind === 'own' ? await readParts(tx, tenantId, of) : [],
      ...waysFor(deps.pay, { tenantId, currency: owed.currency, place }),
      place,
      fixedMinor: await readLinkAmount(tx, tenantId, of),
      receipts: await readReceipts(tx, tenantId, of),
      today: deps.today(),
    }
  })
}

/** What is owed, how it is made up, and how much somebody would like to pay. */
export async function accountPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(c, deps, session))
  return view === undefined ? gonePage(c) : payPage(c, view)
}

/** Kept first, then the provider is asked; the payer goes to its page. */
export async function startPaying(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(c, deps, session))
  if (session === undefined || view === undefined) return gonePage(c)
  const way = view.ways.find((one) => one.name === form.get('way'))
  const wish = { choice: form.get('much'), other: form.get('other'), fixedMinor: view.fixedMinor }
  const minor = wantedMinor(view.owed, wish)
  if (minor === undefined || way === undefined)
    return payPage(c, { ...view, typed: wish.other?.slice(0, 20) }, 'badAmount')
  const looked = form.get(LOOK)
  if (looked !== undefined) return payPage(c, view, 'noAnswer')
  const started = await start(c, deps, { session, view, way, minor })
  return typeof started === 'string' ? payPage(c, view, started) : onward(c, view, started)
}

type Starting = {
  readonly session: PortalSession
  readonly view: PayView
  readonly way: PayProvider
  readonly minor: bigint
}

const VISIT_MS = 35 * 60_000

async function start(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  { session, view, way, minor }: Starting,
): Promise<PayStart | PayFault> {
  const now = deps.now()
  const { tenantId, borrowerId, accountId, linkNo } = session
  const amount = money(minor, view.owed.currency)
  const visit = {
    borrowerId,
    accountId,
    linkNo,
    provider: way.name,
    amount,
    expiresAt: (now + VISIT_MS) as Instant,
  }
  const inApp = inAppOf(view.place, way)
  const ref = await inTenant(deps.db, tenantId, async (tx) => {
    // Pressed twice, or come back by the browser: the same visit goes on, and nobody pays twice.
    const open = await reusableTry(tx, tenantId, visit, now)
    const isOfSheet = open?.page.startsWith(`${way.inApp?.address}?`) === true
    return open !== undefined && isOfSheet === (inApp !== undefined)
      ? open
      : makeTry(tx, tenantId, visit, now)
  })
  if (typeof ref !== 'string') return { is: 'redirect', url: ref.page }
  const lang = c.get('lang')
  if (inApp !== undefined) {
    const returnUrl = `${deps.pay.portalUrl}/p/wechat/${ref}?lang=${lang}`
    const url = inApp.askUrl({ returnUrl, state: ref })
    await noteAsked(deps.db, tenantId, ref, { page: url })
    return { is: 'redirect', url }
  }
  const made = await way.start({
    ref,
    amount,
    title: view.house.name,
    expiresAt: visit.expiresAt,
    returnUrl: `${deps.pay.portalUrl}/p/back/${ref}?lang=${lang}`,
    payerIp: deps.addressOf(c.req.raw, c.env),
    device: view.place.device,
    now,
  })
  if (made.is === 'redirect') {
    await noteAsked(deps.db, tenantId, ref, { page: made.url, providerRef: made.providerRef })
    return made
  }
  if (made.is === 'qr') {
    await noteAsked(deps.db, tenantId, ref, {})
    return made
  }
  if (made.is === 'refused') await noteAsked(deps.db, tenantId, ref, { failed: true })
  deps.log(`${way.name} did not open a page: ${made.is === 'in_app' ? 'in_app' : made.why}`)
  return 'noAnswer'
}

async function onward(c: Context<PortalEnv>, view: PayView, started: PayStart): Promise<Response> {
  if (started.is === 'redirect') return c.redirect(started.url, 303)
  const lang = c.get('lang')
  const code = started.is === 'qr' ? await QRCode.toString(started.text, { type: 'svg' }) : ''
  const children = (
    <>
      <p>{say(lang, 'scan')}</p>
      <div class="code" role="img" aria-label={say(lang, 'scanTitle')}>
        {raw(code)}
      </div>
      <p>
        <a href={`/p/pay?lang=${lang}`}>{say(lang, 'toPay')}</a>
      </p>
    </>
  )
  return show(c, { title: say(lang, 'scanTitle'), house: view.house, children })
}

/** Back from the provider's page: what became of it, as far as the provider told. */
export async function backPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId, borrowerId } = session
  const ref = c.req.param('ref') ?? ''
  const find = () => inTenant(deps.db, tenantId, (tx) => findTry(tx, tenantId, { ref }))
  const first = await find()
  if (first === undefined || first.borrowerId !== borrowerId) return gonePage(c)
  await askWhereOpen(deps, first)
  const visit = (await find()) ?? first
  return inTenant(deps.db, tenantId, async (tx) => {
    const house = await readHouse(tx, tenantId)
    if (house === undefined) return gonePage(c)
    const paid = await readPaid(tx, tenantId, visit)
    const [receipt] =
      paid === undefined
        ? []
        : await readReceipts(tx, tenantId, { ...session, paymentId: paid.paymentId })
    return showBack(c, { house, visit, paidMinor: paid?.minor, receipt })
  })
}

type Back = {
  readonly house: PayView['house']
  readonly visit: OpenTry
  readonly paidMinor: bigint | undefined
  readonly receipt: ReceiptRow | undefined
}

function showBack(c: Context<PortalEnv>, { house, visit, paidMinor, receipt }: Back) {
  const lang = c.get('lang')
  const { currency } = visit.amount
  const isOpen = visit.state === 'created' || visit.state === 'asked'
  const wentBack = visit.state === 'refunded' || visit.state === 'charged_back'
  const said =
    paidMinor !== undefined
      ? say(lang, 'paid', { amount: sayMinor(paidMinor, currency, lang) })
      : wentBack
        ? say(lang, 'wentBack', { amount: sayMinor(visit.amount.minor, currency, lang) })
        : say(lang, isOpen ? 'waiting' : 'failed')
  const children = (
    <>
      <p class={paidMinor === undefined ? undefined : 'good'} role="status">
        {said}
      </p>
      {isOpen ? (
        <p>
          <a href={`/p/back/${visit.ref}?lang=${lang}`}>{say(lang, 'again')}</a>
        </p>
      ) : null}
      {receipt === undefined ? null : (
        <section aria-labelledby="receipt">
          <h2 id="receipt">{say(lang, 'receiptTitle')}</h2>
          <ReceiptLines lang={lang} house={house} receipt={receipt} />
          <p>
            <a href={`/p/receipt/${receipt.receiptNo}?lang=${lang}`}>{say(lang, 'toReceipt')}</a>
          </p>
        </section>
      )}
      <p>
        <a href={`/p/pay?lang=${lang}`}>{say(lang, 'toPay')}</a>
      </p>
    </>
  )
  return show(c, { title: say(lang, 'backTitle'), house, children })
}

/** A message may be lost or late, and the payer is here: the provider's own record is asked. */
async function askWhereOpen(deps: PortalDeps, visit: OpenTry): Promise<void> {
  if (visit.state !== 'created' && visit.state !== 'asked') return
  const found = deps.pay.providers.find(
    (one) => one.tenantId === visit.tenantId && one.provider.name === visit.provider,
  )
  const { ref, providerRef, tenantId, provider } = visit
  const asked = await found?.provider.ask({ ref, providerRef, now: deps.now() })
  for (const event of asked?.events ?? []) {
    const from = { tenantId, provider, bodyHash: sha256Of(event.id) }
    await takeWord(deps.db, from, event, { now: deps.now(), today: deps.today() })
  }
}

export async function oneReceipt(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const number = c.req.param('number') ?? ''
  if (session === undefined || !/^[1-9][0-9]{0,17}$/.test(number)) return gonePage(c)
  const { tenantId } = session
  return inTenant(deps.db, tenantId, async (tx) => {
    const house = await readHouse(tx, tenantId)
    const [receipt] = await readReceipts(tx, tenantId, { ...session, receiptNo: BigInt(number) })
    if (house === undefined || receipt === undefined) return gonePage(c)
    return receiptPage(c, house, receipt)
  })
}
