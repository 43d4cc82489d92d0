import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  DeliveryWire,
  EndpointMadeWire,
  EndpointWire,
  EventOutWire,
  EventTypeWire,
} from '../../../src/api/wire-events.ts'
import type { KeyMadeWire, KeyWire } from '../../../src/api/wire-keys.ts'
import type { Page } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import type { ApiDocument } from './document.ts'

export type KeyBody = {
  readonly name: string
  readonly role: string
  readonly scopes: readonly string[]
  readonly days: number
  readonly reason: string
}

const endpointAt = (id: string) => `/v1/webhook-endpoints/${encodeURIComponent(id)}`

export const developersApi = {
  makeKey: (body: KeyBody) => ask<KeyMadeWire>({ method: 'POST', path: '/v1/keys', body }),
  agreeToKey: (id: string) =>
    ask<KeyWire>({ method: 'POST', path: `/v1/keys/${id}/approvals`, body: {} }),
  endKey: ({ id, reason }: { id: string; reason: string }) =>
    ask<KeyWire>({ method: 'POST', path: `/v1/keys/${id}/ends`, body: { reason } }),
  makeEndpoint: (url: string) =>
    ask<EndpointMadeWire>({ method: 'POST', path: '/v1/webhook-endpoints', body: { url } }),
  rotate: (id: string) =>
    ask<EndpointMadeWire>({ method: 'POST', path: `${endpointAt(id)}/rotations`, body: {} }),
  test: (id: string) =>
    ask<{ count: number }>({ method: 'POST', path: `${endpointAt(id)}/tests`, body: {} }),
  end: (id: string) =>
    ask<{ ended: boolean }>({ method: 'POST', path: `${endpointAt(id)}/ends`, body: {} }),
  replay: ({ id, deliveryId }: { id: string; deliveryId: string }) =>
    ask<{ count: number }>({
      method: 'POST',
      path: `${endpointAt(id)}/replays`,
      body: { delivery_id: deliveryId },
    }),
}

export const keysQuery = infiniteQueryOptions({
  queryKey: ['keys'],
  queryFn: ({ pageParam }) =>
    ask<Page<KeyWire>>({ method: 'GET', path: '/v1/keys', query: { cursor: pageParam } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export const endpointsQuery = queryOptions({
  queryKey: ['webhook-endpoints'],
  queryFn: () =>
    ask<Page<EndpointWire>>({
      method: 'GET',
      path: '/v1/webhook-endpoints',
      query: { limit: 200 },
    }),
})

const LOOK_MS = 4000

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', id],
    queryFn: ({ pageParam }) =>
      ask<Page<DeliveryWire>>({
        method: 'GET',
        path: `${endpointAt(id)}/deliveries`,
        query: { cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: LOOK_MS,
  })

export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: () =>
    ask<{ items: readonly EventTypeWire[] }>({ method: 'GET', path: '/v1/event-types' }),
})

/** Each part has a cursor, also the last: an empty one is the end for now. */
export const eventsQuery = infiniteQueryOptions({
  queryKey: ['events'],
  queryFn: ({ pageParam }) =>
    ask<Page<EventOutWire>>({ method: 'GET', path: '/v1/events', query: { after: pageParam } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) =>
    last.items.length === 0 ? undefined : (last.next_cursor ?? undefined),
})

export const documentQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: () => ask<ApiDocument>({ method: 'GET', path: '/v1/openapi.json' }),
  staleTime: Infinity,
})
