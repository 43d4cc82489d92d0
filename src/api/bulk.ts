import { z } from '@hono/zod-openapi'
import { listCases } from '../store/cases.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { askJob, judgeMany, listJobs, type JobKind, type Judged } from '../store/job.ts'
import { CASE_FILTER, filterOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { codeWords, JobOut, jobWire, PreviewOut } from './job-schemas.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { DayIn, HOLD_REASONS, idIn, LANG, words } from './schemas.ts'
import type { BulkPreviewWire, JobWire } from './wire-jobs.ts'
import type { Language } from './wire.ts'

const CASES_MAX = 2000
const MATCHES_MAX = 10_000

const SELECT = z
  .union([
    z.strictObject({ case_ids: z.array(idIn('case')).min(1).max(CASES_MAX) }),
    z.strictObject({ query: z.strictObject(CASE_FILTER) }),
  ])
  .openapi('BulkSelect')

const RELEASE = { select: SELECT, reason: z.enum(HOLD_REASONS), source: words(200) }
const Release = z.strictObject(RELEASE).openapi('BulkReleaseGiven')
const Hold = z
  .strictObject({ ...RELEASE, until_on: DayIn.optional(), written: z.boolean().optional() })
  .openapi('BulkHoldGiven')
const Query = z.strictObject({ ...LANG, dry_run: z.enum(['true', 'false']).optional() })

type Given = z.output<typeof Hold>
type AskedBulk = Asked<undefined, z.output<typeof Query>, Given>

const PROBLEMS = ['key_missing', 'key_reused', 'ends_before_it_begins'] as const

/** One act for many cases: tried first, then a job with what came of each. */
export function addBulk(api: Api, deps: ApiDeps): void {
  const shape = {
    query: Query,
    status: 202,
    answer: z.union([JobOut, PreviewOut]),
    location: (answer: JobWire | BulkPreviewWire) =>
      'id' in answer ? `/v1/jobs/${answer.id}` : '',
    dryRun: true,
    problems: PROBLEMS,
  } as const
  addRoute(api, deps, {
    ...shape,
    route: 'POST /v1/bulk/holds',
    summary: 'Stops contact for many cases; dry_run says how many and what bars the others',
    body: Hold,
    handle: (asked) => bulk(asked, 'hold'),
  })
  addRoute(api, deps, {
    ...shape,
    route: 'POST /v1/bulk/releases',
    summary: 'Lifts for many cases the holds of one reason that people placed; dry_run tries it',
    body: Release,
    handle: (asked) => bulk(asked, 'release'),
  })
}

async function bulk(
  asked: AskedBulk,
  kind: JobKind,
): Promise<JobWire | BulkPreviewWire | Declined> {
  const { deps, actor, body, query } = asked
  const today = deps.today()
  if (body.until_on !== undefined && body.until_on <= today)
    return { declined: 'ends_before_it_begins' }
  const given = query.dry_run === 'true' ? undefined : readKey(asked.header)
  if (given !== undefined && 'declined' in given) return given
  const made = await inTenant(deps.db, actor.tenantId, async (tx) => {
    const { ids, more } = await selected(tx, asked)
    if (given === undefined) {
      const of = { kind, reason: body.reason, borrowerIds: ids, today, untilOn: body.until_on }
      return previewOf(await judgeMany(tx, actor.tenantId, of), more, asked.lang)
    }
    const job = await askJob(
      tx,
      actor.tenantId,
      {
        kind,
        reason: body.reason,
        source: body.source,
        written: body.written ?? false,
        untilOn: body.until_on,
        undoesId: undefined,
        key: given.key,
        bodyHash: hashOf(`bulk ${kind}`, body),
        by: actor.userId,
        rows: (await known(tx, actor.tenantId, ids)).map((borrowerId) => ({ borrowerId })),
      },
      deps.now(),
    )
    if ('declined' in job) return job
    const [kept] = await listJobs(tx, actor.tenantId, { ...job, limit: 1 })
    return kept === undefined ? { declined: 'no_such_job' as const } : jobWire(kept)
  })
  deps.soon?.()
  return made
}

/** Whom the act is for: the rows that were ticked, or all that the filters match. */
async function selected(
  tx: Tx,
  { deps, actor, body }: AskedBulk,
): Promise<{ readonly ids: readonly bigint[]; readonly more: boolean }> {
  if ('case_ids' in body.select) return { ids: [...new Set(body.select.case_ids)], more: false }
  const today = deps.today()
  const filter = await filterOf(tx, actor.tenantId, body.select.query, today)
  const asked = { today, sort: 'priority', after: undefined, limit: MATCHES_MAX, filter } as const
  const found = await listCases(tx, actor.tenantId, asked)
  return { ids: found.rows.map((row) => row.borrower_id), more: found.next !== undefined }
}

/** A row of a job is of a borrower whom there is; of the others the preview tells. */
async function known(tx: Tx, tenantId: bigint, ids: readonly bigint[]): Promise<bigint[]> {
  const { rows } = await tx.query<{ id: bigint }>(
    `select i.id from unnest($2::bigint[]) with ordinality as i (id, nth)
       join borrower b on b.tenant_id = $1 and b.borrower_id = i.id order by i.nth`,
    [tenantId, ids],
  )
  return rows.map((row) => row.id)
}

const SAMPLE = 5

function previewOf(judged: readonly Judged[], more: boolean, lang: Language): BulkPreviewWire {
  const blocked = judged.filter((one) => one.code !== undefined)
  const codes = [...new Set(blocked.map((one) => one.code ?? ''))]
  return {
    total: judged.length,
    eligible: judged.length - blocked.length,
    more,
    blocked: codes.map((code) => {
      const all = blocked.filter((one) => one.code === code)
      const sample = all
        .slice(0, SAMPLE)
        .map((one) => ({ case_id: caseIdText(one.borrowerId), name: one.name }))
      return { code, reason: codeWords(code, lang), count: all.length, sample }
    }),
  }
}
