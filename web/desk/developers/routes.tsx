import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { DeskRoute } from '../router.tsx'
import {
  deliveriesQuery,
  documentQuery,
  endpointsQuery,
  eventsQuery,
  eventTypesQuery,
  keysQuery,
} from './queries.ts'

type Search = Record<string, unknown>
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

/** The pages of the rail's group Developers. */
export function developerRoutes(desk: DeskRoute) {
  const keys = createRoute({
    getParentRoute: () => desk,
    path: '/developers/keys',
    loader: ({ context }) => context.queries.ensureInfiniteQueryData(keysQuery),
    component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
  })
  const webhooks = createRoute({
    getParentRoute: () => desk,
    path: '/developers/webhooks',
    validateSearch: (search: Search): { endpoint?: string | undefined } => ({
      endpoint: textOf(search['endpoint']),
    }),
    loaderDeps: ({ search }) => ({ endpoint: search.endpoint }),
    loader: ({ context, deps }) =>
      Promise.all([
        context.queries.ensureQueryData(endpointsQuery),
        deps.endpoint === undefined
          ? undefined
          : context.queries.ensureInfiniteQueryData(deliveriesQuery(deps.endpoint)),
      ]),
    component: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
  })
  const events = createRoute({
    getParentRoute: () => desk,
    path: '/developers/events',
    loader: ({ context }) =>
      Promise.all([
        context.queries.ensureQueryData(eventTypesQuery),
        context.queries.ensureInfiniteQueryData(eventsQuery),
      ]),
    component: lazyRouteComponent(() => import('./events-page.tsx'), 'EventsPage'),
  })
  const reference = createRoute({
    getParentRoute: () => desk,
    path: '/developers/reference',
    validateSearch: (search: Search): { op?: string | undefined; q?: string | undefined } => ({
      op: textOf(search['op']),
      q: textOf(search['q']),
    }),
    loader: ({ context }) => context.queries.ensureQueryData(documentQuery),
    component: lazyRouteComponent(() => import('./reference-page.tsx'), 'ReferencePage'),
  })
  return [keys, webhooks, events, reference] as const
}
