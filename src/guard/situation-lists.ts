/**
 * The words of the form of situations. They are the format's own, apart from the words that the
 * guard thinks in: others write situations by them, so they do not move when the guard's do.
 */

export const SITUATION_PACKS = [
  'us',
  'us-ny-nyc',
  'us-ma',
  'cn',
  'uk',
  'in',
  'in-draft-2026',
  'eu',
  'au',
  'au-vic',
  'au-sa',
] as const

export const SITUATION_CHANNELS = [
  'call',
  'voicemail',
  'sms',
  'email',
  'im',
  'letter',
  'visit',
  'social',
  'portal',
  'card',
  'poster',
  'filing',
  'bureau',
] as const

export const SITUATION_PURPOSES = [
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

export const SITUATION_RESULTS = [
  'not_connected',
  'unanswered',
  'voicemail',
  'answered_dropped',
  'conversation',
  'delivered',
  'bounced',
  'met',
  'not_met',
  'unknown',
] as const

export const SITUATION_NOTICES = [
  'validation',
  'email_transfer',
  'representative_warning',
  'written_authority_request',
  'assignment',
  'transfer_communication',
  'negative_item',
  'demand',
] as const

export const SITUATION_HOLDS = [
  'bankruptcy',
  'stay',
  'breathing_space',
  'crisis_breathing_space',
  'cease',
  'refusal_to_pay',
  'dispute',
  'original_creditor_request',
  'liability_denied',
  'hardship_pending',
  'plan_in_preparation',
  'complaint_open',
  'information_owed',
  'court_visit_cap',
] as const

export const SITUATION_PREFERENCES = [
  'inconvenient_time',
  'inconvenient_place',
  'no_medium',
  'no_address',
  'opt_out',
  'consent_calls',
  'consent_text',
  'consent_email',
  'agreed_time',
  'needs_time',
  'another_time',
] as const

export const SITUATION_PROCEEDINGS = [
  'mediation_request',
  'mediation_agreement_effective',
  'payment_order_issued',
  'payment_order_served',
  'payment_order_objection',
] as const

export const SITUATION_DEBT_KINDS = [
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

export const SITUATION_DEBT_STATUSES = [
  'open',
  'time_barred',
  'paid',
  'settled',
  'discharged',
] as const

export const SITUATION_ADDRESS_KINDS = [
  'mobile',
  'landline',
  'work_line',
  'email',
  'work_email',
  'home',
  'work',
  'social',
] as const

export const SITUATION_REPRESENTATIVES = [
  'attorney',
  'financial_counsellor',
  'debt_adviser',
  'guardian',
  'other',
] as const

export const SITUATION_COLLECTORS = ['creditor', 'agency', 'purchaser'] as const
export const SITUATION_OCCASIONS = ['bereavement', 'calamity', 'marriage', 'festival'] as const
export const SITUATION_GROUNDS = ['cannot_pay', 'time_or_manner', 'debt_denied'] as const
export const SITUATION_PLACES = ['home', 'work'] as const
export const SITUATION_WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const SITUATION_DISCLOSURES = ['initial', 'later', 'none'] as const
export const SITUATION_ADDRESSED = ['named', 'occupier', 'same_name'] as const

export const SITUATION_OPT_OUTS = [
  'reply_word',
  'link',
  'postal_only',
  'phone_only',
  'unlinked_site',
  'none',
] as const

export const SITUATION_ASKS = ['judge', 'count', 'deadline', 'classify', 'allocate'] as const

/** What `askAbout` may say, by the question it belongs to. */
export const SITUATION_DEADLINES = ['validation_period_end', 'limitation_end'] as const
export const SITUATION_CLASSIFIED = [
  'message',
  'email_safe_harbor',
  'text_safe_harbor',
  'limitation',
  'payment_order',
  'follow_up',
] as const

export const SITUATION_DECISIONS = ['allow', 'defer', 'deny'] as const
export const SITUATION_EFFECTS = ['bars', 'defers', 'flags', 'passes', 'excepts'] as const
export const SITUATION_STRENGTHS = ['prohibited', 'presumed', 'advised'] as const

export const SITUATION_FLAGS = [
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

export const SITUATION_CLASSES = [
  'limited_content_message',
  'not_limited_content_message',
  'safe_harbor',
  'no_safe_harbor',
  'interrupts_limitation',
  'payment_order_lapsed',
  'payment_order_stands',
  'written_confirmation_due',
] as const

export const SITUATION_UNITS = [
  'call',
  'conversation',
  'attempt',
  'contact',
  'misdirected',
  'visit',
] as const

export const SITUATION_KINDS = [
  'official_example',
  'official_rule_illustration',
  'boundary_from_rule_text',
  'third_party_example',
] as const
export const SITUATION_STATUSES = ['READ', 'MEM'] as const
export const SITUATION_CONFIDENCES = ['high', 'medium', 'low'] as const
