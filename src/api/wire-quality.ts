import type { CaseId, DayText, InstantText, Language } from './wire-parts.ts'
import type { ContactId, Named } from './wire-work.ts'

/** What goes over the wire about what is said in calls: scripts, transcripts and the review of both. */

export type ScriptChoice = { readonly answer: string; readonly words: string }

// GET /v1/contacts/{id}/script
export type ScriptWire = {
  readonly script: {
    readonly name: string
    readonly version: number
    readonly title: string
  }
  /** The language that the words are in: the borrower's. */
  readonly language: Language
  /** Where the call stands: an answer names it, so that a key pressed twice answers once. */
  readonly at: string
  readonly kind: 'say' | 'identity' | 'options' | 'end' | 'care' | 'ended'
  readonly words: string | null
  /** It is known that this is the borrower: only then the words tell of the debt. */
  readonly confirmed: boolean
  readonly choices: readonly ScriptChoice[]
  /** What somebody may say at any step. */
  readonly exits: readonly ScriptChoice[]
  readonly cares: readonly ScriptChoice[]
  readonly can_go_back: boolean
  /** How the call ended, as the script says; null: it goes on. */
  readonly ends: Named | null
  /** Somebody else takes over at once. */
  readonly to_person: boolean
  /** What the typed words were taken for, in words; null: nothing was typed, or it meant nothing here. */
  readonly heard: string | null
}
export type ScriptPage = { readonly now: ScriptWire | null }

// POST /v1/contacts/{id}/script/answers {at, answer} or {at, typed} (Idempotency-Key) -> 201 ScriptWire
export type ScriptAnswerBody =
  | { readonly at: string; readonly answer: string }
  | { readonly at: string; readonly typed: string }

export type FindingWire = {
  readonly id: string
  readonly kind: 'said' | 'unrecorded'
  readonly fault: string
  readonly turn: number
  readonly from: number
  readonly to: number
  readonly words: string
  readonly what: string
  readonly right: string
  /** What this person said of it; null: nothing yet. */
  readonly agrees: boolean | null
}

// POST /v1/contacts/{id}/transcripts {text, recording_sha256} -> 201
export type TranscriptBody = { readonly text: string; readonly recording_sha256: string }
export type TranscriptAnswer = {
  readonly turns: number
  readonly findings: readonly FindingWire[]
  /** What the borrower said and nobody had recorded, which was done at once. */
  readonly stopped: readonly Named[]
  readonly is_new: boolean
}

export type QualityRow = {
  readonly id: ContactId
  readonly case_id: CaseId
  readonly name: string
  readonly on: DayText
  readonly made_by: string
  readonly is_own: boolean
  readonly assigned_to: string | null
  readonly is_mine: boolean
  readonly why: readonly ('sample' | 'finding')[]
  readonly findings: number
  readonly has_transcript: boolean
  readonly outcome: string | null
  readonly reviews: number
}

// GET /v1/quality?view=&day= -> 200
export type QualityPage = {
  readonly items: readonly QualityRow[]
  readonly next_cursor: string | null
  readonly open: number
  readonly mine: number
}

export type CardWire = {
  readonly name: string
  readonly version: number
  readonly title: string
  readonly criteria: readonly {
    readonly id: string
    readonly name: string
    readonly hint: string
    readonly most: number
  }[]
}

export type ReviewWire = {
  readonly by: string
  readonly at: InstantText
  readonly points: number
  readonly most: number
  readonly note: string | null
}

// GET /v1/quality/{id}
export type QualityDetail = {
  readonly row: QualityRow
  readonly turns: readonly {
    readonly speaker: 'collector' | 'borrower' | 'other'
    readonly text: string
  }[]
  readonly recording_sha256: string | null
  readonly findings: readonly FindingWire[]
  readonly answers: readonly {
    readonly at: InstantText
    readonly step: string
    readonly chosen: string
  }[]
  readonly reviews: readonly ReviewWire[]
  readonly card: CardWire
  /** Why this person may not review it, in words; null where they may. */
  readonly blocked: string | null
}

// GET /v1/quality/notes: what reviewers wrote to this person about their own calls
export type NotesWire = {
  readonly items: readonly (ReviewWire & {
    readonly case_id: CaseId
    readonly name: string
    readonly on: DayText
  })[]
  readonly next_cursor: string | null
}

// POST /v1/quality/{id}/reviews (Idempotency-Key) -> 201
export type ReviewBody = {
  readonly points: Readonly<Record<string, number>>
  readonly note?: string
  readonly verdicts: readonly { readonly finding: string; readonly agrees: boolean }[]
}

// POST /v1/quality/samples {day, rate?, least?} -> 201
export type SampleBody = { readonly day: DayText; readonly rate?: number; readonly least?: number }
export type SampleAnswer = {
  readonly calls: number
  readonly drawn: number
  readonly added: number
}

// GET /v1/quality/precision
export type PrecisionWire = {
  readonly items: readonly {
    readonly fault: string
    readonly name: string
    readonly agreed: number
    readonly disagreed: number
  }[]
}
