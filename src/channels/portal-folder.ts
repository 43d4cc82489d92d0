import { inTenant, type Db } from '../store/db.ts'
import { FOLDER_PROVIDER, folderSaid, putMessage } from '../store/portal-message.ts'
import type { Outgoing, Provider, SendAnswer } from './channel.ts'

const PATIENCE_MS = 5000

/**
 * Messages into the borrower's own folder of the portal: a provider of the channel 'message' that asks
 * nobody else for anything. Its own record is complete.
 */
export const portalFolder = (db: Db): Provider => ({
  name: FOLDER_PROVIDER,
  patienceMs: PATIENCE_MS,
  absenceIsProof: true,
  send: (_contact, message) => put(db, message),
  lookUp: (refs) => folderSaid(db, refs),
})

async function put(db: Db, message: Outgoing): Promise<SendAnswer> {
  const { ref, now, subject, body, hash } = message
  if (now >= message.validUntil) return { is: 'refused', why: 'past_its_validity' }
  const isKept = await inTenant(db, ref.tenantId, (tx) =>
    putMessage(tx, ref, { subject, body, bodyHash: hash }, now),
  )
  return isKept
    ? { is: 'accepted', providerRef: ref.attemptKey }
    : { is: 'refused', why: 'unknown_permit' }
}
