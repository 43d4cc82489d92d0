import { assert } from '../core/assert.ts'
import { type Instant, day } from '../core/calendar.ts'
import type { RuleCase } from './case-form.ts'
import { spell } from './covers.ts'
import type { RuleFile } from './file.ts'
import { judgeByRules } from './judge.ts'
import { instantOf, minuteOf, weekdaysOf } from './local.ts'
import { PLAIN_BORROWER, PLAIN_VISIT, plainContent, plainDebt, plainFacts } from './plain.ts'
import { compileRules, packOf } from './rules.ts'
import type {
  BorrowerFact,
  ConsentFact,
  ContentFacts,
  GuardFacts,
  HoldFact,
  PastContact,
  PlanFact,
  Proposal,
  Reason,
  WishFact,
} from './verdict.ts'
import {
  MEDIA_GROUPS,
  type Medium,
  PURPOSE_GROUPS,
  type PlaceKind,
  type Purpose,
} from './vocabulary.ts'
import { localText, zoneOf } from './zone.ts'

export type CaseAnswer = {
  readonly expect: RuleCase['expect']
  /** Local time in the first zone of the case, to the minute. */
  readonly until: string | undefined
  readonly flags: readonly string[]
}

/** Runs one case of a rule's file against that rule alone, the others being there for what it names. */
export function runCase(
  file: RuleFile,
  wanted: RuleCase,
  files: readonly RuleFile[],
  hear: (reason: Reason) => void = () => {},
): CaseAnswer {
  const zones = wanted.zones ?? [file.zone]
  const zone = zoneOf(zones[0] ?? '')
  assert(zone !== undefined, `${file.id}: a case has no zone`)
  const onDay = day(wanted.on ?? wanted.at.slice(0, 10))
  const rules = compileRules(files, onDay).filter((rule) => rule.id === file.id)
  const at = (local: string) => instantOf(zone, local)
  const proposal = proposalOf(file, wanted, at)
  const verdict = judgeByRules(proposal, factsOf(file, wanted, { zones, at, proposal }), rules)
  if (verdict.reasons.length === 0) return { expect: 'silent', until: undefined, flags: [] }
  for (const reason of verdict.reasons) hear(reason)
  return {
    expect: verdict.decision,
    until: verdict.decision === 'defer' ? localText(zone, verdict.until) : undefined,
    flags: verdict.flags,
  }
}

type At = (local: string) => Instant

/** The kind of address that a medium usually has. */
const USUAL: Readonly<Partial<Record<Medium, PlaceKind>>> = {
  sms: 'mobile',
  message: 'mobile',
  call: 'mobile',
  voicemail: 'mobile',
  email: 'email',
  letter: 'post',
  visit: 'post',
  card: 'post',
  social: 'profile',
}

function proposalOf(file: RuleFile, wanted: RuleCase, at: At): Proposal {
  const [first] = spell<Medium>(file.covers.channels, MEDIA_GROUPS)
  const [purpose] = spell<Purpose>(file.covers.purposes, PURPOSE_GROUPS)
  const channel = wanted.channel ?? first ?? 'call'
  return {
    at: at(wanted.at),
    channel,
    to: wanted.to ?? 'borrower',
    purpose: wanted.purpose ?? purpose ?? 'collect',
    addressId: BigInt(wanted.address ?? 1),
    addressKind: wanted.address_kind ?? USUAL[channel],
    accountIds: [1n],
    replyTo: wanted.reply_to,
    voice: wanted.voice ?? 'person',
    automated: wanted.automated,
    joint: wanted.joint,
    amountMinor: wanted.amount_minor === undefined ? undefined : BigInt(wanted.amount_minor),
    content: contentOf(wanted.content ?? {}),
    visit: channel === 'visit' ? { ...PLAIN_VISIT, ...told(wanted.visit) } : undefined,
  }
}

/** Without the fields that are not told, so that they do not cover what is plain. */
const told = <T extends object>(fields: T | undefined): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>

function contentOf({ yes, no, ...words }: NonNullable<RuleCase['content']>): ContentFacts {
  const facts = [
    ...(yes ?? []).map((fact) => [fact, true]),
    ...(no ?? []).map((fact) => [fact, false]),
  ]
  return { ...plainContent(), ...told(words), ...Object.fromEntries(facts) } as ContentFacts
}

function factsOf(
  file: RuleFile,
  wanted: RuleCase,
  { zones, at, proposal }: { zones: readonly string[]; at: At; proposal: Proposal },
): GuardFacts {
  const { debt } = wanted
  const kind = wanted.firm ?? file.covers.firms[0] ?? 'agency'
  return {
    ...plainFacts({ jurisdictions: [packOf(file.id)], zones }),
    firm: { id: 'us', kind, group: ['us', 'lender'] },
    borrower: borrowerOf(wanted.borrower ?? {}),
    debts: [
      {
        ...plainDebt(1n),
        ...told({ kind: debt?.kind, status: debt?.status, secured: debt?.secured }),
        nonPerforming: debt?.non_performing ?? false,
        ...(debt?.assigned === undefined ? {} : { assigned: { on: day(debt.assigned), to: 'us' } }),
      },
      plainDebt(2n),
    ],
    holds: (wanted.holds ?? []).map(holdOf),
    plans: (wanted.plans ?? []).map(planOf),
    consents: (wanted.consents ?? []).map((consent) => consentOf(consent, at)),
    wishes: (wanted.wishes ?? []).map((wish) => wishOf(wish, at)),
    history: (wanted.history ?? []).flatMap((past) => pastOf(past, proposal.channel, at)),
    proceedings: (wanted.proceedings ?? []).map((step) => ({ ...step, on: day(step.on) })),
    publicHolidays: (wanted.public_holidays ?? []).map(day),
    visitsAllowed: wanted.visits_allowed,
  }
}

function borrowerOf(case_: NonNullable<RuleCase['borrower']>): BorrowerFact {
  const { employer_forbids, work_hours, inherited_minor, representative, ...known } = case_
  return {
    ...PLAIN_BORROWER,
    ...told(known),
    employerForbids: employer_forbids ?? false,
    inheritedMinor: inherited_minor === undefined ? undefined : BigInt(inherited_minor),
    workHours: work_hours && {
      from: minuteOf(work_hours.from),
      until: minuteOf(work_hours.until),
      days: weekdaysOf(work_hours.days),
    },
    representative: representative && {
      party: 'R1',
      kind: representative.kind,
      contactKnown: representative.contact_known ?? true,
      consentsToDirect: representative.consents_to_direct ?? false,
      instructed: representative.instructed ?? true,
    },
  }
}

const dayOf = (text: string | undefined) => (text === undefined ? undefined : day(text))

const holdOf = (hold: NonNullable<RuleCase['holds']>[number]): HoldFact => ({
  reason: hold.reason,
  written: hold.written ?? false,
  accountId: hold.account === undefined ? undefined : BigInt(hold.account),
  fromOn: day(hold.from),
  sentOn: dayOf(hold.sent),
  untilOn: dayOf(hold.until),
  endedOn: dayOf(hold.ended),
})

const planOf = (plan: NonNullable<RuleCase['plans']>[number]): PlanFact => ({
  accountIds: [1n],
  fromOn: day(plan.from),
  performing: plan.performing,
  reviewable: plan.reviewable ?? false,
  lastReviewOn: dayOf(plan.last_review),
  remindersRequested: plan.reminders ?? false,
})

const consentOf = (consent: NonNullable<RuleCase['consents']>[number], at: At): ConsentFact => ({
  scope: consent.scope ?? 'contact',
  channel: consent.channel ?? 'any',
  addressId: consent.address === undefined ? undefined : BigInt(consent.address),
  given: consent.given,
  effectiveAt: at(consent.at),
  expiresAt: consent.until === undefined ? undefined : at(consent.until),
  party: consent.party,
  givenTo: consent.to,
})

const wishOf = (wish: NonNullable<RuleCase['wishes']>[number], at: At): WishFact => ({
  kind: wish.kind,
  saidAt: at(wish.at),
  party: 'borrower',
  givenTo: wish.by ?? 'us',
  days: wish.days && weekdaysOf(wish.days),
  from: wish.from === undefined ? undefined : minuteOf(wish.from),
  until: wish.to === undefined ? undefined : minuteOf(wish.to),
  place: wish.place,
  untilOn: dayOf(wish.until),
})

type CasePast = NonNullable<RuleCase['history']>[number]

function pastOf(past: CasePast, channel: Medium, at: At): PastContact[] {
  const medium = past.channel ?? channel
  const one: PastContact = {
    id: past.id,
    at: at(past.at),
    channel: medium,
    direction: past.direction ?? 'out',
    party: past.party ?? 'borrower',
    by: past.by ?? 'us',
    result: past.result,
    addressId: BigInt(past.address ?? 1),
    addressKind: past.address_kind ?? USUAL[medium],
    accountIds: [BigInt(past.account ?? 1)],
    replyTo: past.reply_to,
    purpose: past.purpose,
    notice: past.notice,
    undeliverableOn: dayOf(past.undeliverable),
    marks: past.marks,
  }
  return Array.from({ length: past.times ?? 1 }, () => one)
}
