import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { AppWay, SentAs, Teaches } from '../engine/app-way.ts'
import type { Said } from '../engine/contact.ts'
import { assertMadeByGuard, type AllowedContact } from '../guard/allowed.ts'

/** Our name for an attempt; the provider keeps it and can be asked by it. */
export type PermitRef = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly attemptKey: string
}

/** Exactly what leaves: `whole` is what was rendered, and its hash is on the permit. */
export type Outgoing = {
  readonly ref: PermitRef
  readonly to: string
  readonly subject: string | undefined
  readonly body: string
  readonly whole: string
  readonly hash: string
  /** Neither the provider nor a slow sender may deliver it from here on. */
  readonly validUntil: Instant
  readonly now: Instant
  /** In whose form an app takes it; what the person reads is `whole` in every form. */
  readonly as?: SentAs | undefined
}

/**
 * What a provider answered at once. 'refused' is its own word that nothing was taken; whatever
 * leaves a doubt is 'unclear'.
 */
export type SendAnswer =
  | { readonly is: 'accepted'; readonly providerRef: string; readonly via?: string }
  /** `elsewhere`: the provider's trouble and not the message's, so another one, or this one later, may be asked. */
  | {
      readonly is: 'refused'
      readonly why: string
      readonly elsewhere?: true
      readonly teaches?: Teaches
      /** Nobody was asked, because it had no turn before this: asked anew then, which is no try more. */
      readonly turnAt?: Instant
    }
  | { readonly is: 'unclear'; readonly why: string }

/**
 * When the next `count` messages may leave, and by whom. 'closed': by nobody before `until`; what is
 * planned stays planned, so that no permit is used up on a provider that is down.
 */
export type NextTurn =
  | {
      readonly is: 'go'
      readonly by: Provider
      readonly count: number
      readonly at: Instant
    }
  | { readonly is: 'closed'; readonly until: Instant }

/** One automatic provider of one channel. Only these modules open sockets. */
export type Provider = {
  readonly name: string
  readonly patienceMs: number
  send(contact: AllowedContact, message: Outgoing, signal: AbortSignal): Promise<SendAnswer>
  /** The provider's own record; a reference that it does not know is left out. */
  lookUp(refs: readonly PermitRef[], now: Instant): Promise<ReadonlyMap<string, Said>>
  /** False where the provider keeps no record that proves absence, as with plain SMTP. */
  readonly absenceIsProof: boolean
  /** Without it the provider may be asked at any time and speed. A turn that is further away than `waitMsMax` is not taken. */
  turn?(tenantId: bigint, count: number, now: Instant, waitMsMax?: number): Promise<NextTurn>
  /** How many turns may be asked for at once. */
  readonly burst?: number
  /** Where apps ask more of a message than an address: asked for every permit. */
  readonly ways?: readonly AppWay[]
}

/** Channels without an entry have no automatic provider: people carry them out from a list. */
export type Channels = Readonly<Partial<Record<Channel, Provider>>>

/** Asks once, and turns silence and every exception into doubt. Never asks again. */
export async function sendOnce(
  provider: Provider,
  contact: AllowedContact,
  message: Outgoing,
): Promise<SendAnswer> {
  assertMadeByGuard(contact)
  const patience = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<SendAnswer>((resolve) => {
    timer = setTimeout(() => {
      patience.abort()
      resolve({ is: 'unclear', why: 'no_answer' })
    }, provider.patienceMs)
  })
  try {
    return await Promise.race([provider.send(contact, message, patience.signal), silence])
  } catch (error) {
    return { is: 'unclear', why: error instanceof Error ? error.message.slice(0, 200) : 'error' }
  } finally {
    clearTimeout(timer)
  }
}
