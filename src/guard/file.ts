import { z } from 'zod'
import { parseDay } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'

/** The form of a rule's file in `law/`: one rule, its source, its dated values, its own cases. */

const Words = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })
const DayText = z.string().refine((text) => parseDay(text) !== undefined, 'not a day YYYY-MM-DD')
const RuleId = z.string().regex(/^[a-z]+(-[a-z]+)*(\.[a-z0-9-]+)+$/, 'not a rule id')
const ChannelName = z.enum(CHANNELS)
const Minutes = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, "not hours such as '08:00-21:00'")
  .refine(
    (text) => text.slice(0, 5) < text.slice(6) && text.slice(6) <= '24:00',
    'hours that end before they begin',
  )
const DayHours = z.union([z.literal('closed'), Minutes])

const Covers = z.strictObject({
  channels: z.array(ChannelName).min(1),
  audience: z.array(z.enum(['borrower', 'third_party'])).min(1),
  firms: z.array(z.enum(['creditor', 'agency'])).min(1),
  purposes: z.array(z.enum(['collect', 'receipt', 'statutory'])).min(1),
  /** For calls: rules that bind a synthetic or recorded voice alone. */
  voices: z
    .array(z.enum(['person', 'artificial']))
    .min(1)
    .optional(),
  /** Speaks only where the person may be in one of several zones. */
  several_zones: z.literal(true).optional(),
})

const Result = z.enum(['delivered', 'not_connected', 'unanswered', 'voicemail', 'conversation'])
const Per = z.enum(['account', 'borrower', 'address'])

const OpenHours = z.strictObject({
  weekdays: DayHours,
  saturday: DayHours,
  sunday: DayHours,
  closed_on: z
    .array(
      z.union([
        z.strictObject({
          name: Words,
          date: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
        }),
        z.strictObject({ name: Words, days_after_easter: z.int().min(-60).max(60) }),
      ]),
    )
    .optional(),
})

const Cap = z.strictObject({
  times: z.int().min(1).max(99),
  /** Local calendar days, the day itself included. */
  days: z.int().min(1).max(366).optional(),
  calendar: z.enum(['week', 'month']).optional(),
  per: Per,
  results: z.array(Result).min(1),
  exempt: RuleId.optional(),
})

const QuietAfter = z.strictObject({
  days: z.int().min(1).max(366),
  per: z.enum(['account', 'borrower']),
  results: z.array(Result).min(1),
  directions: z.array(z.enum(['in', 'out'])).min(1),
  exempt: RuleId.optional(),
})

const Hold = z.strictObject({
  reasons: z.array(z.string().regex(/^[a-z_]+$/)).min(1),
  /** Only a hold that came in writing counts. */
  written: z.literal(true).optional(),
  /** How long such a hold lasts by itself where no end is recorded. */
  lasts: z
    .strictObject({ days: z.int().min(1).max(366), first: z.enum(['same_day', 'next_day']) })
    .optional(),
})

const Consent = z.strictObject({ needs: z.enum(['not_refused', 'given']) })
const Audience = z.strictObject({ only: z.literal('borrower') })
const Disclosure = z.strictObject({
  says: z.array(z.enum(['who_we_are', 'how_to_check', 'how_to_stop', 'the_debt'])).min(1),
})
const Exempt = z.strictObject({
  results: z.array(Result),
  consent_days: z.int().min(1).max(366).optional(),
})

const FirmKind = z.enum(['creditor', 'agency'])
const CoverageRule = z.strictObject({ binds: z.array(FirmKind).min(1) })

/** The value in force from each day on; null: no longer in force from that day on. */
const dated = <T extends z.ZodType>(value: T) =>
  z
    .record(DayText, value.nullable())
    .refine((days) => Object.keys(days).length > 0, 'no dated value')

export const PRIMITIVES = [
  'hold',
  'consent',
  'open_hours',
  'quiet_after',
  'cap',
  'exempt',
  'audience',
  'disclosure',
  'coverage',
] as const

const Part = z
  .strictObject({
    /** Tells caps of one rule apart, in slots and in words. */
    name: z
      .string()
      .regex(/^[a-z]+$/)
      .optional(),
    covers: Covers.partial().optional(),
    open_hours: dated(OpenHours).optional(),
    cap: dated(
      Cap.refine(
        (cap) => cap.days !== undefined || cap.calendar !== undefined,
        'a cap needs days or calendar',
      ),
    ).optional(),
    quiet_after: dated(QuietAfter).optional(),
    hold: dated(Hold).optional(),
    consent: dated(Consent).optional(),
    audience: dated(Audience).optional(),
    disclosure: dated(Disclosure).optional(),
    exempt: dated(Exempt).optional(),
    coverage: dated(CoverageRule).optional(),
  })
  .refine((part) => PRIMITIVES.filter((name) => part[name] !== undefined).length === 1, {
    error: `a part says exactly one of ${PRIMITIVES.join(', ')}`,
  })

const LocalTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'not a local time YYYY-MM-DDTHH:MM')

/** A case is judged by its own rule alone; what it leaves out is the plain everyday fact. */
const Case = z.strictObject({
  name: z.string().optional(),
  /** The day on which the law is read; the day of `at` where it is left out. */
  on: DayText.optional(),
  at: LocalTime,
  zones: z.array(z.string()).min(1).optional(),
  channel: ChannelName.optional(),
  audience: z.enum(['borrower', 'third_party']).optional(),
  purpose: z.enum(['collect', 'receipt', 'statutory']).optional(),
  firm: z.enum(['creditor', 'agency']).optional(),
  voice: z.enum(['person', 'artificial']).optional(),
  says: z.array(z.enum(['who_we_are', 'how_to_check', 'how_to_stop', 'the_debt'])).optional(),
  history: z
    .array(
      z.strictObject({
        at: LocalTime,
        channel: ChannelName.optional(),
        direction: z.enum(['in', 'out']).optional(),
        result: z.union([Result, z.literal('unknown')]),
        address: z.int().optional(),
        account: z.int().optional(),
        times: z.int().min(1).max(50).optional(),
      }),
    )
    .optional(),
  holds: z
    .array(
      z.strictObject({
        reason: z.string(),
        from: DayText,
        until: DayText.optional(),
        written: z.boolean().optional(),
        account: z.int().optional(),
      }),
    )
    .optional(),
  consents: z
    .array(
      z.strictObject({
        scope: z.enum(['contact', 'extra_calls']).optional(),
        channel: z.union([ChannelName, z.literal('any')]).optional(),
        address: z.int().optional(),
        given: z.boolean(),
        at: LocalTime,
        until: LocalTime.optional(),
      }),
    )
    .optional(),
  /** 'silent': not in force, or about something else. */
  expect: z.enum(['allow', 'defer', 'deny', 'silent']),
  until: LocalTime.optional(),
})

export const RuleFile = z.strictObject({
  id: RuleId,
  title: Words,
  source: z.array(z.strictObject({ title: z.string().min(1), href: z.string().min(1) })).min(1),
  strength: z.enum(['prohibited', 'presumed', 'advised', 'factor']),
  /** How the pack's author knows it. 'house': no law, but what this house does by itself. */
  mark: z.enum(['primary', 'verbatim', 'secondary', 'unverified', 'house']),
  /** What the author leaves open, in a sentence. */
  note: z.string().optional(),
  /** The zone of the cases. */
  zone: z.string(),
  covers: Covers,
  says: z.array(Part).min(1),
  cases: z.array(Case).min(2),
})

export type RuleFile = z.infer<typeof RuleFile>
export type RulePart = RuleFile['says'][number]
export type RuleCase = RuleFile['cases'][number]
