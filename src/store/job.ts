import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

export type JobKind = 'hold' | 'release'

export type NewJob = {
  readonly kind: JobKind
  readonly reason: string
  readonly source: string
  readonly written: boolean
  readonly untilOn: Day | undefined
  readonly undoesId: bigint | undefined
  readonly key: string
  readonly bodyHash: string
  readonly by: string
  readonly rows: readonly { readonly borrowerId: bigint; readonly holdId?: bigint }[]
}

export type Job = {
  readonly jobId: bigint
  readonly kind: JobKind
  readonly state: 'waiting' | 'running' | 'done'
  readonly reason: string
  readonly source: string
  readonly askedBy: string
  readonly askedAt: Instant
  readonly endedAt: Instant | null
  readonly undoesId: bigint | null
  readonly undoneBy: bigint | null
  readonly total: number
  readonly done: number
  readonly refused: number
}

/** Of a key that was used for something else, and of a job that is undone already. */
type JobDeclined = { readonly declined: 'key_reused' | 'job_not_undoable' }

/** Puts a job down once for its key; it is done by whoever looks next. */
export async function askJob(
  tx: Tx,
  tenantId: bigint,
  asked: NewJob,
  now: Instant,
): Promise<{ readonly jobId: bigint } | JobDeclined> {
  const made = await tx.query<{ job_id: bigint }>(
    `insert into job (tenant_id, kind, reason, source, written, until_on, undoes_id, request_key, body_hash, asked_by,
       asked_at, total)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict do nothing returning job_id`,
    [
      tenantId,
      asked.kind,
      asked.reason,
      asked.source,
      asked.written,
      asked.untilOn ?? null,
      asked.undoesId ?? null,
      asked.key,
      asked.bodyHash,
      asked.by,
      instantText(now),
      asked.rows.length,
    ],
  )
  const jobId = made.rows[0]?.job_id
  if (jobId === undefined) return again(tx, tenantId, asked)
  await tx.query(
    `insert into job_row (tenant_id, borrower_id, job_id, hold_id)
     select $1, r.borrower_id, $2, r.hold_id from unnest($3::bigint[], $4::bigint[]) with ordinality
       as r (borrower_id, hold_id, nth) order by r.nth`,
    [
      tenantId,
      jobId,
      asked.rows.map((row) => row.borrowerId),
      asked.rows.map((row) => row.holdId ?? null),
    ],
  )
  return { jobId }
}

async function again(
  tx: Tx,
  tenantId: bigint,
  asked: NewJob,
): Promise<{ readonly jobId: bigint } | JobDeclined> {
  const found = await tx.query<{ job_id: bigint; body_hash: string }>(
    `select job_id, body_hash from job where tenant_id = $1 and request_key = $2`,
    [tenantId, asked.key],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'job_not_undoable' }
  return row.body_hash === asked.bodyHash ? { jobId: row.job_id } : { declined: 'key_reused' }
}

/** Jobs, the newest first. */
export async function listJobs(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly jobId?: bigint
    readonly before?: bigint | undefined
    readonly kind?: JobKind | undefined
    readonly by?: string | undefined
    readonly limit: number
  },
): Promise<readonly Job[]> {
  const { rows } = await tx.query<Job>(
    `select j.job_id as "jobId", j.kind, j.state, j.reason, j.source, j.asked_by as "askedBy", j.asked_at as "askedAt",
       j.ended_at as "endedAt", j.undoes_id as "undoesId",
       (select u.job_id from job u where u.tenant_id = $1 and u.undoes_id = j.job_id) as "undoneBy",
       j.total, j.done, j.refused
     from job j
    where j.tenant_id = $1 and ($2::bigint is null or j.job_id = $2)
      and ($3::bigint is null or j.job_id < $3) and ($4::text is null or j.kind = $4)
      and ($5::text is null or j.asked_by = $5)
    order by j.job_id desc limit $6`,
    [tenantId, of.jobId ?? null, of.before ?? null, of.kind ?? null, of.by ?? null, of.limit],
  )
  return rows
}

export type JobRow = {
  readonly borrowerId: bigint
  readonly name: string
  readonly rowNo: bigint
  readonly state: 'waiting' | 'done' | 'refused'
  readonly code: string | null
  readonly holdId: bigint | null
  readonly doneAt: Instant | null
}

/** What came of each case, in the order in which they were asked for. */
export async function listJobRows(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly jobId: bigint
    readonly state?: string | undefined
    readonly after?: bigint | undefined
    readonly limit: number
  },
): Promise<readonly JobRow[]> {
  const { rows } = await tx.query<JobRow>(
    `select r.borrower_id as "borrowerId", b.name, r.row_no as "rowNo", r.state, r.code, r.hold_id as "holdId",
       r.done_at as "doneAt"
     from job_row r join borrower b on b.tenant_id = $1 and b.borrower_id = r.borrower_id
    where r.tenant_id = $1 and r.job_id = $2 and ($3::text is null or r.state = $3)
      and ($4::bigint is null or r.row_no > $4)
    order by r.row_no limit $5`,
    [tenantId, of.jobId, of.state ?? null, of.after ?? null, of.limit],
  )
  return rows
}

export type Judged = {
  readonly borrowerId: bigint
  readonly name: string
  /** undefined: it can be done. */
  readonly code: JobCode | undefined
  /** The holds that a release lifts. */
  readonly holdIds: readonly bigint[]
}

export const JOB_CODES = [
  'no_such_case',
  'case_closed',
  'already_held',
  'hold_of_care',
  'nothing_to_lift',
  'refused',
] as const
export type JobCode = (typeof JOB_CODES)[number]

type Found = {
  readonly borrower_id: bigint
  readonly name: string
  readonly state: string | null
  readonly of_people: readonly bigint[]
  readonly of_care: boolean
  /** One of every account that ends no sooner than what is asked. */
  readonly whole: boolean
}

/** What stands in the way of the act for each of these, as it is at this moment. */
export async function judgeMany(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly kind: JobKind
    readonly reason: string
    readonly borrowerIds: readonly bigint[]
    readonly today: Day
    /** Of a hold: its first free day; undefined: until it is lifted. */
    readonly untilOn?: Day | undefined
  },
): Promise<readonly Judged[]> {
  const { rows } = await tx.query<Found>(
    `select i.id as borrower_id, coalesce(b.name, '') as name, c.state,
       coalesce(array_agg(h.hold_id order by h.hold_id) filter (where h.care_id is null and h.hold_id is not null), '{}')
         as of_people,
       coalesce(bool_or(h.care_id is not null), false) as of_care,
       coalesce(bool_or(h.hold_id is not null and h.account_id is null
         and (h.until_on is null or h.until_on >= $5::date)), false) as whole
     from unnest($2::bigint[]) with ordinality as i (id, nth)
     left join borrower b on b.tenant_id = $1 and b.borrower_id = i.id
     left join borrower_case c on c.tenant_id = $1 and c.borrower_id = i.id
     left join hold h on h.tenant_id = $1 and h.borrower_id = i.id and h.reason = $3 and h.ends_hold_id is null
       and h.from_on <= $4 and (h.until_on is null or h.until_on > $4)
       and not exists (select from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
                         and e.ends_hold_id = h.hold_id)
     group by i.id, i.nth, b.name, c.state order by i.nth`,
    [tenantId, of.borrowerIds, of.reason, of.today, of.untilOn ?? null],
  )
  return rows.map((row) => ({
    borrowerId: row.borrower_id,
    name: row.name,
    code: codeOf(of.kind, row),
    holdIds: row.of_people,
  }))
}

function codeOf(kind: JobKind, row: Found): JobCode | undefined {
  if (row.state === null) return 'no_such_case'
  if (kind === 'hold') {
    if (row.state === 'closed') return 'case_closed'
    return row.whole ? 'already_held' : undefined
  }
  if (row.of_people.length > 0) return undefined
  return row.of_care ? 'hold_of_care' : 'nothing_to_lift'
}
