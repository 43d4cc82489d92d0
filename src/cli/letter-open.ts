import { createHmac } from 'node:crypto'
import { sessionSecret } from '../api/secret.ts'
import type { Channels } from '../channels/channel.ts'
import { lettersFolder } from '../channels/letter/folder.ts'
import { letterProvider } from '../channels/letter/provider.ts'
import { openTypesetter, type Typesetter } from '../channels/letter/typeset.ts'
import { readPayConfig } from '../channels/pay/config.ts'
import type { Open } from './context.ts'

/** Signs what the portal gives out; made from the home's own secret. */
export async function portalKey(home: string): Promise<Buffer> {
  return createHmac('sha256', await sessionSecret(home))
    .update('portal')
    .digest()
}

/** Sets letters; where none can be set, words say why. */
export async function letterSetter(open: Open): Promise<Typesetter | undefined> {
  const typesetter = await openTypesetter()
  if (!('declined' in typesetter)) return typesetter
  open.talk.say(`letters_${typesetter.declined}`, { looked: typesetter.looked })
  return undefined
}

/** Letters, and the notice of a visit, which is one: into the day's batch. Without a setter there is no such channel. */
export async function letterChannels(
  open: Open,
  typesetter: Typesetter | undefined,
): Promise<Pick<Channels, 'letter' | 'visit'>> {
  if (typesetter === undefined) return {}
  const pay = await readPayConfig(open.home)
  const letter = letterProvider(open.db, {
    typesetter,
    folderOf: (tenantId) => lettersFolder(open.home, tenantId),
    portal: pay && { url: pay.portalUrl, key: await portalKey(open.home) },
  })
  return { letter, visit: letter }
}
