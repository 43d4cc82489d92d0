import { z } from '@hono/zod-openapi'
import { borrowerNames } from '../store/borrower-names.ts'
import { inTenant } from '../store/db.ts'
import { GROUNDS } from '../store/trace.ts'
import { mayNotTrace, readTraces, traceWith } from '../store/trace-ask.ts'
import type { Actor, ApiDeps } from './env.ts'
import { PROBLEMS } from './problem.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayOut, words } from './schemas.ts'
import type { TraceDoneWire, TracesWire } from './wire-people.ts'

const Ground = z.enum(GROUNDS)
const Traces: z.ZodType<TracesWire> = z
  .object({
    sources: z.array(z.object({ name: z.string(), purpose: z.string(), ground: Ground })),
    blocked: z.string().nullable(),
    items: z.array(
      z.object({
        source: z.string(),
        asked_on: DayOut,
        purpose: z.string(),
        ground: Ground,
        by: z.string(),
        found: z.int().nullable(),
        kept: z.int().nullable(),
        refused: z.array(z.string()),
      }),
    ),
  })
  .openapi('Traces')
const Done: z.ZodType<TraceDoneWire> = z
  .object({
    source: z.string(),
    answered: z.boolean(),
    found: z.int(),
    kept: z.int(),
    refused: z.array(z.string()),
  })
  .openapi('TraceDone')
const Given = z.strictObject({ source: words(40) }).openapi('TraceGiven')

/** Looking for a borrower who is lost, with a source that a tenant plugged in. */
export function addTraces(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/traces',
    summary: 'Which sources may be asked where a borrower can be reached, and which were',
    params: CaseParams,
    status: 200,
    answer: Traces,
    problems: ['no_such_case'],
    handle: read,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/traces',
    summary:
      'Asks a source about a borrower who is lost, once a day at most, and keeps what it knows',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Done,
    problems: [
      'no_such_case',
      'no_such_source',
      'not_lost',
      'person_left_alone',
      'trace_asked',
      'trace_needs_purpose',
      'trace_needs_ground',
    ],
    handle: ask,
  })
}

const sourcesOf = (deps: ApiDeps, { tenantId }: Actor) => deps.sources?.get(tenantId) ?? []

type AskedCase<Body> = Asked<z.output<typeof CaseParams>, undefined, Body>

function read({ deps, actor, params, lang }: AskedCase<undefined>) {
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  return inTenant(deps.db, actor.tenantId, async (tx): Promise<TracesWire | Declined> => {
    if (!(await borrowerNames(tx, actor.tenantId, [params.id])).has(params.id))
      return { declined: 'no_such_case' }
    const fault = await mayNotTrace(tx, ref, { now: deps.now(), today: deps.today() })
    return {
      sources: sourcesOf(deps, actor).map(({ name, purpose, ground }) => ({
        name,
        purpose,
        ground,
      })),
      blocked: fault === undefined ? null : PROBLEMS[fault][lang],
      items: (await readTraces(tx, ref)).map(({ askedOn, ...one }) => ({
        ...one,
        asked_on: askedOn,
      })),
    }
  })
}

async function ask({
  deps,
  actor,
  params,
  body,
}: AskedCase<z.output<typeof Given>>): Promise<TraceDoneWire | Declined> {
  const source = sourcesOf(deps, actor).find(({ name }) => name === body.source)
  if (source === undefined) return { declined: 'no_such_source' }
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const done = await traceWith(deps.db, ref, source, {
    now: deps.now(),
    today: deps.today(),
    personKey: deps.capKey,
    by: actor.userId,
  })
  if ('declined' in done) {
    const { declined } = done
    return { declined: declined === 'no_such_borrower' ? 'no_such_case' : declined }
  }
  const { is, found, kept, refused } = done
  return { source: source.name, answered: is === 'found', found, kept, refused: [...refused] }
}
