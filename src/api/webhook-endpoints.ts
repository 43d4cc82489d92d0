import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import {
  changeEndpoint,
  listEndpoints,
  makeEndpoint,
  readEndpoint,
  type Endpoint,
  type EndpointChange,
} from '../store/webhook-endpoint.ts'
import { beforeOf, cursorText } from './cursor.ts'
import {
  EndpointEdited,
  EndpointGiven,
  EndpointMade,
  EndpointOut,
  endpointWire,
} from './endpoint-schemas.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CursorIn, idIn, LANG, LimitIn, pageOf } from './schemas.ts'
import type { EndpointMadeWire } from './wire-events.ts'

export const EndpointParams = z.strictObject({ id: idIn('whk') })

type OfEndpoint = Pick<
  Asked<z.output<typeof EndpointParams>, unknown, unknown>,
  'deps' | 'actor' | 'params'
>

const DAY_MS = 86_400_000

/** Where events are sent to. */
export function addWebhookEndpoints(api: Api, deps: ApiDeps): void {
  for (const add of [addList, addOne, addMake, addEdit, addTurns]) add(api, deps)
}

function addList(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/webhook-endpoints',
    summary: 'Endpoints that are told of events, the newest first',
    query: z.strictObject({ ...LANG, cursor: CursorIn.optional(), limit: LimitIn.optional() }),
    status: 200,
    answer: pageOf(EndpointOut, 'WebhookEndpoints'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const before = beforeOf('endpoints', query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? 50
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        listEndpoints(tx, actor.tenantId, { before, limit: limit + 1 }),
      )
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        items: found.slice(0, limit).map(endpointWire),
        next_cursor: last === undefined ? null : cursorText('endpoints', [`${last.endpointId}`]),
      }
    },
  })
}

function addOne(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/webhook-endpoints/{id}',
    summary: 'One endpoint, with the ETag that an edit may name',
    params: EndpointParams,
    status: 200,
    answer: EndpointOut,
    problems: ['no_such_endpoint'],
    handle: async ({ actor, params }) => {
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        readEndpoint(tx, actor.tenantId, params.id),
      )
      return found === undefined ? { declined: 'no_such_endpoint' as const } : endpointWire(found)
    },
  })
}

function addMake(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/webhook-endpoints',
    summary: 'Makes an endpoint, which is told what happens from now on; the secret is shown once',
    body: EndpointGiven,
    status: 201,
    answer: EndpointMade,
    problems: ['endpoint_url', 'no_webhook_keys'],
    handle: async ({ actor, body }) => {
      if (!isUrl(body.url, deps)) return { declined: 'endpoint_url' as const }
      if (deps.webhooks === undefined) return { declined: 'no_webhook_keys' as const }
      const given = { ...body, about: body.about ?? null, types: body.types ?? null }
      const made = await inTenant(deps.db, actor.tenantId, (tx) =>
        makeEndpoint(tx, actor.tenantId, { ...given, by: actor.userId }, deps.now()),
      )
      return withSecret(deps, actor.tenantId, made)
    },
  })
}

/** Plain http is for trying on one machine alone; whether an address may be reached is asked when it is. */
function isUrl(text: string, deps: ApiDeps): boolean {
  const { protocol, username, password } = new URL(text)
  const isPlain = protocol === 'http:' && deps.webhooks?.sandbox === true
  return (protocol === 'https:' || isPlain) && username === '' && password === ''
}

function withSecret(deps: ApiDeps, tenantId: bigint, made: Endpoint): EndpointMadeWire | Declined {
  if (deps.webhooks === undefined) return { declined: 'no_webhook_keys' }
  const secret = deps.webhooks.keys.shown({ tenantId, ...made }, made.scheme)
  return { ...endpointWire(made), secret }
}

function addEdit(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/webhook-endpoints/{id}',
    asRead: 'GET /v1/webhook-endpoints/{id}',
    summary: 'Changes an endpoint, or turns it on and off; with If-Match only as it was read',
    params: EndpointParams,
    body: EndpointEdited,
    status: 200,
    answer: EndpointOut,
    problems: ['no_such_endpoint', 'endpoint_url'],
    handle: async (asked) => {
      const { url, about = null, types = null, is_on: isOn } = asked.body
      if (!isUrl(url, deps)) return { declined: 'endpoint_url' as const }
      const made = await change(asked, { is: 'edit', given: { url, about, types, isOn } })
      return 'declined' in made ? made : endpointWire(made)
    },
  })
}

async function change(
  { deps, actor, params }: OfEndpoint,
  what: EndpointChange,
): Promise<Endpoint | Declined> {
  const made = await inTenant(deps.db, actor.tenantId, (tx) =>
    changeEndpoint(tx, actor.tenantId, { endpointId: params.id }, what),
  )
  return made ?? { declined: 'no_such_endpoint' }
}

function addTurns(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/webhook-endpoints/{id}/rotations',
    asRead: 'GET /v1/webhook-endpoints/{id}',
    summary:
      'A new secret; for `hours` the one before signs too, so that the receiver can change over',
    params: EndpointParams,
    body: z.strictObject({ hours: z.int().min(0).max(168).default(24) }).openapi('WebhookRotation'),
    status: 201,
    answer: EndpointMade,
    problems: ['no_such_endpoint', 'no_webhook_keys'],
    handle: async (asked) => {
      const until = (deps.now() + (asked.body.hours * DAY_MS) / 24) as Instant
      const made = await change(asked, { is: 'rotate', until })
      return 'declined' in made ? made : withSecret(deps, asked.actor.tenantId, made)
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/webhook-endpoints/{id}/ends',
    asRead: 'GET /v1/webhook-endpoints/{id}',
    summary: 'Ends an endpoint: it is told nothing any more',
    params: EndpointParams,
    body: z.strictObject({}).openapi('WebhookEnd'),
    status: 200,
    answer: z.object({ ended: z.boolean() }).openapi('WebhookEnded'),
    problems: ['no_such_endpoint'],
    handle: async (asked) => {
      const made = await change(asked, { is: 'end', by: asked.actor.userId, at: deps.now() })
      return 'declined' in made ? made : { ended: true }
    },
  })
}
