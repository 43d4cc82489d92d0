import type { Instant } from '../core/calendar.ts'
import { moreOfCall, type CallEnd, type Said } from './contact.ts'

/** What a gateway can tell of a call; `digits` are of an automated call alone. */
export const CALL_EVENTS = [
  'ringing',
  'answered',
  'machine',
  'busy',
  'no_answer',
  'failed',
  'digits',
  'completed',
  'recording',
] as const
export type CallEventKind = (typeof CALL_EVENTS)[number]

/** What the gateway tells of one of its calls, as it was signed. */
export type VoiceEvent = CallTold & {
  /** The gateway's own name for this event: told twice is told once. */
  readonly eventId: string
  readonly attemptKey: string
  readonly at: Instant
  /** Of `digits`: which question they answer, and what was pressed or said. */
  readonly step?: number | undefined
  readonly keys?: string | undefined
  readonly speech?: string | undefined
  /** Of `recording`: where its bytes are, and their hash. */
  readonly recording?: RecordingTold | undefined
}

export type RecordingTold = {
  readonly url: string
  readonly sha256: string
  readonly mediaType: string
  readonly seconds: number | undefined
}

/** The part of an event that says how the call ended. */
export type CallTold = {
  readonly kind: CallEventKind
  /** Of `completed`: who was there, as the gateway found. */
  readonly answeredBy?: 'person' | 'machine' | 'unknown' | 'nobody' | undefined
  /** Of `completed`: whether anybody or anything of ours spoke to them within two seconds. */
  readonly spoke?: boolean | undefined
}

export type CallStands = {
  readonly said: Said
  readonly end: CallEnd | undefined
  /** Somebody answered and heard silence, or was cut off before a word. */
  readonly isAbandoned: boolean
  /** Nothing more is expected but what comes late. */
  readonly isOver: boolean
}

/**
 * Where a call stands by everything told of it, whatever the order and however often: each event adds
 * what it says, none takes anything back, and the more final word stands.
 */
export function callStands(events: readonly CallTold[]): CallStands {
  const has = (kind: CallEventKind) => events.some((one) => one.kind === kind)
  const completed = events.filter((one) => one.kind === 'completed')
  const wasAnswered =
    has('answered') || completed.some((one) => ANSWERED.has(one.answeredBy ?? 'nobody'))
  const isAbandoned = completed.some((one) => one.spoke === false && isByPerson(one, wasAnswered))
  const ends: readonly (readonly [boolean, CallEnd])[] = [
    [has('busy') || has('failed'), 'not_connected'],
    [has('no_answer') || completed.some((one) => one.answeredBy === 'nobody'), 'unanswered'],
    [has('machine') || completed.some((one) => one.answeredBy === 'machine'), 'voicemail'],
    [isAbandoned, 'answered_dropped'],
    [
      has('digits') || completed.some((one) => one.spoke !== false && isByPerson(one, wasAnswered)),
      'conversation',
    ],
  ]
  const end = ends.reduce<CallEnd | undefined>(
    (most, [holds, said]) => (holds ? moreOfCall(most, said) : most),
    undefined,
  )
  const isOver = completed.length > 0 || has('busy') || has('no_answer') || has('failed')
  return { said: saidOf(end, wasAnswered), end, isAbandoned, isOver }
}

const ANSWERED: ReadonlySet<string> = new Set(['person', 'machine', 'unknown'])

/** In doubt it was a person: that counts more. */
const isByPerson = ({ answeredBy }: CallTold, wasAnswered: boolean): boolean =>
  answeredBy === 'person' || (wasAnswered && (answeredBy ?? 'unknown') === 'unknown')

/** What was not picked up proves nothing to a cap: the attempt was made, and keeps its slots. */
function saidOf(end: CallEnd | undefined, wasAnswered: boolean): Said {
  if (wasAnswered) return 'delivered'
  if (end === undefined) return 'accepted'
  return end === 'not_connected' || end === 'unanswered' ? 'expired' : 'delivered'
}
