import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { inBook, type World } from './testing.ts'

const FIGURE = 'funnel:-:GBP:2026-11:due:people'

export type ViewThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

/** For tests: a view and an alert of each role's own. */
export async function addViewThings(world: World): Promise<ViewThing> {
  const made = new Map<StaffRole, { readonly view: bigint; readonly alert: bigint }>()
  await inBook(world, async (tx) => {
    for (const role of ROLES) {
      const view = await tx.query<{ id: bigint }>(
        `insert into saved_view (tenant_id, name, page, search, shared, made_by)
         values (1, $1, 'cases', 'state=any', false, (select user_id from staff where role = $1))
         returning view_id as id`,
        [role],
      )
      const alert = await tx.query<{ id: bigint }>(
        `insert into alert (tenant_id, name, figure, measure, above, threshold, made_by)
         values (1, $1, '${FIGURE}', 'count', true, 10, 'x') returning alert_id as id`,
        [role],
      )
      made.set(role, { view: view.rows[0]?.id ?? 0n, alert: alert.rows[0]?.id ?? 0n })
    }
  })
  return (route, role = 'manager') => {
    const own = made.get(role)
    const ways: Partial<Record<RouteName, { readonly path: string; readonly body?: unknown }>> = {
      'POST /v1/views': {
        path: '/v1/views',
        body: { name: 'Late', page: 'cases', search: 'min_days_past_due=30', shared: false },
      },
      'POST /v1/views/{number}/ends': { path: `/v1/views/${own?.view}/ends`, body: {} },
      'POST /v1/alerts': {
        path: '/v1/alerts',
        body: { name: 'Late', figure: FIGURE, measure: 'count', above: true, threshold: 5 },
      },
      'POST /v1/alerts/{number}/ends': { path: `/v1/alerts/${own?.alert}/ends`, body: {} },
    }
    return ways[route]
  }
}
