import { z } from '@hono/zod-openapi'
import type { Tx } from '../store/db.ts'
import { inTenant } from '../store/db.ts'
import { endView, keepView, listViews, type SavedView } from '../store/saved-view.ts'
import { CASE_QUERY } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { words } from './schemas.ts'
import type { ViewBody, ViewWire } from './wire.ts'

const Out: z.ZodType<ViewWire> = z
  .object({
    number: z.string(),
    name: z.string(),
    page: z.enum(['cases', 'portfolio']),
    search: z.string(),
    shared: z.boolean(),
    mine: z.boolean(),
    made_by: z.string(),
  })
  .openapi('SavedView')

const Given: z.ZodType<ViewBody> = z
  .strictObject({
    name: words(100),
    page: z.enum(['cases', 'portfolio']),
    search: z.string().max(2000),
    shared: z.boolean(),
  })
  .openapi('SavedViewGiven')

export const NumberIn = z.strictObject({ number: z.string().regex(/^[1-9][0-9]{0,17}$/) })

/** Lists that somebody wants to find again: their own, and those that are shared. */
export function addViews(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/views',
    summary: 'Kept views: your own and those that are shared',
    status: 200,
    answer: z.object({ items: z.array(Out) }).openapi('SavedViews'),
    problems: [],
    handle: ({ actor }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const found = await listViews(tx, actor.tenantId, { userId: actor.userId })
        return { items: found.map((view) => viewOut(view, actor.userId)) }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/views',
    summary: 'Keeps the query of a page under a name',
    body: Given,
    status: 201,
    answer: Out,
    problems: ['bad_view'],
    dryRun: true,
    handle: ({ deps: own, actor, body }) => {
      if (!isSound(body)) return Promise.resolve({ declined: 'bad_view' as const })
      return inTenant(own.db, actor.tenantId, async (tx) => {
        const id = await keepView(tx, actor.tenantId, { ...body, madeBy: actor.userId })
        return readView(tx, actor.tenantId, { id, userId: actor.userId })
      })
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/views/{number}/ends',
    summary: 'Takes a view away; only who made it may, and not while an alert watches it',
    params: NumberIn,
    status: 201,
    answer: z.object({ ended: z.boolean() }),
    problems: ['not_found', 'view_watched'],
    dryRun: true,
    handle: ({ deps: own, actor, params }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const at = { id: BigInt(params.number), by: actor.userId }
        const ended = await endView(tx, actor.tenantId, at)
        if (ended === 'watched') return { declined: 'view_watched' as const }
        return ended === 'ended' ? { ended: true } : { declined: 'not_found' as const }
      }),
  })
}

async function readView(
  tx: Tx,
  tenantId: bigint,
  asked: { readonly id: bigint; readonly userId: string },
): Promise<ViewWire | { declined: 'bad_view' }> {
  const [view] = await listViews(tx, tenantId, asked)
  return view === undefined ? { declined: 'bad_view' } : viewOut(view, asked.userId)
}

/** A view that could not be opened is not kept. */
function isSound({ page, search }: ViewBody): boolean {
  const given = Object.fromEntries(new URLSearchParams(search))
  if (page === 'cases') return given['cursor'] === undefined && CASE_QUERY.safeParse(given).success
  const key = ['figure', 'month', 'portfolio', 'currency']
  return Object.keys(given).every((name) => key.includes(name))
}

const viewOut = (view: SavedView, userId: string): ViewWire => ({
  number: view.id.toString(),
  name: view.name,
  page: view.page,
  search: view.search,
  shared: view.shared,
  mine: view.madeBy === userId,
  made_by: view.madeByName,
})
