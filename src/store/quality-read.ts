import type { Day, Instant } from '../core/calendar.ts'
import type { Turn } from '../core/transcript.ts'
import type { Disposition } from '../engine/disposition.ts'
import type { ContactRef } from './contact.ts'
import type { Tx } from './db.ts'
import { COUNTED_MAX } from './inbox.ts'

export const QUALITY_VIEWS = ['open', 'mine', 'done'] as const
export type QualityView = (typeof QUALITY_VIEWS)[number]

export type QualityRecord = {
  readonly borrower_id: bigint
  readonly contact_id: bigint
  readonly name: string
  readonly on_day: Day
  readonly made_by: string
  readonly made_name: string | null
  readonly assigned_to: string | null
  readonly assigned_name: string | null
  readonly whys: readonly ('finding' | 'sample')[]
  readonly findings: number
  readonly has_transcript: boolean
  readonly disposition: Disposition | null
  readonly reviews: number
}

export type QualityKey = {
  readonly day: Day
  readonly borrowerId: bigint
  readonly contactId: bigint
}

type Asked = {
  readonly view: QualityView
  readonly userId: string
  readonly after: QualityKey | undefined
  readonly limit: number
  /** One call alone. */
  readonly only?: { readonly borrowerId: bigint; readonly contactId: bigint } | undefined
}

/** A call stands once on the list, however many reasons there are, the newest day first. */
const page = (which: string): string => `
  with page as materialized (
    select q.borrower_id, q.contact_id, q.on_day from quality_item q
     where q.tenant_id = $1 and ${which}
       and not exists (select from quality_item n where n.tenant_id = $1 and n.borrower_id = q.borrower_id
         and n.contact_id = q.contact_id and (n.on_day, n.why) > (q.on_day, q.why))
     order by q.on_day desc, q.borrower_id, q.contact_id limit $3),
  item as (
    select p.borrower_id, p.contact_id, p.on_day, max(q.made_by) as made_by, max(q.assigned_to) as assigned_to,
           array_agg(q.why order by q.why) as whys
      from page p
      join quality_item q on q.tenant_id = $1 and q.borrower_id = p.borrower_id and q.contact_id = p.contact_id
     group by p.borrower_id, p.contact_id, p.on_day)
  select i.borrower_id, i.contact_id, b.name, i.on_day, i.made_by, m.name as made_name, i.assigned_to,
         s.name as assigned_name, i.whys,
         (select count(*) from transcript t join quality_finding f using (tenant_id, borrower_id, transcript_id)
           where t.tenant_id = $1 and t.borrower_id = i.borrower_id and t.contact_id = i.contact_id)::int as findings,
         exists (select from transcript t
           where t.tenant_id = $1 and t.borrower_id = i.borrower_id and t.contact_id = i.contact_id) as has_transcript,
         (select e.detail ->> 'disposition' from contact_event e
           where e.tenant_id = $1 and e.borrower_id = i.borrower_id and e.contact_id = i.contact_id
             and e.detail ? 'disposition' order by e.event_no desc limit 1) as disposition,
         r.reviews
    from item i
    join borrower b on b.tenant_id = $1 and b.borrower_id = i.borrower_id
    left join staff m on m.tenant_id = $1 and m.user_id = i.made_by
    left join staff s on s.tenant_id = $1 and s.user_id = i.assigned_to
    cross join lateral (select count(*)::int as reviews from quality_review v
      where v.tenant_id = $1 and v.borrower_id = i.borrower_id and v.contact_id = i.contact_id) r
   order by i.on_day desc, i.borrower_id, i.contact_id`

const REVIEWED = `exists (select from quality_review v
  where v.tenant_id = $1 and v.borrower_id = q.borrower_id and v.contact_id = q.contact_id)`

const LIST = page(`${REVIEWED} = ($2 = 'done')
       and ($2 <> 'mine' or exists (select from quality_item m where m.tenant_id = $1 and m.borrower_id = q.borrower_id
         and m.contact_id = q.contact_id and m.assigned_to = $4))
       and ($5::date is null or q.on_day <= $5
            and (q.on_day < $5 or (q.borrower_id, q.contact_id) > ($6::bigint, $7::bigint)))`)

const ONE = page('q.borrower_id = $2 and q.contact_id = $4')

export async function readQuality(
  tx: Tx,
  tenantId: bigint,
  { view, userId, after, limit, only }: Asked,
): Promise<{ readonly rows: readonly QualityRecord[]; readonly next: QualityKey | undefined }> {
  const found = await (only === undefined
    ? tx.query<QualityRecord>(LIST, [
        tenantId,
        view,
        limit + 1,
        userId,
        after?.day ?? null,
        after?.borrowerId ?? null,
        after?.contactId ?? null,
      ])
    : tx.query<QualityRecord>(ONE, [tenantId, only.borrowerId, limit + 1, only.contactId]))
  const rows = found.rows.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows,
    next:
      found.rows.length > limit && last !== undefined
        ? { day: last.on_day, borrowerId: last.borrower_id, contactId: last.contact_id }
        : undefined,
  }
}

export async function countQuality(
  tx: Tx,
  tenantId: bigint,
  userId: string,
): Promise<{ readonly open: number; readonly mine: number }> {
  const found = await tx.query<{ open: number; mine: number }>(
    `select count(*)::int as open, (count(*) filter (where assigned_to = $2))::int as mine
       from (select borrower_id, contact_id, max(assigned_to) as assigned_to
               from (select * from quality_item q where tenant_id = $1 and not ${REVIEWED}
                      order by on_day desc, borrower_id, contact_id limit $3) newest
              group by borrower_id, contact_id) i`,
    [tenantId, userId, COUNTED_MAX],
  )
  return found.rows[0] ?? { open: 0, mine: 0 }
}

export type FindingRecord = {
  readonly transcript_id: bigint
  readonly finding_no: number
  readonly kind: 'said' | 'unrecorded'
  readonly fault: string
  readonly turn: number
  readonly char_from: number
  readonly char_to: number
  readonly words: string
  /** This reviewer's newest word on it. */
  readonly agrees: boolean | null
}

/** The newest transcript of a call, with its findings. */
export async function readCallWords(
  tx: Tx,
  ref: ContactRef,
  userId: string,
): Promise<
  | {
      readonly turns: readonly Turn[]
      readonly recordingHash: string
      readonly findings: readonly FindingRecord[]
    }
  | undefined
> {
  const found = await tx.query<{ transcript_id: bigint; turns: Turn[]; recording_hash: string }>(
    `select transcript_id, turns, recording_hash from transcript
      where tenant_id = $1 and borrower_id = $2 and contact_id = $3 order by transcript_id desc limit 1`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const findings = await tx.query<FindingRecord>(
    `select f.transcript_id, f.finding_no, f.kind, f.fault, f.turn, f.char_from, f.char_to, f.words, (
       select v.agrees from quality_verdict v
         join quality_review r using (tenant_id, borrower_id, review_id)
        where v.tenant_id = $1 and v.borrower_id = $2 and v.transcript_id = f.transcript_id
          and v.finding_no = f.finding_no and r.by_staff = $4
        order by v.review_id desc limit 1) as agrees
       from quality_finding f where f.tenant_id = $1 and f.borrower_id = $2 and f.transcript_id = $3
      order by f.turn, f.char_from, f.finding_no`,
    [ref.tenantId, ref.borrowerId, row.transcript_id, userId],
  )
  return { turns: row.turns, recordingHash: row.recording_hash, findings: findings.rows }
}

export type ReviewRecord = {
  readonly by: string
  readonly at: Instant
  readonly points: Readonly<Record<string, number>>
  readonly note: string | null
}

export async function readReviews(tx: Tx, ref: ContactRef): Promise<readonly ReviewRecord[]> {
  const found = await tx.query<ReviewRecord>(
    `select coalesce(s.name, r.by_staff) as by, r.effective_at as at, r.points, r.note
       from quality_review r
       left join staff s on s.tenant_id = r.tenant_id and s.user_id = r.by_staff
      where r.tenant_id = $1 and r.borrower_id = $2 and r.contact_id = $3 order by r.review_id desc limit 50`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  return found.rows
}

export type NoteRecord = ReviewRecord & {
  readonly borrower_id: bigint
  readonly contact_id: bigint
  readonly review_id: bigint
  readonly name: string
  readonly on_day: Day
}

/** What reviewers wrote to somebody about their calls, the newest first. */
export async function readNotes(
  tx: Tx,
  of: {
    readonly tenantId: bigint
    readonly userId: string
    readonly before: bigint | undefined
    readonly limit: number
  },
): Promise<readonly NoteRecord[]> {
  const found = await tx.query<NoteRecord>(
    `select r.borrower_id, r.contact_id, r.review_id, b.name, i.on_day, coalesce(s.name, r.by_staff) as by,
            r.effective_at as at, r.points, r.note
       from quality_review r
       join (select distinct borrower_id, contact_id, on_day from quality_item
              where tenant_id = $1 and made_by = $2) i
         on i.borrower_id = r.borrower_id and i.contact_id = r.contact_id
       join borrower b on b.tenant_id = r.tenant_id and b.borrower_id = r.borrower_id
       left join staff s on s.tenant_id = r.tenant_id and s.user_id = r.by_staff
      where r.tenant_id = $1 and r.note is not null and ($3::bigint is null or r.review_id < $3)
      order by r.review_id desc limit $4`,
    [of.tenantId, of.userId, of.before ?? null, of.limit],
  )
  return found.rows
}

export type ScriptStepTaken = {
  readonly at: Instant
  readonly step: string
  readonly answer: string
  readonly words: string | null
}

export async function readScriptTaken(
  tx: Tx,
  ref: ContactRef,
): Promise<readonly ScriptStepTaken[]> {
  const found = await tx.query<ScriptStepTaken>(
    `select effective_at as at, step, answer, words from script_answer
      where tenant_id = $1 and borrower_id = $2 and contact_id = $3 order by answer_no limit 300`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  return found.rows
}

export type PrecisionRecord = {
  readonly kind: 'said' | 'unrecorded'
  readonly fault: string
  readonly agreed: number
  readonly disagreed: number
}

/** How often reviewers agree with each kind of finding: a reviewer's newest word on each one. */
export async function readPrecision(tx: Tx, tenantId: bigint): Promise<readonly PrecisionRecord[]> {
  const found = await tx.query<PrecisionRecord>(
    `with newest as (
       select distinct on (v.borrower_id, v.transcript_id, v.finding_no, r.by_staff)
              v.borrower_id, v.transcript_id, v.finding_no, v.agrees
         from quality_verdict v
         join quality_review r using (tenant_id, borrower_id, review_id)
        where v.tenant_id = $1
        order by v.borrower_id, v.transcript_id, v.finding_no, r.by_staff, v.review_id desc)
     select f.kind, f.fault, (count(*) filter (where n.agrees))::int as agreed,
            (count(*) filter (where not n.agrees))::int as disagreed
       from newest n
       join quality_finding f on f.tenant_id = $1 and f.borrower_id = n.borrower_id
        and f.transcript_id = n.transcript_id and f.finding_no = n.finding_no
      group by f.kind, f.fault order by f.kind, f.fault`,
    [tenantId],
  )
  return found.rows
}
