import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import {
  FIRST,
  step,
  type Asked,
  type Flow,
  type FlowDo,
  type FlowEvent,
} from '../core/voice/flow.ts'
import { KEY_WORDS } from '../core/voice/lines.ts'
import {
  callStands,
  type CallStands,
  type CallTold,
  type VoiceEvent,
} from '../engine/call-events.ts'
import { moreOfCall, type CallEnd } from '../engine/contact.ts'
import type { Disposition } from '../engine/disposition.ts'
import type { LawBook } from '../guard/book.ts'
import { changeStanding } from './address-history.ts'
import { recordTold } from './contact.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { isFact } from './identity-fact.ts'
import { receiveMessage, type ReceiveTick } from './message-in.ts'
import { applyOutcome } from './outcome.ts'
import { recordTouch } from './touch.ts'
import { findCall, readCallFacts, type CallFacts, type VoiceCall } from './voice-call.ts'
import { mayLeaveMessage } from './voicemail.ts'

export type VoiceTick = ReceiveTick & {
  readonly law: LawBook
  /** Weighs the facts that are kept as keyed hashes. */
  readonly personKey: Buffer
  /** The natural person whom a message of limited content names; without one none is left. */
  readonly person?: string | undefined
}

/** What the gateway is to do next, and what it needs to say it. */
export type VoiceAnswer = {
  readonly call: VoiceCall
  readonly facts: CallFacts
  readonly does: readonly FlowDo[]
  readonly stands: CallStands
}

type Of = { readonly tenantId: bigint; readonly provider: string }

/**
 * One event of a call: kept once for ever, and with its effect when this answers. A refusal is heard
 * before anything else of it is looked at, whatever state the call is in.
 */
export async function takeVoiceEvent(
  db: Db,
  of: Of,
  event: VoiceEvent,
  tick: VoiceTick,
): Promise<VoiceAnswer | { readonly declined: 'no_such_call' | 'too_many' }> {
  const found = await inTenant(db, of.tenantId, async (tx) => {
    const call = await findCall(tx, of.tenantId, { ...of, attemptKey: event.attemptKey })
    const facts = call && (await readCallFacts(tx, call))
    return call === undefined || facts === undefined ? undefined : { call, facts }
  })
  if (found === undefined) return { declined: 'no_such_call' }
  const { call, facts } = found
  if (event.kind === 'digits' && event.speech !== undefined)
    await tellWords(db, found, { ref: event.eventId, text: event.speech }, { at: event.at, tick })
  if (event.kind === 'digits' && event.keys === '9')
    await tellKey(db, found, 'stop', { at: event.at, tick })
  const kept = await inTenant(db, of.tenantId, (tx) => keepEvent(tx, found, event, tick), {
    retries: 3,
  })
  if ('declined' in kept) return kept
  const { asked, does, stands } = kept
  if (asked !== undefined && asked !== 'stop')
    await tellKey(db, found, asked, { at: event.at, tick })
  const at = Math.min(event.at, tick.now) as Instant
  const detail = { provider: call.provider, call: event.kind }
  await recordTold(db, call, { said: stands.said, at, detail })
  return { call, facts, does, stands }
}

type Found = { readonly call: VoiceCall; readonly facts: CallFacts }
type Moment = { readonly at: Instant; readonly tick: VoiceTick }

/** A key is a message in the person's own words: heard, acted on and shown like any other. */
const tellKey = (db: Db, found: Found, asked: Asked, moment: Moment): Promise<'kept'> => {
  const text = KEY_WORDS[asked]?.[found.facts.language]
  assert(text !== undefined, `${asked} has words`)
  return tellWords(db, found, { ref: asked, text }, moment)
}

async function tellWords(
  db: Db,
  { call, facts }: Found,
  { ref, text }: { readonly ref: string; readonly text: string },
  { at, tick }: Moment,
): Promise<'kept'> {
  const from = await inTenant(db, call.tenantId, async (tx) => {
    const found = await tx.query<{ value: string }>(
      `select value from address where tenant_id = $1 and borrower_id = $2 and address_id = $3`,
      [call.tenantId, call.borrowerId, facts.addressId],
    )
    return found.rows[0]?.value ?? '-'
  })
  const received = {
    provider: call.provider,
    providerRef: `${call.attemptKey}:${ref}`,
    channel: 'call',
    from,
    to: facts.sender.phone,
    text: text.slice(0, 4000),
    at: Math.min(at, tick.now) as Instant,
    inReplyTo: call.attemptKey,
    rawHash: new Uint8Array(32),
  } as const
  return receiveMessage(db, call.tenantId, received, tick)
}

/** More than any call has; a gateway that tells without end is told to stop. */
const EVENTS_MAX = 200

type Kept = {
  readonly does: readonly FlowDo[]
  readonly asked: Asked | undefined
  readonly stands: CallStands
}
type Answered = { readonly flow: Flow; readonly does: readonly FlowDo[]; readonly asked?: Asked }
type Before = CallTold & { readonly eventId: string; readonly answer: Answered }

async function keepEvent(
  tx: Tx,
  found: Found,
  event: VoiceEvent,
  tick: VoiceTick,
): Promise<Kept | { readonly declined: 'too_many' }> {
  const { call } = found
  const borrower = await lockBorrower(tx, call)
  assert(borrower !== undefined, 'a call has its borrower')
  const before = await readEvents(tx, call)
  const again = before.find((one) => one.eventId === event.eventId)
  if (again !== undefined)
    return { does: again.answer.does, asked: again.answer.asked, stands: callStands(before) }
  if (before.length >= EVENTS_MAX) return { declined: 'too_many' }
  const flow = before.at(-1)?.answer.flow ?? FIRST
  const stands = borrower.blockVersion === found.facts.blockVersion
  const { told, heard } = await readEvent(tx, found, event, { ...tick, stands, flow })
  const next =
    call.kind === 'automated'
      ? step(flow, heard, call)
      : { flow, does: [] as FlowDo[], asked: undefined }
  const answer: Answered = {
    flow: next.flow,
    does: next.does,
    ...(next.asked && { asked: next.asked }),
  }
  await tx.query(
    `insert into voice_event (tenant_id, borrower_id, attempt_key, event_id, kind, detail, answer, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      call.tenantId,
      call.borrowerId,
      call.attemptKey,
      event.eventId,
      event.kind,
      JSON.stringify(told),
      JSON.stringify(answer),
      instantText(Math.min(event.at, tick.now) as Instant),
    ],
  )
  const all = callStands([...before, event])
  await keepEnd(tx, found, { stands: all, flow: next.flow }, tick)
  if (next.flow.at === 'menu' && flow.at === 'asking') await proven(tx, found, tick)
  return { does: next.does, asked: next.asked, stands: all }
}

async function readEvents(tx: Tx, call: VoiceCall): Promise<readonly Before[]> {
  const found = await tx.query<{
    event_id: string
    kind: CallTold['kind']
    detail: { answered_by?: CallTold['answeredBy']; spoke?: boolean }
    answer: Answered
  }>(
    `select event_id, kind, detail, answer from voice_event
      where tenant_id = $1 and borrower_id = $2 and attempt_key = $3 order by event_no`,
    [call.tenantId, call.borrowerId, call.attemptKey],
  )
  return found.rows.map(({ event_id: eventId, kind, detail, answer }) => ({
    eventId,
    kind,
    answeredBy: detail.answered_by,
    spoke: detail.spoke,
    answer,
  }))
}

const ENDS = new Set<string>(['busy', 'no_answer', 'failed', 'completed'])

/** What is kept of an event, and what the machine hears of it. Keys that may be the fact are not kept. */
async function readEvent(
  tx: Tx,
  { call, facts }: Found,
  event: VoiceEvent,
  tick: VoiceTick & { readonly stands: boolean; readonly flow: Flow },
): Promise<{ readonly told: object; readonly heard: FlowEvent }> {
  const { kind } = event
  const ended = { answered_by: event.answeredBy, spoke: event.spoke }
  if (kind === 'machine') {
    const mayLeave = call.kind === 'automated' && (await mayLeaveMessage(tx, call, facts, tick))
    return { told: { may_leave: mayLeave }, heard: { is: 'machine', mayLeave } }
  }
  if (ENDS.has(kind)) return { told: ended, heard: { is: 'ended' } }
  if (kind !== 'digits') return { told: {}, heard: { is: 'other' } }
  const { step: at = 0, keys = '' } = event
  const { stands, flow } = tick
  const isAsked = flow.at === 'asking' && flow.step === at && call.fact !== undefined
  const of = { ...call, accountId: facts.accountId }
  const right =
    isAsked && call.fact !== undefined && keys.length > 1
      ? await isFact(tx, of, { kind: call.fact, keys, now: tick.now }, tick.personKey)
      : false
  const told = {
    step: at,
    ...(keys.length === 1 ? { key: keys } : {}),
    ...(isAsked && keys.length > 1 ? { fact: right ? 'right' : 'wrong' } : {}),
  }
  return { told, heard: { is: 'pressed', step: at, keys, isFact: right, stands } }
}

/** What the flow itself shows of how it ended; a person's word, where there is one, stands. */
const SHOWS: Readonly<Partial<Record<string, Disposition>>> = {
  machine: 'voicemail',
  not_them: 'wrong_number',
  not_proven: 'third_party',
  stopped: 'stop',
  pay_link: 'spoke',
  call_back: 'spoke',
  person: 'spoke',
  no_choice: 'spoke',
}
const MET: Readonly<Partial<Record<CallEnd, Disposition>>> = {
  unanswered: 'no_answer',
  voicemail: 'voicemail',
}

async function keepEnd(
  tx: Tx,
  { call }: Found,
  { stands, flow }: { readonly stands: CallStands; readonly flow: Flow },
  tick: VoiceTick,
): Promise<void> {
  if (stands.end === undefined) return
  const said = await tx.query<{ kind: CallEnd; by: string }>(
    `select kind, coalesce(detail->>'by', '') as by from contact_event
      where tenant_id = $1 and borrower_id = $2 and contact_id = $3
        and kind in ('conversation', 'voicemail', 'unanswered', 'not_connected', 'answered_dropped')
      order by event_no`,
    [call.tenantId, call.borrowerId, call.contactId],
  )
  if (said.rows.some(({ by }) => by.startsWith('staff:'))) return
  const before = said.rows.at(-1)?.kind
  if (before !== undefined && moreOfCall(before, stands.end) === before) return
  const shown = call.kind === 'automated' && flow.at === 'over' ? SHOWS[flow.why] : undefined
  const disposition = shown ?? MET[stands.end]
  const detail = {
    // A collector's own call waits for the collector's word; a machine's has no other.
    ...(call.kind === 'automated' && disposition !== undefined ? { disposition } : {}),
    ...(stands.isAbandoned ? { abandoned: 'yes' } : {}),
  }
  const by = `voice:${call.provider}`
  await applyOutcome(tx, call, { outcome: stands.end, at: tick.now, by, detail })
}

/** The right fact from this number: it is theirs, and they were spoken to. */
async function proven(tx: Tx, { call, facts }: Found, tick: VoiceTick): Promise<void> {
  const { addressId, accountId } = facts
  const source = `call, ${call.provider}`
  await changeStanding(tx, call, { addressId, standing: 'works', how: 'call', source }, tick)
  const accountIds = [accountId]
  await recordTouch(tx, call, { channel: 'call', kind: 'conversation', on: tick.today, accountIds })
}
