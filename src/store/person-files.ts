import type { Day } from '../core/calendar.ts'
import { DISPOSITIONS, ENDINGS } from '../engine/disposition.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

export type PersonFileKind = 'recording' | 'letter' | 'handed_in' | 'certificate'

/** Why the bytes of a file are not handed out, though their hash is kept. */
export type PersonFileGone =
  | 'purged'
  | 'deleted'
  /** Somebody else speaks on it: it is their data. */
  | 'other_person'
  | 'withdrawn'
  /** They should be on the disk, and are not, or are other bytes. */
  | 'lost'

/** One file that is kept of a person outside the rows: what it is, and where its bytes lie. */
export type PersonFile = {
  readonly kind: PersonFileKind
  /** What tells it from the others of its kind. */
  readonly ref: string
  readonly sha256: string
  readonly bytes: number | null
  readonly mediaType: string
  /** The day on which it was made or came in. */
  readonly on: Day
  readonly gone: { readonly why: PersonFileGone; readonly on: Day | null } | null
  /** Of a letter: the batch that took it. */
  readonly batch: { readonly madeOn: Day; readonly batchNo: bigint } | null
  /** Of what lies in the database itself. */
  readonly inside: Buffer | null
}

/** Endings of a call in which somebody else spoke. */
const OTHERS_SPOKE = DISPOSITIONS.filter(
  (one) => ENDINGS[one].counts === 'conversation' && !ENDINGS[one].isRightParty,
)

const PARTS = [
  `select 'recording' as kind, r.recording_id::text as ref, r.sha256, r.bytes::int as bytes, r.media_type, r.made_on as on_day,
          case when p.on_day is not null then 'purged' when o.n > 0 then 'other_person' end as gone, p.on_day as gone_on,
          null::date as batch_on, null::bigint as batch_no, null::bytea as inside
     from voice_recording r
     left join lateral (select e.effective_at::date as on_day from voice_recording_event e where e.tenant_id = $1
       and e.borrower_id = $2 and e.recording_id = r.recording_id and e.kind = 'purged') p on true
     left join lateral (select count(*) as n from contact_event e where e.tenant_id = $1 and e.borrower_id = $2
       and e.contact_id = r.contact_id and e.detail ->> 'disposition' = any($3)) o on true
    where r.tenant_id = $1 and r.borrower_id = $2`,
  `select 'letter', l.attempt_key::text, l.sha256, null, 'application/pdf', l.set_at::date,
          case when l.state = 'withdrawn' then 'withdrawn' end, null, b.made_on, l.batch_no, null
     from letter l left join letter_batch b on b.tenant_id = $1 and b.batch_no = l.batch_no
    where l.tenant_id = $1 and l.borrower_id = $2`,
  `select 'handed_in', i.receipt_no, i.sha256, i.bytes::int, i.media_type, i.received_at::date,
          d.kind, d.on_day, null, null, null
     from folder_item i
     left join lateral (select e.kind, e.effective_at::date as on_day from folder_event e where e.tenant_id = $1
       and e.borrower_id = $2 and e.item_no = i.item_no and e.kind in ('deleted', 'purged')
       order by e.event_no limit 1) d on true
    where i.tenant_id = $1 and i.borrower_id = $2`,
  ...['zh', 'en'].map(
    (
      lang,
    ) => `select 'certificate', c.number || '-${lang}', c.sha256_${lang}, length(c.pdf_${lang}), 'application/pdf', c.issued_on,
          null, null, null, null, c.pdf_${lang}
     from closure_certificate c where c.tenant_id = $1 and c.borrower_id = $2`,
  ),
]

type Row = Omit<PersonFile, 'gone' | 'batch' | 'mediaType' | 'on'> & {
  readonly media_type: string
  readonly on_day: Day
  readonly gone: PersonFileGone | null
  readonly gone_on: Day | null
  readonly batch_on: Day | null
  readonly batch_no: bigint | null
}

/** Recordings, letters, what they handed in, certificates: the oldest first. */
export async function readPersonFiles(tx: Tx, ref: BorrowerRef): Promise<readonly PersonFile[]> {
  const found = await tx.query<Row>(
    `select * from (${PARTS.join('\n union all\n ')}) f order by on_day, kind, ref`,
    [ref.tenantId, ref.borrowerId, OTHERS_SPOKE],
  )
  return found.rows.map((row) => ({
    kind: row.kind,
    ref: row.ref,
    sha256: row.sha256,
    bytes: row.bytes,
    mediaType: row.media_type,
    on: row.on_day,
    gone: row.gone === null ? null : { why: row.gone, on: row.gone_on },
    batch:
      row.batch_on === null || row.batch_no === null
        ? null
        : { madeOn: row.batch_on, batchNo: row.batch_no },
    inside: row.inside,
  }))
}
