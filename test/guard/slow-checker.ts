import type { Cap, HoldRule, QuietAfter, Rule } from '../../src/guard/rules.ts'
import type {
  ConsentFact,
  GuardFacts,
  HoldFact,
  PastContact,
  Proposal,
} from '../../src/guard/verdict.ts'

/**
 * The rules read plainly, for one instant, over the platform's own calendar: slow, and sharing no
 * code with the guard but the compiled rules. Tests search with it minute by minute.
 */
export function slowlyAllowed(
  proposal: Proposal,
  facts: GuardFacts,
  rules: readonly Rule[],
): boolean {
  return rules.every((rule) => {
    const { covers } = rule
    const isCovered =
      covers.channels.includes(proposal.channel) &&
      covers.audience.includes(proposal.audience) &&
      covers.purposes.includes(proposal.purpose) &&
      covers.firms.includes(facts.firmKind) &&
      (!covers.severalZones || facts.zones.length > 1) &&
      covers.voices === undefined
    return !isCovered || isMet(rule, proposal, facts)
  })
}

type Wall = { day: string; minute: number }

const clocks = new Map<string, Intl.DateTimeFormat>()

function wall(zone: string, at: number): Wall {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  clocks.set(zone, clock)
  const text = clock.format(at)
  return {
    day: text.slice(0, 10),
    minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14)),
  }
}

const plus = (on: string, days: number): string =>
  new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const dayName = (on: string): number => (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7

function isMet(rule: Rule, proposal: Proposal, facts: GuardFacts): boolean {
  const { part } = rule
  switch (part.kind) {
    case 'open_hours':
      return facts.zones.every((zone) => {
        const { day, minute } = wall(zone, proposal.at)
        const open = part.week[dayName(day)]
        const holidays = [...HOLIDAYS].filter(() => part.closedOn.length > 0)
        return (
          open !== undefined &&
          !holidays.includes(day) &&
          open.from <= minute &&
          minute < open.until
        )
      })
    case 'cap':
      return isUnderCap(rule, part, proposal, facts)
    case 'quiet_after':
      return isQuietOver(rule, part, proposal, facts)
    case 'hold':
      return !facts.holds.some((hold) => stops(part, hold, proposal, facts))
    case 'consent':
      return part.needs === 'given' || !isRefused(proposal, facts)
    case 'audience':
      return proposal.audience === 'borrower'
    case 'disclosure':
      return part.says.every((word) => proposal.content?.says.includes(word))
    case 'exempt':
    case 'coverage':
      return true
  }
}

function isUnderCap(rule: Rule, part: Cap, proposal: Proposal, facts: GuardFacts): boolean {
  if (isUnderConsent(part.exempt?.consentDays, proposal, facts, proposal.at)) return true
  const events = facts.history.filter(
    (past) =>
      past.direction === 'out' &&
      rule.covers.channels.includes(past.channel) &&
      (past.result === 'unknown' ||
        (part.results.includes(past.result) && !part.exempt?.results.includes(past.result))) &&
      !isUnderConsent(part.exempt?.consentDays, proposal, facts, past.at),
  )
  const inWindow = (past: PastContact) =>
    facts.zones.some((zone) =>
      isInWindow(part, wall(zone, past.at).day, wall(zone, proposal.at).day),
    )
  const among = (holds: (past: PastContact) => boolean) =>
    events.filter((past) => inWindow(past) && holds(past)).length < part.times
  if (part.per === 'borrower') return among(() => true)
  if (part.per === 'address') return among((past) => past.addressId === proposal.addressId)
  return proposal.accountIds.every((id) => among((past) => past.accountIds.includes(id)))
}

function isQuietOver(rule: Rule, part: QuietAfter, proposal: Proposal, facts: GuardFacts): boolean {
  if (isUnderConsent(part.exempt?.consentDays, proposal, facts, proposal.at)) return true
  return !facts.history.some(
    (past) =>
      rule.covers.channels.includes(past.channel) &&
      (part.results.includes(past.result) ||
        (past.result === 'unknown' && past.direction === 'out')) &&
      past.accountIds.some((id) => proposal.accountIds.includes(id)) &&
      facts.zones.some(
        (zone) => wall(zone, proposal.at).day < plus(wall(zone, past.at).day, part.days),
      ),
  )
}

function stops(part: HoldRule, hold: HoldFact, proposal: Proposal, facts: GuardFacts): boolean {
  const end =
    hold.untilOn ??
    (part.lasts && plus(hold.fromOn, part.lasts.days + (part.lasts.first === 'next_day' ? 1 : 0)))
  return (
    (part.reasons.includes('any') || part.reasons.includes(hold.reason)) &&
    (!part.written || hold.written) &&
    (hold.accountId === undefined || proposal.accountIds.includes(hold.accountId)) &&
    facts.zones.some((zone) => wall(zone, proposal.at).day >= hold.fromOn) &&
    (end === undefined || facts.zones.some((zone) => wall(zone, proposal.at).day < end))
  )
}

/** 2026 alone: what the tests ask about. */
const HOLIDAYS: ReadonlySet<string> = new Set([
  '2026-01-01',
  '2026-01-26',
  '2026-04-03',
  '2026-04-05',
  '2026-04-06',
  '2026-04-25',
  '2026-12-25',
  '2026-12-26',
  '2027-01-01',
  '2027-01-26',
])

type Window = { days: number | undefined; calendar: 'week' | 'month' | undefined }

function isInWindow(window: Window, past: string, today: string): boolean {
  const monday = plus(today, -dayName(today))
  return (
    (window.days !== undefined && past > plus(today, -window.days)) ||
    (window.calendar === 'week' && past >= monday) ||
    (window.calendar === 'month' && past.slice(0, 7) === today.slice(0, 7))
  )
}

const speaksOf = (consent: ConsentFact, proposal: Proposal): boolean =>
  ['any', proposal.channel].includes(consent.channel) &&
  (consent.addressId ?? proposal.addressId) === proposal.addressId

function isUnderConsent(
  days: number | undefined,
  proposal: Proposal,
  facts: GuardFacts,
  at: number,
): boolean {
  if (days === undefined) return false
  return facts.consents.some((consent, index) => {
    if (!consent.given || consent.scope !== 'extra_calls' || !speaksOf(consent, proposal))
      return false
    if (at < consent.effectiveAt || at >= (consent.expiresAt ?? Infinity)) return false
    const last = (zone: string) => plus(wall(zone, consent.effectiveAt).day, days)
    if (facts.zones.some((zone) => wall(zone, at).day >= last(zone))) return false
    const withdrawn = facts.consents
      .slice(index + 1)
      .some((other) => !other.given && speaksOf(other, proposal) && other.effectiveAt <= at)
    const used = facts.history.some(
      (past) =>
        past.channel === proposal.channel &&
        past.at > consent.effectiveAt &&
        past.at < at &&
        (past.result === 'conversation' || (past.result === 'unknown' && past.direction === 'out')),
    )
    return !withdrawn && !used
  })
}

function isRefused(proposal: Proposal, facts: GuardFacts): boolean {
  const now = facts.consents.filter(
    (consent) =>
      consent.scope === 'contact' &&
      speaksOf(consent, proposal) &&
      consent.effectiveAt <= proposal.at &&
      proposal.at < (consent.expiresAt ?? Infinity),
  )
  return now.some(
    (refusal, index) =>
      !refusal.given &&
      !now
        .slice(index + 1)
        .some(
          (later) =>
            later.given &&
            (refusal.channel === 'any' || refusal.channel === later.channel) &&
            (refusal.addressId === undefined || refusal.addressId === later.addressId),
        ),
  )
}
