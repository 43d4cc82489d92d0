import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { assert } from '../core/assert.ts'
import { ACCESS, mayUse, type RouteName } from './access.ts'
import type { Actor, ApiDeps, ApiEnv } from './env.ts'
import { PROBLEMS, problem, type ProblemCode, type ProblemMore } from './problem.ts'
import { LANG } from './schemas.ts'
import type { Language } from './wire.ts'

/** What a handler answers where it cannot do what was asked: a value, never a throw. */
export type Declined = { readonly declined: ProblemCode; readonly more?: ProblemMore }

/** What every handler is given; `actor` is there because the route's access asked for a session. */
export type Asked<Params, Query, Body> = {
  readonly deps: ApiDeps
  readonly actor: Actor
  readonly lang: Language
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly header: (name: string) => string | undefined
}

type Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = {
  readonly route: RouteName
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly status: 200 | 201
  readonly answer: A
  readonly problems: readonly ProblemCode[]
}

export type Api = OpenAPIHono<ApiEnv>

/**
 * One way to make a route: the session and the role are asked before anything of the request is
 * read, the parts are parsed by strict schemas, the handler answers a value of the answer's type.
 */
export function addRoute<
  A extends z.ZodType,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  api: Api,
  deps: ApiDeps,
  spec: Spec<P, Q, B, A> & {
    readonly handle: (
      asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
    ) => Promise<z.output<A> | Declined>
  },
): void {
  const route = openApiRoute(spec)
  // The schemas are this call's type parameters, so the library's own inference has no say here.
  const valid = (c: Context<ApiEnv>, part: 'param' | 'query' | 'json', schema: unknown): never =>
    (schema === undefined ? undefined : c.req.valid(part as never)) as never
  api.openapi(
    route as never,
    (async (c: Context<ApiEnv>) => {
      const actor = c.get('actor')
      assert(actor !== undefined, `${spec.route} is for a session`)
      const answer = await spec.handle({
        deps,
        actor,
        lang: c.get('lang'),
        params: valid(c, 'param', spec.params),
        query: valid(c, 'query', spec.query),
        body: valid(c, 'json', spec.body),
        header: (name) => c.req.header(name),
      })
      if (isDeclined(answer)) return problem(c, answer.declined, answer.more)
      c.header('Content-Language', c.get('lang'))
      return c.json(answer as object, spec.status)
    }) as never,
  )
}

const isDeclined = (answer: unknown): answer is Declined =>
  typeof answer === 'object' && answer !== null && 'declined' in answer

/** The route as the document shows it and as the library mounts it. */
export function openApiRoute(spec: Spec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>) {
  const [method, path] = splitName(spec.route)
  return createRoute({
    method,
    path,
    summary: spec.summary,
    operationId: operationId(spec.route),
    security: ACCESS[spec.route] === 'anyone' ? [] : [{ session: [] }],
    middleware: permitted(spec.route),
    ...(spec.problems.includes('key_missing') && { parameters: [KEY_PARAMETER] }),
    request: {
      ...(spec.params && { params: spec.params as never }),
      query: (spec.query ?? z.strictObject(LANG)) as never,
      ...(spec.body && {
        body: { required: true, content: { 'application/json': { schema: spec.body } } },
      }),
    },
    responses: {
      [spec.status]: {
        description: 'As asked',
        content: { 'application/json': { schema: spec.answer } },
      },
      ...problemResponses(spec.problems),
    },
  })
}

/** Read by the handler, which answers its own problem where it is missing. */
const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Made by the client: the same key and body act once and get the same answer for ever.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
} as const

/** 401 without a session and 403 for another role, before the request's parts are read. */
export function permitted(route: RouteName): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const actor = c.get('actor')
    if (mayUse(route, actor?.role)) return next()
    return problem(c, actor === undefined ? 'not_signed_in' : 'not_permitted')
  }
}

export function splitName(route: RouteName): ['get' | 'post', string] {
  const [method, path] = route.split(' ')
  assert((method === 'GET' || method === 'POST') && path !== undefined, `${route} is no route`)
  return [method === 'GET' ? 'get' : 'post', path]
}

const operationId = (route: RouteName) =>
  route
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '_')
    .replaceAll(/^_|_v1|_$/g, '')

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), message: z.string() }))
      .optional(),
    rule: z.string().optional(),
    law: z.object({ title: z.string(), href: z.string() }).optional(),
    until: z.string().optional(),
    trace_id: z.string(),
  })
  .openapi('Problem')

/** One OpenAPI response a status, naming the codes that it can carry. */
function problemResponses(codes: readonly ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of ['not_signed_in', 'not_permitted', 'malformed', ...codes] as const) {
    const { status } = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      status,
      {
        description: [...new Set(named)].join(', '),
        content: { 'application/problem+json': { schema: ProblemSchema } },
      },
    ]),
  )
}
