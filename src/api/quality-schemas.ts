import { z } from '@hono/zod-openapi'
import { QUALITY_VIEWS } from '../store/quality-read.ts'
import {
  CursorIn,
  DayIn,
  DayOut,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  PAGE_IN,
  pairIn,
  pairOut,
  words,
} from './schemas.ts'
import type {
  FindingWire,
  NotesWire,
  PrecisionWire,
  QualityDetail,
  QualityPage,
  QualityRow,
  SampleAnswer,
  TranscriptAnswer,
} from './wire-quality.ts'

export const CallParams = z.strictObject({ id: pairIn('ctc') })

export const QualityQuery = z.strictObject({
  ...LANG,
  view: z.enum(QUALITY_VIEWS).optional(),
  limit: LimitIn.optional(),
  cursor: CursorIn.optional(),
})

const FINDING_ID = /^[0-9]{1,18}\.[0-9]{1,9}$/

export const Finding: z.ZodType<FindingWire> = z
  .object({
    id: z.string(),
    kind: z.enum(['said', 'unrecorded']),
    fault: z.string(),
    turn: z.int(),
    from: z.int(),
    to: z.int(),
    words: z.string(),
    what: z.string(),
    right: z.string(),
    agrees: z.boolean().nullable(),
  })
  .openapi('QualityFinding')

export const TranscriptGiven = z
  .strictObject({
    text: z.string().min(1).max(200_000),
    recording_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .openapi('TranscriptGiven')
export const TranscriptOut: z.ZodType<TranscriptAnswer> = z
  .object({
    turns: z.int(),
    findings: z.array(Finding),
    stopped: z.array(z.object({ code: z.string(), name: z.string() })),
    is_new: z.boolean(),
  })
  .openapi('TranscriptTaken')

const ROW = {
  id: pairOut('ctc'),
  case_id: idOut('case'),
  name: z.string(),
  on: DayOut,
  made_by: z.string(),
  is_own: z.boolean(),
  assigned_to: z.string().nullable(),
  is_mine: z.boolean(),
  why: z.array(z.enum(['sample', 'finding'])),
  findings: z.int(),
  has_transcript: z.boolean(),
  outcome: z.string().nullable(),
  reviews: z.int(),
}
const Row: z.ZodType<QualityRow> = z.object(ROW).openapi('QualityRow')
export const PageOut: z.ZodType<QualityPage> = z
  .object({
    items: z.array(Row),
    next_cursor: z.string().nullable(),
    open: z.int(),
    mine: z.int(),
  })
  .openapi('QualityPage')

const REVIEW = {
  by: z.string(),
  at: InstantOut,
  points: z.int(),
  most: z.int(),
  note: z.string().nullable(),
}
export const NotesQuery = z.strictObject({ ...PAGE_IN, ...LANG })
export const NotesOut: z.ZodType<NotesWire> = z
  .object({
    items: z.array(z.object({ ...REVIEW, case_id: idOut('case'), name: z.string(), on: DayOut })),
    next_cursor: z.string().nullable(),
  })
  .openapi('QualityNotes')

export const Turn: z.ZodType<QualityDetail['turns'][number]> = z
  .object({ speaker: z.enum(['collector', 'borrower', 'other']), text: z.string() })
  .openapi('CallTurn')

export const DetailOut: z.ZodType<QualityDetail> = z
  .object({
    row: Row,
    turns: z.array(Turn),
    recording_sha256: z.string().nullable(),
    findings: z.array(Finding),
    answers: z.array(z.object({ at: InstantOut, step: z.string(), chosen: z.string() })),
    reviews: z.array(z.object(REVIEW)),
    card: z.object({
      name: z.string(),
      version: z.int(),
      title: z.string(),
      criteria: z.array(
        z.object({ id: z.string(), name: z.string(), hint: z.string(), most: z.int() }),
      ),
    }),
    blocked: z.string().nullable(),
  })
  .openapi('QualityDetail')

export const ReviewGiven = z
  .strictObject({
    points: z.record(z.string().regex(/^[a-z_]{1,40}$/), z.int().min(0).max(10)),
    note: words(2000).optional(),
    verdicts: z
      .array(
        z.strictObject({
          finding: z
            .string()
            .regex(FINDING_ID)
            .transform((text) => {
              const [transcript = '', no = ''] = text.split('.')
              return { transcriptId: BigInt(transcript), findingNo: Number(no) }
            }),
          agrees: z.boolean(),
        }),
      )
      .max(500),
  })
  .openapi('ReviewGiven')
export const ReviewOut = z.object({ points: z.int(), most: z.int() }).openapi('ReviewKept')

export const SampleGiven = z
  .strictObject({
    day: DayIn,
    /** In per cent. */
    rate: z.number().min(0).max(100).optional(),
    least: z.int().min(0).max(1000).optional(),
  })
  .openapi('SampleGiven')
export const SampleOut: z.ZodType<SampleAnswer> = z
  .object({ calls: z.int(), drawn: z.int(), added: z.int() })
  .openapi('SampleDrawn')

export const PrecisionOut: z.ZodType<PrecisionWire> = z
  .object({
    items: z.array(
      z.object({ fault: z.string(), name: z.string(), agreed: z.int(), disagreed: z.int() }),
    ),
  })
  .openapi('QualityPrecision')
