import type { Day, Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { openBatch } from './letter.ts'
import { readPerson, readStaff } from './staff.ts'

const MAY_APPROVE: ReadonlySet<string> = new Set(['manager', 'compliance', 'admin'])

export type NewLawyer = {
  readonly name: string
  readonly licence: string
  readonly firm: string
  /** A staff id. */
  readonly by: string
}

/** Records who signs letters of lawyers from now on; whoever did before does no more. */
export async function recordLawyer(
  db: Db,
  tenantId: bigint,
  lawyer: NewLawyer,
  now: Instant,
): Promise<{ readonly lawyerNo: bigint } | { readonly declined: 'no_such_staff' }> {
  return inTenant(db, tenantId, async (tx) => {
    if ((await readStaff(tx, tenantId, lawyer.by)) === undefined)
      return { declined: 'no_such_staff' }
    await tx.query(`update lawyer set ended_at = $2 where tenant_id = $1 and ended_at is null`, [
      tenantId,
      instantText(now),
    ])
    const made = await tx.query<{ lawyer_no: bigint }>(
      `insert into lawyer (tenant_id, name, licence, firm, recorded_by) values ($1, $2, $3, $4, $5) returning lawyer_no`,
      [tenantId, lawyer.name, lawyer.licence, lawyer.firm, lawyer.by],
    )
    return { lawyerNo: made.rows[0]?.lawyer_no ?? 0n }
  })
}

export type ApproveDeclined = {
  readonly declined:
    | 'no_such_letter'
    | 'not_waiting'
    | 'stopped_since'
    | 'lawyer_ended'
    | 'same_person'
    | 'wrong_role'
}

type Waiting = {
  readonly borrower_id: bigint
  readonly state: string
  readonly block_version: bigint
  /** Of a lawyer's letter who recorded the lawyer, else who asked for it by hand. */
  readonly first_person: string
  readonly ended_at: Instant | null
  readonly made_on: Day
}

/** A second person's word on one letter of a lawyer or demand notice: from here on it is in the day's batch. */
export async function approveLetter(
  db: Db,
  tenantId: bigint,
  of: { readonly attemptKey: string; readonly by: string },
  now: Instant,
): Promise<{ readonly batchNo: bigint } | ApproveDeclined> {
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      const before = await readWaiting(tx, tenantId, of.attemptKey, now)
      if (before === undefined) return { declined: 'no_such_letter' }
      const borrower = await lockBorrower(tx, { tenantId, borrowerId: before.borrower_id })
      const letter = await readWaiting(tx, tenantId, of.attemptKey, now)
      if (letter?.state !== 'to_approve') return { declined: 'not_waiting' }
      if (borrower?.blockVersion !== letter.block_version) return { declined: 'stopped_since' }
      if (letter.ended_at !== null) return { declined: 'lawyer_ended' }
      if (letter.first_person === of.by) return { declined: 'same_person' }
      const role = (await readPerson(tx, tenantId, of.by))?.role
      if (role === undefined || !MAY_APPROVE.has(role)) return { declined: 'wrong_role' }
      const batchNo = await openBatch(tx, tenantId, letter.made_on)
      await tx.query(
        `update letter set state = 'batched', batch_no = $4, approved_by = $5
          where tenant_id = $1 and borrower_id = $2 and attempt_key = $3`,
        [tenantId, letter.borrower_id, of.attemptKey, batchNo, of.by],
      )
      return { batchNo }
    },
    { retries: 3 },
  )
}

async function readWaiting(
  tx: Tx,
  tenantId: bigint,
  attemptKey: string,
  now: Instant,
): Promise<Waiting | undefined> {
  const found = await tx.query<Waiting>(
    `select l.borrower_id, l.state, l.block_version, coalesce(w.recorded_by, c.made_by) as first_person, w.ended_at,
            ($3::timestamptz at time zone t.zone)::date as made_on
       from letter l
       join contact c on c.tenant_id = l.tenant_id and c.borrower_id = l.borrower_id and c.contact_id = l.contact_id
       left join lawyer w on w.tenant_id = l.tenant_id and w.lawyer_no = l.lawyer_no
       join tenant t on t.tenant_id = l.tenant_id
      where l.tenant_id = $1 and l.attempt_key = $2`,
    [tenantId, attemptKey, instantText(now)],
  )
  return found.rows[0]
}
