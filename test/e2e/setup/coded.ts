import type { Page } from 'playwright-core'
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
