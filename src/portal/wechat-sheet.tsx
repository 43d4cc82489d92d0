/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import type { OpenTry } from '../store/pay-reconcile.ts'
import { findTry } from '../store/pay-try.ts'
import { readHouse } from '../store/portal-read.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, Wrong, type House } from './page.tsx'
import { sayMinor } from './pay-page.tsx'
import { policyOf } from './policy.ts'
import { sessionOf } from './session.ts'
import { say } from './words.ts'

/** The one script of these pages: WeChat opens its payment sheet for nothing else. */
export const SHEET_SCRIPT = `(function(){
var button=document.getElementById('sheet')
if(!button)return
function open(){
window.WeixinJSBridge.invoke('getBrandWCPayRequest',JSON.parse(button.dataset.sheet),function(told){
if(told.err_msg==='get_brand_wcpay_request:ok')location.replace(button.dataset.back)
})}
button.addEventListener('click',function(){if(window.WeixinJSBridge)open()})
if(window.WeixinJSBridge)open()
else document.addEventListener('WeixinJSBridgeReady',open)
})()
`

/** Old WeChat speaks with its sheet through frames of its own. */
const POLICY = ["script-src 'self'", 'frame-src weixin: wvjbscheme:'] as const

/** Back from WeChat, which says who pays: its sheet opens over this page, and what is paid is told to us by WeChat. */
export async function sheetPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId, borrowerId } = session
  const ref = c.req.param('ref') ?? ''
  const [house, visit] = await inTenant(deps.db, tenantId, async (tx) => [
    await readHouse(tx, tenantId),
    await findTry(tx, tenantId, { ref }),
  ])
  if (house === undefined || visit?.borrowerId !== borrowerId) return gonePage(c)
  const { lang } = c.var
  const isOpen = visit.state === 'created' || visit.state === 'asked'
  if (!isOpen || c.req.query('state') !== ref) return c.redirect(`/p/back/${ref}?lang=${lang}`, 303)
  const sheet = await sheetOf(c, deps, { house, visit })
  if (sheet !== undefined) c.header('Content-Security-Policy', policyOf(deps.pay, POLICY))
  const { minor, currency } = visit.amount
  const children = (
    <>
      {sheet === undefined ? <Wrong words={say(lang, 'noAnswer')} /> : null}
      <p>
        <strong>{say(lang, 'payThis', { amount: sayMinor(minor, currency, lang) })}</strong>
      </p>
      {sheet === undefined ? null : (
        <>
          <p>{say(lang, 'sheetHow')}</p>
          <p>
            <button
              type="button"
              id="sheet"
              data-sheet={JSON.stringify(sheet)}
              data-back={`/p/back/${ref}?lang=${lang}`}
            >
              {say(lang, 'sheetGo')}
            </button>
          </p>
          <p>
            <a href={`/p/back/${ref}?lang=${lang}`}>{say(lang, 'sheetLook')}</a>
          </p>
          <script src="/p/wechat.js" defer />
        </>
      )}
      <p>
        <a href={`/p/pay?lang=${lang}`}>{say(lang, 'toPay')}</a>
      </p>
    </>
  )
  // The code in the address is good once: the other language is of what became of it.
  const at = `/p/back/${ref}`
  const status = sheet === undefined ? 503 : 200
  return show(c, { title: say(lang, 'sheetTitle'), house, children, at, status })
}

/** What the sheet asks for; undefined: WeChat does not say who is there, or opens none. */
async function sheetOf(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  { house, visit }: { readonly house: House; readonly visit: OpenTry },
): Promise<Readonly<Record<string, string>> | undefined> {
  const { tenantId, ref, amount, expiresAt } = visit
  const way = deps.pay.providers.find(
    (one) => one.tenantId === tenantId && one.provider.name === visit.provider,
  )?.provider
  const openId = await way?.inApp?.payerOf(c.req.query('code') ?? '')
  if (way === undefined || openId === undefined) return undefined
  const made = await way.start({
    ref,
    amount,
    title: house.name,
    expiresAt,
    returnUrl: `${deps.pay.portalUrl}/p/back/${ref}?lang=${c.get('lang')}`,
    payerIp: deps.addressOf(c.req.raw, c.env),
    openId,
    device: 'phone',
    now: deps.now(),
  })
  if (made.is === 'in_app') return made.parameters
  deps.log(`${way.name} did not open a sheet: ${'why' in made ? made.why : made.is}`)
  return undefined
}
