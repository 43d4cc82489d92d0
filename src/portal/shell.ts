import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { readHouse, type HouseRow } from '../store/portal-read.ts'
import { readPortalSettings } from '../store/portal-settings.ts'
import type { PortalDeps, PortalEnv, Shell } from './deps.ts'

/** What stands around a page. A page that names no house has the reader's own, else the server's. */
export const shellOf =
  (c: Context<PortalEnv>, deps: PortalDeps, own: bigint | undefined) =>
  async (house: HouseRow | undefined): Promise<Shell> => {
    const tenantId = house?.tenantId ?? own ?? deps.tenantId
    try {
      return await inTenant(deps.db, tenantId, async (tx) => {
        const { hours } = await readPortalSettings(tx, tenantId, deps.today())
        return { house: house ?? (await readHouse(tx, tenantId)), hours: hours?.[c.get('lang')] }
      })
    } catch (error) {
      // The page itself may be the one that says that nothing answers now.
      deps.log(`The frame of a page: ${error instanceof Error ? error.message : String(error)}`)
      return { house, hours: undefined }
    }
  }
