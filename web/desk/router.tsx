import { settingsRoutes } from './settings/routes.tsx'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import type { CaseId } from '../../src/api/wire.ts'
import { ApiProblem } from './api.ts'
import { BankPage } from './bank/page.tsx'
import { waitingQuery } from './bank/queries.ts'
import { CarePage } from './care/page.tsx'
import { careBoardQuery } from './care/queries.ts'
import { CasePage } from './case/page.tsx'
import { inboxQuery, INBOX_VIEWS, unmatchedQuery, type InboxView } from './inbox/queries.ts'
import { InboxPage } from './inbox/page.tsx'
import { readFirstView, readTheRest } from './case/reads.ts'
import { caseSearchOf } from './case/search.ts'
import { filterOf } from './cases/filter.ts'
import { complianceRoutes } from './compliance/routes.tsx'
import { dayOfSearch } from './compliance/search.ts'
import { developerRoutes } from './developers/routes.tsx'
import { CasesPage } from './cases/page.tsx'
import {
  casesQuery,
  facetsQuery,
  firstInLineQuery,
  meQuery,
  strategiesQuery,
  strategyQuery,
  todayQuery,
} from './queries.ts'
import { READS_CASES } from './session.ts'
import { QUALITY_VIEWS, qualityQuery, type QualityView } from './quality/queries.ts'
import { letterRoutes } from './letters/routes.ts'
import { planningRoutes } from './portfolio/routes.tsx'
import { NoSuchPage, PageProblem, PageWaits } from './shell/page-state.tsx'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './sign-in/page.tsx'
import { ladderSearchOf } from './strategy/search.ts'
import { templateFilterOf, templateQuery, templatesQuery } from './templates/queries.ts'
import { TodayPage } from './today/page.tsx'
import { ApprovalsPage } from './work/approvals-page.tsx'
import { LoadPage } from './work/load-page.tsx'
import { MyDayPage } from './work/my-day-page.tsx'
import { WorkPage } from './work/page.tsx'
import { approvalsQuery, callbacksQuery, loadQuery, myDayQuery, workQuery } from './work/queries.ts'

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({
    next: textOf(search['next']),
  }),
  component: SignInPage,
})

/** Everything behind the session: who is here is known before any page below is asked for. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  // The day that is looked at goes along from page to page, until somebody goes back to today.
  validateSearch: (search: Record<string, unknown>): { at?: string | undefined } => ({
    at: dayOfSearch(search['at']),
  }),
  search: { middlewares: [retainSearchParams(['at'])] },
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queries.ensureQueryData(meQuery) }
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: { next: location.href } })
    }
  },
  component: Shell,
})

export type DeskRoute = typeof desk

const today = createRoute({
  getParentRoute: () => desk,
  path: '/',
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(todayQuery),
      READS_CASES[context.me.role] ? context.queries.ensureQueryData(firstInLineQuery) : undefined,
    ]),
  component: TodayPage,
})

type CasesSearch = ReturnType<typeof filterOf> & { row?: string | undefined }

const cases = createRoute({
  getParentRoute: () => desk,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): CasesSearch => ({
    ...filterOf(search),
    row: textOf(search['row']),
  }),
  loaderDeps: ({ search }) => ({ filter: filterOf(search) }),
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(casesQuery(deps.filter)),
      context.queries.ensureQueryData(facetsQuery),
    ]),
  component: CasesPage,
})

const aCase = createRoute({
  getParentRoute: () => desk,
  path: '/cases/$id',
  validateSearch: caseSearchOf,
  loaderDeps: ({ search }) => ({ kind: search.kind, at: search.at }),
  loader: async ({ context: { queries }, params, deps, location: { hash } }) => {
    const id = params.id as CaseId
    const first = readFirstView(queries, id, deps)
    // A part that cannot be read says so itself, where it stands.
    const rest = readTheRest(queries, id, deps).catch(() => undefined)
    await first
    // A link to one part of the page waits for all above it; whoever reads from the top does not.
    if (hash !== '') await rest
  },
  component: CasePage,
})

const strategies = createRoute({
  getParentRoute: () => desk,
  path: '/strategies',
  loader: ({ context }) => context.queries.ensureQueryData(strategiesQuery),
  component: lazyRouteComponent(() => import('./strategy/list-page.tsx'), 'StrategiesPage'),
})

/** The editor brings a reader of YAML along, so it comes when it is opened. */
const strategy = createRoute({
  getParentRoute: () => desk,
  path: '/strategies/$name',
  validateSearch: ladderSearchOf,
  loaderDeps: ({ search }) => ({ version: search.version }),
  loader: ({ context, params, deps }) =>
    context.queries.ensureQueryData(strategyQuery(params.name, deps.version)),
  component: lazyRouteComponent(() => import('./strategy/page.tsx'), 'StrategyPage'),
})

const templates = createRoute({
  getParentRoute: () => desk,
  path: '/templates',
  validateSearch: templateFilterOf,
  loader: ({ context }) => context.queries.ensureQueryData(templatesQuery),
  component: lazyRouteComponent(() => import('./templates/list-page.tsx'), 'TemplatesPage'),
})

const template = createRoute({
  getParentRoute: () => desk,
  path: '/templates/$channel/$name',
  validateSearch: (
    search: Record<string, unknown>,
  ): { version?: number | undefined; case?: string | undefined } => {
    const version = Number(search['version'])
    return {
      version: Number.isInteger(version) && version > 0 ? version : undefined,
      case: textOf(search['case']),
    }
  },
  loaderDeps: ({ search }) => ({ version: search.version }),
  loader: ({ context, params, deps }) =>
    Promise.all([
      context.queries.ensureQueryData(templateQuery(params, deps.version)),
      context.queries.ensureQueryData(templatesQuery),
    ]),
  component: lazyRouteComponent(() => import('./templates/page.tsx'), 'TemplatePage'),
})

const work = createRoute({
  getParentRoute: () => desk,
  path: '/work',
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(workQuery),
      context.queries.ensureQueryData(callbacksQuery),
    ]),
  component: WorkPage,
})

const myDay = createRoute({
  getParentRoute: () => desk,
  path: '/work/my-day',
  loader: ({ context }) => context.queries.ensureQueryData(myDayQuery),
  component: MyDayPage,
})

const workLoad = createRoute({
  getParentRoute: () => desk,
  path: '/work/load',
  loader: ({ context }) => context.queries.ensureQueryData(loadQuery),
  component: LoadPage,
})

const approvals = createRoute({
  getParentRoute: () => desk,
  path: '/work/approvals',
  loader: ({ context }) => context.queries.ensureQueryData(approvalsQuery),
  component: ApprovalsPage,
})

const care = createRoute({
  getParentRoute: () => desk,
  path: '/care',
  validateSearch: (search: Record<string, unknown>): { kind?: string | undefined } => ({
    kind: textOf(search['kind']),
  }),
  loaderDeps: ({ search }) => ({ kind: search.kind }),
  loader: ({ context, deps }) => context.queries.ensureQueryData(careBoardQuery(deps.kind)),
  component: CarePage,
})

const viewOf = (value: unknown): InboxView | undefined => INBOX_VIEWS.find((view) => view === value)

const inbox = createRoute({
  getParentRoute: () => desk,
  path: '/inbox',
  validateSearch: (
    search: Record<string, unknown>,
  ): { view?: InboxView | undefined; case?: string | undefined } => ({
    view: viewOf(search['view']),
    case: textOf(search['case']),
  }),
  loaderDeps: ({ search }) => ({ view: search.view ?? 'waiting' }),
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(inboxQuery(deps.view)),
      deps.view === 'unmatched' ? context.queries.ensureQueryData(unmatchedQuery) : undefined,
    ]),
  component: InboxPage,
})

const money = createRoute({
  getParentRoute: () => desk,
  path: '/money',
  validateSearch: (search: Record<string, unknown>): { item?: string | undefined } => ({
    item: textOf(search['item']),
  }),
  loader: ({ context }) => context.queries.ensureInfiniteQueryData(waitingQuery),
  component: BankPage,
})

const qualityViewOf = (value: unknown): QualityView | undefined =>
  QUALITY_VIEWS.find((view) => view === value)

const quality = createRoute({
  getParentRoute: () => desk,
  path: '/quality',
  validateSearch: (
    search: Record<string, unknown>,
  ): { view?: QualityView | undefined; call?: string | undefined } => ({
    view: qualityViewOf(search['view']),
    call: textOf(search['call']),
  }),
  loaderDeps: ({ search }) => ({ view: search.view ?? 'open' }),
  loader: ({ context, deps }) => context.queries.ensureInfiniteQueryData(qualityQuery(deps.view)),
  component: lazyRouteComponent(() => import('./quality/page.tsx'), 'QualityPage'),
})

const routes = root.addChildren([
  signIn,
  desk.addChildren([
    today,
    cases,
    aCase,
    strategies,
    strategy,
    templates,
    template,
    work,
    myDay,
    workLoad,
    money,
    inbox,
    quality,
    approvals,
    care,
    ...planningRoutes(desk),
    ...settingsRoutes(desk),
    ...letterRoutes(desk),
    ...complianceRoutes(desk),
    ...developerRoutes(desk),
  ]),
])

export function newRouter(queries: QueryClient) {
  return createRouter({
    routeTree: routes,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PageWaits,
    defaultPendingMs: 400,
    defaultErrorComponent: PageProblem,
    defaultNotFoundComponent: NoSuchPage,
    scrollRestoration: true,
    // Plain text both ways: a link that the server writes is the link that the desk writes.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
      const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()
      return text === '' ? '' : `?${text}`
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>
  }
}
