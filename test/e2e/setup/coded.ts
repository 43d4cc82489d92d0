import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { ALWAYS_PROMPT, sandboxProvider } from '../../../src/channels/sandbox.ts'
import type { LawBook } from '../../../src/guard/book.ts'
import type { CodeTools } from '../../../src/portal/deps.ts'
import { inTenant, type Db } from '../../../src/store/db.ts'
import { loadTemplates } from '../../../src/store/templates.ts'
import { withCode } from '../../portal-world.ts'

const SESSION = 'forbear.portal'

/** What the right digits would do to the session of whoever gave the fact. */
export async function typeCode(page: Page): Promise<void> {
  const context = page.context()
  const cookie = (await context.cookies()).find(({ name }) => name === SESSION)
  if (cookie === undefined) throw new Error('no session')
  const value = withCode(`${SESSION}=${cookie.value}`).slice(SESSION.length + 1)
  await context.addCookies([{ ...cookie, value }])
}

/** The six figures of the newest message that reached nobody. */
export async function newestCode(db: Db, id: bigint): Promise<string> {
  const found = await inTenant(db, 1n, (tx) =>
    tx.query<{ body: string }>(
      `select body from sandbox_message where borrower_id = $1 order by message_id desc limit 1`,
      [id],
    ),
  )
  return /\d{6}/.exec(found.rows[0]?.body ?? '')?.[0] ?? 'no code'
}

/** Who sends codes to nobody. */
export const codesFor = async (db: Db, law: LawBook): Promise<CodeTools> => ({
  channels: {
    sms: sandboxProvider(db, { channel: 'sms', seed: 5, mix: ALWAYS_PROMPT }),
    email: sandboxProvider(db, { channel: 'email', seed: 5, mix: ALWAYS_PROMPT }),
  },
  law,
  templates: await loadTemplates(fileURLToPath(new URL('../../../templates', import.meta.url))),
})
