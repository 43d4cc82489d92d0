import { type Instant, day, dayNumber } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import { instantOf, minuteOf, weekdaysOf } from './local.ts'
import type { AddressFact } from './harbor.ts'
import {
  type SituationContext,
  dayAfter,
  dayOf,
  known,
  mediumOf,
  minorOf,
} from './situation-context.ts'
import { consentsOf, wishesOf } from './situation-wishes.ts'
import type { Situation, SituationHistoryEntry, SituationHold } from './situation-form.ts'
import type { BorrowerFact, DebtFact, GuardFacts, HoldFact, PastContact } from './verdict.ts'
import type { HoldReason, Mark, PlaceKind } from './vocabulary.ts'
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
  const context: SituationContext = {
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

/** Ids as numbers, in the order in which they stand. */
function namesOf(ids: readonly string[]) {
  return {
    number: (id: string): bigint => BigInt(ids.indexOf(id) + 1),
    name: (number: bigint): string => ids[Number(number) - 1] ?? '',
  }
}

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

function guardFacts(context: SituationContext): GuardFacts {
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

function borrowerOf({ situation, accountId }: SituationContext): BorrowerFact {
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

function debtOf(
  debt: Situation['debts'][number],
  { situation, accountId }: SituationContext,
): DebtFact {
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

function holdsOf(hold: SituationHold, { accountId }: SituationContext): HoldFact[] {
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

function pastOf(past: SituationHistoryEntry, context: SituationContext): PastContact {
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
