import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

/** Ways in which somebody of the staff sees what is kept apart: each leaves who and why. */
export const LOOKS = ['address', 'told_in_confidence', 'recording', 'export'] as const
export type LookKind = (typeof LOOKS)[number]

export type Look = {
  readonly id: string
  readonly kind: LookKind
  readonly at: Instant
  readonly borrowerId: bigint
  readonly name: string
  readonly by: string
  readonly role: string | null
  readonly reason: string | null
}

export type LookKey = { readonly at: Instant; readonly id: string }

const stamp = (column: string) => `date_trunc('milliseconds', ${column})`

const ALL = `
  select 'address' as kind, 'address:' || borrower_id || ':' || reveal_id as id, ${stamp('recorded_at')} as at,
         borrower_id, made_by, reason from reveal where tenant_id = $1
  union all
  select 'told_in_confidence', 'told:' || borrower_id || ':' || care_id || ':' || read_no, ${stamp('recorded_at')},
         borrower_id, by_staff, reason from care_private_read where tenant_id = $1
  union all
  select 'recording', 'recording:' || borrower_id || ':' || recording_id || ':' || event_no, ${stamp('recorded_at')},
         borrower_id, by_staff, reason from voice_recording_event where tenant_id = $1 and kind = 'listened'
  union all
  select 'export', 'export:' || borrower_id || ':' || export_id, ${stamp('recorded_at')},
         borrower_id, made_by, reason from person_export where tenant_id = $1`

const LIST = `
  with zone as (select zone from tenant where tenant_id = $1)
  select l.kind, l.id, l.at, l.borrower_id as "borrowerId", b.name, coalesce(s.name, l.made_by) as by, s.role, l.reason
    from (${ALL}) l
    join borrower b on b.tenant_id = $1 and b.borrower_id = l.borrower_id
    left join staff s on s.tenant_id = $1 and s.user_id = regexp_replace(l.made_by, '^staff:', '')
   where ($2::bigint is null or l.borrower_id = $2)
     and ($3::date is null or l.at >= ($3::date)::timestamp at time zone (select zone from zone))
     and ($4::date is null or l.at < ($4::date + 1)::timestamp at time zone (select zone from zone))
     and ($5::text is null or l.kind = $5) and ($6::timestamptz is null or (l.at, l.id) < ($6, $7))
   order by l.at desc, l.id desc limit $8`

/** Who looked at what is kept apart, and why; the newest first. */
export async function readLooks(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly borrowerId?: bigint | undefined
    readonly from?: Day | undefined
    readonly to?: Day | undefined
    readonly kind?: LookKind | undefined
    readonly after?: LookKey | undefined
    readonly limit: number
  },
): Promise<{ readonly rows: readonly Look[]; readonly next: LookKey | undefined }> {
  const found = await tx.query<Look>(LIST, [
    tenantId,
    asked.borrowerId ?? null,
    asked.from ?? null,
    asked.to ?? null,
    asked.kind ?? null,
    asked.after === undefined ? null : instantText(asked.after.at),
    asked.after?.id ?? null,
    asked.limit + 1,
  ])
  const rows = found.rows.slice(0, asked.limit)
  const last = found.rows.length > asked.limit ? rows.at(-1) : undefined
  return { rows, next: last && { at: last.at, id: last.id } }
}

export type LooksOfOne = {
  readonly by: string
  readonly kind: LookKind
  readonly looks: number
  readonly people: number
  readonly withoutReason: number
}

/** Who looked how often at how many people: where one stands out, a reviewer begins. */
export async function countLooks(
  tx: Tx,
  tenantId: bigint,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<readonly LooksOfOne[]> {
  const found = await tx.query<LooksOfOne>(
    `with zone as (select zone from tenant where tenant_id = $1)
     select coalesce(s.name, l.made_by) as by, l.kind, count(*)::int as looks,
            count(distinct l.borrower_id)::int as people,
            (count(*) filter (where coalesce(l.reason, '') = ''))::int as "withoutReason"
       from (${ALL}) l
       left join staff s on s.tenant_id = $1 and s.user_id = regexp_replace(l.made_by, '^staff:', '')
      where l.at >= ($2::date)::timestamp at time zone (select zone from zone)
        and l.at < ($3::date + 1)::timestamp at time zone (select zone from zone)
      group by 1, 2 order by looks desc, by, l.kind limit 200`,
    [tenantId, from, to],
  )
  return found.rows
}

export type AccessReview = {
  readonly month: Day
  readonly looks: number
  readonly words: string
  readonly reviewedBy: string
  readonly reviewedId: string
  readonly reviewedAt: Instant
  readonly signedBy: string | null
  readonly signedAt: Instant | null
}

/** The months that somebody went through, the newest first. */
export async function readAccessReviews(
  tx: Tx,
  tenantId: bigint,
): Promise<readonly AccessReview[]> {
  const found = await tx.query<AccessReview>(
    `select r.month, r.looks, r.words, coalesce(a.name, r.reviewed_by) as "reviewedBy", r.reviewed_by as "reviewedId",
            r.recorded_at as "reviewedAt", coalesce(b.name, s.signed_by) as "signedBy", s.recorded_at as "signedAt"
       from access_review r
       left join access_sign s on s.tenant_id = $1 and s.month = r.month
       left join staff a on a.tenant_id = $1 and a.user_id = r.reviewed_by
       left join staff b on b.tenant_id = $1 and b.user_id = s.signed_by
      where r.tenant_id = $1 order by r.month desc limit 36`,
    [tenantId],
  )
  return found.rows
}

export type ReviewDeclined = {
  readonly declined: 'already_answered' | 'own_review' | 'no_such_review'
}

/** One person went through the looks of a month that is over; it stands for ever. */
export async function keepAccessReview(
  tx: Tx,
  tenantId: bigint,
  review: {
    readonly month: Day
    readonly looks: number
    readonly words: string
    readonly by: string
  },
): Promise<ReviewDeclined | undefined> {
  const made = await tx.query(
    `insert into access_review (tenant_id, month, looks, words, reviewed_by) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [tenantId, review.month, review.looks, review.words, review.by],
  )
  return made.rowCount === 1 ? undefined : { declined: 'already_answered' }
}

/** Another person signs it. */
export async function signAccessReview(
  tx: Tx,
  tenantId: bigint,
  { month, by }: { readonly month: Day; readonly by: string },
): Promise<ReviewDeclined | undefined> {
  const found = await tx.query<{ reviewed_by: string }>(
    'select reviewed_by from access_review where tenant_id = $1 and month = $2',
    [tenantId, month],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_review' }
  if (row.reviewed_by === by) return { declined: 'own_review' }
  const made = await tx.query(
    `insert into access_sign (tenant_id, month, reviewed_by, signed_by) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [tenantId, month, row.reviewed_by, by],
  )
  return made.rowCount === 1 ? undefined : { declined: 'already_answered' }
}
