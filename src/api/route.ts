import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import type { Db } from '../store/db.ts'
import { rehearsing } from '../store/rehearse.ts'
import { ACCESS, mayUse, whoMay, type RouteName } from './access.ts'
import { ChangedSince, onlyAsRead, tagOf } from './as-read.ts'
import type { Actor, ApiDeps, ApiEnv } from './env.ts'
import { PROBLEMS, problem, type ProblemCode, type ProblemMore } from './problem.ts'
import { LANG } from './schemas.ts'
import { keyMay, ROUTE_SCOPES } from './scopes.ts'
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

/** From which day on a route should not be used, and on which it goes. */
export type Deprecated = { readonly on: Day; readonly sunset: Day; readonly instead?: RouteName }

type Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = {
  readonly route: RouteName
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly status: 200 | 201 | 202
  /** Whether the act can be tried: done and undone in one go, by the same way. The handler asks `asked.deps`. */
  readonly dryRun?: true
  readonly deprecated?: Deprecated
  /** The read of what this changes: with If-Match it is done only where that is as it was read. */
  readonly asRead?: RouteName
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
    readonly location?: (answer: z.output<A>) => string
    readonly handle: (
      asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
    ) => Promise<z.output<A> | Declined>
  },
): void {
  const route = openApiRoute(spec)
  const read = readsOf(api)
  read.by.set(spec.route, spec.handle as never)
  if (spec.asRead !== undefined) read.tagged.add(spec.asRead)
  // The schemas are this call's type parameters, so the library's own inference has no say here.
  const valid = (c: Context<ApiEnv>, part: 'param' | 'query' | 'json', schema: unknown): never =>
    (schema === undefined ? undefined : c.req.valid(part as never)) as never
  api.openapi(
    route as never,
    (async (c: Context<ApiEnv>) => {
      const actor = c.get('actor')
      assert(actor !== undefined, `${spec.route} is for a session`)
      const isTried = spec.dryRun === true && c.req.query('dry_run') === 'true'
      const asked = {
        deps: isTried ? { ...deps, db: rehearsing(deps.db), ...QUIET } : deps,
        actor,
        lang: c.get('lang'),
        params: valid(c, 'param', spec.params),
        query: valid(c, 'query', spec.query),
        body: valid(c, 'json', spec.body),
        header: (name: string) => c.req.header(name),
      }
      const answer = await (spec.asRead === undefined
        ? spec.handle(asked)
        : (handleAsRead(api, {
            asked,
            of: spec.asRead,
            handle: spec.handle as Handle,
          }) as ReturnType<typeof spec.handle>))
      if (spec.deprecated !== undefined) sayDeprecated(c, spec.deprecated)
      if (isTried) c.header('Forbear-Dry-Run', 'true')
      if (isDeclined(answer)) return problem(c, answer.declined, answer.more)
      c.header('Content-Language', c.get('lang'))
      const location = isTried ? undefined : spec.location?.(answer)
      if (location !== undefined) c.header('Location', location)
      const text = JSON.stringify(answer)
      const etag = isTagged(api, spec.route) ? tagOf(text) : undefined
      if (etag !== undefined) c.header('ETag', etag)
      if (etag !== undefined && c.req.method === 'GET' && c.req.header('If-None-Match') === etag)
        return c.body(null, 304)
      return c.body(text, isTried ? 200 : spec.status, {
        'Content-Type': 'application/json; charset=UTF-8',
      })
    }) as never,
  )
}

/** What is only tried wakes nobody. */
const QUIET = { nudge: undefined, afterKept: undefined, soon: undefined } as const

/** A read of one thing or of what may be changed, which whoever changes it later may name as they saw it. */
const isTagged = (api: Api, route: RouteName): boolean =>
  /^GET .*\}$/.test(route) || readsOf(api).tagged.has(route)

// eslint-disable-next-line typescript/no-explicit-any
type AnyAsked = Asked<any, any, any>
type Handle = (asked: AnyAsked) => Promise<object | Declined>

/** What is read by which route, and of which reads a change may name the ETag. */
type Reads = { readonly by: Map<RouteName, Handle>; readonly tagged: Set<RouteName> }
const READS = new WeakMap<Api, Reads>()

function readsOf(api: Api): Reads {
  const known = READS.get(api) ?? { by: new Map(), tagged: new Set() }
  READS.set(api, known)
  return known
}

/** One way for everything that two people could change at once: held, read as it is, then changed. */
async function handleAsRead(
  api: Api,
  { asked, of, handle }: { asked: AnyAsked; of: RouteName; handle: Handle },
): Promise<object | Declined> {
  const match = asked.header('If-Match')
  const now = async (db: Db): Promise<string | undefined> => {
    const reader = readsOf(api).by.get(of)
    assert(reader !== undefined, `nothing reads ${of}`)
    const found = await reader({
      ...asked,
      deps: { ...asked.deps, db },
      query: {},
      body: undefined,
    })
    return isDeclined(found) ? undefined : tagOf(JSON.stringify(found))
  }
  const db = onlyAsRead(asked.deps.db, {
    tenantId: asked.actor.tenantId,
    path: splitName(of)[1].replace('{id}', String(asked.params.id)),
    borrowerId: of.startsWith('GET /v1/cases/{id}/') ? asked.params.id : undefined,
    match: match === '*' ? undefined : match,
    now,
  })
  try {
    return await handle({ ...asked, deps: { ...asked.deps, db } })
  } catch (error) {
    if (error instanceof ChangedSince) return { declined: 'changed_since' }
    throw error
  }
}

/** RFC 9745 and RFC 8594: since when, until when, and what instead. */
export function sayDeprecated(c: Context<ApiEnv>, { on, sunset, instead }: Deprecated): void {
  const at = (day: Day) => new Date(`${day}T00:00:00Z`)
  c.header('Deprecation', `@${at(on).getTime() / 1000}`)
  c.header('Sunset', at(sunset).toUTCString())
  if (instead !== undefined) c.header('Link', `<${splitName(instead)[1]}>; rel="successor-version"`)
}

/** Asks an act to be tried alone. */
export const DRY_RUN = {
  dry_run: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'true: answers what would come of it, and keeps nothing' }),
}

function queryOf(spec: { readonly query?: z.ZodType; readonly dryRun?: true }): z.ZodType {
  const query = spec.query ?? z.strictObject(LANG)
  if (spec.dryRun !== true) return query
  assert(query instanceof z.ZodObject, 'the query of what can be tried is an object')
  return query.extend(DRY_RUN)
}

/** The first word behind /v1, or what a case has: how the reference is put in order. */
const tagName = (route: RouteName): string => {
  const parts = splitName(route)[1].split('/').slice(1)
  const [, noun = 'health', id, part] = parts
  return noun === 'cases' && id?.startsWith('{') && part !== undefined ? `cases: ${part}` : noun
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
    security: securityOf(spec.route),
    tags: [tagName(spec.route)],
    ...(spec.deprecated !== undefined && { deprecated: true }),
    middleware: permitted(spec.route),
    ...((spec.problems.includes('key_missing') || spec.asRead !== undefined) && {
      parameters: [
        ...(spec.problems.includes('key_missing') ? [KEY_PARAMETER] : []),
        ...(spec.asRead === undefined ? [] : [MATCH_PARAMETER]),
      ],
    }),
    request: {
      ...(spec.params && { params: spec.params as never }),
      query: queryOf(spec) as never,
      ...(spec.body && {
        body: { required: true, content: { 'application/json': { schema: spec.body } } },
      }),
    },
    responses: {
      [spec.status]: {
        description: 'As asked',
        content: { 'application/json': { schema: spec.answer } },
      },
      ...(spec.dryRun === true &&
        spec.status !== 200 && {
          200: {
            description: 'What would come of it, where only tried',
            content: { 'application/json': { schema: spec.answer } },
          },
        }),
      ...problemResponses(
        spec.asRead === undefined ? spec.problems : [...spec.problems, 'changed_since'],
      ),
    },
  })
}

const MATCH_PARAMETER = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of what was read, in the same language: nothing is done where it has changed since.',
  schema: { type: 'string', maxLength: 200 },
} as const

/** A session, or a key that was given the route's one scope. */
export function securityOf(route: RouteName): Record<string, string[]>[] {
  if (ACCESS[route] === 'anyone') return []
  const needs = ROUTE_SCOPES[route]
  if (needs === 'person') return [{ session: [] }]
  return [{ session: [] }, { key: needs === 'any' || needs === 'open' ? [] : [needs] }]
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
    if (actor === undefined && typeof ACCESS[route] !== 'string') return problem(c, 'not_signed_in')
    if (!mayUse(route, actor?.role))
      return problem(c, 'not_permitted', { detail: whoMay(route, c.get('lang')) })
    if (actor?.scopes === undefined || keyMay(route, actor.scopes)) return next()
    const needs = ROUTE_SCOPES[route]
    return needs === 'person'
      ? problem(c, 'person_needed')
      : problem(c, 'scope_missing', { detail: needs })
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
    facts: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
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
