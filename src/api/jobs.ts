import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import { askJob, listJobRows, listJobs } from '../store/job.ts'
import { beforeOf, cursorText } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { JobOut, JobRowOut, jobRowWire, jobWire } from './job-schemas.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api } from './route.ts'
import { CursorIn, idIn, LANG, LimitIn, pageOf } from './schemas.ts'

const Params = z.strictObject({ id: idIn('job') })
const ROWS_MAX = 10_000

/** Jobs of many acts: how far they are, what came of each case, and their undoing. */
export function addJobs(api: Api, deps: ApiDeps): void {
  for (const add of [addList, addOne, addRows, addUndo]) add(api, deps)
}

function addList(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/jobs',
    summary: 'Jobs, the newest first',
    query: z.strictObject({
      ...LANG,
      kind: z.enum(['hold', 'release']).optional(),
      mine: z.enum(['true', 'false']).optional(),
      cursor: CursorIn.optional(),
      limit: LimitIn.optional(),
    }),
    status: 200,
    answer: pageOf(JobOut, 'Jobs'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const before = beforeOf('jobs', query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? 50
      const by = query.mine === 'true' ? actor.userId : undefined
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        listJobs(tx, actor.tenantId, { before, by, kind: query.kind, limit: limit + 1 }),
      )
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        items: found.slice(0, limit).map(jobWire),
        next_cursor: last === undefined ? null : cursorText('jobs', [`${last.jobId}`]),
      }
    },
  })
}

function addOne(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/jobs/{id}',
    summary: 'One job: how many are done, refused and waiting',
    params: Params,
    status: 200,
    answer: JobOut,
    problems: ['no_such_job'],
    handle: async ({ actor, params }) => {
      const [job] = await inTenant(deps.db, actor.tenantId, (tx) =>
        listJobs(tx, actor.tenantId, { jobId: params.id, limit: 1 }),
      )
      return job === undefined ? { declined: 'no_such_job' as const } : jobWire(job)
    },
  })
}

function addRows(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/jobs/{id}/rows',
    summary: 'What came of each case of a job, with the reason where it was refused',
    params: Params,
    query: z.strictObject({
      ...LANG,
      result: z.enum(['waiting', 'done', 'refused']).optional(),
      cursor: CursorIn.optional(),
      limit: LimitIn.optional(),
    }),
    status: 200,
    answer: pageOf(JobRowOut, 'JobRows'),
    problems: ['no_such_job', 'bad_cursor'],
    handle: async ({ actor, params, query, lang }) => {
      const after = beforeOf('job-rows', query.cursor)
      if (after === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? 50
      const of = { jobId: params.id, state: query.result, after, limit: limit + 1 }
      const found = await inTenant(deps.db, actor.tenantId, async (tx) => {
        const [job] = await listJobs(tx, actor.tenantId, { jobId: params.id, limit: 1 })
        return job && listJobRows(tx, actor.tenantId, of)
      })
      if (found === undefined) return { declined: 'no_such_job' as const }
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        items: found.slice(0, limit).map((row) => jobRowWire(row, lang)),
        next_cursor: last === undefined ? null : cursorText('job-rows', [`${last.rowNo}`]),
      }
    },
  })
}

function addUndo(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/jobs/{id}/undo',
    summary: 'Lifts exactly the holds that a job placed; itself a job',
    params: Params,
    body: z.strictObject({}).openapi('JobUndo'),
    status: 202,
    answer: JobOut,
    location: (answer) => `/v1/jobs/${answer.id}`,
    problems: ['no_such_job', 'job_not_undoable', 'key_missing', 'key_reused'],
    handle: async ({ actor, params, body, header }) => {
      const given = readKey(header)
      if ('declined' in given) return given
      const { tenantId } = actor
      const made = await inTenant(deps.db, tenantId, async (tx) => {
        const bodyHash = hashOf(`undo ${params.id}`, body)
        const [job] = await listJobs(tx, tenantId, { jobId: params.id, limit: 1 })
        if (job === undefined) return { declined: 'no_such_job' as const }
        if (job.undoneBy === null && (job.kind !== 'hold' || job.state !== 'done'))
          return { declined: 'job_not_undoable' as const }
        const rows = await listJobRows(tx, tenantId, {
          jobId: params.id,
          state: 'done',
          limit: ROWS_MAX,
        })
        const asked = await askJob(
          tx,
          tenantId,
          {
            kind: 'release',
            reason: job.reason,
            source: `undo of job ${params.id}`,
            written: false,
            untilOn: undefined,
            undoesId: params.id,
            key: given.key,
            bodyHash,
            by: actor.userId,
            rows: rows.map((row) => ({ borrowerId: row.borrowerId, holdId: row.holdId ?? 0n })),
          },
          deps.now(),
        )
        if ('declined' in asked) return asked
        const [kept] = await listJobs(tx, tenantId, { ...asked, limit: 1 })
        return kept === undefined ? { declined: 'no_such_job' as const } : jobWire(kept)
      })
      deps.soon?.()
      return made
    },
  })
}
