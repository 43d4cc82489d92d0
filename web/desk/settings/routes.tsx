import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { staffQuery } from '../queries.ts'
import type { DeskRoute } from '../router.tsx'
import { appTextsQuery } from '../templates/queries.ts'
import { portalSettingsQuery } from './queries.ts'

/** What is set up for borrowers: texts that apps approve, and what their own pages say. */
export function settingsRoutes(desk: DeskRoute) {
  const appTexts = createRoute({
    getParentRoute: () => desk,
    path: '/templates/apps',
    loader: ({ context }) => context.queries.ensureQueryData(appTextsQuery),
    component: lazyRouteComponent(() => import('../templates/app-texts.tsx'), 'AppTextsPage'),
  })
  const portalSettings = createRoute({
    getParentRoute: () => desk,
    path: '/settings/portal',
    loader: ({ context }) =>
      Promise.all([
        context.queries.ensureQueryData(portalSettingsQuery),
        context.queries.ensureQueryData(staffQuery),
      ]),
    component: lazyRouteComponent(() => import('./page.tsx'), 'PortalSettingsPage'),
  })
  return [appTexts, portalSettings] as const
}
