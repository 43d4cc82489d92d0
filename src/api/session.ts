import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { readPerson, readTenantNames } from '../store/staff.ts'
import { ACTION_ROUTES, mayUse, whyNot } from './access.ts'
import type { Actor, ApiDeps, ApiEnv } from './env.ts'
import { problem } from './problem.ts'
import { addRoute, openApiRoute, permitted, type Api } from './route.ts'
import { DayOut, InstantOut, LANG } from './schemas.ts'
import type { Action, Language, MeWire } from './wire.ts'

const ACTIONS = Object.keys(ACTION_ROUTES) as [Action, ...Action[]]

const Me: z.ZodType<MeWire> = z
  .object({
    user_id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(['collector', 'manager', 'compliance', 'admin']),
    tenant: z.object({ name: z.string(), trading_name: z.string() }),
    today: DayOut,
    now: InstantOut,
    clock: z.enum(['system', 'movable']),
    actions: z.array(
      z.object({ action: z.enum(ACTIONS), allowed: z.boolean(), reason: z.string().nullable() }),
    ),
  })
  .openapi('Me')

const SignInGiven = z
  .strictObject({ email: z.email().max(254), password: z.string().min(1).max(200) })
  .openapi('SignIn')

/** Sign-in, sign-out and who one is. */
export function addSession(api: Api, deps: ApiDeps): void {
  addSignIn(api, deps)
  api.openAPIRegistry.registerPath({
    method: 'post',
    path: '/v1/sign-out',
    operationId: 'post_sign_out',
    summary: 'Ends the session and clears its cookie',
    security: [{ session: [] }],
    responses: { 204: { description: 'Signed out' } },
  })
  api.post('/v1/sign-out', permitted('POST /v1/sign-out'), async (c) => {
    for (const cookie of await deps.signIn.signOut(c.req.raw.headers))
      c.header('Set-Cookie', cookie, { append: true })
    return c.body(null, 204)
  })
  addRoute(api, deps, {
    route: 'GET /v1/me',
    summary: 'Who is signed in, as what, and on which day',
    status: 200,
    answer: Me,
    problems: [],
    handle: ({ actor, lang }) => describe(deps, actor, lang),
  })
}

function addSignIn(api: Api, deps: ApiDeps): void {
  const route = openApiRoute({
    route: 'POST /v1/sign-in',
    summary: 'Signs in and sets the session cookie',
    query: z.strictObject(LANG),
    body: SignInGiven,
    status: 200,
    answer: Me,
    problems: ['wrong_sign_in', 'too_many'],
  })
  api.openapi(
    route as never,
    (async (c: Context<ApiEnv>) => {
      const given = c.req.valid('json' as never) as z.output<typeof SignInGiven>
      const tried = await deps.signIn.signIn({
        ...given,
        ip: ipOf(c),
        agent: c.req.header('User-Agent') ?? '',
      })
      if ('refused' in tried) {
        if (tried.refused === 'wrong') return problem(c, 'wrong_sign_in')
        return problem(c, 'too_many', { retryAfterSeconds: tried.retryAfterSeconds })
      }
      const { signedIn, cookies } = tried
      const staff = await inTenant(deps.db, signedIn.tenantId, (tx) =>
        readPerson(tx, signedIn.tenantId, signedIn.userId),
      )
      // A user without a role answers as a wrong password does: nothing tells the two apart.
      if (staff === undefined) return problem(c, 'wrong_sign_in')
      for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
      return c.json(
        await describe(deps, { ...signedIn, name: staff.name, role: staff.role }, c.get('lang')),
        200,
      )
    }) as never,
  )
}

/** The address of the socket's other end, as the server knows it; a header could be made up. */
function ipOf(c: Context<ApiEnv>): string {
  const env: unknown = c.env
  const incoming = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)
    ?.incoming
  return incoming?.socket?.remoteAddress ?? '127.0.0.1'
}

async function describe(deps: ApiDeps, actor: Actor, lang: Language): Promise<MeWire> {
  const names = await inTenant(deps.db, actor.tenantId, (tx) => readTenantNames(tx, actor.tenantId))
  return {
    user_id: actor.userId,
    email: actor.email,
    name: actor.name,
    role: actor.role,
    tenant: { name: names.name, trading_name: names.tradingName },
    today: deps.today(),
    now: new Date(deps.now()).toISOString(),
    clock: deps.clock,
    actions: ACTIONS.map((action) => {
      const allowed = mayUse(ACTION_ROUTES[action], actor.role)
      return { action, allowed, reason: allowed ? null : whyNot(action, lang) }
    }),
  }
}
