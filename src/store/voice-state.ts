import type { Instant } from '../core/calendar.ts'
import { callStands, type CallEventKind, type CallTold } from '../engine/call-events.ts'
import type { ContactState } from '../engine/contact.ts'
import type { Disposition } from '../engine/disposition.ts'
import type { ContactRef } from './contact.ts'
import { instantText, type Tx } from './db.ts'

/** What a collector sees of a call that was dialled for them. */
export type CallStatus =
  | 'dialling'
  | 'ringing'
  | 'answered'
  | 'machine'
  | 'busy'
  | 'no_answer'
  | 'failed'
  | 'ended'
  | 'not_taken'
  | 'unknown'

export type CallState = {
  readonly status: CallStatus
  readonly isOver: boolean
  readonly isAbandoned: boolean
  /** How it may have ended; the person who made it says so. */
  readonly disposition: Disposition | undefined
}

/** The most telling of what was told comes first. */
const STATUS: readonly (readonly [CallEventKind, CallStatus])[] = [
  ['completed', 'ended'],
  ['failed', 'failed'],
  ['busy', 'busy'],
  ['no_answer', 'no_answer'],
  ['machine', 'machine'],
  ['answered', 'answered'],
  ['digits', 'answered'],
  ['ringing', 'ringing'],
]
const UNTOLD: Readonly<Partial<Record<ContactState, CallStatus>>> = {
  failed: 'not_taken',
  unknown: 'unknown',
}
const OFTEN: Readonly<Partial<Record<CallStatus, Disposition>>> = {
  busy: 'busy',
  no_answer: 'no_answer',
  machine: 'voicemail',
}

/** undefined: not a call through a gateway. */
export async function readCallState(tx: Tx, ref: ContactRef): Promise<CallState | undefined> {
  const found = await tx.query<{ state: ContactState; told: CallTold[] }>(
    `select c.state, coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind) || jsonb_strip_nulls(
        jsonb_build_object('answeredBy', e.detail->>'answered_by', 'spoke', (e.detail->>'spoke')::boolean)))
        from voice_event e where e.tenant_id = $1 and e.borrower_id = $2 and e.attempt_key = c.attempt_key),
        '[]') as told
       from contact c where c.tenant_id = $1 and c.borrower_id = $2 and c.contact_id = $3
        and c.channel = 'call' and c.provider <> 'desk'`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const told = STATUS.find(([kind]) => row.told.some((one) => one.kind === kind))?.[1]
  const status = told ?? UNTOLD[row.state] ?? 'dialling'
  const stands = callStands(row.told)
  const isMachine = stands.end === 'voicemail'
  return {
    status,
    isOver: stands.isOver || status === 'not_taken',
    isAbandoned: stands.isAbandoned,
    disposition: isMachine ? 'voicemail' : OFTEN[status],
  }
}

/** The telephone that rings first for a person; undefined: none was said, or it was taken back. */
export async function phoneOf(
  tx: Tx,
  of: { readonly tenantId: bigint; readonly userId: string },
): Promise<string | undefined> {
  const found = await tx.query<{ phone: string | null }>(
    `select phone from staff_phone where tenant_id = $1 and user_id = $2 order by phone_no desc limit 1`,
    [of.tenantId, of.userId],
  )
  return found.rows[0]?.phone ?? undefined
}

export async function setPhone(
  tx: Tx,
  of: { readonly tenantId: bigint; readonly userId: string; readonly phone: string | undefined },
  now: Instant,
): Promise<void> {
  await tx.query(
    `insert into staff_phone (tenant_id, user_id, phone, effective_at) values ($1, $2, $3, $4)`,
    [of.tenantId, of.userId, of.phone ?? null, instantText(now)],
  )
}
