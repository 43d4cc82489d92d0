import type { Instant } from '../core/calendar.ts'
import type { RawRequest, Replies, Reply, Unsigned } from './pay/provider.ts'
import type { AppTold } from '../engine/app-told.ts'
import type { Receipt, Received } from './received.ts'

/** A request as it came; some providers sign the whole address with its query. */
export type HookRequest = RawRequest & {
  readonly method: 'GET' | 'POST'
  /** As the provider called it. */
  readonly url: string
}

export type HookNews = {
  readonly received: readonly Received[]
  readonly receipts: readonly Receipt[]
  readonly told?: readonly AppTold[] | undefined
}

export type HookHeard =
  | {
      readonly is: 'heard'
      readonly received: readonly Received[]
      readonly receipts: readonly Receipt[]
      /** What an app says of people and templates beside that. */
      readonly told?: readonly AppTold[] | undefined
      /** Where a provider only says that there is something: asks it, by the ways of a sender. */
      readonly fetch?: (() => Promise<readonly HookNews[]>) | undefined
      /** Where the provider wants to hear something of its own, such as an echo. */
      readonly reply?: Reply | undefined
    }
  | { readonly is: 'refused'; readonly why: Unsigned }

/**
 * How a provider tells of messages and receipts by HTTP, signed in its own way. `hear` asks for the
 * signature over the bytes as they came, in constant time, and for the moment that it names.
 */
export type MessageHook = {
  /** As on what is sent through it, and the last part of its address: /v1/webhooks/messages/{name}. */
  readonly name: string
  hear(request: HookRequest, now: Instant): HookHeard
  readonly replies: Replies
}

/** Who may tell of messages here. Nobody else is heard. */
export type MessageSettings = {
  readonly hooks: readonly { readonly tenantId: bigint; readonly hook: MessageHook }[]
  /** Programs that sign by Standard Webhooks; their secret says whose message it is. */
  readonly systems: readonly {
    readonly tenantId: bigint
    readonly name: string
    readonly secrets: readonly Uint8Array[]
  }[]
}
