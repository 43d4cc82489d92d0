import type { DayText } from './wire-parts.ts'

/** What a house says of itself on the borrower's pages, and what is its own. */

type Both = { readonly en: string; readonly zh: string }
export type PortalSettingsBody = {
  readonly hours?: Both | undefined
  readonly exit?: Both | undefined
  readonly complaints?: Both | undefined
  readonly privacy?: string | undefined
  readonly needs?: Readonly<Record<string, 'fact' | 'code'>> | undefined
}

export const SIGN_KINDS = [
  'phone',
  'sender',
  'email',
  'website',
  'bank_account',
  'staff',
  'register',
] as const

export type OfficialSignWire = {
  readonly number: string
  readonly kind: (typeof SIGN_KINDS)[number]
  readonly text: string
  readonly about: string | null
  readonly url: string | null
  /** null: for every creditor. */
  readonly creditor: string | null
  readonly begins_on: DayText
  readonly ends_on: DayText | null
  readonly is_ours: boolean
}

// GET /v1/portal-settings; POST the same after a change
export type PortalSettingsWire = {
  readonly house: { readonly name: string; readonly phone: string; readonly url: string }
  readonly creditors: readonly string[]
  readonly settings: PortalSettingsBody
  readonly since: DayText | null
  readonly set_by: string | null
  readonly signs: readonly OfficialSignWire[]
}

// POST /v1/official-signs -> 201 PortalSettingsWire
export type OfficialSignBody = {
  readonly kind: (typeof SIGN_KINDS)[number]
  readonly text: string
  readonly about?: string
  readonly url?: string
  /** Of staff: whose id it is. */
  readonly user_id?: string
  readonly creditor?: string
}
