import type { MailSender } from '../channels/mail/incoming.ts'
import { readChannels } from './channels-open.ts'
import type { Context } from './context.ts'
import { mailKey } from './mail-key.ts'

/** What sends a tenant's mail by the home's file, in its order; of every tenant where none is named. */
export async function mailSenders(
  context: Context,
  tenantId?: bigint,
): Promise<readonly MailSender[]> {
  const tenants = (await readChannels(context))?.tenants ?? {}
  const secret = await mailKey(context.home)
  return Object.entries(tenants)
    .filter(([tenant]) => tenantId === undefined || tenant === String(tenantId))
    .flatMap(([, given]) => given.email ?? [])
    .map(({ name }) => ({ name, secret }))
}
