import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { readPortalSettings } from '../store/portal-settings.ts'
import type { Language } from '../store/templates.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { closeSession, sessionOf } from './session.ts'

/** Pages on which anybody might be: the weather. A house may name others. */
const ELSEWHERE: Readonly<Record<Language, string>> = {
  en: 'https://www.bbc.com/weather',
  zh: 'https://www.weather.com.cn/',
}

/**
 * Away from here at once. The session ends with it and no page is kept, so the way back shows nothing;
 * without a script the browser's own list of pages cannot be changed.
 */
export async function leave(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const tenantId = sessionOf(c, deps)?.tenantId ?? deps.tenantId
  const { exit } = await inTenant(deps.db, tenantId, (tx) =>
    readPortalSettings(tx, tenantId, deps.today()),
  )
  closeSession(c, deps)
  return c.redirect((exit ?? ELSEWHERE)[c.get('lang')], 303)
}
