import { dayNumber } from '../core/calendar.ts'
import type { GuardFacts, PastContact } from './verdict.ts'
import { type Zone, localDayNumber } from './zone.ts'
import { weekdayOf } from './hours.ts'

/**
 * Whether an outbound message only goes on with a thread that is counted already: it answers what
 * the person wrote in answer to an earlier message of ours, and no step rested longer than `days`
 * business days.
 */
export function continuesThread(
  past: PastContact,
  { facts, zone, days }: { facts: GuardFacts; zone: Zone; days: number },
): boolean {
  const theirs = find(facts, past.replyTo)
  if (theirs?.direction !== 'in' || theirs.party !== past.party) return false
  const ours = find(facts, theirs.replyTo)
  if (ours?.direction !== 'out') return false
  const rested = (from: PastContact, until: PastContact) =>
    businessDaysBetween(facts, localDayNumber(zone, from.at), localDayNumber(zone, until.at))
  return (
    [ours.channel, theirs.channel].every((channel) => channel === past.channel) &&
    rested(ours, theirs) <= days &&
    rested(theirs, past) <= days
  )
}

const find = (facts: GuardFacts, id: string | undefined): PastContact | undefined =>
  id === undefined ? undefined : facts.history.find((past) => past.id === id)

/** Monday to Friday without the public holidays, after the first day and up to the last. */
function businessDaysBetween(facts: GuardFacts, from: number, until: number): number {
  const holidays = facts.publicHolidays.map(dayNumber)
  let days = 0
  for (let on = from + 1; on <= until; on++) {
    if (weekdayOf(on) < 5 && !holidays.includes(on)) days++
  }
  return days
}
