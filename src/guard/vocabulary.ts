import { CHANNELS } from '../core/channel.ts'

/** The closed words of the guard: facts, rules and verdicts are written in them. */

/**
 * Every way to reach a person or to act on a debt. Beyond the channels of the product: voicemail (a
 * message placed into a mailbox), social (a post or message on a network), portal (our own pages),
 * card (left at an address), poster (a public notice), filing (court, registry), bureau (a report).
 */
export const MEDIA = [
  ...CHANNELS,
  'voicemail',
  'social',
  'portal',
  'card',
  'poster',
  'filing',
  'bureau',
] as const
export type Medium = (typeof MEDIA)[number]

export const MEDIA_GROUPS = {
  any: MEDIA,
  contact: [
    'call',
    'voicemail',
    'sms',
    'email',
    'message',
    'letter',
    'visit',
    'social',
    'portal',
    'card',
  ],
  /** What a person hears or sees the moment it comes. */
  disturbing: ['call', 'voicemail', 'sms', 'email', 'message', 'visit', 'social'],
  calls: ['call', 'voicemail'],
  electronic: ['sms', 'email', 'message', 'social'],
  texts: ['sms', 'email', 'message', 'letter', 'voicemail', 'social', 'card', 'portal'],
} as const satisfies Record<string, readonly Medium[]>

/** Whom a contact is for. 'contact': a contact person named in the contract. 'unidentified': whoever answers. */
export const ROLES = [
  'borrower',
  'spouse',
  'guarantor',
  'heir',
  'attorney',
  'representative',
  'relative',
  'friend',
  'neighbour',
  'colleague',
  'employer',
  'contact',
  'third_party',
  'unidentified',
  'bureau',
  'court',
] as const
export type Role = (typeof ROLES)[number]

export const ROLE_GROUPS = {
  anyone: ROLES,
  /** Neither owe nor speak for who owes, nor married to them. */
  outsiders: ['relative', 'friend', 'neighbour', 'colleague', 'employer', 'contact', 'third_party'],
  professionals: ['attorney', 'representative', 'bureau', 'court'],
} as const satisfies Record<string, readonly Role[]>

/** A person: 'borrower', or a role with an id, 'third_party:T1'. */
export type Party = string

const roles: ReadonlySet<string> = new Set(ROLES)

export function roleOf(party: Party): Role {
  const colon = party.indexOf(':')
  const role = colon === -1 ? party : party.slice(0, colon)
  // Whoever is not known by a role is somebody else.
  return roles.has(role) ? (role as Role) : 'third_party'
}

export const PURPOSES = [
  'collect',
  'negotiate',
  'settlement_offer',
  'location',
  'contact_details',
  'notice',
  'legal_notice',
  'reply',
  'opt_out_confirmation',
  'payment_confirmation',
  'plan_confirmation',
  'payment_reminder',
  'review',
  'end_of_efforts',
  'remedy_notice',
  'required_by_law',
  'litigation',
  'answer_request',
  'time_critical',
  'security_inspection',
  'furnish',
  'negative_report',
  'court_application',
] as const
export type Purpose = (typeof PURPOSES)[number]

export const PURPOSE_GROUPS = {
  any: PURPOSES,
  /** What asks for money, or brings somebody nearer to having to pay it. */
  collecting: [
    'collect',
    'negotiate',
    'settlement_offer',
    'payment_reminder',
    'review',
    'remedy_notice',
    'time_critical',
    'litigation',
    'court_application',
  ],
  /** Asks somebody else where the borrower is. */
  tracing: ['location', 'contact_details'],
  /** The four grounds that may rebut a presumption. */
  grounds: ['required_by_law', 'litigation', 'answer_request', 'time_critical'],
} as const satisfies Record<string, readonly Purpose[]>

/**
 * How a contact ended. 'unknown' counts as whatever counts. 'not_connected': busy, dead number.
 * 'answered_dropped': answered and cut before any talk. 'met', 'not_met': a visit.
 */
export const RESULTS = [
  'delivered',
  'bounced',
  'not_connected',
  'unanswered',
  'voicemail',
  'answered_dropped',
  'conversation',
  'met',
  'not_met',
] as const
export type ContactResult = (typeof RESULTS)[number] | 'unknown'

export const NOTICES = [
  'validation',
  'email_transfer',
  'representative_warning',
  'written_authority_request',
  'assignment',
  'transfer_communication',
  'negative_item',
  'demand',
] as const
export type Notice = (typeof NOTICES)[number]

/** What else is known of a past contact. */
export const MARKS = [
  'limited_content',
  'ringless',
  'artificial_voice',
  'number_not_theirs',
  'refuses_contact',
  'asked_to_call_again',
  'answer_believed_wrong',
  'does_not_know',
  'agrees_to_more',
  'says_busy',
  'asks_information',
  'offers_payment',
  'agrees_plan',
] as const
export type Mark = (typeof MARKS)[number]

export const HOLD_REASONS = [
  'any',
  'dispute',
  'original_creditor_request',
  'liability_denied',
  'cease',
  'refusal_to_pay',
  'attorney',
  'bankruptcy',
  'stay',
  'breathing_space',
  'moratorium',
  'deceased',
  'wrong_person',
  'hardship',
  'complaint',
  'information_owed',
  'fraud',
  'advice',
  'vulnerable',
  'plan',
  'bereavement',
  'calamity',
  'marriage',
  'festival',
] as const
export type HoldReason = (typeof HOLD_REASONS)[number]

export const DEBT_KINDS = [
  'credit_card',
  'medical',
  'mortgage',
  'student_loan',
  'personal_loan',
  'auto_loan',
  'utility',
  'microfinance',
  'other',
] as const
export type DebtKind = (typeof DEBT_KINDS)[number]

export const DEBT_STATUSES = ['open', 'time_barred', 'paid', 'settled', 'discharged'] as const
export type DebtStatus = (typeof DEBT_STATUSES)[number]

export const FIRM_KINDS = ['creditor', 'agency', 'purchaser'] as const
export type FirmKind = (typeof FIRM_KINDS)[number]

/** Kinds of address. 'landline', 'post' and 'work*' belong to a place; a mobile and a mailbox do not. */
export const PLACE_KINDS = [
  'mobile',
  'landline',
  'work_line',
  'email',
  'work_email',
  'post',
  'work_post',
  'profile',
] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

export const REPRESENTATIVES = [
  'attorney',
  'financial_counsellor',
  'debt_adviser',
  'guardian',
  'other',
] as const
export type RepresentativeKind = (typeof REPRESENTATIVES)[number]

/** What a text shows or says; each is a fact of the content. */
export const CONTENT_FACTS = [
  'identifies_sender',
  'says_how_to_check',
  'gives_business_name',
  'name_shows_collection',
  'gives_person_name',
  'gives_phone_number',
  'asks_for_reply',
  'gives_times',
  'other_content',
  'states_debt',
  'urgent',
  'confirms_opt_out',
  'marked_private',
  'envelope_shows_debt',
  'visible_to_others',
  'threatens_suit',
  'threatens_recovery',
  'invented_blacklist',
  'misleading_credit_claim',
  'implies_missed_delivery',
  'tells_third_party_why',
  'asks_to_pass_message',
  'discourages_complaint',
  'private_account',
  'lender_consent',
] as const
export type ContentFact = (typeof CONTENT_FACTS)[number]

export const FLAGS = [
  'aggregate_volume',
  'rapid_succession',
  'concentrated_day',
  'rebuttal_required_by_law',
  'rebuttal_litigation',
  'rebuttal_consumer_request',
  'rebuttal_time_critical',
  'watch_attempts',
  'combine_accounts',
  'specialist_handling',
  'report_as_disputed',
] as const
export type Flag = (typeof FLAGS)[number]

/** The grounds that may rebut a presumption of violation, and the flag that each raises. */
export const REBUTTALS: Readonly<Partial<Record<Purpose, Flag>>> = {
  required_by_law: 'rebuttal_required_by_law',
  litigation: 'rebuttal_litigation',
  answer_request: 'rebuttal_consumer_request',
  time_critical: 'rebuttal_time_critical',
}

/** What is known of a borrower's circumstances. */
export const CIRCUMSTANCES = [
  'deceased',
  'minor',
  'cannot_pay',
  'family_violence',
  'seriously_ill',
] as const
export type Circumstance = (typeof CIRCUMSTANCES)[number]

/** Steps before a court, a mediator or a registry. */
export const PROCEEDINGS = [
  'mediation_request',
  'mediation_agreement_effective',
  'payment_order_issued',
  'payment_order_served',
  'payment_order_objection',
] as const
export type ProceedingKind = (typeof PROCEEDINGS)[number]
