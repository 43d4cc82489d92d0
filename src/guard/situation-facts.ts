import { type Day, type Instant, addDays, day, dayNumber } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import { instantOf, minuteOf, weekdaysOf } from './local.ts'
import { unstatedContent } from './plain.ts'
import type { AddressFact } from './harbor.ts'
import type {
  Situation,
  SituationHistoryEntry,
  SituationHold,
  SituationPreference,
  SituationProposal,
} from './situation-form.ts'
import type {
  BorrowerFact,
  ConsentFact,
  ContentFacts,
  DebtFact,
  GuardFacts,
  HoldFact,
  Known,
  PastContact,
  Proposal,
  VisitFacts,
  WishFact,
} from './verdict.ts'
import {
  type ContentFact,
  type HoldReason,
  MEDIA_GROUPS,
  type Mark,
  type Medium,
  type PlaceKind,
} from './vocabulary.ts'
import { type Zone, zoneOf } from './zone.ts'

/**
 * The one place where an absent fact is told as 'unstated', which the rules do not hold against a
 * proposal. A product has no such word: what nobody filled is missing there, and a missing fact denies.
 */
export type SituationFacts = {
  readonly facts: GuardFacts
  readonly addresses: readonly AddressFact[]
  readonly zone: Zone
  readonly at: (local: string) => Instant
  /** Ids of the situation, as numbers and back. */
  readonly accountId: (debt: string) => bigint
  readonly addressId: (address: string) => bigint
  readonly debtName: (accountId: bigint) => string
  readonly addressName: (addressId: bigint) => string
}

export function factsOfSituation(situation: Situation): SituationFacts {
  const zone = zoneOf(situation.borrower.zones[0] ?? '')
  assert(zone !== undefined, 'the form knows no zone that the guard does not')
  const debts = namesOf(situation.debts.map((debt) => debt.id))
  const addresses = namesOf((situation.addresses ?? []).map((address) => address.id))
  const context: Context = {
    situation,
    accountId: debts.number,
    addressId: addresses.number,
    at: (local) => instantOf(zone, local),
  }
  return {
    facts: guardFacts(context),
    addresses: (situation.addresses ?? []).map((address) => ({
      addressId: addresses.number(address.id),
      kind: PLACE_OF[address.kind],
      usedByCreditor: known(address.usedByCreditor),
      publicDomain: known(address.publicDomain),
      givenInContract: known(address.givenInContract),
      checkedOn: dayOf(address.checkedNotReassignedOn),
    })),
    zone,
    at: context.at,
    accountId: debts.number,
    addressId: addresses.number,
    debtName: debts.name,
    addressName: addresses.name,
  }
}

type Context = {
  readonly situation: Situation
  readonly accountId: (debt: string) => bigint
  readonly addressId: (address: string) => bigint
  readonly at: (local: string) => Instant
}

/** Ids as numbers, in the order in which they stand. */
function namesOf(ids: readonly string[]) {
  return {
    number: (id: string): bigint => BigInt(ids.indexOf(id) + 1),
    name: (number: bigint): string => ids[Number(number) - 1] ?? '',
  }
}

const known = (value: boolean | undefined): Known => value ?? 'unstated'
const dayOf = (text: string | undefined): Day | undefined =>
  text === undefined ? undefined : day(text)
const dayAfter = (text: string | undefined): Day | undefined =>
  text === undefined ? undefined : addDays(day(text), 1)

const PLACE_OF = {
  mobile: 'mobile',
  landline: 'landline',
  work_line: 'work_line',
  email: 'email',
  work_email: 'work_email',
  home: 'post',
  work: 'work_post',
  social: 'profile',
} as const satisfies Record<string, PlaceKind>

const mediumOf = (channel: string): Medium => (channel === 'im' ? 'message' : (channel as Medium))

function guardFacts(context: Context): GuardFacts {
  const { situation, accountId } = context
  const { collector, otherCollectors = [] } = situation
  const lender = collector.kind === 'creditor' ? collector.id : collector.actsFor
  const together = otherCollectors.filter(
    (other) => lender !== undefined && (other.id === lender || other.actsFor === lender),
  )
  const group = [collector.id, ...together.map((other) => other.id)]
  const caps = (situation.holds ?? []).filter((hold) => hold.kind === 'court_visit_cap')
  return {
    jurisdictions: situation.jurisdictions,
    zones: situation.borrower.zones,
    firm: {
      id: collector.id,
      kind: collector.kind,
      group: lender === undefined ? group : [...group, lender],
    },
    borrower: borrowerOf(context),
    debts: situation.debts.map((debt) => debtOf(debt, context)),
    holds: [
      ...(situation.holds ?? []).flatMap((hold) => holdsOf(hold, context)),
      ...occasions(situation),
    ],
    plans: (situation.arrangements ?? []).map((plan) => ({
      accountIds: plan.debts.map(accountId),
      fromOn: day(plan.from),
      performing: plan.performing,
      reviewable: known(plan.reviewable),
      lastReviewOn: dayOf(plan.lastReviewOn),
      remindersRequested: known(plan.remindersRequested),
    })),
    consents: (situation.preferences ?? []).flatMap((wish) => consentsOf(wish, context)),
    wishes: (situation.preferences ?? []).flatMap((wish) => wishesOf(wish, context)),
    history: (situation.history ?? []).map((past) => pastOf(past, context)),
    proceedings: (situation.proceedings ?? []).map(({ on, kind, debts, ground }) => ({
      on: day(on),
      kind,
      accountIds: debts?.map(accountId),
      ground,
    })),
    overrides: [],
    publicHolidays: (situation.publicHolidays ?? []).map(day),
    visitsAllowed: caps.find((hold) => hold.resolvedOn === undefined)?.limit,
  }
}

function borrowerOf({ situation, accountId }: Context): BorrowerFact {
  const { borrower } = situation
  const { employment: job, representative: speaker, inheritedValue } = borrower
  return {
    deceased: known(borrower.deceased),
    minor: known(borrower.minor),
    cannot_pay: known(borrower.cannotPay),
    family_violence: known(borrower.familyViolence),
    seriously_ill: known(borrower.seriouslyIll),
    reachable: known(borrower.reachable),
    employerForbids: known(job?.forbidsContact),
    workHours:
      job?.from === undefined || job.to === undefined
        ? undefined
        : {
            from: minuteOf(job.from),
            until: minuteOf(job.to),
            days: weekdaysOf(job.days ?? ['mon', 'tue', 'wed', 'thu', 'fri']),
          },
    inheritedMinor: inheritedValue === undefined ? 'unstated' : minorOf(inheritedValue),
    representative: speaker && {
      party: speaker.id,
      kind: speaker.kind,
      contactKnown: speaker.contactKnown,
      consentsToDirect: known(speaker.consentsToDirect),
      instructed: known(speaker.instructed),
      accountIds: speaker.debts?.map(accountId),
    },
  }
}

/** '12.34' in minor units. */
export const minorOf = (text: string): bigint => BigInt(text.replace('.', ''))

function debtOf(debt: Situation['debts'][number], { situation, accountId }: Context): DebtFact {
  const others = situation.debts
  const first = (same: (other: Situation['debts'][number]) => boolean) =>
    accountId(others.find(same)?.id ?? debt.id)
  const { servicingAccount: served, account, assigned } = debt
  return {
    accountId: accountId(debt.id),
    kind: debt.kind,
    status: debt.status ?? 'open',
    secured: known(debt.secured),
    nonPerforming: known(debt.nonPerformingBankCredit),
    assigned: assigned && { on: day(assigned.on), to: assigned.to },
    dueOn: dayOf(debt.dueOn),
    debt:
      served === undefined
        ? accountId(debt.id)
        : first((other) => other.servicingAccount === served),
    account:
      account === undefined ? accountId(debt.id) : first((other) => other.account === account),
  }
}

const HOLD_OF: Readonly<Record<SituationHold['kind'], HoldReason | undefined>> = {
  bankruptcy: 'bankruptcy',
  stay: 'stay',
  breathing_space: 'breathing_space',
  crisis_breathing_space: 'moratorium',
  cease: 'cease',
  refusal_to_pay: 'refusal_to_pay',
  dispute: 'dispute',
  original_creditor_request: 'original_creditor_request',
  liability_denied: 'liability_denied',
  hardship_pending: 'hardship',
  plan_in_preparation: 'advice',
  complaint_open: 'complaint',
  information_owed: 'information_owed',
  // Told as the number of visits that are allowed.
  court_visit_cap: undefined,
}

/** Registered, or ordered by a court: in writing by their nature. */
const MEASURES = ['bankruptcy', 'stay', 'breathing_space', 'crisis_breathing_space']

function holdsOf(hold: SituationHold, { accountId }: Context): HoldFact[] {
  const reason = HOLD_OF[hold.kind]
  if (reason === undefined) return []
  const ends = [dayOf(hold.resolvedOn), dayAfter(hold.until)].flatMap((on) => on ?? [])
  const accounts: readonly (bigint | undefined)[] = hold.debts?.map(accountId) ?? [undefined]
  return accounts.map((id) => ({
    reason,
    written: hold.written ?? MEASURES.includes(hold.kind),
    accountId: id,
    fromOn: day(hold.from),
    sentOn: dayOf(hold.sentOn),
    untilOn: ends.toSorted((a, b) => dayNumber(a) - dayNumber(b))[0],
    endedOn: dayOf(hold.treatmentEndedOn),
  }))
}

const occasions = ({ borrower }: Situation): HoldFact[] =>
  (borrower.occasions ?? []).map((occasion) => ({
    reason: occasion.kind,
    written: false,
    accountId: undefined,
    fromOn: day(occasion.from),
    untilOn: dayAfter(occasion.until),
  }))

/** Who said it, to whom, about what and for how long. */
const saidOf = (wish: SituationPreference, { situation, accountId }: Context) => ({
  party: wish.party ?? 'borrower',
  givenTo: wish.givenTo ?? situation.collector.id,
  accountIds: wish.debts?.map(accountId),
})

function consentsOf(wish: SituationPreference, context: Context): ConsentFact[] {
  const { at, addressId } = context
  const all = {
    ...saidOf(wish, context),
    scope: 'contact' as const,
    addressId: wish.address === undefined ? undefined : addressId(wish.address),
    effectiveAt: at(wish.at),
    expiresAt: wish.until === undefined ? undefined : at(`${addDays(day(wish.until), 1)}T00:00`),
  }
  const medium = wish.medium === undefined ? undefined : mediumOf(wish.medium)
  const yes = (channel: Medium): ConsentFact => ({ ...all, channel, given: true })
  const no = (channel: Medium | 'any'): ConsentFact => ({ ...all, channel, given: false })
  switch (wish.kind) {
    case 'consent_calls':
      return [yes('call'), { ...yes('call'), scope: 'extra_calls' }]
    case 'consent_text':
      return [yes('sms')]
    case 'consent_email':
      return [yes('email')]
    case 'no_medium':
      return [no(medium ?? 'any')]
    case 'no_address':
      return [no('any')]
    case 'opt_out':
      // Of an address it is every electronic message to it, whatever the debt; of a medium alone, that medium.
      return wish.address === undefined && medium !== undefined
        ? [no(medium)]
        : MEDIA_GROUPS.electronic.map((channel) => ({ ...no(channel), accountIds: undefined }))
    default:
      return []
  }
}

const WISHES = [
  'inconvenient_time',
  'inconvenient_place',
  'agreed_time',
  'needs_time',
  'another_time',
] as const

function wishesOf(wish: SituationPreference, context: Context): WishFact[] {
  const kind = WISHES.find((each) => each === wish.kind)
  if (kind === undefined) return []
  return [
    {
      ...saidOf(wish, context),
      kind,
      saidAt: context.at(wish.at),
      days: wish.days && weekdaysOf(wish.days),
      from: wish.from === undefined ? undefined : minuteOf(wish.from),
      until: wish.to === undefined ? undefined : minuteOf(wish.to),
      place: wish.place,
      untilOn: dayAfter(wish.until),
      channel: wish.medium === undefined ? undefined : mediumOf(wish.medium),
      written: wish.written,
    },
  ]
}

const MARK_OF = {
  limited_content: 'limitedContent',
  ringless: 'ringless',
  artificial_voice: 'aiVoice',
  number_not_theirs: 'numberNotBorrowers',
  refuses_contact: 'refusesContact',
  asked_to_call_again: 'askedToCallAgain',
  answer_believed_wrong: 'answerBelievedWrong',
  does_not_know: 'doesNotKnow',
  agrees_to_more: 'agreesToMoreContact',
  says_busy: 'saysBusy',
  asks_information: 'asksInformation',
  offers_payment: 'offersPayment',
  agrees_plan: 'agreesPlan',
} as const satisfies Record<Mark, keyof SituationHistoryEntry>

function pastOf(past: SituationHistoryEntry, context: Context): PastContact {
  const { situation, accountId, addressId, at } = context
  const address = situation.addresses?.find((each) => each.id === past.address)
  const marks = Object.entries(MARK_OF)
    .filter(([, field]) => past[field] === true)
    .map(([mark]) => mark as Mark)
  return {
    id: past.id,
    at: at(past.at),
    channel: mediumOf(past.channel),
    direction: past.direction,
    party: past.party,
    by: past.by ?? situation.collector.id,
    result: past.result,
    addressId: past.address === undefined ? undefined : addressId(past.address),
    addressKind: address && PLACE_OF[address.kind],
    accountIds: past.debts.map(accountId),
    discussed: past.discussed?.map(accountId),
    replyTo: past.replyTo,
    purpose: past.purpose ?? 'collect',
    notice: past.notice,
    optOutBy: dayOf(past.optOutBy),
    undeliverableOn: dayOf(past.undeliverableOn),
    marks,
  }
}

export function proposalOfSituation(asked: SituationProposal, context: SituationFacts): Proposal {
  const address = asked.address === undefined ? undefined : context.addressId(asked.address)
  return {
    at: context.at(asked.at),
    channel: mediumOf(asked.channel),
    to: asked.to,
    purpose: asked.purpose,
    addressId: address,
    addressKind: context.addresses.find((each) => each.addressId === address)?.kind,
    accountIds: asked.debts.map(context.accountId),
    replyTo: asked.replyTo,
    content: contentOf(asked),
    voice: asked.aiVoice === undefined ? 'unstated' : asked.aiVoice ? 'artificial' : 'person',
    automated: asked.automated,
    visit: visitOf(asked),
    amountMinor: asked.amount === undefined ? 'unstated' : minorOf(asked.amount),
    joint: asked.joint,
  }
}

type SituationContentKey = Exclude<
  keyof NonNullable<SituationProposal['content']>,
  'collectorDisclosure' | 'optOut' | 'addressedTo'
>

const CONTENT_OF: Readonly<Partial<Record<ContentFact, SituationContentKey>>> = {
  identifies_sender: 'identifiesSender',
  gives_business_name: 'givesBusinessName',
  name_shows_collection: 'nameShowsDebtCollection',
  gives_person_name: 'givesPersonName',
  gives_phone_number: 'givesPhoneNumber',
  asks_for_reply: 'asksForReply',
  gives_times: 'givesTimes',
  other_content: 'otherContent',
  states_debt: 'statesDebt',
  urgent: 'urgent',
  confirms_opt_out: 'confirmsOptOut',
  marked_private: 'markedPrivate',
  envelope_shows_debt: 'envelopeShowsDebt',
  visible_to_others: 'visibleToOthers',
  threatens_suit: 'threatensSuit',
  threatens_recovery: 'threatensRecovery',
  invented_blacklist: 'inventedBlacklist',
  misleading_credit_claim: 'misleadingCreditClaim',
  implies_missed_delivery: 'impliesMissedDelivery',
  tells_third_party_why: 'tellsThirdPartyWhy',
  asks_to_pass_message: 'asksToPassMessage',
  discourages_complaint: 'discouragesComplaint',
  private_account: 'privateAccount',
  lender_consent: 'lenderConsent',
}

function contentOf({ content = {} }: SituationProposal): ContentFacts {
  const told = Object.entries(CONTENT_OF).flatMap(([fact, key]) => {
    const value = content[key]
    return value === undefined ? [] : [[fact, value] as const]
  })
  return {
    ...unstatedContent(),
    ...Object.fromEntries(told),
    collector_disclosure: content.collectorDisclosure ?? 'unstated',
    opt_out: content.optOut ?? 'unstated',
    addressed_to: content.addressedTo ?? 'unstated',
  }
}

function visitOf({ channel, visit = {} }: SituationProposal): VisitFacts | undefined {
  if (channel !== 'visit') return undefined
  return {
    people: visit.people ?? 'unstated',
    place: visit.place ?? 'unstated',
    prior_notice: known(visit.priorNotice),
    invited: known(visit.invited),
    other_means_tried: known(visit.otherMeansTried),
    entry_consent: known(visit.entryConsent),
  }
}
