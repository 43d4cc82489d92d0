import type { CaseId, DayText, InstantText } from './wire-parts.ts'

/** Letters on paper: batches for the print house, and what became of each letter. */

export const LETTER_STATES = [
  'to_approve',
  'batched',
  'withdrawn',
  'handed_over',
  'returned',
] as const
export const BATCH_STATES = ['open', 'closed', 'ready', 'handed_over', 'void'] as const
export const RETURN_WHYS = [
  'moved',
  'unknown',
  'refused',
  'deceased',
  'insufficient',
  'unclaimed',
  'other',
] as const

// GET /v1/letter-batches?cursor=&limit=
export type LetterBatchWire = {
  readonly number: string
  /** As its folder is called. */
  readonly name: string
  readonly made_on: DayText
  readonly state: (typeof BATCH_STATES)[number]
  readonly closed_at: InstantText | null
  /** null: letters come and go until it is closed. */
  readonly letters: number | null
  readonly pages: number | null
}

// GET /v1/letter-batches/{number}/manifest
export type LetterManifestWire = { readonly name: string; readonly csv: string }

// GET /v1/letters?batch=&state=&cursor=&limit=
export type LetterWire = {
  /** As its file is called. */
  readonly key: string
  readonly case_id: CaseId
  readonly name: string
  readonly account_ref: string
  readonly kind: string
  readonly kind_name: string
  readonly state: (typeof LETTER_STATES)[number]
  /** Why it was withdrawn or came back. */
  readonly why: string | null
  readonly batch: string | null
  readonly pages: number
  readonly place: string
  readonly sha256: string
  readonly set_at: InstantText
  readonly handed_over_on: DayText | null
  readonly returned_on: DayText | null
}

// POST /v1/letters/{key}/looks
export type LetterPdfWire = {
  readonly name: string
  readonly sha256: string
  /** The very bytes that were printed. */
  readonly base64: string
}

// POST /v1/letters/{key}/returns
export type LetterReturnBody = {
  readonly on: DayText
  readonly reason: (typeof RETURN_WHYS)[number]
}
