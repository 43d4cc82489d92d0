import type { Role } from './wire.ts'

const WORKING: readonly Role[] = ['collector', 'manager', 'compliance']
const WATCHING: readonly Role[] = ['manager', 'compliance']

const KEEPING: readonly Role[] = ['manager', 'compliance', 'admin']

/** What goes out, by which way, and what is kept of it. */
export const CHANNEL_ACCESS = {
  'GET /v1/cases/{id}/recordings': WORKING,
  // Whoever spoke in a call is not who judges it.
  'POST /v1/recordings/{id}/listens': WATCHING,
  'GET /v1/recordings/{id}/sound': WATCHING,
  'GET /v1/cases/{id}/apps': WORKING,
  'POST /v1/cases/{id}/apps': WATCHING,
  'POST /v1/cases/{id}/apps/withdrawals': WORKING,
  'GET /v1/provider-templates': KEEPING,
  'POST /v1/provider-templates': ['manager', 'admin'],
  'GET /v1/message-prices/history': KEEPING,
  'POST /v1/message-prices': ['manager', 'admin'],
} as const satisfies Record<string, readonly Role[]>

/** What a key needs for each: a program listens to nobody. */
export const CHANNEL_SCOPES = {
  'GET /v1/cases/{id}/recordings': 'contact:read',
  'POST /v1/recordings/{id}/listens': 'person',
  'GET /v1/recordings/{id}/sound': 'person',
  'GET /v1/cases/{id}/apps': 'contact:read',
  'POST /v1/cases/{id}/apps': 'contact:write',
  'POST /v1/cases/{id}/apps/withdrawals': 'contact:write',
  'GET /v1/provider-templates': 'strategy:read',
  'POST /v1/provider-templates': 'strategy:write',
  'GET /v1/message-prices/history': 'strategy:read',
  'POST /v1/message-prices': 'strategy:write',
} as const satisfies Record<keyof typeof CHANNEL_ACCESS, string>
