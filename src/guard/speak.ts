import { type Instant, dayNumber } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { speakOfCap, speakOfQuiet } from './cap.ts'
import { FOREVER, OPEN, SHUT, type Word, gateOfChanges } from './gate.ts'
import { type Hours, hoursGate, isOpenAt, openOn } from './hours.ts'
import { type Asked, exemptPeriods, fits, periodAt } from './past.ts'
import type { Exempt, HoldRule, Part, Rule } from './rules.ts'
import type { ConsentFact, Disclosure, HoldFact, Proposal } from './verdict.ts'
import { type Zone, earliestStartOfDay, latestStartOfDay, localDayNumber } from './zone.ts'

/** Asked of a rule that covers the proposal. */
export function speak(rule: Rule, asked: Asked): Word {
  const part: Part = rule.part
  switch (part.kind) {
    case 'open_hours':
      return speakOfHours(part, asked)
    case 'cap':
      return speakOfCap(rule, part, asked)
    case 'quiet_after':
      return speakOfQuiet(rule, part, asked)
    case 'hold':
      return speakOfHold(part, asked)
    case 'consent':
      return part.needs === 'given' ? speakOfConsent(asked) : speakOfRefusal(asked)
    case 'audience':
      return speakOfAudience(asked.proposal)
    case 'disclosure':
      return speakOfDisclosure(part.says, asked.proposal)
    case 'exempt':
      return speakOfExempt(part, asked)
    case 'coverage':
      return speakOfCoverage(part.binds, asked)
  }
}

function speakOfHours(hours: Hours, { proposal, zones }: Asked): Word {
  const gate = hoursGate(hours, zones)
  // The words name the place that is shut, or the first one.
  const zone = zones.find((each) => !isOpenAt(hours, each, proposal.at)) ?? zones[0]
  const open = zone && openOn(hours, localDayNumber(zone, proposal.at))
  const place = { zone: zone?.name ?? '', zones: zones.length }
  if (open === undefined)
    return { gate, met: 'hours.open', unmet: 'hours.closed_day', numbers: place }
  return {
    gate,
    met: 'hours.open',
    unmet: 'hours.closed',
    numbers: { from: clock(open.from), until: clock(open.until), ...place },
  }
}

function clock(minute: number): string {
  const text = (n: number) => String(n).padStart(2, '0')
  return `${text(Math.floor(minute / 60))}:${text(minute % 60)}`
}

const NO_HOLD: Word = { gate: OPEN, met: 'hold.none', unmet: 'hold.none', numbers: {} }

function speakOfHold(rule: HoldRule, { proposal, facts, zones }: Asked): Word {
  const matching = facts.holds.filter(
    (hold) =>
      (rule.reasons.includes('any') || rule.reasons.includes(hold.reason)) &&
      (hold.written || !rule.written) &&
      (hold.accountId === undefined || proposal.accountIds.includes(hold.accountId)),
  )
  if (matching.length === 0) return NO_HOLD
  const holds = matching.map((hold) => ({ hold, ...periodOf(rule, hold, zones) }))
  const isOpen = (at: Instant) => !holds.some((held) => held.from <= at && at < held.until)
  const ends = holds.flatMap((held) => (held.until === FOREVER ? [] : [held.until]))
  const gate = gateOfChanges([...holds.map((held) => held.from), ...ends], isOpen)
  const longest = holds
    .filter((held) => held.from <= proposal.at && proposal.at < held.until)
    .toSorted((a, b) => b.until - a.until)[0]
  if (longest === undefined) return { gate, met: 'hold.none', unmet: 'hold.none', numbers: {} }
  const { reason, fromOn } = longest.hold
  const isDated = longest.until !== FOREVER
  return {
    gate,
    met: 'hold.none',
    unmet: isDated ? 'hold.dated' : 'hold.open_ended',
    numbers: { reason, fromOn, ...(isDated ? { untilAt: longest.until } : {}) },
  }
}

function periodOf(rule: HoldRule, hold: HoldFact, zones: readonly Zone[]) {
  const first = dayNumber(hold.fromOn)
  let end = hold.untilOn === undefined ? undefined : dayNumber(hold.untilOn)
  if (end === undefined && rule.lasts !== undefined) {
    end = first + (rule.lasts.first === 'next_day' ? 1 : 0) + rule.lasts.days
  }
  return {
    from: earliestStartOfDay(zones, () => first),
    until: end === undefined ? FOREVER : latestStartOfDay(zones, () => end),
  }
}

const notRefused = (channel: Channel): Word => ({
  gate: OPEN,
  met: 'consent.not_refused',
  unmet: 'consent.refused',
  numbers: { channel },
})

const NOT_REFUSED: Readonly<Record<Channel, Word>> = {
  sms: notRefused('sms'),
  email: notRefused('email'),
  call: notRefused('call'),
  letter: notRefused('letter'),
  visit: notRefused('visit'),
  message: notRefused('message'),
}

/** A refusal speaks until something said later takes back just that, or a part of it. */
function speakOfRefusal({ proposal, facts }: Asked): Word {
  const said = facts.consents.filter(
    (consent) => consent.scope === 'contact' && fits(consent, proposal),
  )
  if (said.length === 0) return NOT_REFUSED[proposal.channel]
  const refusalAt = (at: Instant) =>
    said.find(
      (refusal, index) =>
        !refusal.given &&
        isInForce(refusal, at) &&
        !said.some(
          (later, i) =>
            i > index && later.given && isInForce(later, at) && isWithin(later, refusal),
        ),
    )
  const refusal = refusalAt(proposal.at)
  return {
    gate: gateOfChanges(changesOf(said), (at) => refusalAt(at) === undefined),
    met: 'consent.not_refused',
    unmet: 'consent.refused',
    numbers: {
      channel: proposal.channel,
      ...(refusal === undefined ? {} : { refusedAt: refusal.effectiveAt }),
    },
  }
}

function speakOfConsent({ proposal, facts }: Asked): Word {
  const said = facts.consents.filter(
    (consent) => consent.scope === 'contact' && fits(consent, proposal),
  )
  const isGiven = (at: Instant) => said.some((consent) => consent.given && isInForce(consent, at))
  return {
    gate: gateOfChanges(changesOf(said), isGiven),
    met: 'consent.given',
    unmet: 'consent.missing',
    numbers: { channel: proposal.channel },
  }
}

const isInForce = (consent: ConsentFact, at: Instant): boolean =>
  consent.effectiveAt <= at && (consent.expiresAt === undefined || at < consent.expiresAt)

const isWithin = (inner: ConsentFact, outer: ConsentFact): boolean =>
  (outer.channel === 'any' || outer.channel === inner.channel) &&
  (outer.addressId === undefined || outer.addressId === inner.addressId)

const changesOf = (said: readonly ConsentFact[]): Instant[] =>
  said.flatMap((consent) =>
    consent.expiresAt === undefined
      ? [consent.effectiveAt]
      : [consent.effectiveAt, consent.expiresAt],
  )

function speakOfAudience(proposal: Proposal): Word {
  return {
    gate: proposal.audience === 'borrower' ? OPEN : SHUT,
    met: 'audience.borrower',
    unmet: 'audience.third_party',
    numbers: {},
  }
}

function speakOfDisclosure(says: readonly Disclosure[], proposal: Proposal): Word {
  const missing = says.filter((disclosure) => !proposal.content?.says.includes(disclosure))
  return {
    gate: missing.length === 0 ? OPEN : SHUT,
    met: 'disclosure.said',
    unmet: proposal.content === undefined ? 'disclosure.no_text' : 'disclosure.missing',
    numbers: {
      says: says.join(','),
      ...(missing.length === 0 ? {} : { missing: missing.join(',') }),
    },
  }
}

/** Bars nothing by itself: it tells what the caps beside it leave out. */
function speakOfExempt(exempt: Exempt, asked: Asked): Word {
  const { facts, proposal } = asked
  const periods = exemptPeriods(asked, exempt)
  const now = periodAt(periods, proposal.at)
  const left = facts.history.filter(
    (past) => exempt.results.includes(past.result) || periodAt(periods, past.at) !== undefined,
  )
  return {
    gate: OPEN,
    met: now === undefined ? 'exempt.counted' : 'exempt.agreed',
    unmet: 'exempt.counted',
    numbers: { left: left.length, ...(now === undefined ? {} : { untilAt: now.until }) },
  }
}

function speakOfCoverage(binds: readonly string[], { facts }: Asked): Word {
  return {
    gate: OPEN,
    met: binds.includes(facts.firmKind) ? 'coverage.bound' : 'coverage.not_bound',
    unmet: 'coverage.bound',
    numbers: { firm: facts.firmKind },
  }
}
