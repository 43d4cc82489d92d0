import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { DeskRoute } from '../router.tsx'
import { batchesQuery, lettersQuery } from './queries.ts'

/** Letters on paper. */
export function letterRoutes(desk: DeskRoute) {
  const letters = createRoute({
    getParentRoute: () => desk,
    path: '/letters',
    validateSearch: (search: Record<string, unknown>): { batch?: string | undefined } => ({
      batch: /^[1-9][0-9]{0,17}$/.test(String(search['batch']))
        ? String(search['batch'])
        : undefined,
    }),
    loaderDeps: ({ search }) => ({ batch: search.batch }),
    loader: ({ context, deps }) =>
      Promise.all([
        context.queries.ensureInfiniteQueryData(batchesQuery),
        context.queries.ensureInfiniteQueryData(lettersQuery(deps.batch)),
      ]),
    component: lazyRouteComponent(() => import('./page.tsx'), 'LettersPage'),
  })
  return [letters] as const
}
