import { type Day, type Instant, dayNumber } from '../core/calendar.ts'
import { FOREVER, OPEN, type Word, gateOfChanges } from './gate.ts'
import type { Asked } from './past.ts'
import type { HoldRule } from './rules.ts'
import { validationEnd } from './validation.ts'
import type { HoldFact } from './verdict.ts'
import { type Zone, earliestStartOfDay, latestStartOfDay } from './zone.ts'

const NO_HOLD: Word = { gate: OPEN, met: 'hold.none', unmet: 'hold.none', numbers: {} }

/** A hold in the file stops what the rule covers, for as long as it lasts. */
export function speakOfHold(rule: HoldRule, asked: Asked): Word {
  const { proposal, facts, zones } = asked
  const matching = facts.holds.filter((hold) => stops(rule, hold, asked))
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

function stops(rule: HoldRule, hold: HoldFact, asked: Asked): boolean {
  return (
    isOneOf(rule.reasons, hold.reason) &&
    (hold.written || rule.written !== true) &&
    concerns(hold, asked) &&
    (rule.within === undefined || wasInTime(rule, hold, asked))
  )
}

export const isOneOf = (reasons: readonly string[], reason: string): boolean =>
  reasons.includes('any') || reasons.includes(reason)

/** Whether a hold about these accounts is in force, by its own dates. */
export const standsAt = (hold: HoldFact, at: Instant, asked: Asked): boolean =>
  concerns(hold, asked) &&
  earliestStartOfDay(asked.zones, () => dayNumber(hold.fromOn)) <= at &&
  (hold.untilOn === undefined || at < latestStartOfDay(asked.zones, endOfDays(hold.untilOn)))

const endOfDays = (untilOn: Day) => () => dayNumber(untilOn)

export const concerns = (hold: HoldFact, { proposal }: Asked): boolean =>
  hold.accountId === undefined || proposal.accountIds.includes(hold.accountId)

/** Sent while the borrower could still ask to have the debt validated: a period not begun has not ended. */
function wasInTime(rule: HoldRule, hold: HoldFact, asked: Asked): boolean {
  if (rule.validation === undefined) return true
  const accountIds = hold.accountId === undefined ? asked.proposal.accountIds : [hold.accountId]
  const sent = dayNumber(hold.sentOn ?? hold.fromOn)
  return accountIds.some((id) => {
    const end = rule.validation && validationEnd(rule.validation, asked, id)
    return end === undefined || sent <= end
  })
}

function periodOf(rule: HoldRule, hold: HoldFact, zones: readonly Zone[]) {
  const first = dayNumber(hold.fromOn)
  const end = rule.outlasts === true ? undefined : endOf(rule, hold, first)
  return {
    from: earliestStartOfDay(zones, () => first),
    until: end === undefined ? FOREVER : latestStartOfDay(zones, () => end),
  }
}

function endOf(rule: HoldRule, hold: HoldFact, first: number): number | undefined {
  if (hold.untilOn !== undefined) return dayNumber(hold.untilOn)
  if (hold.endedOn !== undefined) return dayNumber(hold.endedOn) + 1 + (rule.lasts_after_end ?? 0)
  if (rule.lasts === undefined) return undefined
  return first + (rule.lasts.first === 'next_day' ? 1 : 0) + rule.lasts.days
}
