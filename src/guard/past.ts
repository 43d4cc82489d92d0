import {
  type Instant,
  addMonths,
  dayFromNumber,
  dayNumber,
  day as dayOf,
  weekday,
} from '../core/calendar.ts'
import type { Exempt } from './rules.ts'
import type { ConsentFact, ContactResult, GuardFacts, PastContact, Proposal } from './verdict.ts'
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
  readonly days: number | undefined
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

export const isAbout = (past: PastContact, accountId: bigint): boolean =>
  past.accountIds.length === 0 || past.accountIds.includes(accountId)

/** An outbound attempt whose end nobody knows counts as whatever counts. */
export function counts(past: PastContact, results: readonly ContactResult[]): boolean {
  return results.includes(past.result) || (past.result === 'unknown' && past.direction === 'out')
}

/** When calls are outside the caps, because the person agreed to them. */
export function exemptPeriods(asked: Asked, exempt: Exempt | undefined): readonly Period[] {
  const days = exempt?.consentDays
  if (days === undefined) return []
  return asked.facts.consents.flatMap((consent, index) => {
    if (!consent.given || consent.scope !== 'extra_calls' || !fits(consent, asked.proposal))
      return []
    const ends = endsOfConsent(asked, consent, index, days)
    return [{ from: consent.effectiveAt, until: Math.min(...ends) as Instant }]
  })
}

function endsOfConsent(asked: Asked, consent: ConsentFact, index: number, days: number): Instant[] {
  const { facts, proposal, zones } = asked
  const lapses = earliestStartOfDay(
    zones,
    (zone) => localDayNumber(zone, consent.effectiveAt) + days,
  )
  const withdrawn = facts.consents
    .filter((other, i) => i > index && !other.given && fits(other, proposal))
    .map((other) => other.effectiveAt)
  // The conversation itself was still had under the consent that it uses up.
  const usedUp = facts.history
    .filter((past) => past.channel === proposal.channel && past.at > consent.effectiveAt)
    .filter((past) => counts(past, ['conversation']))
    .map((past) => (past.at + 1) as Instant)
  const expires = consent.expiresAt === undefined ? [] : [consent.expiresAt]
  return [lapses, ...expires, ...withdrawn, ...usedUp]
}

/** Whether a consent or refusal speaks of the proposal's channel and address. */
export const fits = (consent: ConsentFact, proposal: Proposal): boolean =>
  (consent.channel === 'any' || consent.channel === proposal.channel) &&
  (consent.addressId === undefined || consent.addressId === proposal.addressId)

export const periodAt = (periods: readonly Period[], at: Instant): Period | undefined =>
  periods.find((period) => period.from <= at && at < period.until)
