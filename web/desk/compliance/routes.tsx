import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { CaseId } from '../../../src/api/wire.ts'
import { staffQuery } from '../queries.ts'
import type { DeskRoute } from '../router.tsx'
import { WATCHES } from './links.tsx'
import {
  changesQuery,
  decisionQuery,
  decisionsQuery,
  explainQuery,
  holdsQuery,
  looksQuery,
  nearQuery,
  reviewsQuery,
  rolesQuery,
  ruleQuery,
  rulesQuery,
  type HoldsSearch,
} from './queries.ts'
import { dayOfSearch, decisionsSearchOf, wordOf } from './search.ts'

type Search = Record<string, unknown>
type RulesSearch = {
  readonly rule?: string | undefined
  readonly place?: string | undefined
  readonly q?: string | undefined
}
const atOf = (search: { at?: string | undefined }) => ({ at: search.at })

/** The pages of the rail's group Compliance. */
export const complianceRoutes = (desk: DeskRoute) => [...answers(desk), ...boards(desk)] as const

/** What was decided, by which rule, about whom. */
function answers(desk: DeskRoute) {
  const rules = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/rules',
    validateSearch: (search: Search): RulesSearch => ({
      rule: wordOf(search['rule']),
      place: wordOf(search['place']),
      q: wordOf(search['q']),
    }),
    loaderDeps: ({ search }) => ({ rule: search.rule, ...atOf(search) }),
    loader: ({ context, deps }) =>
      Promise.all([
        context.queries.ensureQueryData(rulesQuery(deps.at)),
        deps.rule === undefined
          ? undefined
          : context.queries.ensureQueryData(ruleQuery(deps.rule, deps.at)),
      ]),
    component: lazyRouteComponent(() => import('./rules-page.tsx'), 'RulesPage'),
  })
  const decisions = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/decisions',
    validateSearch: decisionsSearchOf,
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps: { at, ...search } }) =>
      Promise.all([
        context.queries.ensureInfiniteQueryData(decisionsQuery(search, at)),
        search.id === undefined
          ? undefined
          : context.queries.ensureQueryData(decisionQuery(search.id)),
      ]),
    component: lazyRouteComponent(() => import('./decisions-page.tsx'), 'DecisionsPage'),
  })
  const person = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/people/$id',
    loaderDeps: ({ search }) => atOf(search),
    loader: ({ context, params, deps }) =>
      context.queries.ensureQueryData(explainQuery(params.id as CaseId, deps.at)),
    component: lazyRouteComponent(() => import('./person-page.tsx'), 'PersonPage'),
  })
  return [rules, decisions, person] as const
}

/** What stands, comes near and changes. */
function boards(desk: DeskRoute) {
  const holds = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/holds',
    validateSearch: (search: Search): HoldsSearch => ({
      reason: wordOf(search['reason']),
      lapse_by: dayOfSearch(search['lapse_by']),
    }),
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps: { at, ...search } }) =>
      context.queries.ensureInfiniteQueryData(holdsQuery(search, at)),
    component: lazyRouteComponent(() => import('./holds-page.tsx'), 'HoldsPage'),
  })
  const limits = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/limits',
    validateSearch: (search: Search): Pick<RulesSearch, 'rule'> => ({
      rule: wordOf(search['rule']),
    }),
    loaderDeps: ({ search }) => ({ rule: search.rule, ...atOf(search) }),
    loader: ({ context, deps }) => context.queries.ensureQueryData(nearQuery(deps.at, deps.rule)),
    component: lazyRouteComponent(() => import('./limits-page.tsx'), 'LimitsPage'),
  })
  const access = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/access',
    validateSearch: (search: Search): { on?: string | undefined } => ({
      on: dayOfSearch(search['on']),
    }),
    loaderDeps: ({ search }) => ({ on: search.on }),
    loader: ({ context: { queries, me }, deps }) =>
      Promise.all([
        queries.ensureInfiniteQueryData(rolesQuery(deps.on)),
        me.role === 'admin' ? queries.ensureQueryData(staffQuery) : undefined,
        WATCHES[me.role] ? queries.ensureQueryData(reviewsQuery) : undefined,
        me.role === 'compliance' ? queries.ensureInfiniteQueryData(looksQuery) : undefined,
      ]),
    component: lazyRouteComponent(() => import('./access-page.tsx'), 'AccessPage'),
  })
  const changes = createRoute({
    getParentRoute: () => desk,
    path: '/compliance/changes',
    validateSearch: (search: Search): { kind?: string | undefined } => ({
      kind: wordOf(search['kind']),
    }),
    loaderDeps: ({ search }) => ({ kind: search.kind }),
    loader: ({ context, deps }) => context.queries.ensureQueryData(changesQuery(deps.kind)),
    component: lazyRouteComponent(() => import('./changes-page.tsx'), 'ChangesPage'),
  })
  return [holds, limits, access, changes] as const
}
