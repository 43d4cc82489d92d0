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
  'GET /v1/portal-settings': KEEPING,
  'POST /v1/portal-settings': ['manager', 'admin'],
  // A sign that leads people astray does more harm than one that is missing.
  'GET /v1/letter-batches': WATCHING,
  'GET /v1/letter-batches/{number}/manifest': WATCHING,
  'GET /v1/letters': WATCHING,
  'POST /v1/letters/{key}/looks': WATCHING,
  'POST /v1/letters/{key}/returns': WATCHING,
  'POST /v1/official-signs': ['compliance', 'admin'],
  'POST /v1/official-signs/{number}/ends': ['compliance', 'admin'],
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
  'GET /v1/portal-settings': 'strategy:read',
  'POST /v1/portal-settings': 'person',
  'GET /v1/letter-batches': 'contact:read',
  'GET /v1/letter-batches/{number}/manifest': 'contact:read',
  'GET /v1/letters': 'contact:read',
  'POST /v1/letters/{key}/looks': 'person',
  'POST /v1/letters/{key}/returns': 'contact:write',
  'POST /v1/official-signs': 'person',
  'POST /v1/official-signs/{number}/ends': 'person',
} as const satisfies Record<keyof typeof CHANNEL_ACCESS, string>
