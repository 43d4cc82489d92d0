import { STOPS } from '../core/care/stops.ts'
import { z } from '@hono/zod-openapi'
import { CHANGE_KINDS } from '../store/change-calendar.ts'
import { LOOKS } from '../store/looks.ts'
import { RuleIn } from './compliance-schemas.ts'
import {
  Channels,
  CursorIn,
  DayIn,
  DayOut,
  HOLD_REASONS,
  idIn,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  pageOf,
  pairOut,
  TOTALS,
  words,
} from './schemas.ts'
import type {
  AccessReviewsWire,
  AccessReviewWire,
  ChangesWire,
  HoldsBoard,
  LooksPage,
  NearMissesWire,
  RuleStop,
  RuleStopsWire,
} from './wire-compliance.ts'

export const StopsQuery = z.strictObject({ ...LANG, on: DayIn.optional() })
export const StopsParams = z.strictObject({ id: RuleIn })

const Stop: z.ZodType<RuleStop> = z
  .object({
    decision_id: pairOut('vrd').nullable(),
    case_id: idOut('case'),
    name: z.string(),
    channel: Channels,
    at: InstantOut,
    until: InstantOut.nullable(),
    sentence: z.string(),
    numbers: z.array(z.object({ name: z.string(), value: z.string() })),
  })
  .openapi('RuleStop')

export const StopsOut: z.ZodType<RuleStopsWire> = z
  .object({
    rule: z.string(),
    on: DayOut,
    from: z.enum(['kept', 'asked_now']),
    asked: z.int(),
    stopped: z.array(Stop),
    let_through: z.array(Stop),
  })
  .openapi('RuleStops')

export const HoldsQuery = z.strictObject({
  ...LANG,
  at: DayIn.optional(),
  reason: z.enum(HOLD_REASONS).optional(),
  lapse_by: DayIn.optional(),
  ...TOTALS,
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
})

export const HoldsOut: z.ZodType<HoldsBoard> = z
  .object({
    at: DayOut,
    counts: z.array(
      z.object({ reason: z.string(), name: z.string(), holds: z.int(), people: z.int() }),
    ),
    items: z.array(
      z.object({
        id: z.string(),
        case_id: idOut('case'),
        name: z.string(),
        account_ref: z.string().nullable(),
        reason: z.string(),
        reason_name: z.string(),
        from_on: DayOut,
        until_on: DayOut.nullable(),
        days_left: z.int().nullable(),
        source: z.string(),
        written: z.boolean(),
        stop_names: z.array(z.string()),
        recorded_at: InstantOut,
        taken_back: z.int(),
        receipts: z.array(
          z.object({
            stops: z.enum(STOPS),
            name: z.string(),
            state: z.enum(['confirmed', 'open', 'waits', 'none', 'outside']),
            sentence: z.string(),
          }),
        ),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .openapi('HoldsBoard')

export const NearQuery = z.strictObject({
  ...LANG,
  on: DayIn.optional(),
  rule: RuleIn.optional(),
  minutes: z
    .string()
    .regex(/^[1-9][0-9]?$/)
    .transform(Number)
    .openapi({ type: 'integer', minimum: 1, maximum: 99 })
    .optional(),
})

export const NearOut: z.ZodType<NearMissesWire> = z
  .object({
    on: DayOut,
    minutes: z.int(),
    rules: z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        asked: z.int(),
        last_slots: z.int(),
        deferred: z.int(),
        denied: z.int(),
      }),
    ),
    items: z.array(
      z.object({
        kind: z.enum(['last_slot', 'near_close', 'near_open']),
        decision_id: pairOut('vrd'),
        case_id: idOut('case'),
        name: z.string(),
        channel: Channels,
        at: InstantOut,
        rule: z.string().nullable(),
        title: z.string().nullable(),
        used: z.int().nullable(),
        times: z.int().nullable(),
        minutes: z.int().nullable(),
      }),
    ),
  })
  .openapi('NearMisses')

export const LooksQuery = z.strictObject({
  ...LANG,
  case_id: idIn('case').optional(),
  from: DayIn.optional(),
  to: DayIn.optional(),
  kind: z.enum(LOOKS).optional(),
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
})

export const LooksOut: z.ZodType<LooksPage> = pageOf(
  z.object({
    id: z.string(),
    kind: z.enum(LOOKS),
    at: InstantOut,
    case_id: idOut('case'),
    name: z.string(),
    by: z.string(),
    role: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  'LooksPage',
)

const Review: z.ZodType<AccessReviewWire> = z
  .object({
    month: DayOut,
    looks: z.int(),
    role_changes: z.int().nullable(),
    words: z.string(),
    reviewed_by: z.string(),
    reviewed_at: InstantOut,
    signed_by: z.string().nullable(),
    signed_at: InstantOut.nullable(),
    is_own: z.boolean(),
  })
  .openapi('AccessReview')

export const ReviewsOut: z.ZodType<AccessReviewsWire> = z
  .object({
    month: DayOut,
    role_changes: z.int(),
    people: z.array(
      z.object({
        by: z.string(),
        kind: z.enum(LOOKS),
        looks: z.int(),
        people: z.int(),
        without_reason: z.int(),
      }),
    ),
    reviews: z.array(Review),
  })
  .openapi('AccessReviews')

/** A month is named by its first day. */
const MonthIn = DayIn.refine((text) => text.endsWith('-01'))
export const ReviewGiven = z
  .strictObject({ month: MonthIn, words: words(1000) })
  .openapi('AccessReviewGiven')
export const SignGiven = z.strictObject({ month: MonthIn }).openapi('AccessReviewSigned')
export const MonthOut = z.object({ month: DayOut }).openapi('AccessReviewMonth')

export const ChangesQuery = z.strictObject({
  ...LANG,
  from: DayIn.optional(),
  to: DayIn.optional(),
  kind: z.enum(CHANGE_KINDS).optional(),
})

export const ChangesOut: z.ZodType<ChangesWire> = z
  .object({
    from: DayOut,
    to: DayOut,
    today: DayOut,
    items: z.array(
      z.object({
        kind: z.enum(CHANGE_KINDS),
        on: DayOut,
        name: z.string(),
        version: z.int().nullable(),
        what: z.string(),
        proposed_by: z.string().nullable(),
        approved_by: z.string().nullable(),
        state: z.enum(['done', 'waiting', 'declined', 'withdrawn']),
      }),
    ),
  })
  .openapi('ChangesCalendar')
