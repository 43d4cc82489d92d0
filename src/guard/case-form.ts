import { z } from 'zod'
import { Clock, DayText, LocalTime } from './form.ts'
import {
  CONTENT_FACTS,
  DEBT_KINDS,
  DEBT_STATUSES,
  FIRM_KINDS,
  MARKS,
  MEDIA,
  NOTICES,
  PLACE_KINDS,
  PROCEEDINGS,
  PURPOSES,
  REPRESENTATIVES,
  RESULTS,
} from './vocabulary.ts'

const PartyName = z
  .string()
  .regex(/^[a-z_]+(:[A-Za-z0-9_-]+)?$/, "not a party such as 'relative:R1'")
const Place = z.enum(['home', 'work'])
const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])

const Past = z.strictObject({
  id: z.string().optional(),
  at: LocalTime,
  channel: z.enum(MEDIA).optional(),
  direction: z.enum(['in', 'out']).optional(),
  party: PartyName.optional(),
  by: z.string().optional(),
  result: z.enum([...RESULTS, 'unknown']),
  address: z.int().optional(),
  address_kind: z.enum(PLACE_KINDS).optional(),
  account: z.int().optional(),
  purpose: z.enum(PURPOSES).optional(),
  notice: z.enum(NOTICES).optional(),
  undeliverable: DayText.optional(),
  reply_to: z.string().optional(),
  marks: z.array(z.enum(MARKS)).optional(),
  times: z.int().min(1).max(50).optional(),
})

const Hold = z.strictObject({
  reason: z.string(),
  from: DayText,
  sent: DayText.optional(),
  /** The first day on which it no longer holds. */
  until: DayText.optional(),
  ended: DayText.optional(),
  written: z.boolean().optional(),
  account: z.int().optional(),
})

const Consent = z.strictObject({
  scope: z.enum(['contact', 'extra_calls']).optional(),
  channel: z.union([z.enum(MEDIA), z.literal('any')]).optional(),
  address: z.int().optional(),
  given: z.boolean(),
  at: LocalTime,
  until: LocalTime.optional(),
  party: PartyName.optional(),
  to: z.string().optional(),
})

const Wish = z.strictObject({
  kind: z.enum([
    'inconvenient_time',
    'inconvenient_place',
    'agreed_time',
    'needs_time',
    'another_time',
  ]),
  at: LocalTime,
  days: z.array(Weekday).min(1).optional(),
  from: Clock.optional(),
  to: Clock.optional(),
  place: Place.optional(),
  until: DayText.optional(),
  by: z.string().optional(),
})

const Known = z.boolean()
const Borrower = z.strictObject({
  deceased: Known.optional(),
  minor: Known.optional(),
  cannot_pay: Known.optional(),
  family_violence: Known.optional(),
  seriously_ill: Known.optional(),
  reachable: Known.optional(),
  employer_forbids: Known.optional(),
  work_hours: z
    .strictObject({ from: Clock, until: Clock, days: z.array(Weekday).min(1) })
    .optional(),
  inherited_minor: z.int().optional(),
  representative: z
    .strictObject({
      kind: z.enum(REPRESENTATIVES),
      contact_known: z.boolean().optional(),
      consents_to_direct: z.boolean().optional(),
      instructed: z.boolean().optional(),
    })
    .optional(),
})

/** A case is judged by its own rule alone; what it leaves out is the plain everyday fact. */
export const RuleCase = z.strictObject({
  name: z.string().optional(),
  /** The day on which the law is read; the day of `at` where it is left out. */
  on: DayText.optional(),
  at: LocalTime,
  zones: z.array(z.string()).min(1).optional(),
  channel: z.enum(MEDIA).optional(),
  to: PartyName.optional(),
  purpose: z.enum(PURPOSES).optional(),
  address: z.int().optional(),
  address_kind: z.enum(PLACE_KINDS).optional(),
  reply_to: z.string().optional(),
  firm: z.enum(FIRM_KINDS).optional(),
  voice: z.enum(['person', 'artificial']).optional(),
  automated: z.boolean().optional(),
  joint: z.boolean().optional(),
  amount_minor: z.int().optional(),
  /** Facts of the content that are not as they should be, or that matter: the others are all right. */
  content: z
    .strictObject({
      collector_disclosure: z.enum(['initial', 'later', 'none']).optional(),
      opt_out: z
        .enum(['reply_word', 'link', 'postal_only', 'phone_only', 'unlinked_site', 'none'])
        .optional(),
      addressed_to: z.enum(['named', 'occupier', 'same_name']).optional(),
      yes: z.array(z.enum(CONTENT_FACTS)).optional(),
      no: z.array(z.enum(CONTENT_FACTS)).optional(),
    })
    .optional(),
  visit: z
    .strictObject({
      people: z.int().optional(),
      place: Place.optional(),
      prior_notice: Known.optional(),
      invited: Known.optional(),
      other_means_tried: Known.optional(),
      entry_consent: Known.optional(),
    })
    .optional(),
  borrower: Borrower.optional(),
  debt: z
    .strictObject({
      kind: z.enum(DEBT_KINDS).optional(),
      status: z.enum(DEBT_STATUSES).optional(),
      secured: z.boolean().optional(),
      non_performing: z.boolean().optional(),
      assigned: DayText.optional(),
    })
    .optional(),
  history: z.array(Past).optional(),
  holds: z.array(Hold).optional(),
  consents: z.array(Consent).optional(),
  wishes: z.array(Wish).optional(),
  plans: z
    .array(
      z.strictObject({
        from: DayText,
        performing: z.boolean(),
        reviewable: z.boolean().optional(),
        last_review: DayText.optional(),
        reminders: z.boolean().optional(),
      }),
    )
    .optional(),
  proceedings: z
    .array(
      z.strictObject({
        on: DayText,
        kind: z.enum(PROCEEDINGS),
        ground: z.enum(['cannot_pay', 'time_or_manner', 'debt_denied']).optional(),
      }),
    )
    .optional(),
  public_holidays: z.array(DayText).optional(),
  visits_allowed: z.int().optional(),
  /** 'silent': not in force, or about something else. */
  expect: z.enum(['allow', 'defer', 'deny', 'silent']),
  until: LocalTime.optional(),
  flags: z.array(z.string()).optional(),
})

export type RuleCase = z.infer<typeof RuleCase>
