import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { sessionSecret } from '../api/secret.ts'
import type { Channels } from '../channels/channel.ts'
import { letterProvider } from '../channels/letter/provider.ts'
import { openTypesetter } from '../channels/letter/typeset.ts'
import { readPayConfig } from '../channels/pay/config.ts'
import type { Open } from './context.ts'

/** Where a tenant's letters lie; the print house fetches from `ready` in it. */
export const lettersFolder = (home: string, tenantId: bigint): string =>
  join(home, 'letters', `tenant-${tenantId}`)

/** Signs what the portal gives out; made from the home's own secret. */
export async function portalKey(home: string): Promise<Buffer> {
  return createHmac('sha256', await sessionSecret(home))
    .update('portal')
    .digest()
}

/**
 * Letters, and the notice of a visit, which is one: into the day's batch. Where no letter can be set, words
 * say why, and there is no such channel.
 */
export async function letterChannels(open: Open): Promise<Pick<Channels, 'letter' | 'visit'>> {
  const typesetter = await openTypesetter()
  if ('declined' in typesetter) {
    open.talk.say(`letters_${typesetter.declined}`, { looked: typesetter.looked })
    return {}
  }
  const pay = await readPayConfig(open.home)
  const letter = letterProvider(open.db, {
    typesetter,
    folderOf: (tenantId) => lettersFolder(open.home, tenantId),
    portal: pay && { url: pay.portalUrl, key: await portalKey(open.home) },
  })
  return { letter, visit: letter }
}
