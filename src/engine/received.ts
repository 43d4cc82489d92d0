import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Said } from './contact.ts'

/** What came in over a channel, as every adaptor hands it on: in the sender's own words, unread. */
export type Received = {
  /** The name of the adaptor, as on what we send through it. */
  readonly provider: string
  /** Its own name for this message. One name is one message, for ever. */
  readonly providerRef: string
  readonly channel: Channel
  /** As the channel writes it: E.164 with its plus, a mail address, an openid. */
  readonly from: string
  readonly to: string
  /** A subject, where there is one, is a line of its own before the text. */
  readonly text: string
  readonly at: Instant
  /** Our name for the attempt that it answers, where the channel carries one back. */
  readonly inReplyTo?: string | undefined
  /** What a reply address, a link or a typed code carries of the case. */
  readonly caseToken?: string | undefined
  /** Written by a machine: it answers nothing, and no person said it. */
  readonly automatic?: 'bounce' | 'auto_reply' | undefined
  /** SHA-256 of the bytes as they came. */
  readonly rawHash: Uint8Array
}

/**
 * What a provider tells of something sent: found by its own name or by ours. Without either it is
 * about nothing.
 */
export type Receipt = {
  readonly provider: string
  readonly providerRef?: string | undefined
  readonly attemptKey?: string | undefined
  readonly said: Said
  /** Of one part of a long message alone, the first is 1; what is so of the whole follows from all of them. */
  readonly part?: { readonly nth: number; readonly of: number } | undefined
  readonly at: Instant
  /** Kept as it came. */
  readonly detail: Readonly<Record<string, string | number>>
}

const SEPARATOR = '+'

/** Whoever of these takes it: what stands on a contact until an answer names one of them. */
export const routeName = (providers: readonly string[]): string => providers.join(SEPARATOR)

export const mayBeOf = (route: string, provider: string): boolean =>
  route.split(SEPARATOR).includes(provider)

/** Whether all that may have taken it are of this route, so that its record is whole. */
export const coversAll = (route: string, taken: string): boolean =>
  taken.split(SEPARATOR).every((provider) => mayBeOf(route, provider))
