import { z } from 'zod'
import * as LISTS from './situation-lists.ts'
import { formMessage, TEXT_FORMS, type TextFormName } from './situation-words.ts'

/** The parts of a situation, each strict: an unknown property is refused. */

const text = (form: TextFormName) =>
  z
    .string()
    .refine(TEXT_FORMS[form].is, { error: formMessage(form) })
    .meta({ form: formMessage(form) })

export const Id = text('id')
export const SituationId = text('situation')
export const DayText = text('day')
export const LocalTime = text('time')
export const Until = text('until')
export const RuleId = text('rule')
export const ShortText = text('short')
export const Sentence = text('sentence')
const Clock = text('clock')
const MoneyText = text('money')

/** 'borrower', 'bureau', 'court', or a role with or without an id: 'third_party:T1'. */
export const Party = text('party')

const yes = () => z.boolean().optional()

export const listOf = <T extends z.ZodType>(item: T) => z.array(item).min(1)

export const NO_REPEATS = 'repeats'

export const setOf = <T extends z.ZodType>(item: T) =>
  listOf(item).refine((items) => new Set(items).size === items.length, { error: NO_REPEATS })

const DebtIds = setOf(Id)
const Weekdays = setOf(z.enum(LISTS.SITUATION_WEEKDAYS))
const Place = z.enum(LISTS.SITUATION_PLACES)
const Channel = z.enum(LISTS.SITUATION_CHANNELS)
const Purpose = z.enum(LISTS.SITUATION_PURPOSES)

export const Collector = z.strictObject({
  id: Id,
  kind: z.enum(LISTS.SITUATION_COLLECTORS),
  /** For an agency: its creditor. Those with the same one, and that creditor, can be counted together. */
  actsFor: Id.optional(),
})

export const Representative = z.strictObject({
  id: Id,
  kind: z.enum(LISTS.SITUATION_REPRESENTATIVES),
  contactKnown: z.boolean(),
  consentsToDirect: yes(),
  instructed: yes(),
  debts: DebtIds.optional(),
})

export const Borrower = z.strictObject({
  /** Every zone where the person may be; all times of a situation are written in the first. */
  zones: setOf(text('zone')),
  representative: Representative.optional(),
  employment: z
    .strictObject({
      forbidsContact: yes(),
      from: Clock.optional(),
      to: Clock.optional(),
      days: Weekdays.optional(),
    })
    .optional(),
  reachable: yes(),
  deceased: yes(),
  minor: yes(),
  cannotPay: yes(),
  familyViolence: yes(),
  seriouslyIll: yes(),
  language: text('language').optional(),
  occasions: z
    .array(
      z.strictObject({
        kind: z.enum(LISTS.SITUATION_OCCASIONS),
        from: DayText,
        until: DayText.optional(),
      }),
    )
    .optional(),
  inheritedValue: MoneyText.optional(),
})

/** Costs, interest and principal: what is owed, or how a payment was split. */
export const Amounts = z.strictObject({
  costs: MoneyText,
  interest: MoneyText,
  principal: MoneyText,
})

export const Debt = z.strictObject({
  id: Id,
  kind: z.enum(LISTS.SITUATION_DEBT_KINDS),
  account: Id.optional(),
  servicingAccount: Id.optional(),
  status: z.enum(LISTS.SITUATION_DEBT_STATUSES).optional(),
  secured: yes(),
  dueOn: DayText.optional(),
  assigned: z.strictObject({ on: DayText, to: Id }).optional(),
  nonPerformingBankCredit: yes(),
  balance: Amounts.optional(),
})

export const Address = z.strictObject({
  id: Id,
  kind: z.enum(LISTS.SITUATION_ADDRESS_KINDS),
  usedByCreditor: yes(),
  publicDomain: yes(),
  givenInContract: yes(),
  checkedNotReassignedOn: DayText.optional(),
})

export const Hold = z.strictObject({
  kind: z.enum(LISTS.SITUATION_HOLDS),
  from: DayText,
  sentOn: DayText.optional(),
  until: DayText.optional(),
  debts: DebtIds.optional(),
  written: yes(),
  resolvedOn: DayText.optional(),
  treatmentEndedOn: DayText.optional(),
  limit: z.int().min(0).optional(),
})

export const Arrangement = z.strictObject({
  debts: DebtIds,
  from: DayText,
  performing: z.boolean(),
  reviewable: yes(),
  lastReviewOn: DayText.optional(),
  remindersRequested: yes(),
})

export const Preference = z.strictObject({
  at: LocalTime,
  kind: z.enum(LISTS.SITUATION_PREFERENCES),
  party: Party.optional(),
  givenTo: Id.optional(),
  days: Weekdays.optional(),
  from: Clock.optional(),
  to: Clock.optional(),
  place: Place.optional(),
  medium: Channel.optional(),
  address: Id.optional(),
  debts: DebtIds.optional(),
  until: DayText.optional(),
  written: yes(),
})

export const HistoryEntry = z.strictObject({
  id: Id.optional(),
  at: LocalTime,
  channel: Channel,
  direction: z.enum(['out', 'in']),
  party: Party,
  result: z.enum(LISTS.SITUATION_RESULTS),
  debts: DebtIds,
  discussed: DebtIds.optional(),
  by: Id.optional(),
  address: Id.optional(),
  replyTo: Id.optional(),
  purpose: Purpose.optional(),
  notice: z.enum(LISTS.SITUATION_NOTICES).optional(),
  optOutBy: DayText.optional(),
  undeliverableOn: DayText.optional(),
  limitedContent: yes(),
  ringless: yes(),
  aiVoice: yes(),
  numberNotBorrowers: yes(),
  refusesContact: yes(),
  askedToCallAgain: yes(),
  answerBelievedWrong: yes(),
  doesNotKnow: yes(),
  agreesToMoreContact: yes(),
  saysBusy: yes(),
  asksInformation: yes(),
  offersPayment: yes(),
  agreesPlan: yes(),
})

export const Proceeding = z.strictObject({
  on: DayText,
  kind: z.enum(LISTS.SITUATION_PROCEEDINGS),
  debts: DebtIds.optional(),
  ground: z.enum(LISTS.SITUATION_GROUNDS).optional(),
})

export const Visit = z.strictObject({
  people: z.int().min(1).optional(),
  place: Place.optional(),
  priorNotice: yes(),
  invited: yes(),
  otherMeansTried: yes(),
  entryConsent: yes(),
})

/** An absent fact is not judged; `false` says that something is missing. */
export const Content = z.strictObject({
  collectorDisclosure: z.enum(LISTS.SITUATION_DISCLOSURES).optional(),
  optOut: z.enum(LISTS.SITUATION_OPT_OUTS).optional(),
  identifiesSender: yes(),
  givesBusinessName: yes(),
  nameShowsDebtCollection: yes(),
  givesPersonName: yes(),
  givesPhoneNumber: yes(),
  asksForReply: yes(),
  givesTimes: yes(),
  otherContent: yes(),
  statesDebt: yes(),
  urgent: yes(),
  confirmsOptOut: yes(),
  addressedTo: z.enum(LISTS.SITUATION_ADDRESSED).optional(),
  markedPrivate: yes(),
  envelopeShowsDebt: yes(),
  visibleToOthers: yes(),
  threatensSuit: yes(),
  threatensRecovery: yes(),
  inventedBlacklist: yes(),
  misleadingCreditClaim: yes(),
  impliesMissedDelivery: yes(),
  tellsThirdPartyWhy: yes(),
  asksToPassMessage: yes(),
  discouragesComplaint: yes(),
  privateAccount: yes(),
  lenderConsent: yes(),
})

export const Proposal = z.strictObject({
  at: LocalTime,
  channel: Channel,
  to: Party,
  debts: DebtIds,
  purpose: Purpose,
  address: Id.optional(),
  replyTo: Id.optional(),
  automated: yes(),
  aiVoice: yes(),
  amount: MoneyText.optional(),
  joint: yes(),
  visit: Visit.optional(),
  content: Content.optional(),
})

export const Payment = z.strictObject({ amount: MoneyText, debts: DebtIds })
