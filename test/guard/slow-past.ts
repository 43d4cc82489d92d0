import type { ConsentFact, GuardFacts, PastContact, Proposal } from '../../src/guard/verdict.ts'
import { isCoveredPast, type Says, type SlowRule, valueOn } from './slow-covers.ts'
import { businessDaysAfter, dayOf, textOf, wall, weekdayOf } from './slow-days.ts'

/** What happened so far, as the second checker counts it. */

export type Question = {
  readonly proposal: Proposal
  readonly facts: GuardFacts
  /** The instant that is asked about: the proposal's own, or a later one. */
  readonly at: number
}

export const today = ({ facts, at }: Question): number[] =>
  facts.zones.map((zone) => wall(zone, at).day)

export const marked = (past: PastContact, mark: string): boolean =>
  (past.marks as readonly string[] | undefined)?.includes(mark) === true

/**
 * An end that nobody knows is the worst one that such a medium can come to: what was written was no
 * talk. A wrong number was nobody's.
 */
export function endedAs(past: PastContact, results: readonly string[]): boolean {
  if (marked(past, 'number_not_theirs')) return false
  if (past.result !== 'unknown') return results.includes(past.result)
  if (past.direction === 'in') return false
  if (past.channel === 'visit') return ['met', 'not_met', 'conversation'].some(isIn)
  if (phone(past.channel) !== 'call') return ['delivered', 'bounced'].some(isIn)
  return ['not_connected', 'unanswered', 'voicemail', 'answered_dropped', 'conversation'].some(isIn)

  function isIn(result: string): boolean {
    return results.includes(result)
  }
}

export const madeBy = (past: PastContact, of: string | undefined, facts: GuardFacts): boolean =>
  past.by === facts.firm.id || (of === 'group' && facts.firm.group.includes(past.by))

const phone = (medium: string) => (medium === 'voicemail' ? 'call' : medium)

/** The event that is answered, if the person that is answered began it. */
export const begun = ({ proposal, facts }: Question): PastContact | undefined =>
  facts.history.find(
    (past) =>
      proposal.replyTo !== undefined &&
      past.id === proposal.replyTo &&
      past.direction === 'in' &&
      past.party === proposal.to,
  )

/** One answer and no second one, by the same medium. */
export function isFirstAnswer(question: Question): boolean {
  const theirs = begun(question)
  if (theirs === undefined || theirs.at > question.at) return false
  if (phone(theirs.channel) !== phone(question.proposal.channel)) return false
  const { history } = question.facts
  return history.every((past) => past.direction === 'in' || past.replyTo !== theirs.id)
}

/** Whether a yes or no is about this person, this way and these debts. */
export function isAbout(said: ConsentFact, { proposal, facts }: Question): boolean {
  if (said.channel !== 'any' && phone(said.channel) !== phone(proposal.channel)) return false
  if (said.addressId !== undefined && said.addressId !== proposal.addressId) return false
  if ((said.party ?? 'borrower') !== proposal.to) return false
  if (said.given && said.givenTo !== undefined && said.givenTo !== facts.firm.id) return false
  const named = said.accountIds
  if (named === undefined) return true
  return said.given
    ? proposal.accountIds.every((id) => named.includes(id))
    : proposal.accountIds.some((id) => named.includes(id))
}

/** Whether a call at an instant was, or would be, under a consent to more calls. */
export function isOutsideCaps(exempt: Says, question: Question, at: number): boolean {
  if (exempt?.consent_days === undefined) return false
  const { facts, proposal } = question
  return facts.consents.some((consent, index) => {
    if (!consent.given || consent.scope !== 'extra_calls' || !isAbout(consent, question)) {
      return false
    }
    if (at < consent.effectiveAt || at >= (consent.expiresAt ?? Infinity)) return false
    const isLapsed =
      exempt.consent_days !== 'no_end' &&
      facts.zones.some(
        (zone) => wall(zone, at).day >= wall(zone, consent.effectiveAt).day + exempt.consent_days,
      )
    const isReplaced = facts.consents.some(
      (other, i) =>
        i > index &&
        (!other.given || other.scope === 'extra_calls') &&
        isAbout(other, question) &&
        other.effectiveAt <= at,
    )
    const isUsedUp = facts.history.some(
      (past) =>
        phone(past.channel) === phone(proposal.channel) &&
        past.party === proposal.to &&
        past.at > consent.effectiveAt &&
        past.at < at &&
        endedAs(past, ['conversation']),
    )
    return !isLapsed && !isReplaced && !isUsedUp
  })
}

/** The exemption that a cap names, as its own file has it on the day. */
export function exemptOf(rule: SlowRule): Says {
  if (rule.says.exempt === undefined) return undefined
  for (const file of rule.book.filter(({ id }) => id === rule.says.exempt)) {
    for (const part of file.says) {
      const says = part.exempt && valueOn(part.exempt, rule.onDay)
      if (says !== undefined) return says
    }
  }
  return undefined
}

/** Whether the day of a past event is still inside the window that ends today, in some zone. */
export const isRecent = (
  window: { days?: number; calendar?: string },
  past: PastContact,
  { facts, at }: Question,
): boolean =>
  facts.zones.some((zone) => {
    const [then, now] = [wall(zone, past.at).day, wall(zone, at).day]
    if (window.days !== undefined && then > now - window.days) return true
    if (window.calendar === 'week') return then >= now - weekdayOf(now)
    return window.calendar === 'month' && textOf(then).slice(0, 7) >= textOf(now).slice(0, 7)
  })

/** The numbers under which debts are counted: those served as one are one. */
export const countedAs = (
  per: string,
  accountIds: readonly bigint[],
  { debts }: GuardFacts,
): readonly bigint[] =>
  per === 'borrower'
    ? [-1n]
    : accountIds.map((id) => {
        const debt = debts.find((each) => each.accountId === id)
        return (per === 'debt' ? debt?.debt : debt?.account) ?? id
      })

/** Events that fill a cap, for the person who would be reached. */
export function fillsOf(rule: SlowRule, question: Question): PastContact[] {
  const { says } = rule
  const exempt = exemptOf(rule)
  const counted = says.results.filter((result: string) => !exempt?.results.includes(result))
  return question.facts.history.filter(
    (past) =>
      past.direction === 'out' &&
      past.party === question.proposal.to &&
      isCoveredPast(rule, past) &&
      madeBy(past, says.of, question.facts) &&
      endedAs(past, counted) &&
      !isOutsideCaps(exempt, question, past.at) &&
      !goesOn(past, says.thread_business_days, question),
  )
}

/** Whether a message only goes on with a thread that rested no longer than some business days. */
function goesOn(past: PastContact, days: number | undefined, { facts }: Question): boolean {
  const find = (id: string | undefined) =>
    facts.history.find((each) => id !== undefined && each.id === id)
  const theirs = find(past.replyTo)
  const ours = find(theirs?.replyTo)
  const [zone = ''] = facts.zones
  if (days === undefined || theirs === undefined || ours === undefined) return false
  if (theirs.direction !== 'in' || ours.direction !== 'out' || theirs.party !== past.party) {
    return false
  }
  if (theirs.channel !== past.channel || ours.channel !== past.channel) return false
  const rest = (a: PastContact, b: PastContact) =>
    businessDaysAfter(wall(zone, a.at).day, wall(zone, b.at).day, (day) =>
      facts.publicHolidays.some((holiday) => dayOf(holiday) === day),
    )
  return rest(ours, theirs) <= days && rest(theirs, past) <= days
}

/** Nothing shows that it came back or reached nobody. */
export const hasArrived = (past: PastContact): boolean =>
  past.undeliverableOn === undefined &&
  !['bounced', 'not_connected', 'unanswered'].includes(past.result)
