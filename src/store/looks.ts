import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'

/** Ways in which somebody of the staff sees what is kept apart: each leaves who and why. */
export const LOOKS = ['address', 'told_in_confidence', 'recording', 'handed_in', 'export'] as const
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

/** `at` is the instant as the database has it, to the microsecond. */
export type LookKey = { readonly at: string; readonly id: string }

type Kept = {
  readonly kind: LookKind
  readonly table: string
  readonly id: string
  readonly by: string
  readonly also?: string
}

/** Where each is kept, each with an index by time. */
const KEPT: readonly Kept[] = [
  {
    kind: 'address',
    table: 'reveal',
    id: `'address:' || borrower_id || ':' || reveal_id`,
    by: 'made_by',
  },
  {
    kind: 'told_in_confidence',
    table: 'care_private_read',
    id: `'told:' || borrower_id || ':' || care_id || ':' || read_no`,
    by: 'by_staff',
  },
  {
    kind: 'recording',
    table: 'voice_recording_event',
    id: `'recording:' || borrower_id || ':' || recording_id || ':' || event_no`,
    by: 'by_staff',
    also: `and kind = 'listened'`,
  },
  {
    kind: 'handed_in',
    table: 'folder_event',
    id: `'handed_in:' || borrower_id || ':' || item_no || ':' || event_no`,
    by: 'by_whom',
    also: `and kind = 'seen'`,
  },
  {
    kind: 'export',
    table: 'person_export',
    id: `'export:' || borrower_id || ':' || export_id`,
    by: 'made_by',
  },
]

/** All of them one after the other, each narrowed and bounded by itself. */
const looks = (only = ''): string =>
  KEPT.map(
    ({ kind, table, id, by, also = '' }) => `(
  select '${kind}' as kind, ${id} as id, recorded_at as at, borrower_id, ${by} as made_by, reason
    from ${table} where tenant_id = $1 ${also}${only.replaceAll('%kind', kind).replaceAll('%id', id)})`,
  ).join(' union all ')

const DAYS = `
     and ($3::date is null or recorded_at >= ($3::date)::timestamp at time zone (select zone from zone))
     and ($4::date is null or recorded_at < ($4::date + 1)::timestamp at time zone (select zone from zone))`

const LIST = `
  with zone as (select zone from tenant where tenant_id = $1),
  page as materialized (select * from (${looks(`
     and ($2::bigint is null or borrower_id = $2) ${DAYS} and ($5::text is null or '%kind' = $5)
     and ($6::timestamptz is null or recorded_at <= $6 and (recorded_at < $6 or %id < $7))
   order by recorded_at desc, %id desc limit $8`)}) l order by l.at desc, l.id desc limit $8)
  select l.kind, l.id, l.at, l.at::text as "atText", l.borrower_id as "borrowerId", b.name, coalesce(s.name, l.made_by) as by,
         s.role, l.reason
    from page l
    join borrower b on b.tenant_id = $1 and b.borrower_id = l.borrower_id
    left join staff s on s.tenant_id = $1 and s.user_id = regexp_replace(l.made_by, '^staff:', '')
   order by l.at desc, l.id desc`

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
  const found = await tx.query<Look & { readonly atText: string }>(LIST, [
    tenantId,
    asked.borrowerId ?? null,
    asked.from ?? null,
    asked.to ?? null,
    asked.kind ?? null,
    asked.after?.at ?? null,
    asked.after?.id ?? null,
    asked.limit + 1,
  ])
  const shown = found.rows.slice(0, asked.limit)
  const last = found.rows.length > asked.limit ? shown.at(-1) : undefined
  const rows = shown.map(lookOf)
  return { rows, next: last && { at: last.atText, id: last.id } }
}

const lookOf = ({ kind, id, at, borrowerId, name, by, role, reason }: Look): Look => ({
  id,
  kind,
  at,
  borrowerId,
  name,
  by,
  role,
  reason,
})

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
       from (${looks()}) l
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
  /** null: nobody counted them when it was gone through. */
  readonly roleChanges: number | null
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
    `select r.month, r.looks, r.role_changes as "roleChanges", r.words, coalesce(a.name, r.reviewed_by) as "reviewedBy", r.reviewed_by as "reviewedId",
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

/** One person went through the looks and roles of a month that is over; it stands for ever. */
export async function keepAccessReview(
  tx: Tx,
  tenantId: bigint,
  review: {
    readonly month: Day
    readonly looks: number
    readonly roleChanges: number
    readonly words: string
    readonly by: string
  },
): Promise<ReviewDeclined | undefined> {
  const made = await tx.query(
    `insert into access_review (tenant_id, month, looks, role_changes, words, reviewed_by)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tenantId, review.month, review.looks, review.roleChanges, review.words, review.by],
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
