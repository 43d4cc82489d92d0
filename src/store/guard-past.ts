import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { standingOf, type ContactState, type Standing } from '../engine/contact.ts'
import type { ContactResult, PastContact } from '../guard/verdict.ts'
import { purposeOf } from './servicing.ts'
import type { Slot } from './slots.ts'

/** Contacts and what the borrower sent, from rows to what the guard counts. */

export type RawContact = {
  contactId: string
  channel: Channel
  addressId: string
  accountIds: string[]
  state: ContactState
  why: string | null
  template: string
  at: number
  slots: Slot[]
  stale: boolean
  outcome: ContactResult | null
  /** Of an answer that a person typed: what it answers. */
  replyTo: string | null
}

export type RawInbound = {
  id: string
  channel: Channel
  addressId: string
  accountIds: string[]
  result: 'conversation' | 'delivered' | 'voicemail'
  answers: string | null
  at: number
}

/** Whatever is in doubt is 'unknown', which counts as whatever counts most. */
const RESULT: Readonly<Record<Standing, ContactResult>> = {
  permitted: 'unknown',
  withdrawn: 'not_connected',
  sending: 'unknown',
  unknown: 'unknown',
  never_accepted: 'not_connected',
  accepted: 'unknown',
  expired: 'unknown',
  bounced: 'bounced',
  delivered: 'delivered',
}

/** The firm that acts, as the guard names it: caps tell its contacts from those of others. */
export const firmIdOf = (tenantId: bigint): string => `tenant-${tenantId}`

export function pastContactOf(raw: RawContact, firm: string): PastContact {
  return {
    id: `contact-${raw.contactId}`,
    party: 'borrower',
    by: firm,
    at: raw.at as Instant,
    channel: raw.channel,
    purpose: purposeOf(raw.template),
    direction: 'out',
    result: raw.outcome ?? RESULT[standingOf(raw.state, raw.why ?? undefined)],
    addressId: BigInt(raw.addressId),
    accountIds: raw.accountIds.map(BigInt),
    replyTo: raw.replyTo === null ? undefined : `inbound-${raw.replyTo}`,
    // Whoever calls in person has no template.
    ...(raw.channel === 'call' && raw.template !== '-' ? { marks: ['artificial_voice'] } : {}),
  }
}

export function inboundOf(raw: RawInbound, firm: string): PastContact {
  return {
    id: `inbound-${raw.id}`,
    at: raw.at as Instant,
    channel: raw.channel,
    direction: 'in',
    party: 'borrower',
    by: firm,
    result: raw.result,
    addressId: raw.addressId === '0' ? undefined : BigInt(raw.addressId),
    accountIds: raw.accountIds.map(BigInt),
    replyTo: raw.answers === null ? undefined : `contact-${raw.answers}`,
  }
}
