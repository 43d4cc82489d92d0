import type { RecordingTold, VoiceEvent } from '../../engine/call-events.ts'
import { inTenant, type Db } from '../../store/db.ts'
import { findCall } from '../../store/voice-call.ts'
import { takeVoiceEvent, type VoiceAnswer, type VoiceTick } from '../../store/voice-event.ts'
import { keepRecording, type NewRecording } from '../../store/voice-recording.ts'
import { wireDo, type WireDo } from './contract.ts'
import { putRecording, type Fetched } from './recordings.ts'

/** A gateway of a tenant, as its events are heard. */
export type VoiceHook = {
  readonly tenantId: bigint
  /** As on what is sent through it, and the last part of its address: /v1/webhooks/voice/{name}. */
  readonly name: string
  readonly transferTo: string | undefined
  /** Whom a message of limited content names. */
  readonly person: string | undefined
  /** Where this tenant's recordings lie. */
  readonly folder: string
  /** Brings the bytes of a recording. */
  readonly fetch: (told: RecordingTold, now: VoiceTick['now']) => Promise<Fetched>
}

export type EventTaken =
  | { readonly is: 'taken'; readonly do: readonly WireDo[] }
  | {
      readonly is: 'declined'
      readonly why: 'no_such_call' | 'too_many' | 'recording_not_there' | 'not_to_record'
    }

type Tick = Omit<VoiceTick, 'person'>

/** One event, whole: kept, with its effects, its recording if it brings one, and what is said next. */
export async function takeEvent(
  db: Db,
  hook: VoiceHook,
  event: VoiceEvent,
  tick: Tick,
): Promise<EventTaken> {
  const of = { tenantId: hook.tenantId, provider: hook.name }
  if (event.recording !== undefined) {
    const declined = await takeRecording(db, hook, event, tick)
    if (declined !== undefined) return { is: 'declined', why: declined }
  }
  const taken = await takeVoiceEvent(db, of, event, { ...tick, person: hook.person })
  if ('declined' in taken) return { is: 'declined', why: taken.declined }
  return { is: 'taken', do: wireDo(taken.does, sayOf(taken, hook)) }
}

const sayOf = ({ call, facts }: VoiceAnswer, { person, transferTo }: VoiceHook) => ({
  language: facts.language,
  words: call.words,
  transferTo,
  lines: {
    sender: facts.sender.name,
    phone: facts.sender.phone,
    name: facts.name,
    fact: call.fact ?? ('account_tail' as const),
    person,
  },
})

/** The bytes first: a row is the record that they are there. */
async function takeRecording(
  db: Db,
  hook: VoiceHook,
  { attemptKey, recording }: VoiceEvent,
  tick: Tick,
): Promise<'no_such_call' | 'not_to_record' | 'recording_not_there' | undefined> {
  if (recording === undefined) return undefined
  const call = await callOf(db, hook, attemptKey)
  if (call === undefined) return 'no_such_call'
  if (call.keepDays === undefined) return 'not_to_record'
  const fetched = await hook.fetch(recording, tick.now)
  if ('declined' in fetched) return 'recording_not_there'
  const { mediaType, seconds } = recording
  return keepBytes(db, hook, { call, bytes: fetched.bytes, mediaType, seconds }, tick)
}

const callOf = (db: Db, hook: VoiceHook, attemptKey: string) =>
  inTenant(db, hook.tenantId, (tx) =>
    findCall(tx, hook.tenantId, { attemptKey, provider: hook.name }),
  )

type Bytes = Pick<NewRecording, 'mediaType' | 'seconds'> & {
  readonly call: NonNullable<Awaited<ReturnType<typeof callOf>>>
  readonly bytes: Uint8Array
}

async function keepBytes(
  db: Db,
  hook: VoiceHook,
  { call, bytes, mediaType, seconds }: Bytes,
  { now }: Pick<Tick, 'now'>,
): Promise<'not_to_record' | undefined> {
  const sha256 = await putRecording(hook.folder, bytes)
  const made = { sha256, bytes: bytes.length, mediaType, seconds }
  const kept = await inTenant(db, hook.tenantId, (tx) => keepRecording(tx, call, made, now))
  return kept === 'kept' ? undefined : kept
}

/** Bytes that a gateway uploads by itself: its signature named the call. */
export async function takeUpload(
  db: Db,
  hook: VoiceHook,
  upload: Pick<NewRecording, 'mediaType'> & {
    readonly attemptKey: string
    readonly bytes: Uint8Array
  },
  tick: Pick<Tick, 'now'>,
): Promise<'kept' | 'no_such_call' | 'not_to_record'> {
  const call = await callOf(db, hook, upload.attemptKey)
  if (call === undefined) return 'no_such_call'
  if (call.keepDays === undefined) return 'not_to_record'
  const { bytes, mediaType } = upload
  return (await keepBytes(db, hook, { call, bytes, mediaType, seconds: undefined }, tick)) ?? 'kept'
}
