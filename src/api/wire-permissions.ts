import type { Channel } from '../core/channel.ts'
import type { InstantText, ReasonWire } from './wire-parts.ts'
import type { AddressWire } from './wire.ts'

// GET /v1/cases/{id}/permissions
export type PermissionsWire = {
  readonly at: InstantText
  readonly zones: readonly string[]
  readonly channels: readonly ChannelPermission[]
}

export type ChannelPermission = {
  readonly channel: Channel
  /** null: no address that this channel can use; then decision is 'deny'. */
  readonly address: AddressWire | null
  readonly decision: 'allow' | 'defer' | 'deny'
  /** defer: the next lawful minute. */
  readonly until: InstantText | null
  /** allow: the lawful window closes then. */
  readonly closes_at: InstantText | null
  /** One line for the button, in words. */
  readonly sentence: string
  readonly reasons: readonly ReasonWire[]
  readonly caps: readonly CapWire[]
  /** Caps that other lenders count in too: whether one more is left, and nothing else; null: there are none. */
  readonly shared_cap: 'room' | 'full' | null
}

export type CapWire = {
  readonly rule: string
  readonly used: number
  readonly limit: number
  /** In how many days, or in which piece of the calendar, it is counted; both null: at all times. */
  readonly days: number | null
  readonly calendar: string | null
  /** When the next slot comes free, where none is free now. */
  readonly free_at: InstantText | null
  readonly sentence: string
}
