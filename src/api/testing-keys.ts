import { makeKey } from '../store/api-key.ts'
import { makeEndpoint } from '../store/webhook-endpoint.ts'
import type { StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { endpointIdText, keyIdText } from './ids.ts'
import { SCOPES, type Scope } from './scopes.ts'
import { inBook, type World } from './testing.ts'

export type KeyThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path?: string; readonly body?: unknown } | undefined

const ENDPOINT_BODIES: Partial<Record<RouteName, unknown>> = {
  'POST /v1/webhook-endpoints': { url: 'https://lender.example/events' },
  'POST /v1/webhook-endpoints/{id}': { url: 'https://lender.example/all' },
  'POST /v1/webhook-endpoints/{id}/rotations': { hours: 1 },
  'POST /v1/webhook-endpoints/{id}/ends': {},
  'POST /v1/webhook-endpoints/{id}/replays': {
    from: '2026-11-01T00:00:00Z',
    until: '2026-11-02T00:00:00Z',
  },
  'POST /v1/webhook-endpoints/{id}/tests': {},
}

/** A key of a program with this role, for as long as the test lasts. */
export async function testKey(
  world: World,
  of: {
    readonly role: StaffRole
    readonly scopes?: readonly Scope[]
    readonly perMinute?: number
    readonly waits?: boolean
  },
): Promise<{ readonly secret: string; readonly userId: string; readonly keyId: bigint }> {
  const made = await inBook(world, (tx) =>
    makeKey(
      tx,
      1n,
      {
        name: `A ${of.role}’s program`,
        role: of.role,
        scopes: of.scopes ?? SCOPES,
        perMinute: of.perMinute ?? 60_000,
        days: 30,
        reason: 'a test',
        by: 'admin',
        needsSecond: () => of.waits === true,
      },
      world.now,
    ),
  )
  if ('declined' in made) throw new Error(made.declined)
  return { secret: made.secret, userId: made.key.userId, keyId: made.key.keyId }
}

/** What the routes of keys are asked with. */
export async function addKeyThings(world: World): Promise<KeyThing> {
  const { keyId, userId } = await testKey(world, { role: 'collector' })
  const waiting = new Map<StaffRole, string>()
  for (const role of ['manager', 'compliance'] as const) {
    const made = await testKey(world, { role, scopes: ['cases:write'], waits: true })
    waiting.set(role, keyIdText(made.keyId))
  }
  const made = await inBook(world, (tx) =>
    Promise.all(
      [1, 2].map(() =>
        makeEndpoint(
          tx,
          1n,
          { url: 'https://example.test/', about: null, types: null, scheme: 'v1', by: 'admin' },
          world.now,
        ),
      ),
    ),
  )
  const [kept = 0n, ended = 0n] = made.map((one) => one.endpointId)
  return (route, role) => {
    const body = ENDPOINT_BODIES[route]
    const at = endpointIdText(route.endsWith('/ends') ? ended : kept)
    if (route.includes('/webhook-endpoints/{id}'))
      return { path: (route.split(' ')[1] ?? '').replace('{id}', at), body }
    if (body !== undefined) return { body }
    if (route === 'POST /v1/staff/{id}/roles')
      return { path: `/v1/staff/${userId}/roles`, body: { role: 'manager', reason: 'asked' } }
    if (route === 'POST /v1/staff/{id}/ends')
      return { path: `/v1/staff/${userId}/ends`, body: { reason: 'no longer needed' } }
    if (route === 'POST /v1/keys')
      return {
        body: { name: 'Core system', role: 'collector', scopes: ['money:write'], reason: 'asked' },
      }
    if (route === 'POST /v1/keys/{id}/approvals')
      return {
        path: `/v1/keys/${waiting.get(role ?? 'manager') ?? 'key_0000000000001'}/approvals`,
        body: {},
      }
    if (route !== 'POST /v1/keys/{id}/ends') return undefined
    return { path: `/v1/keys/${keyIdText(keyId)}/ends`, body: { reason: 'not needed any more' } }
  }
}
