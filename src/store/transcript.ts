import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import { withoutCardNumbers } from '../core/card-number.ts'
import { hear } from '../core/hear/hear.ts'
import { reviewerOf } from '../core/quality-sample.ts'
import type { Transcript } from '../core/transcript.ts'
import type { Disposition } from '../engine/disposition.ts'
import { effectsOf } from '../engine/heard-effects.ts'
import type { Received } from '../engine/received.ts'
import {
  spokenFindings,
  type CallFacts,
  type SpokenFinding,
} from '../engine/transcript-findings.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import type { ContactRef } from './contact.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { takeMessage, type ReceiveTick } from './message-in.ts'
import type { Effect } from './message-effects.ts'
import { putOnList, reviewersOf } from './quality-sample.ts'
import { readSayFacts } from './say-facts.ts'

export type TranscriptGiven = {
  readonly call: Transcript
  readonly recordingHash: string
  readonly by: string
}

export type TranscriptTaken = {
  readonly transcriptId: bigint
  readonly isNew: boolean
  readonly turns: number
  readonly findings: readonly SpokenFinding[]
  /** What was said and not recorded, and was done at once. */
  readonly effects: readonly Effect[]
}

export type TranscriptDeclined = {
  readonly declined: 'no_such_contact' | 'not_a_call' | 'never_sent'
}

/**
 * Reads a call again. What the borrower said and nobody recorded stops first, by the same door as a
 * message; then the words are kept with what is wrong in them, and the call goes on the list for review.
 */
export async function takeTranscript(
  db: Db,
  ref: ContactRef,
  given: TranscriptGiven,
  tick: ReceiveTick,
): Promise<TranscriptTaken | TranscriptDeclined> {
  const call = withoutNumbers(given.call)
  const read = await inTenant(db, ref.tenantId, (tx) => readCall(tx, ref, tick.today))
  if ('declined' in read) return read
  const findings = spokenFindings(call, read.facts)
  const effects = await stopFirst(db, ref, { call, read, findings }, tick)
  return inTenant(
    db,
    ref.tenantId,
    async (tx) => {
      const kept = await keepTranscript(tx, ref, { ...given, call, read }, tick.now)
      if (kept.isNew) {
        await keepFindings(tx, ref, { transcriptId: kept.transcriptId, findings }, tick.now)
        if (findings.length > 0) await list(tx, ref, read, tick.now)
      }
      return { ...kept, turns: call.turns.length, findings, effects }
    },
    { retries: 3 },
  )
}

/**
 * A life at risk is for a person at once, and not when the call is over: what the collector typed as the
 * borrower's words goes through the same door.
 */
export async function tellAtOnce(
  db: Db,
  ref: ContactRef,
  text: string,
  tick: ReceiveTick,
): Promise<void> {
  const read = await inTenant(db, ref.tenantId, (tx) => readCall(tx, ref, tick.today))
  if ('declined' in read) return
  const said = { ...spoken(ref, read, { i: 0, text }), provider: 'script' }
  await takeMessage(db, ref.tenantId, said, tick)
}

const withoutNumbers = (call: Transcript): Transcript => ({
  ...call,
  turns: call.turns.map((turn) => ({
    ...turn,
    text: withoutCardNumbers(
      Buffer.from(turn.text.replaceAll('\u0000', ''), 'utf8').toString('utf8'),
    ),
  })),
})

type CallRead = {
  readonly facts: CallFacts
  readonly attemptKey: string
  readonly number: string
  readonly madeBy: string
  readonly at: Instant
  readonly on: Day
}

type Row = {
  readonly channel: string
  readonly state: string
  readonly attempt_key: string
  readonly made_by: string
  readonly value: string | null
  readonly currency: string
  readonly zone: string
  readonly at: Instant
  readonly disposition: Disposition | null
}

async function readCall(
  tx: Tx,
  ref: ContactRef,
  today: Day,
): Promise<CallRead | TranscriptDeclined> {
  const found = await tx.query<Row>(
    `select k.channel, k.state, k.attempt_key, k.made_by, r.value, a.currency, t.zone,
            coalesce(k.sending_at, k.permitted_at) as at, (
              select e.detail ->> 'disposition' from contact_event e
               where e.tenant_id = $1 and e.borrower_id = $2 and e.contact_id = $3 and e.detail ? 'disposition'
               order by e.event_no desc limit 1) as disposition
       from contact k
       join tenant t on t.tenant_id = k.tenant_id
       join account a on a.tenant_id = k.tenant_id and a.borrower_id = k.borrower_id
        and a.account_id = k.account_ids[1]
       left join address r on r.tenant_id = k.tenant_id and r.borrower_id = k.borrower_id
        and r.address_id = k.address_id
      where k.tenant_id = $1 and k.borrower_id = $2 and k.contact_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  const [row] = found.rows
  const say = await readSayFacts(tx, ref)
  if (row === undefined || say === undefined) return { declined: 'no_such_contact' }
  if (row.channel !== 'call') return { declined: 'not_a_call' }
  if (row.state === 'permitted' || row.state === 'withdrawn') return { declined: 'never_sent' }
  const { language, sender, amounts } = say
  const { currency, at } = row
  const zone = zoneOf(row.zone)
  return {
    facts: {
      language,
      sender,
      amounts,
      currency,
      today,
      disposition: row.disposition ?? undefined,
    },
    attemptKey: row.attempt_key,
    number: row.value ?? '-',
    madeBy: row.made_by.replace(/^staff:/, ''),
    at,
    on: zone === undefined ? today : localDay(zone, at),
  }
}

type Read = {
  readonly call: Transcript
  readonly read: CallRead
  readonly findings: readonly SpokenFinding[]
}

/** Each turn once for ever: the same words of the same call are one message, whoever brings them again. */
async function stopFirst(
  db: Db,
  ref: ContactRef,
  { call, read, findings }: Read,
  tick: ReceiveTick,
): Promise<readonly Effect[]> {
  const missed = new Set(
    findings.flatMap(({ kind, turn }) => (kind === 'unrecorded' ? [turn] : [])),
  )
  const effects: Effect[] = []
  for (const i of missed) {
    const text = call.turns[i]?.text ?? ''
    const { currency, language, today } = read.facts
    if (effectsOf(hear(text, { today, currency, language })).length === 0) continue
    const took = await takeMessage(db, ref.tenantId, spoken(ref, read, { i, text }), tick)
    if (took.is === 'matched') effects.push(...took.effects)
  }
  return effects
}

function spoken(
  ref: ContactRef,
  { attemptKey, number, at }: CallRead,
  { i, text }: { readonly i: number; readonly text: string },
): Received {
  const rawHash = createHash('sha256').update(text, 'utf8').digest()
  return {
    provider: 'transcript',
    providerRef: `${ref.borrowerId}.${ref.contactId}.${i}.${rawHash.toString('hex').slice(0, 16)}`,
    channel: 'call',
    from: number,
    to: '',
    text,
    at,
    inReplyTo: attemptKey,
    rawHash,
  }
}

async function keepTranscript(
  tx: Tx,
  ref: ContactRef,
  { call, recordingHash, by, read }: TranscriptGiven & { readonly read: CallRead },
  now: Instant,
): Promise<{ readonly transcriptId: bigint; readonly isNew: boolean }> {
  const turns = JSON.stringify(call.turns)
  const wordsHash = createHash('sha256').update(turns, 'utf8').digest('hex')
  const made = await tx.query<{ transcript_id: bigint }>(
    `insert into transcript (tenant_id, borrower_id, contact_id, recording_hash, turns, identity_turn, words_hash,
       disposition, by_staff, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, borrower_id, contact_id, recording_hash, words_hash) do nothing
     returning transcript_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      recordingHash,
      turns,
      call.identityTurn ?? null,
      wordsHash,
      read.facts.disposition ?? null,
      by,
      instantText(now),
    ],
  )
  const [row] = made.rows
  if (row !== undefined) return { transcriptId: row.transcript_id, isNew: true }
  const before = await tx.query<{ transcript_id: bigint }>(
    `select transcript_id from transcript
      where tenant_id = $1 and borrower_id = $2 and contact_id = $3 and recording_hash = $4 and words_hash = $5`,
    [ref.tenantId, ref.borrowerId, ref.contactId, recordingHash, wordsHash],
  )
  return { transcriptId: before.rows[0]?.transcript_id ?? 0n, isNew: false }
}

async function keepFindings(
  tx: Tx,
  ref: ContactRef,
  of: { readonly transcriptId: bigint; readonly findings: readonly SpokenFinding[] },
  now: Instant,
): Promise<void> {
  for (const [i, finding] of of.findings.entries())
    await tx.query(
      `insert into quality_finding (tenant_id, borrower_id, transcript_id, finding_no, kind, fault, turn, char_from, char_to,
         words, effective_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ref.tenantId,
        ref.borrowerId,
        of.transcriptId,
        i + 1,
        finding.kind,
        finding.fault,
        finding.turn,
        finding.from,
        finding.to,
        finding.words.slice(0, 4000),
        instantText(now),
      ],
    )
}

async function list(tx: Tx, ref: ContactRef, read: CallRead, now: Instant): Promise<void> {
  const made = { borrowerId: ref.borrowerId, contactId: ref.contactId, madeBy: read.madeBy }
  const draw = { tenantId: ref.tenantId, day: read.on }
  const assignedTo = reviewerOf(made, await reviewersOf(tx, ref.tenantId), draw)
  await putOnList(tx, ref.tenantId, { ...made, day: read.on, assignedTo, why: 'finding' }, now)
}
