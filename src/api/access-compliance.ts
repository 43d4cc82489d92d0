import type { Role } from './wire.ts'

const WORKING: readonly Role[] = ['collector', 'manager', 'compliance']
const WATCHING: readonly Role[] = ['manager', 'compliance']
const OFFICER: readonly Role[] = ['compliance']

/** What is there to answer for what was done: who was contacted, why, by whose word, and who looked. */
export const COMPLIANCE_ACCESS = {
  'GET /v1/decisions': WATCHING,
  'GET /v1/decisions/{id}': WATCHING,
  'GET /v1/cases/{id}/explain': WORKING,
  'POST /v1/cases/{id}/exports': OFFICER,
  'GET /v1/exports/{id}/archive': OFFICER,
  'GET /v1/rules/{id}/stops': WATCHING,
  'GET /v1/holds': WATCHING,
  'GET /v1/near-misses': WATCHING,
  'GET /v1/looks': OFFICER,
  'GET /v1/access-reviews': WATCHING,
  'POST /v1/access-reviews': OFFICER,
  'POST /v1/access-reviews/signs': WATCHING,
  'GET /v1/staff/roles': ['manager', 'compliance', 'admin'],
  'POST /v1/staff/{id}/roles': ['admin'],
  'POST /v1/staff/{id}/ends': ['admin'],
  'GET /v1/changes': ['manager', 'compliance', 'admin'],
} as const satisfies Record<string, readonly Role[]>

/** What a key needs for each: an export, a review and a signature are a person's own word. */
export const COMPLIANCE_SCOPES = {
  'GET /v1/decisions': 'contact:read',
  'GET /v1/decisions/{id}': 'contact:read',
  'GET /v1/cases/{id}/explain': 'cases:read',
  'POST /v1/cases/{id}/exports': 'person',
  'GET /v1/exports/{id}/archive': 'person',
  'GET /v1/rules/{id}/stops': 'contact:read',
  'GET /v1/holds': 'cases:read',
  'GET /v1/near-misses': 'contact:read',
  'GET /v1/looks': 'person',
  'GET /v1/access-reviews': 'person',
  'POST /v1/access-reviews': 'person',
  'POST /v1/access-reviews/signs': 'person',
  'GET /v1/staff/roles': 'reports:read',
  'POST /v1/staff/{id}/roles': 'person',
  'POST /v1/staff/{id}/ends': 'person',
  'GET /v1/changes': 'reports:read',
} as const satisfies Record<keyof typeof COMPLIANCE_ACCESS, string>
