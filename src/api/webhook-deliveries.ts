import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { listDeliveries, putDeliveries, replay } from '../store/webhook-delivery.ts'
import { readEndpoint } from '../store/webhook-endpoint.ts'
import { beforeOf, cursorText } from './cursor.ts'
import { DeliveryOut, deliveryWire } from './endpoint-schemas.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { CursorIn, idIn, LANG, LimitIn, pageOf } from './schemas.ts'
import { EndpointParams } from './webhook-endpoints.ts'

/** What was sent to an endpoint, what it answered, and how it is sent again. */
export function addWebhookDeliveries(api: Api, deps: ApiDeps): void {
  for (const add of [addList, addReplay, addTest]) add(api, deps)
}

function addList(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/webhook-endpoints/{id}/deliveries',
    summary: 'Deliveries with every try, the newest first',
    params: EndpointParams,
    query: z.strictObject({ ...LANG, cursor: CursorIn.optional(), limit: LimitIn.optional() }),
    status: 200,
    answer: pageOf(DeliveryOut, 'WebhookDeliveries'),
    problems: ['no_such_endpoint', 'bad_cursor'],
    handle: async ({ actor, params, query }) => {
      const before = beforeOf('deliveries', query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? 50
      const of = { endpointId: params.id, before, limit: limit + 1 }
      const found = await inTenant(deps.db, actor.tenantId, async (tx) =>
        (await readEndpoint(tx, actor.tenantId, params.id)) === undefined
          ? undefined
          : listDeliveries(tx, actor.tenantId, of),
      )
      if (found === undefined) return { declined: 'no_such_endpoint' as const }
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        items: found.slice(0, limit).map(deliveryWire),
        next_cursor: last === undefined ? null : cursorText('deliveries', [`${last.deliveryId}`]),
      }
    },
  })
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/
const InstantIn = z
  .string()
  .refine((text) => INSTANT.test(text) && !Number.isNaN(Date.parse(text)))
  .transform((text) => Date.parse(text) as Instant)
  .openapi({ type: 'string', format: 'date-time' })

const Replay = z
  .union([
    z.strictObject({ delivery_id: idIn('dlv') }),
    z.strictObject({ from: InstantIn, until: InstantIn }),
  ])
  .openapi('WebhookReplay')

const Replayed = z.object({ count: z.int(), more: z.boolean() }).openapi('WebhookReplayed')

function addReplay(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/webhook-endpoints/{id}/replays',
    summary:
      'Sends again one delivery, or the events of a while (1,000 at most), with the ids that they had',
    params: EndpointParams,
    body: Replay,
    status: 202,
    answer: Replayed,
    problems: ['no_such_endpoint', 'no_such_delivery'],
    handle: ({ actor, params, body }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const endpoint = await readEndpoint(tx, actor.tenantId, params.id)
        if (endpoint === undefined) return { declined: 'no_such_endpoint' as const }
        const which =
          'delivery_id' in body
            ? { deliveryId: body.delivery_id }
            : { from: body.from, until: body.until }
        const of = { endpointId: params.id, types: endpoint.types, ...which }
        const done = await replay(tx, actor.tenantId, of, deps.now())
        if ('delivery_id' in body && done.count === 0)
          return { declined: 'no_such_delivery' as const }
        return done
      }),
  })
}

function addTest(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/webhook-endpoints/{id}/tests',
    summary: 'Sends a signed `test.fired` of nobody, so that the way can be tried',
    params: EndpointParams,
    body: z.strictObject({}).openapi('WebhookTest'),
    status: 202,
    answer: Replayed,
    problems: ['no_such_endpoint'],
    handle: ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        if ((await readEndpoint(tx, actor.tenantId, params.id)) === undefined)
          return { declined: 'no_such_endpoint' as const }
        const now = deps.now()
        const event = {
          eventNo: BigInt(now),
          borrowerId: 0n,
          type: 'test.fired',
          data: {},
          at: new Date(now).toISOString(),
        }
        const of = { endpointId: params.id, events: [event], madeFor: 'test' as const, now }
        await putDeliveries(tx, actor.tenantId, of)
        return { count: 1, more: false }
      }),
  })
}
