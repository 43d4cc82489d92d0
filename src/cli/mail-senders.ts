import { createHash } from 'node:crypto'
import type { MailSender } from '../channels/mail/incoming.ts'
import { readChannels } from './channels-open.ts'
import type { Context } from './context.ts'

/** What sends a tenant's mail by the home's file, in its order; of every tenant where none is named. */
export async function mailSenders(
  context: Context,
  tenantId?: bigint,
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly MailSender[]> {
  const tenants = (await readChannels(context))?.tenants ?? {}
  return Object.entries(tenants)
    .filter(([tenant]) => tenantId === undefined || tenant === String(tenantId))
    .flatMap(([, given]) => given.email ?? [])
    .flatMap(({ name, secretEnv }) => {
      const text = env[secretEnv] ?? ''
      return text === '' ? [] : [{ name, secret: createHash('sha256').update(text).digest() }]
    })
}
