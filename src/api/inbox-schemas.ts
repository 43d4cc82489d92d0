import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { HEARD } from '../core/hear/heard.ts'
import { INBOX_STATES } from '../store/inbox.ts'
import {
  CursorIn,
  DayOut,
  idIn,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  MoneyOut,
  pairIn,
  pairOut,
  words,
} from './schemas.ts'
import type {
  AnswerWire,
  InboxItem,
  InboxPage,
  MeaningWire,
  ThreadItem,
  ThreadPage,
  UnmatchedItem,
} from './wire-inbox.ts'

const Certainty = z.enum(['sure', 'unsure'])
const Languages = z.enum(['zh', 'en'])

export const InboxQuery = z.strictObject({
  state: z.enum(INBOX_STATES).optional(),
  mine: z.enum(['true', 'false']).optional(),
  class: z.enum(HEARD).optional(),
  channel: z.enum(CHANNELS).optional(),
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
  ...LANG,
})

const Item: z.ZodType<InboxItem> = z
  .object({
    case_id: idOut('case'),
    name: z.string(),
    language: Languages,
    state: z.enum(INBOX_STATES),
    urgency: z.int(),
    class: z.string(),
    class_name: z.string(),
    certainty: Certainty,
    channel: z.enum(CHANNELS),
    words: z.string(),
    waiting_since: InstantOut,
    taken_by: z.string().nullable(),
    is_mine: z.boolean(),
  })
  .openapi('InboxItem')

export const InboxOut: z.ZodType<InboxPage> = z
  .object({
    items: z.array(Item),
    next_cursor: z.string().nullable(),
    waiting: z.int(),
    urgent: z.int(),
    unmatched: z.int(),
  })
  .openapi('Inbox')

export const PageQuery = z.strictObject({
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
  ...LANG,
})

const Message = z
  .object({
    id: pairOut('msg'),
    class: z.string(),
    class_name: z.string(),
    heard: z.array(
      z.object({
        class: z.string(),
        name: z.string(),
        certainty: Certainty,
        words: z.string(),
      }),
    ),
    heard_by: z.string(),
    effects: z.array(z.object({ words: z.string(), taken_back: z.boolean() })),
    promise: z
      .object({
        amount: MoneyOut.nullable(),
        part: z.enum(['half', 'all']).nullable(),
        due_on: DayOut.nullable(),
      })
      .nullable(),
    call: z
      .object({
        from: z.string().nullable(),
        until: z.string().nullable(),
        on: DayOut.nullable(),
      })
      .nullable(),
    automatic: z.enum(['bounce', 'auto_reply']).nullable(),
    found_by: z.string(),
  })
  .openapi('MessageIn')

const Threaded: z.ZodType<ThreadItem> = z
  .object({
    id: z.string(),
    at: InstantOut,
    direction: z.enum(['in', 'out']),
    channel: z.enum(CHANNELS),
    state: z.string(),
    state_name: z.string(),
    template: z.string().nullable(),
    who: z.string(),
    words: z.string().nullable(),
    message: Message.nullable(),
    undo: pairOut('trt').nullable(),
  })
  .openapi('ThreadItem')

export const ThreadOut: z.ZodType<ThreadPage> = z
  .object({
    items: z.array(Threaded),
    next_cursor: z.string().nullable(),
    name: z.string(),
    language: Languages,
    state: z.enum(INBOX_STATES).nullable(),
    taken_by: z.string().nullable(),
    is_mine: z.boolean(),
    seen: pairOut('msg').nullable(),
    blocked: z.string().nullable(),
  })
  .openapi('Thread')

const Unmatched: z.ZodType<UnmatchedItem> = z
  .object({
    id: idOut('arv'),
    channel: z.enum(CHANNELS),
    sender: z.string(),
    words: z.string(),
    class: z.string(),
    class_name: z.string(),
    urgency: z.int(),
    stops: z.boolean(),
    received_at: InstantOut,
    candidates: z.array(z.object({ case_id: idOut('case'), name: z.string() })),
  })
  .openapi('UnmatchedMessage')

export const UnmatchedOut = z
  .object({ items: z.array(Unmatched), next_cursor: z.string().nullable() })
  .openapi('UnmatchedMessages')

export const StepGiven = z
  .strictObject({
    state: z.enum(['taken', 'closed', 'open']),
    seen: pairIn('msg').optional(),
    words: words(500).optional(),
  })
  .openapi('InboxStep')

export const AnswerGiven = z
  .strictObject({ words: words(1000), seen: pairIn('msg').optional() })
  .openapi('AnswerGiven')

export const AnswerOut: z.ZodType<AnswerWire> = z
  .object({ id: pairOut('trt'), channel: z.enum(CHANNELS), undo_until: InstantOut })
  .openapi('AnswerPlanned')

export const MeaningGiven = z.strictObject({ class: z.enum(HEARD) }).openapi('Meaning')
export const MeaningOut: z.ZodType<MeaningWire> = z
  .object({ taken_back: z.int(), effects: z.array(z.string()) })
  .openapi('MeaningKept')

export const MessageParams = z.strictObject({ id: idIn('case'), message_id: pairIn('msg') })
export const AnswerParams = z.strictObject({ id: idIn('case'), answer_id: pairIn('trt') })
export const ArrivalParams = z.strictObject({ id: idIn('arv') })
