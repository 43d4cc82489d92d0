import type { ApiDeps } from './env.ts'
import { permitted, type Api } from './route.ts'
import { problem } from './problem.ts'

/** `/healthz`: this process answers. `/readyz`: so does its database. Neither says more. */
export function addHealth(api: Api, deps: ApiDeps): void {
  api.get('/healthz', permitted('GET /healthz'), (c) => c.json({ status: 'ok' }))
  api.get('/readyz', permitted('GET /readyz'), async (c) => {
    const ready = await deps.db.query('select 1').then(
      () => true,
      () => false,
    )
    return ready ? c.json({ status: 'ready' }) : problem(c, 'not_ready', { retryAfterSeconds: 1 })
  })
}
