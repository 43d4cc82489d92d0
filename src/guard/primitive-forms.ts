import { z } from 'zod'
import { Minutes, RuleId, Words, YearlyForm, oneOf } from './form.ts'
import {
  CONTENT_FACTS,
  FIRM_KINDS,
  FLAGS,
  HOLD_REASONS,
  NOTICES,
  REPRESENTATIVES,
  RESULTS,
  ROLES,
  ROLE_GROUPS,
} from './vocabulary.ts'

/** The closed set of things that a rule can say. What is law is a value here; what is ours is code. */

const Result = z.enum(RESULTS)
const Days = z.int().min(1).max(400)
const DayHours = z.union([z.literal('closed'), Minutes])
/** Local calendar days, the day itself included; or a calendar week (Monday first) or month. */
const window = { days: Days.optional(), calendar: z.enum(['week', 'month']).optional() }
/** 'firm': this firm's own; 'group': the lender's and those of everybody who collects for it. */
const Of = z.enum(['firm', 'group'])

const OpenHours = z.strictObject({
  weekdays: DayHours,
  saturday: DayHours,
  sunday: DayHours,
  closed_on: z.array(YearlyForm).optional(),
  /** Closed on the public holidays of the borrower's place too. */
  public_holidays: z.literal(true).optional(),
  /** Kept in this zone besides those of the person. */
  also_in: z.string().optional(),
  /** Known working hours of the person stand in the place of these. */
  known_work_hours: z.literal(true).optional(),
  /** Hours agreed with the person are open too: with this firm itself, or with any of the group. */
  agreed: Of.optional(),
  /** Not where the agreement was made in a contact that these hours had already closed. */
  agreed_lawfully: z.literal(true).optional(),
})

/** Times, places and pauses that the person asked to be spared. */
const Wish = z.strictObject({
  honours: z.array(z.enum(['times', 'places', 'pauses', 'visit_times'])).min(1),
  /** One answer to what the person began then and there, by the same medium. */
  answer: z.literal('same_medium').optional(),
})

const Cap = z
  .strictObject({
    times: z.int().min(1).max(99),
    ...window,
    /** What it counts, in the words of the rule. */
    unit: z.enum(['call', 'conversation', 'attempt', 'contact', 'visit']),
    /** 'debt': loans served under one number are one; 'account': an account's debts are one. */
    per: z.enum(['debt', 'account', 'borrower', 'address']),
    results: z.array(Result).min(1),
    of: Of.optional(),
    /** Counted across tenants too, by the person: a lender's agencies may be elsewhere. */
    shared: z.literal(true).optional(),
    exempt: RuleId.optional(),
    /** A listed ground lets it through, with a flag. */
    rebuttable: z.literal(true).optional(),
    /** Messages of one thread, resting no more business days than this, are one. */
    thread_business_days: z.int().min(1).max(10).optional(),
    /** An answer to what the person began, or asked for, is not stopped. */
    invited: z.literal(true).optional(),
    /** Not counted against a person who agreed to be reached this way. */
    unless_consent: z.literal(true).optional(),
  })
  .refine(
    (cap) => cap.days !== undefined || cap.calendar !== undefined,
    'a cap needs days or calendar',
  )

const QuietAfter = z.strictObject({
  days: Days,
  per: z.enum(['debt', 'account', 'borrower']),
  results: z.array(Result).min(1),
  directions: z.array(z.enum(['in', 'out'])).min(1),
  of: Of.optional(),
  exempt: RuleId.optional(),
  rebuttable: z.literal(true).optional(),
  invited: z.literal(true).optional(),
})

const Hold = z.strictObject({
  reasons: z.array(z.enum(HOLD_REASONS)).min(1),
  /** Only a hold that came in writing counts. */
  written: z.literal(true).optional(),
  /** How long such a hold lasts by itself where no end is recorded. */
  lasts: z.strictObject({ days: Days, first: z.enum(['same_day', 'next_day']) }).optional(),
  /** How many days more it lasts once what it protects has ended, from the day after. */
  lasts_after_end: Days.optional(),
  /** Only one that was sent before the period for asking to validate the debt was over. */
  within: z.literal('validation_period').optional(),
  /** It still speaks when it has been resolved. */
  outlasts: z.literal(true).optional(),
})

/** Stands or falls with what the person allowed or refused for this way of contact. */
const Consent = z.strictObject({
  needs: z.enum(['not_refused', 'given']),
  /** One answer to what the person began by the same medium. */
  answer: z.literal('same_medium').optional(),
  /** One confirmation of the refusal, saying nothing else. */
  confirmation: z.literal(true).optional(),
})

/** Only these may be spoken to. */
const Audience = z.strictObject({ only: oneOf(ROLES, ROLE_GROUPS) })

/** Another person may be asked where the borrower is, as often and for as long as this says. */
const Tracing = z.strictObject({
  /** Only where the borrower is lost: not where it is known how to reach them. */
  lost: z.literal(true).optional(),
  /** Only where the borrower cannot be found: known to be so, or after calls that failed. */
  lost_after: z
    .strictObject({ failed_calls_a_day: z.int().min(1), failed_days: z.int().min(1) })
    .optional(),
  /** Only where the borrower has died or cannot act, beside being lost. */
  or_incapable: z.literal(true).optional(),
  /** How long one talk with that person closes the way; 'for_ever' where it is once and no more. */
  once_in: z.union([z.literal('for_ever'), z.strictObject({ months: z.int().min(1) })]).optional(),
  /** What opens it again. */
  again_if: z
    .array(z.enum(['asked_to_call_again', 'answer_believed_wrong', 'agrees_to_more']))
    .optional(),
  /** Somebody who knew nothing is not asked again without a reason to believe otherwise. */
  not_the_ignorant: z.literal(true).optional(),
  /** A refusal by that person ends it. */
  refusal_ends: z.literal(true).optional(),
  /** Not beside a representative whose address is known. */
  not_if_represented: z.literal(true).optional(),
})

/** What a text must say; a text that is known to lack it is barred. */
const Disclosure = z.strictObject({
  /** Not of a voicemail that is a limited-content message. */
  unless_limited_content: z.literal(true).optional(),
  says: z
    .array(
      z.enum([
        'who_we_are',
        'how_to_check',
        'how_to_stop',
        'the_debt',
        'collector',
        'private',
        'addressee',
      ]),
    )
    .min(1),
})

/** What a text must not say or show. */
const ContentBan = z.strictObject({
  bans: z.array(z.enum(CONTENT_FACTS)).min(1),
  /** Not barred where this is known to be so. */
  unless: z.enum(CONTENT_FACTS).optional(),
})

/** Whatever the rule covers is barred. */
const Ban = z.strictObject({
  /** Not while such a hold stands. */
  unless_hold: z.array(z.enum(HOLD_REASONS)).min(1).optional(),
})

const PartySize = z.strictObject({ least: z.int().min(1).max(9) })

/** What a visit must have had before it. */
const VisitNeeds = z.strictObject({
  needs: z
    .array(z.enum(['prior_notice', 'other_means_tried', 'entry_consent', 'invited']))
    .min(1)
    .optional(),
  /** An invited visit needs nothing more. */
  unless_invited: z.literal(true).optional(),
  /** No more visits than a court allows. */
  court_limit: z.literal(true).optional(),
})

/** Something must have happened before: a notice that arrived, and some days since. */
const Waiting = z.strictObject({
  /** 'any_message': whatever was written to the person about the debt. */
  notices: z.union([z.array(z.enum(NOTICES)).min(1), z.literal('any_message')]).optional(),
  /** The day of sending is the first; 0 or left out: no wait. */
  days: z.int().min(0).max(400).optional(),
  /** A talk with the person does as well. */
  or_conversation: z.literal(true).optional(),
  /** Only what can be kept and read again tells it: no spoken word. */
  durable: z.literal(true).optional(),
  /** So many visits that met nobody do as well. */
  or_missed_visits: z.int().min(1).optional(),
})

/** An act that can be done only in so many days after a step; its day does not count. */
const Within = z.strictObject({ of: z.literal('mediation_agreement_effective'), days: Days })

/** The person is spoken for by somebody else. */
const Represented = z.strictObject({
  by: z.array(z.enum(REPRESENTATIVES)).min(1),
  answer: z.literal('same_medium').optional(),
  /** Open again after silence, a written warning and silence again; days that the first event's is not one of. */
  silence_days: Days.optional(),
  warning_days: Days.optional(),
  /** Open again once nothing was heard for so many days after they were written or spoken to; not known before. */
  reasonable_silence_days: Days.optional(),
  /** Open again where no written authority came; not for attorneys. */
  authority_days: Days.optional(),
  uninstructed: z.literal(true).optional(),
})

/** While an arrangement is kept to, nothing but what the person asked for, a better offer, a review. */
const RunningPlan = z.strictObject({ review_months: z.int().min(1) })

/** No more is asked of an heir than was inherited. */
const AtMost = z.strictObject({ of: z.literal('inherited') })

const Exempt = z.strictObject({
  results: z.array(Result),
  /** How long a consent to more calls lasts, its own day the first; 'no_end': until it is taken back or a talk. */
  consent_days: z.union([Days, z.literal('no_end')]).optional(),
})

/** Bars nothing: says whether this is the one answer to what the person began, or an agreed hour. */
const Answer = z.strictObject({ medium: z.enum(['same', 'any']) })

/** Raises a flag and bars nothing. */
const Factor = z.strictObject({
  flag: z.enum(FLAGS),
  /** Unanswered calls, or voicemails, to one number: so many with this one ... */
  times: z.int().min(1).optional(),
  /** ... in so many minutes, or so many days. */
  minutes: z.int().min(1).optional(),
  days: Days.optional(),
  /** Where such a hold stands in the file, whether it stops anything or not. */
  holds: z.array(z.enum(HOLD_REASONS)).min(1).optional(),
})

const Coverage = z.strictObject({ binds: z.array(z.enum(FIRM_KINDS)).min(1) })

/** Ends of periods that somebody asks for. */
const Deadline = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('validation_period'),
    receipt_business_days: z.int().min(1),
    days: Days,
    /** No business days, beside Saturday and Sunday. */
    holidays: z.array(YearlyForm),
  }),
  z.strictObject({
    of: z.literal('limitation'),
    years: z.int().min(1),
    /** Shorter in these zones. */
    zones: z.record(z.string(), z.int().min(1)).optional(),
    longest_years: z.int().min(1).optional(),
    /** 'demand': a demand that arrived; 'acknowledgement': the borrower's own; 'proceedings': mediation, order, suit. */
    interrupted_by: z.array(z.enum(['demand', 'acknowledgement', 'proceedings'])).min(1),
  }),
])

/** What something is, by the rule's own definition. */
const Meaning = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('message') }),
  z.strictObject({ of: z.literal('email_safe_harbor'), opt_out_days: Days }),
  z.strictObject({ of: z.literal('text_safe_harbor'), days: Days }),
  z.strictObject({ of: z.literal('payment_order'), service_days: Days, objection_days: Days }),
  z.strictObject({ of: z.literal('follow_up') }),
  /** Contact, attempt and misdirected: counted by themselves. */
  z.strictObject({ of: z.literal('contact'), thread_business_days: z.int().min(1).max(10) }),
])

const Bucket = z.enum(['costs', 'interest', 'principal'])
const Allocation = z.strictObject({
  order: z.array(Bucket).length(3),
  /** The order once a debt is overdue for more days than this. */
  after_days_overdue: Days.optional(),
  order_after: z.array(Bucket).length(3).optional(),
  /** Nothing goes to a debt that is disputed. */
  not_to_disputed: z.literal(true).optional(),
})

/** What the law asks of a firm beyond one contact: to be read and kept, judged by no single act. */
const Duty = z.strictObject({ words: Words, keep_years: z.int().min(1).optional() })

/** In the order in which reasons are told: hard stops first. */
export const PRIMITIVE_FORMS = {
  ban: Ban,
  hold: Hold,
  represented: Represented,
  running_plan: RunningPlan,
  audience: Audience,
  tracing: Tracing,
  consent: Consent,
  waiting: Waiting,
  within: Within,
  at_most: AtMost,
  open_hours: OpenHours,
  wish: Wish,
  quiet_after: QuietAfter,
  cap: Cap,
  exempt: Exempt,
  answer: Answer,
  party_size: PartySize,
  visit_needs: VisitNeeds,
  disclosure: Disclosure,
  content_ban: ContentBan,
  factor: Factor,
  coverage: Coverage,
  deadline: Deadline,
  meaning: Meaning,
  allocation: Allocation,
  duty: Duty,
} as const
