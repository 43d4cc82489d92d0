import type { Channel } from '../core/channel.ts'
import type { CaseId, DayText, InstantText, Language, MoneyWire } from './wire-parts.ts'

export type MessageId = `msg_${string}`
export type AnswerId = `trt_${string}`
export type ArrivalId = `arv_${string}`

export type InboxItem = {
  readonly case_id: CaseId
  readonly name: string
  readonly language: Language
  readonly state: 'open' | 'taken' | 'answered' | 'closed'
  /** 9 first: a life may be at risk. */
  readonly urgency: number
  readonly class: string
  readonly class_name: string
  readonly certainty: 'sure' | 'unsure'
  readonly channel: Channel
  readonly words: string
  readonly waiting_since: InstantText
  readonly taken_by: string | null
  readonly is_mine: boolean
}

export type InboxPage = {
  readonly items: readonly InboxItem[]
  readonly next_cursor: string | null
  readonly waiting: number
  readonly urgent: number
  readonly unmatched: number
}

export type HeardWire = {
  readonly class: string
  readonly name: string
  readonly certainty: 'sure' | 'unsure'
  readonly words: string
}

export type MessageWire = {
  readonly id: MessageId
  readonly class: string
  readonly class_name: string
  readonly heard: readonly HeardWire[]
  /** Who heard it: a listener, or a person. */
  readonly heard_by: string
  readonly effects: readonly { readonly words: string; readonly taken_back: boolean }[]
  /** What may be agreed from it, by a person. */
  readonly promise: {
    readonly amount: MoneyWire | null
    readonly part: 'half' | 'all' | null
    readonly due_on: DayText | null
  } | null
  readonly call: {
    readonly from: string | null
    readonly until: string | null
    readonly on: DayText | null
  } | null
  readonly automatic: 'bounce' | 'auto_reply' | null
  readonly found_by: string
}

export type ThreadItem = {
  readonly id: string
  readonly at: InstantText
  readonly direction: 'in' | 'out'
  readonly channel: Channel
  readonly state: string
  readonly state_name: string
  readonly template: string | null
  readonly who: string
  readonly words: string | null
  readonly message: MessageWire | null
  /** It may still be taken back. */
  readonly undo: AnswerId | null
}

export type ThreadPage = {
  readonly items: readonly ThreadItem[]
  readonly next_cursor: string | null
  readonly name: string
  readonly language: Language
  readonly state: InboxItem['state'] | null
  readonly taken_by: string | null
  readonly is_mine: boolean
  readonly seen: MessageId | null
  /** Why nothing can be typed now; null: it can. */
  readonly blocked: string | null
}

export type UnmatchedItem = {
  readonly id: ArrivalId
  readonly channel: Channel
  /** Masked, as every address is. */
  readonly sender: string
  readonly words: string
  readonly class: string
  readonly class_name: string
  readonly urgency: number
  readonly stops: boolean
  readonly received_at: InstantText
  /** Who shares the address. */
  readonly candidates: readonly { readonly case_id: CaseId; readonly name: string }[]
}

export type StepBody = {
  readonly state: 'taken' | 'closed' | 'open'
  readonly seen?: MessageId
  readonly words?: string
}

export type AnswerBody = { readonly words: string; readonly seen?: MessageId }
export type AnswerWire = {
  readonly id: AnswerId
  readonly channel: Channel
  /** Until then it can be taken back. */
  readonly undo_until: InstantText
}

export type MeaningBody = { readonly class: string }
export type MeaningWire = { readonly taken_back: number; readonly effects: readonly string[] }
