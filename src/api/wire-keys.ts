import type { DayText, InstantText, Role } from './wire-parts.ts'

/** What a key may be given. Reading is apart from writing, money apart from contact. */
export const KEY_SCOPES = [
  'cases:read',
  'cases:write',
  'contact:read',
  'contact:write',
  'agreements:write',
  'money:read',
  'money:write',
  'strategy:read',
  'strategy:write',
  'rules:read',
  'reports:read',
  'events:read',
  'webhooks:write',
] as const

// GET /v1/keys -> Page<KeyWire>; POST /v1/keys KeyBody -> 201 KeyMadeWire; POST /v1/keys/{id}/ends {reason};
// POST /v1/keys/{id}/approvals {}: the word of somebody who may do what the maker of the key may not
export type KeyWire = {
  readonly id: `key_${string}`
  /** Staff id of the program: what it does carries it. */
  readonly program_id: string
  readonly program: string
  readonly role: Role
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly per_minute: number
  readonly state: 'waiting' | 'live' | 'expired' | 'ended'
  readonly reason: string
  readonly made_by: string
  readonly made_at: InstantText
  readonly expires_at: InstantText
  /** The newest day on which it was used; null: never. */
  readonly used_on: DayText | null
  readonly ended_at: InstantText | null
  readonly ended_by: string | null
  readonly end_reason: string | null
  readonly approved_by: string | null
  /** Of a key that waits: the roles of those who may agree to it. */
  readonly approvers: readonly Role[]
}

/** The secret is shown in this answer and never again. */
export type KeyMadeWire = KeyWire & { readonly secret: string }
