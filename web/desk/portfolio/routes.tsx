import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { proposalsQuery, strategiesQuery, trialsQuery } from '../queries.ts'
import type { DeskRoute } from '../router.tsx'
import { remittanceQuery, remittancesQuery, remittancesSearchOf } from '../remittances/queries.ts'
import { rewardsQuery, rewardsSearchOf } from '../rewards/queries.ts'
import { trialsSearchOf } from '../trials/queries.ts'
import { portfolioQuery, portfolioSearchOf } from './queries.ts'

/** The pages that a manager decides by, and with. */
export function planningRoutes(desk: DeskRoute) {
  const portfolio = createRoute({
    getParentRoute: () => desk,
    path: '/portfolio',
    validateSearch: portfolioSearchOf,
    loader: ({ context }) => context.queries.ensureQueryData(portfolioQuery),
    component: lazyRouteComponent(() => import('./page.tsx'), 'PortfolioPage'),
  })
  const trials = createRoute({
    getParentRoute: () => desk,
    path: '/trials',
    validateSearch: trialsSearchOf,
    loader: ({ context }) =>
      Promise.all([
        context.queries.ensureQueryData(trialsQuery),
        context.queries.ensureQueryData(strategiesQuery),
        context.queries.ensureQueryData(proposalsQuery),
      ]),
    component: lazyRouteComponent(() => import('../trials/page.tsx'), 'TrialsPage'),
  })
  const remittances = createRoute({
    getParentRoute: () => desk,
    path: '/remittances',
    validateSearch: remittancesSearchOf,
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps }) =>
      Promise.all([
        context.queries.ensureQueryData(remittancesQuery(deps.portfolio)),
        deps.number === undefined
          ? undefined
          : context.queries.ensureInfiniteQueryData(remittanceQuery(deps.number)),
      ]),
    component: lazyRouteComponent(() => import('../remittances/page.tsx'), 'RemittancesPage'),
  })
  const rewards = createRoute({
    getParentRoute: () => desk,
    path: '/rewards',
    validateSearch: rewardsSearchOf,
    loaderDeps: ({ search }) => ({ state: search.state }),
    loader: ({ context, deps }) =>
      context.queries.ensureInfiniteQueryData(rewardsQuery(deps.state)),
    component: lazyRouteComponent(() => import('../rewards/page.tsx'), 'RewardsPage'),
  })
  return [portfolio, trials, remittances, rewards] as const
}
