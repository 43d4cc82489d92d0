import { z } from 'zod'
import type { Instant } from '../../core/calendar.ts'
import type { FlowDo } from '../../core/voice/flow.ts'
import { sayLine, type LineFacts } from '../../core/voice/lines.ts'
import { CALL_EVENTS, type VoiceEvent } from '../../engine/call-events.ts'
import type { Language } from '../../store/templates.ts'

/** The contract between us and whatever carries calls: docs/voice.md. */

/** What the gateway does next, in order. Nothing of it names a debt before the fact was given. */
export type WireDo =
  | { readonly say: string; readonly language: Language }
  | { readonly gather: { readonly step: number; readonly keys: number; readonly seconds: number } }
  | { readonly connect: string }
  | { readonly hang_up: true }

/** `POST {url}/calls`: one call of one permit. The gateway dials it once, and not from `not_after` on. */
export type CreateCall = {
  readonly type: 'call.create'
  readonly call: string
  readonly to: string
  readonly from: string
  readonly not_after: string
  readonly ring_seconds: number
  /** Where events go. */
  readonly events: string
  readonly record: boolean
} & (
  | { readonly mode: 'automated'; readonly on_answer: readonly WireDo[] }
  | {
      readonly mode: 'bridge'
      /** Rings first: the other is dialled when somebody is there. */
      readonly first: string
      readonly on_answer: readonly WireDo[]
    }
)

const GATHER_SECONDS = 8

export type SayOf = {
  readonly language: Language
  readonly lines: LineFacts
  /** On the debt: of an approved template, for after the fact alone. */
  readonly words: string | undefined
  readonly transferTo: string | undefined
}

/** The steps of the flow as the gateway is told them. */
export const wireDo = (does: readonly FlowDo[], of: SayOf): readonly WireDo[] =>
  does.flatMap((one): WireDo[] => {
    if (one.do === 'hang_up') return [{ hang_up: true }]
    if (one.do === 'connect') return of.transferTo === undefined ? [] : [{ connect: of.transferTo }]
    if (one.do === 'gather')
      return [{ gather: { step: one.step, keys: one.keys, seconds: GATHER_SECONDS } }]
    const { language } = of
    const say = one.line === 'words' ? (of.words ?? '') : sayLine(one.line, language, of.lines)
    return say === '' ? [] : [{ say, language }]
  })

const Event = z.strictObject({
  type: z.literal('call.event'),
  call: z.uuid(),
  event: z.enum(CALL_EVENTS),
  at: z.iso.datetime(),
  step: z.int().min(0).max(100).optional(),
  keys: z
    .string()
    .regex(/^[0-9*#]{0,20}$/)
    .optional(),
  speech: z.string().min(1).max(4000).optional(),
  answered_by: z.enum(['person', 'machine', 'unknown', 'nobody']).optional(),
  spoke: z.boolean().optional(),
  recording: z
    .strictObject({
      url: z.url().max(1000),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      media_type: z.string().regex(/^audio\/[a-z0-9.+-]{1,60}$/),
      seconds: z.int().min(0).max(86_400).optional(),
    })
    .optional(),
})
export type WireEvent = z.input<typeof Event>

/** undefined: not an event of this contract. An unknown key is one. */
export function readEvent(body: unknown, eventId: string): VoiceEvent | undefined {
  const read = Event.safeParse(body)
  if (!read.success) return undefined
  const { call, event: kind, at, step, keys, speech, answered_by, spoke, recording } = read.data
  if ((kind === 'digits') !== (step !== undefined)) return undefined
  if ((kind === 'recording') !== (recording !== undefined)) return undefined
  return {
    eventId,
    attemptKey: call.toLowerCase(),
    kind,
    at: Date.parse(at) as Instant,
    step,
    keys: keys ?? (kind === 'digits' ? '' : undefined),
    speech,
    answeredBy: answered_by,
    spoke,
    recording: recording && {
      url: recording.url,
      sha256: recording.sha256,
      mediaType: recording.media_type,
      seconds: recording.seconds,
    },
  }
}
