import {
  type Instant,
  addMonths,
  dayFromNumber,
  dayNumber,
  day as dayOf,
  weekday,
} from '../core/calendar.ts'
import { FOREVER } from './gate.ts'
import type { Exempt } from './rules.ts'
import type { ConsentFact, ContactResult, GuardFacts, PastContact, Proposal } from './verdict.ts'
import type { Mark, Medium, Party } from './vocabulary.ts'
import { type Zone, earliestStartOfDay, latestStartOfDay, localDayNumber } from './zone.ts'

/** The proposal with the facts, the zones read once. */
export type Asked = {
  readonly proposal: Proposal
  readonly facts: GuardFacts
  readonly zones: readonly Zone[]
}

/** Half-open: `until` is the first instant that is not in it. */
export type Period = { readonly from: Instant; readonly until: Instant }

export type Window = {
  readonly days?: number | undefined
  readonly calendar?: 'week' | 'month' | undefined
}

/** When the local day `dayNo` has left the window: the later one where days and calendar are both given. */
export function dayThatIsFree(window: Window, dayNo: number): number {
  const rolling = window.days === undefined ? dayNo : dayNo + window.days
  if (window.calendar === undefined) return rolling
  const on = dayFromNumber(dayNo)
  const next =
    window.calendar === 'week'
      ? dayNo + 8 - weekday(on)
      : dayNumber(addMonths(dayOf(`${on.slice(0, 7)}-01`), 1))
  return Math.max(rolling, next)
}

/** When something that happened at `at` no longer counts: in the zone where that day begins last. */
export const freeAgainAt = (window: Window, zones: readonly Zone[], at: Instant): Instant =>
  latestStartOfDay(zones, (zone) => dayThatIsFree(window, localDayNumber(zone, at)))

export const hasMark = (past: PastContact, mark: Mark): boolean =>
  past.marks?.includes(mark) ?? false

/** An outbound attempt whose end nobody knows counts as whatever it can have come to that counts. */
export function counts(past: PastContact, results: readonly ContactResult[]): boolean {
  if (hasMark(past, 'number_not_theirs')) return false
  if (past.result !== 'unknown') return results.includes(past.result)
  const ends = ENDS[past.channel]
  return past.direction === 'out' && results.some((result) => ends.has(result))
}

const WRITTEN: ReadonlySet<ContactResult> = new Set(['delivered', 'bounced'])
const CALLED: ReadonlySet<ContactResult> = new Set([
  'not_connected',
  'unanswered',
  'voicemail',
  'answered_dropped',
  'conversation',
])

/** How an attempt by this medium can end: a text that is not known to have arrived was no talk. */
const ENDS: Readonly<Record<Medium, ReadonlySet<ContactResult>>> = {
  sms: WRITTEN,
  email: WRITTEN,
  message: WRITTEN,
  letter: WRITTEN,
  social: WRITTEN,
  portal: WRITTEN,
  card: WRITTEN,
  poster: WRITTEN,
  filing: WRITTEN,
  bureau: WRITTEN,
  call: CALLED,
  voicemail: CALLED,
  visit: new Set(['met', 'not_met', 'conversation']),
}

/** Whether it was this firm's doing, or that of anybody whom the rule counts together with it. */
export const isOf = (
  past: PastContact,
  of: 'firm' | 'group' | undefined,
  { firm }: GuardFacts,
): boolean => past.by === firm.id || (of === 'group' && firm.group.includes(past.by))

/** What an event was about: a talk is also about whatever came up in it. */
export const aboutOf = (past: PastContact): readonly bigint[] =>
  past.discussed === undefined ? past.accountIds : [...past.accountIds, ...past.discussed]

/** What was talked about, which may be less than what the call was for. */
export const talkedOf = (past: PastContact): readonly bigint[] => past.discussed ?? past.accountIds

/** What a rule counts by: the accounts as they are counted, or one key for everything. */
export type CountedBy = 'debt' | 'account' | 'borrower'

/** The ids under which accounts are counted: loans served under one number, debts of one account. */
export function countedIds(
  by: CountedBy,
  accountIds: readonly bigint[],
  { debts }: GuardFacts,
): readonly bigint[] {
  if (by === 'borrower') return [0n]
  const ids = accountIds.map((id) => {
    const debt = debts.find((each) => each.accountId === id)
    return debt === undefined ? id : by === 'debt' ? debt.debt : debt.account
  })
  return [...new Set(ids)]
}

/** An event of the history that somebody answers: inbound, from that person. */
export function answered(asked: Asked): PastContact | undefined {
  const { proposal, facts } = asked
  if (proposal.replyTo === undefined) return undefined
  return facts.history.find(
    (past) => past.id === proposal.replyTo && past.direction === 'in' && past.party === proposal.to,
  )
}

/** Calls and voicemails are one medium, a telephone's. */
export const sameMedium = (a: string, b: string): boolean =>
  a === b || (['call', 'voicemail'].includes(a) && ['call', 'voicemail'].includes(b))

/** Whether this is the one answer to what the person began; by any medium only where that is said. */
export function isTheAnswer(asked: Asked, medium: 'same' | 'any'): boolean {
  const began = answered(asked)
  if (began === undefined || began.at > asked.proposal.at) return false
  if (medium === 'same' && !sameMedium(began.channel, asked.proposal.channel)) return false
  return !asked.facts.history.some((past) => past.direction === 'out' && past.replyTo === began.id)
}

export const isSameParty = (party: Party | undefined, to: Party): boolean =>
  (party ?? 'borrower') === to

/** When calls are outside the caps, because the person agreed to them. */
export function exemptPeriods(asked: Asked, exempt: Exempt | undefined): readonly Period[] {
  const days = exempt?.consent_days
  if (days === undefined) return NO_PERIODS
  return asked.facts.consents.flatMap((consent, index) => {
    if (!consent.given || consent.scope !== 'extra_calls' || !fits(consent, asked)) return []
    const ends = endsOfConsent(asked, consent, index, days)
    return [{ from: consent.effectiveAt, until: Math.min(...ends) as Instant }]
  })
}

const NO_PERIODS: readonly Period[] = []

type ConsentDays = NonNullable<Exempt['consent_days']>

function lapseOf({ zones }: Asked, { effectiveAt }: ConsentFact, days: ConsentDays): Instant {
  if (days === 'no_end') return FOREVER
  return earliestStartOfDay(zones, (zone) => localDayNumber(zone, effectiveAt) + days)
}

function endsOfConsent(
  asked: Asked,
  consent: ConsentFact,
  index: number,
  days: ConsentDays,
): Instant[] {
  const { facts, proposal } = asked
  // A later word of the same kind stands in the place of the earlier one, be its term shorter.
  const isLater = (other: ConsentFact, i: number) =>
    i > index && (!other.given || other.scope === 'extra_calls') && fits(other, asked)
  const replaced = facts.consents.filter(isLater).map((other) => other.effectiveAt)
  // The conversation itself was still had under the consent that it uses up.
  const usedUp = facts.history
    .filter((past) => sameMedium(past.channel, proposal.channel) && past.party === proposal.to)
    .filter((past) => past.at > consent.effectiveAt && counts(past, ['conversation']))
    .map((past) => (past.at + 1) as Instant)
  const expires = consent.expiresAt === undefined ? [] : [consent.expiresAt]
  return [lapseOf(asked, consent, days), ...expires, ...replaced, ...usedUp]
}

/** Whether a consent or refusal speaks of the proposal's person, channel, address and accounts. */
export function fits(consent: ConsentFact, { proposal, facts }: Asked): boolean {
  return (
    (consent.channel === 'any' || sameMedium(consent.channel, proposal.channel)) &&
    (consent.addressId === undefined || consent.addressId === proposal.addressId) &&
    isSameParty(consent.party, proposal.to) &&
    // A yes is good for the firm that heard it, a no for everybody.
    (!consent.given || (consent.givenTo ?? facts.firm.id) === facts.firm.id) &&
    fitsAccounts(consent, proposal)
  )
}

/** A yes must be about every account of the proposal, a no about one of them. */
function fitsAccounts({ accountIds, given }: ConsentFact, proposal: Proposal): boolean {
  if (accountIds === undefined) return true
  const isIn = (id: bigint) => accountIds.includes(id)
  return given ? proposal.accountIds.every(isIn) : proposal.accountIds.some(isIn)
}

export const periodAt = (periods: readonly Period[], at: Instant): Period | undefined =>
  periods.find((period) => period.from <= at && at < period.until)
