import { opening } from '../../core/voice/flow.ts'
import type { Instant } from '../../core/calendar.ts'
import type { Said } from '../../engine/contact.ts'
import type { AllowedContact } from '../../guard/allowed.ts'
import { inTenant, type Db } from '../../store/db.ts'
import type { OwnDays } from '../../store/recording-rules.ts'
import { keepCall, type CallKept } from '../../store/voice-call.ts'
import { voiceSaid } from '../../store/voice-said.ts'
import type { Outgoing, PermitRef, Provider, SendAnswer } from '../channel.ts'
import { wireDo, type CreateCall } from './contract.ts'

/** Whoever carries a call: a gateway over HTTP, or the sandbox. */
export type Carrier = {
  hand(ref: PermitRef, call: CreateCall, signal: AbortSignal): Promise<SendAnswer>
  /** Of calls whose end nobody told of; what is not known is left out. */
  ask(refs: readonly PermitRef[], now: Instant): Promise<ReadonlyMap<string, Said>>
}

export type VoiceOptions = {
  readonly name: string
  readonly callerId: string
  readonly eventsUrl: string
  readonly ringSeconds: number
  readonly records: boolean
  /** Where a person is put through to; without it one calls back. */
  readonly transferTo: string | undefined
  readonly days: OwnDays
  readonly patienceMs: number
}

/** A collector's own call: their telephone rings first. */
export type BridgeCall = Pick<Outgoing, 'ref' | 'to' | 'validUntil' | 'now'> & {
  readonly first: string
  readonly byStaff: string
}

export type VoiceProvider = Provider & {
  dial(contact: AllowedContact, call: BridgeCall, signal: AbortSignal): Promise<SendAnswer>
}

/**
 * Calls through a carrier. What is to be said after the fact stays with us: the carrier is given the
 * greeting and the question, and hears the rest when the fact was given.
 */
export const voiceProvider = (db: Db, carrier: Carrier, options: VoiceOptions): VoiceProvider => ({
  name: options.name,
  patienceMs: options.patienceMs,
  // Calls that people dial by hand are of this channel too, and no gateway knows of them.
  absenceIsProof: false,
  send: (_contact, message, signal) => automated(db, { carrier, options }, message, signal),
  dial: (_contact, call, signal) => bridge(db, { carrier, options }, call, signal),
  lookUp: (refs, now) =>
    voiceSaid(db, refs, {
      provider: options.name,
      now,
      ask: (asked, at) => carrier.ask(asked, at),
    }),
})

type Tools = { readonly carrier: Carrier; readonly options: VoiceOptions }

const refused = (why: string): SendAnswer => ({ is: 'refused', why })
const waysOf = ({ name, records, transferTo, days }: VoiceOptions) => ({
  provider: name,
  records,
  connects: transferTo !== undefined,
  days,
})

async function automated(
  db: Db,
  { carrier, options }: Tools,
  message: Outgoing,
  signal: AbortSignal,
): Promise<SendAnswer> {
  const { ref, now, hash } = message
  if (now >= message.validUntil) return refused('past_its_validity')
  const call = { ...waysOf(options), words: message.whole, bodyHash: hash }
  const kept = await inTenant(db, ref.tenantId, (tx) => keepCall(tx, ref, call, now))
  if ('declined' in kept) return refused(kept.declined)
  const flow = opening({ notice: kept.recording?.notice === true, connects: call.connects })
  const on_answer = wireDo(flow, sayOf(kept))
  const made = { ...createOf(options, message, kept), mode: 'automated', on_answer } as const
  return carrier.hand(ref, made, signal)
}

async function bridge(
  db: Db,
  { carrier, options }: Tools,
  call: BridgeCall,
  signal: AbortSignal,
): Promise<SendAnswer> {
  const { ref, now, byStaff, first } = call
  if (now >= call.validUntil) return refused('past_its_validity')
  const kept = await inTenant(db, ref.tenantId, (tx) =>
    keepCall(tx, ref, { ...waysOf(options), byStaff }, now),
  )
  if ('declined' in kept) return refused(kept.declined)
  const notice = kept.recording?.notice === true ? [{ do: 'say', line: 'notice' } as const] : []
  const on_answer = wireDo(notice, sayOf(kept))
  const made = { ...createOf(options, call, kept), mode: 'bridge', first, on_answer } as const
  return carrier.hand(ref, made, signal)
}

/** Nothing on the debt is in reach of what is said on answering. */
const sayOf = ({ facts, fact = 'account_tail' }: CallKept) => ({
  language: facts.language,
  lines: { sender: facts.sender.name, phone: facts.sender.phone, name: facts.name, fact },
  words: undefined,
  transferTo: undefined,
})

const createOf = (
  { callerId, eventsUrl, ringSeconds }: VoiceOptions,
  { ref, to, validUntil }: Pick<Outgoing, 'ref' | 'to' | 'validUntil'>,
  { recording }: CallKept,
) =>
  ({
    type: 'call.create',
    call: ref.attemptKey,
    to,
    from: callerId,
    not_after: new Date(validUntil).toISOString(),
    ring_seconds: ringSeconds,
    events: eventsUrl,
    record: recording !== undefined,
  }) as const
