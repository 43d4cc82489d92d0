import { randomUUID } from 'node:crypto'
import type { Instant } from '../../src/core/calendar.ts'
import { allowedContact, type AllowedContact } from '../../src/guard/allowed.ts'
import { sendOnce, type Outgoing, type Provider } from '../../src/channels/channel.ts'
import type { Receipt, Received } from '../../src/channels/received.ts'

/** Monday 10:00 in Shanghai, and an hour in which it may be delivered. */
export const NOW = Date.parse('2026-11-23T02:00:00Z') as Instant
export const UNTIL = (NOW + 3_600_000) as Instant
export const NUMBER = '+8613812345678'

/** A message of one attempt, as the dispatcher hands it over. */
export function outgoing(change: Partial<Outgoing> = {}): Outgoing {
  const body = change.body ?? '【安心贷】您好，您有一笔待还。拒收请回复R'
  return {
    ref: { tenantId: 1n, borrowerId: 2n, attemptKey: randomUUID() },
    to: NUMBER,
    subject: undefined,
    body,
    whole: body,
    hash: '',
    validUntil: UNTIL,
    now: NOW,
    ...change,
  }
}

const permit = {
  tenantId: 1n,
  borrowerId: 2n,
  contactId: 3n,
  attemptKey: 'x',
  channel: 'sms' as const,
  addressId: 4n,
  accountIds: [5n],
  expiresAt: UNTIL,
}

/** Through the one place where a message is handed to a provider, with a contact that the guard made. */
export const hand = (provider: Provider, message: Outgoing) =>
  sendOnce(
    provider,
    allowedContact(
      { decision: 'allow', flags: [], reasons: [], slots: [], closesAt: UNTIL },
      {
        ...permit,
        at: NOW,
        to: 'borrower',
        voice: undefined,
        purpose: 'collect',
        addressKind: 'mobile',
      },
      permit,
      NOW,
    ) as AllowedContact,
    message,
  )

export type Sinks = {
  readonly kept: Received[]
  readonly told: Receipt[]
  received: (received: Received) => Promise<'kept'>
  receipt: (receipt: Receipt) => Promise<'kept' | 'no_such_contact'>
}

export function sinks(): Sinks {
  const kept: Received[] = []
  const told: Receipt[] = []
  return {
    kept,
    told,
    received: (one) => {
      kept.push(one)
      return Promise.resolve('kept')
    },
    receipt: (one) => {
      told.push(one)
      return Promise.resolve('kept')
    },
  }
}

/** Until it is so, for things that another program does in its own time. */
export async function eventually<T>(look: () => T | undefined | false, ms = 10_000): Promise<T> {
  const until = Date.now() + ms
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > until) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
