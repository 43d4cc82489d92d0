import type { Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { chooseWay, type AppAsk, type AppWay, type NoWay } from '../engine/app-way.ts'
import type { AddressFact } from '../engine/contact.ts'
import type { BorrowerFacts } from './guard-facts.ts'
import type { Rendered } from './render.ts'

/** The apps of the channel 'message' and what they approved, as a run begins. */
export type Apps = {
  readonly ways: readonly AppWay[]
  readonly approvalOf: AppAsk['approvalOf']
}

type Plan = { readonly channel: Channel; readonly address: AddressFact }

/** An app takes it now, at an address of its own, or nobody is asked to send it. */
export function throughApp(
  plan: Plan,
  from: {
    readonly text: Rendered | undefined
    readonly facts: BorrowerFacts
    readonly desk: { readonly apps?: Apps | undefined }
    readonly now: Instant
  },
): Plan | { readonly why: NoWay } {
  const { text, facts, desk, now } = from
  if (plan.channel !== 'message' || desk.apps === undefined || text === undefined) return plan
  const { addresses, consents, apps } = facts
  const { ways, approvalOf } = desk.apps
  const chosen = chooseWay(ways, { addresses, consents, facts: apps, approvalOf, text, now })
  return 'why' in chosen ? chosen : { ...plan, address: chosen.address }
}
