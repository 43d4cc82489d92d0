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
