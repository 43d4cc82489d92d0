import { addDays, type Day, type Instant } from '../core/calendar.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import type { VoiceCall } from './voice-call.ts'

export type RecordingRef = BorrowerRef & { readonly recordingId: bigint }

export type NewRecording = {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
  readonly seconds: number | undefined
}

/** The row of a recording whose bytes lie there already; the same bytes of one call are one recording. */
export async function keepRecording(
  tx: Tx,
  call: VoiceCall,
  made: NewRecording,
  now: Instant,
): Promise<'kept' | 'not_to_record'> {
  // A call that was not to be recorded is not: what a gateway recorded all the same is not taken.
  if (call.keepDays === undefined) return 'not_to_record'
  const borrower = await lockBorrower(tx, call)
  const [zone] = (borrower?.zones ?? []).flatMap((name) => zoneOf(name) ?? [])
  const on = zone === undefined ? undefined : localDay(zone, now)
  if (on === undefined) return 'not_to_record'
  await tx.query(
    `insert into voice_recording (tenant_id, borrower_id, attempt_key, contact_id, sha256, bytes, media_type, seconds,
       made_on, keep_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, borrower_id, attempt_key, sha256) do nothing`,
    [
      call.tenantId,
      call.borrowerId,
      call.attemptKey,
      call.contactId,
      made.sha256,
      made.bytes,
      made.mediaType,
      made.seconds ?? null,
      on,
      addDays(on, call.keepDays),
    ],
  )
  return 'kept'
}

export type RecordingRow = {
  readonly borrowerId: bigint
  readonly recordingId: bigint
  readonly contactId: bigint
  readonly account: string
  readonly sha256: string
  readonly mediaType: string
  readonly bytes: bigint
  readonly seconds: number | null
  readonly madeOn: Day
  readonly keepUntil: Day
  readonly purgedAt: Instant | null
  readonly listened: bigint
}

const COLUMNS = `r.borrower_id as "borrowerId", r.recording_id as "recordingId", r.contact_id as "contactId",
  (select a.ref from contact c join account a on a.tenant_id = c.tenant_id and a.borrower_id = c.borrower_id
     and a.account_id = c.account_ids[1] where c.tenant_id = r.tenant_id and c.borrower_id = r.borrower_id
     and c.contact_id = r.contact_id) as account, r.sha256, r.media_type as "mediaType", r.bytes, r.seconds,
  r.made_on as "madeOn", r.keep_until as "keepUntil", (select e.effective_at from voice_recording_event e
    where e.tenant_id = r.tenant_id and e.borrower_id = r.borrower_id and e.recording_id = r.recording_id
      and e.kind = 'purged') as "purgedAt", (select count(*) from voice_recording_event e
    where e.tenant_id = r.tenant_id and e.borrower_id = r.borrower_id and e.recording_id = r.recording_id
      and e.kind = 'listened') as listened`

/** The newest first; of one borrower, or of all. */
export async function listRecordings(
  tx: Tx,
  tenantId: bigint,
  { borrowerId, limit }: { readonly borrowerId?: bigint; readonly limit: number },
): Promise<readonly RecordingRow[]> {
  const found = await tx.query<RecordingRow>(
    `select ${COLUMNS} from voice_recording r
      where r.tenant_id = $1 and ($2::bigint is null or r.borrower_id = $2)
      order by r.recording_id desc limit $3`,
    [tenantId, borrowerId ?? null, limit],
  )
  return found.rows
}

/** Named with the borrower it is asked in one place; a person at a terminal knows the number alone. */
export type RecordingNamed = {
  readonly tenantId: bigint
  readonly borrowerId?: bigint
  readonly recordingId: bigint
}

export async function readRecordingRow(
  tx: Tx,
  ref: RecordingNamed,
): Promise<RecordingRow | undefined> {
  const found = await tx.query<RecordingRow>(
    `select ${COLUMNS} from voice_recording r
      where r.tenant_id = $1 and ($2::bigint is null or r.borrower_id = $2) and r.recording_id = $3`,
    [ref.tenantId, ref.borrowerId ?? null, ref.recordingId],
  )
  return found.rows[0]
}

/** That somebody listens is kept before they hear anything. undefined: there is none, or it is gone. */
export async function listenTo(
  tx: Tx,
  ref: RecordingNamed,
  by: { readonly staff: string; readonly reason: string; readonly now: Instant },
): Promise<RecordingRow | undefined> {
  const row = await readRecordingRow(tx, ref)
  if (row === undefined || row.purgedAt !== null) return undefined
  const { tenantId, recordingId } = ref
  await keepEvent(tx, { tenantId, recordingId, borrowerId: row.borrowerId }, 'listened', by)
  return row
}

/** How long one reason opens the bytes: a person stops, thinks, and goes back. */
export const LISTENING_MS = 3_600_000

/** Whether this person said within the hour why they listen to this very recording. */
export async function isListening(
  tx: Tx,
  ref: RecordingRef,
  { staff, now }: { readonly staff: string; readonly now: Instant },
): Promise<boolean> {
  const found = await tx.query(
    `select from voice_recording_event where tenant_id = $1 and borrower_id = $2 and recording_id = $3
        and kind = 'listened' and by_staff = $4 and effective_at > $5 and effective_at <= $6 limit 1`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.recordingId,
      staff,
      instantText((now - LISTENING_MS) as Instant),
      instantText(now),
    ],
  )
  return found.rows.length === 1
}

const keepEvent = (
  tx: Tx,
  ref: RecordingRef,
  kind: 'listened' | 'purged',
  by: { readonly staff: string; readonly reason: string; readonly now: Instant },
) =>
  tx.query(
    `insert into voice_recording_event (tenant_id, borrower_id, recording_id, kind, by_staff, reason, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [ref.tenantId, ref.borrowerId, ref.recordingId, kind, by.staff, by.reason, instantText(by.now)],
  )

export type Due = {
  readonly borrowerId: bigint
  readonly recordingId: bigint
  readonly sha256: string
  /** Another recording with these very bytes is still to be kept. */
  readonly isShared: boolean
}

/**
 * What is past its days. A dispute, a complaint, a fraud that is looked into or a lawyer keeps it: it may
 * be what shows who is right.
 */
export async function dueForPurge(
  tx: Tx,
  tenantId: bigint,
  today: Day,
  limit: number,
): Promise<readonly Due[]> {
  const found = await tx.query<Due>(
    `select r.borrower_id as "borrowerId", r.recording_id as "recordingId", r.sha256, exists (
        select from voice_recording o where o.tenant_id = $1 and o.sha256 = r.sha256
          and o.recording_id <> r.recording_id and not exists (select from voice_recording_event e
            where e.tenant_id = $1 and e.borrower_id = o.borrower_id and e.recording_id = o.recording_id
              and e.kind = 'purged')) as "isShared"
       from voice_recording r
      where r.tenant_id = $1 and r.keep_until <= $2
        and not exists (select from voice_recording_event e where e.tenant_id = $1
          and e.borrower_id = r.borrower_id and e.recording_id = r.recording_id and e.kind = 'purged')
        and not exists (select from hold h where h.tenant_id = $1 and h.borrower_id = r.borrower_id
          and h.reason in ('dispute', 'complaint', 'fraud', 'attorney') and h.ends_hold_id is null
          and h.from_on <= $2 and (h.until_on is null or h.until_on > $2)
          and not exists (select from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
            and e.ends_hold_id = h.hold_id))
      order by r.recording_id limit $3`,
    [tenantId, today, limit],
  )
  return found.rows
}

/** The bytes are gone; hash and day stay. */
export async function recordPurged(
  tx: Tx,
  ref: RecordingRef,
  by: { readonly staff: string; readonly reason: string; readonly now: Instant },
): Promise<void> {
  await lockBorrower(tx, ref)
  await keepEvent(tx, ref, 'purged', by)
}
