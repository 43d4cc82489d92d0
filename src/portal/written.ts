import { createHash } from 'node:crypto'
import type { Instant } from '../core/calendar.ts'
import type { HeardEffect } from '../engine/heard-effects.ts'
import type { Received } from '../engine/received.ts'
import type { Tx } from '../store/db.ts'
import { takeMessageIn } from '../store/message-in.ts'
import { onceOf, type Form } from './asking.tsx'
import type { PortalDeps } from './deps.ts'
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

/** Who wrote here, and what they chose beside their words. */
export const writerOf = (
  { borrowerId, accountId }: PortalSession,
  chose: readonly HeardEffect[] = [],
) => ({ borrowerId, accountIds: [accountId], chose })

type Words = {
  readonly form: Form
  readonly text: string
  readonly chose?: readonly HeardEffect[]
}

/** Kept and heard as every message is, within the act that it belongs to. */
export function hearIn(
  tx: Tx,
  deps: PortalDeps,
  session: PortalSession,
  { form, text, chose }: Words,
): ReturnType<typeof takeMessageIn> {
  const tick = { now: deps.now(), today: deps.today() }
  const written = writtenHere(session, { text, once: onceOf(form), now: tick.now })
  const writer = writerOf(session, chose)
  return takeMessageIn(tx, session.tenantId, written, { ...tick, writer })
}
