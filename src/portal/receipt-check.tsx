/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { checkReceipt, type Checked } from '../evidence/receipt.ts'
import { inTenant } from '../store/db.ts'
import { findReceipt } from '../store/folder.ts'
import { readTenant } from '../store/pay-link.ts'
import { readHouse } from '../store/portal-read.ts'
import type { Language } from '../store/templates.ts'
import { Area, Fault, Go, Good, type Form } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { sayFolder } from './words-evidence.ts'

const RECEIPT_MAX = 2000

/** Anybody may check a receipt, before any question; nothing of a borrower is shown or kept. */
export async function checkReceiptPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form?: Form,
): Promise<Response> {
  const digits = c.req.param('house')
  const tenantId = digits === undefined ? deps.tenantId : readTenant(digits)
  if (tenantId === undefined || deps.seal === undefined) return gonePage(c)
  const typed = form?.get('receipt')?.slice(0, RECEIPT_MAX)
  const keys = [deps.seal.publicKey]
  const checked = typed === undefined ? undefined : checkReceipt(typed, { keys })
  const found = await inTenant(deps.db, tenantId, async (tx) => ({
    house: await readHouse(tx, tenantId),
    kept:
      checked?.is === 'good' ? await findReceipt(tx, tenantId, checked.receipt.number) : undefined,
  }))
  if (found.house === undefined) return gonePage(c)
  const lang = c.get('lang')
  const isKept = checked?.is === 'good' && found.kept?.sha256 === checked.receipt.sha256
  const children = (
    <>
      {checked === undefined ? null : <Answer lang={lang} checked={checked} isKept={isKept} />}
      <p>{sayFolder(lang, 'checkLead')}</p>
      <form method="post" action={`${c.req.path}?lang=${lang}`}>
        <Area
          name="receipt"
          label={sayFolder(lang, 'checkLabel')}
          value={typed}
          most={RECEIPT_MAX}
        />
        <Go words={sayFolder(lang, 'checkGo')} />
      </form>
      <p>{sayFolder(lang, 'checkFile')}</p>
      <h2>{sayFolder(lang, 'key')}</h2>
      <p class="hash">{deps.seal.publicKey}</p>
    </>
  )
  const status = checked === undefined || isKept ? 200 : 422
  const { house } = found
  return show(c, { title: sayFolder(lang, 'checkTitle'), house, children, status })
}

function Answer({ lang, checked, isKept }: { lang: Language; checked: Checked; isKept: boolean }) {
  if (checked.is === 'bad') return <Fault words={sayFolder(lang, `check_${checked.why}`)} />
  const { receipt } = checked
  if (!isKept) return <Fault words={sayFolder(lang, 'check_unknown')} />
  const { bytes, sha256, number } = receipt
  const at = receipt.received
  return <Good words={sayFolder(lang, 'checkGood', { bytes: String(bytes), sha256, at, number })} />
}
