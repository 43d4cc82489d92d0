import type { Day, Instant } from '../core/calendar.ts'
import { inEvent, instantText, inTenant, type Db, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { applyHold, liftHold } from '../store/hold.ts'
import { judgeMany, type JobCode, type JobKind } from '../store/job.ts'

type Tick = { readonly now: Instant; readonly today: Day }

type Claimed = {
  readonly job_id: bigint
  readonly kind: JobKind
  readonly reason: string
  readonly source: string
  readonly written: boolean
  readonly until_on: Day | null
  readonly undoes_id: bigint | null
}

type Row = { readonly borrower_id: bigint; readonly hold_id: bigint | null }

const LEASE_MS = 60_000
const ROWS_AT_ONCE = 50

/** Works the jobs that wait, one after the other; each case in a transaction of its own, once. */
export async function workBulk(db: Db, tenantId: bigint, clock: () => Tick): Promise<number> {
  let count = 0
  for (;;) {
    const job = await inTenant(db, tenantId, (tx) => claim(tx, tenantId, clock().now))
    if (job === undefined) return count
    for (;;) {
      const rows = await inTenant(db, tenantId, (tx) => renew(tx, tenantId, job, clock().now))
      if (rows.length === 0) break
      for (const row of rows) await workRow(db, tenantId, { job, row, tick: clock() })
      count += rows.length
    }
    await inTenant(db, tenantId, (tx) =>
      tx.query(
        `update job set state = 'done', ended_at = $3, leased_until_at = null
          where tenant_id = $1 and job_id = $2 and state <> 'done'`,
        [tenantId, job.job_id, instantText(clock().now)],
      ),
    )
  }
}

async function claim(tx: Tx, tenantId: bigint, now: Instant): Promise<Claimed | undefined> {
  const { rows } = await tx.query<Claimed>(
    `with one as materialized (
       select job_id from job where tenant_id = $1 and state <> 'done'
          and (leased_until_at is null or leased_until_at < $2)
        order by job_id limit 1 for update skip locked)
     update job j set state = 'running', leased_until_at = $3 from one
      where j.tenant_id = $1 and j.job_id = one.job_id
     returning j.job_id, j.kind, j.reason, j.source, j.written, j.until_on, j.undoes_id`,
    [tenantId, instantText(now), instantText((now + LEASE_MS) as Instant)],
  )
  return rows[0]
}

async function renew(
  tx: Tx,
  tenantId: bigint,
  job: Claimed,
  now: Instant,
): Promise<readonly Row[]> {
  await tx.query(`update job set leased_until_at = $3 where tenant_id = $1 and job_id = $2`, [
    tenantId,
    job.job_id,
    instantText((now + LEASE_MS) as Instant),
  ])
  const { rows } = await tx.query<Row>(
    `select borrower_id, hold_id from job_row
      where tenant_id = $1 and job_id = $2 and state = 'waiting' order by row_no limit ${ROWS_AT_ONCE}`,
    [tenantId, job.job_id],
  )
  return rows
}

type Work = { readonly job: Claimed; readonly row: Row; readonly tick: Tick }

/** Under the borrower's lock, so that two processes with one row do it once. */
function workRow(db: Db, tenantId: bigint, of: Work): Promise<void> {
  const ref = { tenantId, borrowerId: of.row.borrower_id }
  return inEvent(
    db,
    tenantId,
    async (tx) => {
      await lockBorrower(tx, ref)
      const waits = await tx.query(
        `select from job_row where tenant_id = $1 and borrower_id = $2 and job_id = $3 and state = 'waiting'`,
        [tenantId, of.row.borrower_id, of.job.job_id],
      )
      if (waits.rowCount === 0) return
      const made = await act(tx, tenantId, of)
      await tx.query(
        `update job_row set state = $4, code = $5, hold_id = coalesce($6::bigint, hold_id), done_at = $7
          where tenant_id = $1 and borrower_id = $2 and job_id = $3`,
        [
          tenantId,
          of.row.borrower_id,
          of.job.job_id,
          made.code === undefined ? 'done' : 'refused',
          made.code ?? null,
          made.holdId ?? null,
          instantText(of.tick.now),
        ],
      )
      await tx.query(
        `update job set done = done + $3, refused = refused + $4 where tenant_id = $1 and job_id = $2`,
        [tenantId, of.job.job_id, ...(made.code === undefined ? [1, 0] : [0, 1])],
      )
    },
    { retries: 3 },
  )
}

type Made = { readonly code?: JobCode | undefined; readonly holdId?: bigint }

async function act(tx: Tx, tenantId: bigint, { job, row, tick }: Work): Promise<Made> {
  const borrowerId = row.borrower_id
  if (job.undoes_id !== null) return lift(tx, tenantId, { job, row, tick }, [row.hold_id ?? 0n])
  const untilOn = job.until_on ?? undefined
  // It waited until its last day was over: there is nothing left to hold.
  if (untilOn !== undefined && untilOn <= tick.today) return { code: 'refused' }
  const of = { kind: job.kind, reason: job.reason, borrowerIds: [borrowerId], ...tick, untilOn }
  const [judged] = await judgeMany(tx, tenantId, of)
  if (judged === undefined) return { code: 'no_such_case' }
  if (judged.code !== undefined) return { code: judged.code }
  if (job.kind === 'release') return lift(tx, tenantId, { job, row, tick }, judged.holdIds)
  const hold = {
    borrowerId,
    reason: job.reason,
    written: job.written,
    fromOn: tick.today,
    untilOn,
    source: job.source,
  }
  const made = await applyHold(tx, tenantId, hold, tick)
  return 'declined' in made ? { code: 'refused' } : { holdId: made.holdId }
}

async function lift(
  tx: Tx,
  tenantId: bigint,
  { job, row, tick }: Work,
  holdIds: readonly bigint[],
): Promise<Made> {
  let lifted = 0
  for (const holdId of holdIds) {
    const ending = { borrowerId: row.borrower_id, holdId, on: tick.today, source: job.source }
    const done = await liftHold(tx, tenantId, ending, tick.today)
    if (!('declined' in done)) lifted += 1
  }
  return lifted === 0 ? { code: 'nothing_to_lift' } : {}
}
