import type { DomainSender } from '../channels/mail/door.ts'
import { readChannels } from './channels-open.ts'
import type { Context } from './context.ts'
import { mailKey } from './mail-key.ts'

/** What sends a tenant's mail by the home's file, in its order; of every tenant where none is named. */
export async function mailSenders(
  context: Context,
  tenantId?: bigint,
): Promise<readonly DomainSender[]> {
  const tenants = (await readChannels(context))?.tenants ?? {}
  const secret = await mailKey(context.home)
  return Object.entries(tenants)
    .filter(([tenant]) => tenantId === undefined || tenant === String(tenantId))
    .flatMap(([tenant, { email = [] }]) =>
      email.map(({ name, domain }) => ({ tenantId: BigInt(tenant), name, domain, secret })),
    )
}
