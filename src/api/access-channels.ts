import type { Role } from './wire.ts'

const WORKING: readonly Role[] = ['collector', 'manager', 'compliance']
const WATCHING: readonly Role[] = ['manager', 'compliance']

/** What goes out, by which way, and what is kept of it. */
export const CHANNEL_ACCESS = {
  'GET /v1/cases/{id}/recordings': WORKING,
  // Whoever spoke in a call is not who judges it.
  'POST /v1/recordings/{id}/listens': WATCHING,
  'GET /v1/recordings/{id}/sound': WATCHING,
} as const satisfies Record<string, readonly Role[]>

/** What a key needs for each: a program listens to nobody. */
export const CHANNEL_SCOPES = {
  'GET /v1/cases/{id}/recordings': 'contact:read',
  'POST /v1/recordings/{id}/listens': 'person',
  'GET /v1/recordings/{id}/sound': 'person',
} as const satisfies Record<keyof typeof CHANNEL_ACCESS, string>
