import { createHash } from 'node:crypto'
import type { Instant } from '../core/calendar.ts'
import type { Received } from '../engine/received.ts'
import type { PortalSession } from './session.ts'

/** What somebody wrote on these pages, as every message comes in; one press is one message. */
export function writtenHere(
  { borrowerId, linkNo }: PortalSession,
  of: { readonly text: string; readonly once: string; readonly now: Instant },
): Received {
  return {
    provider: 'portal',
    providerRef: `${borrowerId}.${linkNo}.${of.once}`,
    channel: 'message',
    from: 'portal',
    to: 'portal',
    text: of.text,
    at: of.now,
    rawHash: createHash('sha256').update(of.text).digest(),
  }
}
