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

export type TraceGround = 'consent' | 'contract' | 'legal_duty' | 'public_record'

// GET /v1/cases/{id}/traces
export type TracesWire = {
  /** Where this borrower may be looked for. */
  readonly sources: readonly {
    readonly name: string
    readonly purpose: string
    readonly ground: TraceGround
  }[]
  /** Why no source may be asked now, in words. */
  readonly blocked: string | null
  readonly items: readonly {
    readonly source: string
    readonly asked_on: DayText
    readonly purpose: string
    readonly ground: TraceGround
    readonly by: string
    /** null: nobody knows whether it answered. */
    readonly found: number | null
    readonly kept: number | null
    /** Why what it found was not kept, or why it said nothing. */
    readonly refused: readonly string[]
  }[]
}

// POST /v1/cases/{id}/traces -> 201
export type TraceDoneWire = {
  readonly source: string
  /** Whether the source answered. */
  readonly answered: boolean
  readonly found: number
  readonly kept: number
  readonly refused: readonly string[]
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
