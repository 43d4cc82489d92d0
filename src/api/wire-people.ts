import type { Channel } from '../core/channel.ts'
import type { AddressId, DayText, InstantText } from './wire-parts.ts'

export type PersonId = `tpr_${string}`

export type AddressHistoryWire = {
  readonly items: readonly {
    readonly address_id: AddressId
    readonly standing: 'unverified' | 'works' | 'fails' | 'recycled' | 'not_his'
    /** A reply, a call, a bounce, the portal, a file, a person of ours, or a lawful source. */
    readonly how: string
    readonly source: string
    readonly purpose: string | null
    readonly ground: string | null
    readonly at: InstantText
  }[]
}

export type ThirdPersonWire = {
  readonly id: PersonId
  readonly role: 'emergency_contact' | 'guarantor'
  readonly relation: string
  readonly basis: string
  readonly named_on: DayText
  /** Null: they said no, and nothing of them is kept. */
  readonly name: string | null
  readonly masked: string | null
  readonly asked_at: InstantText | null
  readonly refused: boolean
}

export type ThirdPersonsWire = { readonly items: readonly ThirdPersonWire[] }

export type ThirdCallWire = {
  readonly name: string
  readonly number: string
  /** All that may be said. */
  readonly script: string
}

export type SparedId = `wsh_${string}`

/** Hours of the borrower's own day, or a place, at which they asked not to be reached. */
export type SparedWire = {
  readonly id: SparedId
  readonly place: 'home' | 'work' | null
  /** From Monday = 0; null: every day. */
  readonly days: readonly number[] | null
  readonly from: string | null
  readonly until: string | null
  /** Null: every way of contact. */
  readonly channel: Channel | null
  readonly until_on: DayText | null
  readonly said_at: InstantText
  readonly words: string | null
  /** The desk, the portal, or the message in which it was heard. */
  readonly source: string
  readonly by: string | null
  readonly ended_at: InstantText | null
}

export type SparedListWire = { readonly items: readonly SparedWire[] }

export type SparedBody = {
  readonly place?: 'home' | 'work' | undefined
  readonly days?: readonly number[] | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly channel?: Channel | undefined
  readonly words: string
}
