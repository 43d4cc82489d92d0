import type { Instant } from '../core/calendar.ts'
import { instantText, sendTogether, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** Why somebody gives a case back without having worked it. */
export const RELEASE_REASONS = [
  'needs_another_skill',
  'needs_another_language',
  'i_know_this_person',
  'waiting_for_papers',
  'not_now',
  'end_of_shift',
] as const
export type ReleaseReason = (typeof RELEASE_REASONS)[number]

export type Lease = {
  readonly borrowerId: bigint
  readonly leaseNo: bigint
  readonly userId: string
  readonly worklist: string | undefined
  readonly why: LeaseWhy
  readonly takenAt: Instant
  readonly expiresAt: Instant
  readonly worked: boolean
  readonly endedAt: Instant | undefined
  readonly staysWith: string | undefined
  readonly staysUntil: Instant | undefined
}

/** Why this case came, as it was at the claim: ids are text, as JSON keeps them whole. */
export type LeaseWhy = {
  readonly kind: 'callback' | 'promise' | 'listed'
  readonly accountId: string
  readonly treatmentId?: string | undefined
  readonly callbackId?: string | undefined
  readonly treatment?: string | undefined
  readonly channel?: string | undefined
  readonly priority: number
  readonly dueAt?: number | undefined
  readonly dueOn?: string | undefined
  readonly idleMinutes: number
  readonly stayDays: number
  /** The guard's window, as it answered at the claim; undefined: it was not a contact. */
  readonly lawfulUntil?: number | undefined
}

type Row = {
  readonly borrower_id: bigint
  readonly lease_no: bigint
  readonly user_id: string
  readonly worklist: string | null
  readonly why: LeaseWhy
  readonly taken_at: Instant
  readonly expires_at: Instant
  readonly worked: boolean
  readonly ended_at: Instant | null
  readonly stays_with: string | null
  readonly stays_until: Instant | null
}

const COLUMNS = `borrower_id, lease_no, user_id, worklist, why, taken_at, expires_at, worked, ended_at,
  stays_with, stays_until`

const leaseOf = (row: Row): Lease => ({
  borrowerId: row.borrower_id,
  leaseNo: row.lease_no,
  userId: row.user_id,
  worklist: row.worklist ?? undefined,
  why: row.why,
  takenAt: row.taken_at,
  expiresAt: row.expires_at,
  worked: row.worked,
  endedAt: row.ended_at ?? undefined,
  staysWith: row.stays_with ?? undefined,
  staysUntil: row.stays_until ?? undefined,
})

export const isLive = (lease: Lease, now: Instant): boolean =>
  lease.endedAt === undefined && lease.expiresAt > now

export async function readLease(tx: Tx, ref: BorrowerRef): Promise<Lease | undefined> {
  const found = await tx.query<Row>({
    name: 'read-lease',
    text: `select ${COLUMNS} from lease where tenant_id = $1 and borrower_id = $2`,
    values: [ref.tenantId, ref.borrowerId],
  })
  return found.rows[0] && leaseOf(found.rows[0])
}

/** The cases that a person has now: one, unless a claim was answered to nobody. */
export async function leasesOf(
  tx: Tx,
  tenantId: bigint,
  of: { readonly userId: string; readonly now: Instant },
): Promise<readonly Lease[]> {
  const found = await tx.query<Row>({
    name: 'leases-of',
    text: `select ${COLUMNS} from lease
            where tenant_id = $1 and user_id = $2 and ended_at is null and expires_at > $3
            order by taken_at desc limit 10`,
    values: [tenantId, of.userId, instantText(of.now)],
  })
  return found.rows.map(leaseOf)
}

const MINUTE_MS = 60_000

export type Claiming = {
  readonly userId: string
  readonly worklist: string | undefined
  readonly why: LeaseWhy
  readonly now: Instant
  readonly atWork: readonly string[]
}

/**
 * One borrower's row, taken only where nobody has it and nobody who is here keeps it: whatever two
 * claims do at once, the second one finds the first one's row. Needs no lock of its own.
 */
export async function claimLease(
  tx: Tx,
  ref: BorrowerRef,
  of: Claiming,
): Promise<Lease | undefined> {
  const expiresAt = (of.now + of.why.idleMinutes * MINUTE_MS) as Instant
  const [before, made] = await sendTogether(tx, [
    () => readLease(tx, ref),
    () => upsertLease(tx, ref, { ...of, expiresAt }),
  ])
  const [row] = made.rows
  if (row === undefined) return undefined
  const lease = leaseOf(row)
  if (before !== undefined && before.endedAt === undefined && before.leaseNo < lease.leaseNo) {
    await tell(tx, ref, before, { kind: before.worked ? 'worked' : 'idle', at: before.expiresAt })
  }
  await tell(tx, ref, lease, { kind: 'taken', at: of.now })
  return lease
}

const upsertLease = (tx: Tx, ref: BorrowerRef, of: Claiming & { readonly expiresAt: Instant }) =>
  tx.query<Row>({
    name: 'claim-lease',
    text: `
      insert into lease as l (tenant_id, borrower_id, user_id, worklist, why, taken_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (tenant_id, borrower_id) do update set
        lease_no = l.lease_no + 1, user_id = excluded.user_id, worklist = excluded.worklist,
        why = excluded.why, taken_at = excluded.taken_at, expires_at = excluded.expires_at,
        ended_at = null, worked = false
      where (l.ended_at is not null or l.expires_at <= excluded.taken_at)
        and (l.stays_until is null or l.stays_until <= excluded.taken_at
          or l.stays_with = excluded.user_id or not l.stays_with = any($8))
      returning ${COLUMNS}`,
    values: [
      ref.tenantId,
      ref.borrowerId,
      of.userId,
      of.worklist ?? null,
      JSON.stringify(of.why),
      instantText(of.now),
      instantText(of.expiresAt),
      of.atWork,
    ],
  })

type Told = {
  readonly kind: 'taken' | 'worked' | 'released' | 'idle'
  readonly at: Instant
  readonly reason?: ReleaseReason | undefined
  readonly words?: string | undefined
}

async function tell(tx: Tx, ref: BorrowerRef, lease: Lease, told: Told): Promise<void> {
  await tx.query({
    name: 'tell-lease',
    text: `insert into lease_event (tenant_id, borrower_id, lease_no, user_id, worklist, kind, reason, words, effective_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      ref.tenantId,
      ref.borrowerId,
      lease.leaseNo,
      lease.userId,
      lease.worklist ?? null,
      told.kind,
      told.reason ?? null,
      told.words ?? null,
      instantText(told.at),
    ],
  })
}

export type LeaseRef = BorrowerRef & { readonly leaseNo: bigint }
export type LeaseDeclined = { readonly declined: 'lease_over' | 'reason_missing' }

/** Whoever does something with a case keeps it for as long again; what has ended stays ended. */
export async function touchLease(
  tx: Tx,
  ref: LeaseRef,
  by: { readonly userId: string; readonly now: Instant },
): Promise<Lease | LeaseDeclined> {
  const lease = await lockLease(tx, ref)
  if (lease === undefined || lease.userId !== by.userId || !isLive(lease, by.now))
    return { declined: 'lease_over' }
  const expiresAt = (by.now + lease.why.idleMinutes * MINUTE_MS) as Instant
  await tx.query(
    `update lease set expires_at = $4 where tenant_id = $1 and borrower_id = $2 and lease_no = $3`,
    [ref.tenantId, ref.borrowerId, ref.leaseNo, instantText(expiresAt)],
  )
  return { ...lease, expiresAt }
}

async function lockLease(tx: Tx, ref: LeaseRef): Promise<Lease | undefined> {
  const found = await tx.query<Row>(
    `select ${COLUMNS} from lease
      where tenant_id = $1 and borrower_id = $2 and lease_no = $3 for update`,
    [ref.tenantId, ref.borrowerId, ref.leaseNo],
  )
  return found.rows[0] && leaseOf(found.rows[0])
}

/** Something was done with the case by whoever has it: an attempt, an outcome, a callback, a payment. */
export async function markWorked(
  tx: Tx,
  ref: BorrowerRef,
  by: { readonly userId: string; readonly now: Instant },
): Promise<void> {
  await tx.query(
    `update lease set worked = true, expires_at = greatest(expires_at,
         $4::timestamptz + ((why ->> 'idleMinutes')::int * interval '1 minute'))
      where tenant_id = $1 and borrower_id = $2 and user_id = $3 and ended_at is null and expires_at > $4`,
    [ref.tenantId, ref.borrowerId, by.userId, instantText(by.now)],
  )
}

/** Whoever spoke with the borrower keeps them for the days that the worklist gives. */
export async function keepWith(
  tx: Tx,
  ref: BorrowerRef,
  by: { readonly userId: string; readonly now: Instant },
): Promise<void> {
  await tx.query(
    `update lease set stays_with = $3,
         stays_until = $4::timestamptz + ((why ->> 'stayDays')::int * interval '1 day')
      where tenant_id = $1 and borrower_id = $2 and user_id = $3 and ended_at is null
        and expires_at > $4 and (why ->> 'stayDays')::int > 0`,
    [ref.tenantId, ref.borrowerId, by.userId, instantText(by.now)],
  )
}

/**
 * Gives a case back. One that was worked ends as that; another needs a reason, which is counted. What
 * is listed without a channel, such as a review, is done by being worked: it leaves its list.
 */
export async function endLease(
  tx: Tx,
  ref: LeaseRef,
  by: {
    readonly userId: string
    readonly now: Instant
    readonly reason?: ReleaseReason | undefined
    readonly words?: string | undefined
    /** The person says that what was asked is done. */
    readonly done?: boolean | undefined
  },
): Promise<{ readonly ended: 'worked' | 'released' } | LeaseDeclined> {
  const lease = await lockLease(tx, ref)
  if (lease === undefined || lease.userId !== by.userId || !isLive(lease, by.now))
    return { declined: 'lease_over' }
  const isWorked = lease.worked || (by.done === true && lease.why.channel === undefined)
  const isReleased = by.reason !== undefined
  if (!isWorked && !isReleased) return { declined: 'reason_missing' }
  await tx.query(
    `update lease set ended_at = $4, worked = $5
      where tenant_id = $1 and borrower_id = $2 and lease_no = $3`,
    [ref.tenantId, ref.borrowerId, ref.leaseNo, instantText(by.now), isWorked],
  )
  const kind = isReleased ? 'released' : 'worked'
  await tell(tx, ref, lease, { kind, at: by.now, reason: by.reason, words: by.words })
  if (kind === 'worked' && lease.why.channel === undefined) await leaveList(tx, ref, lease)
  return { ended: kind }
}

async function leaveList(tx: Tx, ref: BorrowerRef, { why, userId }: Lease): Promise<void> {
  if (why.treatmentId === undefined) return
  await tx.query(
    `update treatment set state = 'worked', state_why = jsonb_build_object('by', $4::text)
      where tenant_id = $1 and borrower_id = $2 and treatment_id = $3 and state = 'listed'`,
    [ref.tenantId, ref.borrowerId, BigInt(why.treatmentId), userId],
  )
}
