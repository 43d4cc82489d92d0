/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { FOLDER_PROVIDER, openFolder } from '../store/portal-message.ts'
import { readHouse } from '../store/portal-read.ts'
import { receiveReceipt } from '../store/receipt-in.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { sessionOf } from './session.ts'
import { say } from './words.ts'

/** What was put into the folder, newest first, for whoever gave the fact that only the borrower knows. */
export async function folderPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId } = session
  const { house, messages } = await inTenant(deps.db, tenantId, async (tx) => ({
    house: await readHouse(tx, tenantId),
    messages: await openFolder(tx, tenantId, { ...session, now: deps.now() }),
  }))
  // Delivered by being read. What ends before this is told is found by the folder's own record.
  for (const { attemptKey, isNew } of messages) {
    const read = { provider: FOLDER_PROVIDER, attemptKey, said: 'delivered', detail: {} } as const
    if (isNew) await receiveReceipt(deps.db, tenantId, { ...read, at: deps.now() })
  }
  const lang = c.get('lang')
  const children = (
    <>
      {messages.length === 0 ? <p>{say(lang, 'folderNone')}</p> : null}
      {messages.map((one, nth) => (
        <section key={nth} lang={one.language === 'zh' ? 'zh-CN' : 'en'}>
          <h2>{one.subject ?? one.on}</h2>
          {one.body.split('\n').map((line, i) => (
            <p key={i}>{line}</p>
          ))}
        </section>
      ))}
      <p>
        <a href={`/p/pay?lang=${lang}`}>{say(lang, 'toPay')}</a>
      </p>
    </>
  )
  return show(c, { title: say(lang, 'folderTitle'), house, children })
}
