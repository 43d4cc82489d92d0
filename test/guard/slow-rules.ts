import type { GuardFacts, HoldFact } from '../../src/guard/verdict.ts'
import { names, roleIn, type SlowRule, valueOn } from './slow-covers.ts'
import { dayOf, isYearly, monthsLater, wall, weekdayOf } from './slow-days.ts'
import {
  begun,
  countedAs,
  endedAs,
  exemptOf,
  fillsOf,
  hasArrived,
  isAbout,
  isFirstAnswer,
  isOutsideCaps,
  isRecent,
  madeBy,
  marked,
  type Question,
  today,
} from './slow-past.ts'
import { isCoveredPast } from './slow-covers.ts'

/** Whether one rule lets through at one instant: each primitive read plainly. */
export type Lets = (rule: SlowRule, question: Question) => boolean

const isFor = (hold: HoldFact, { proposal }: Question): boolean =>
  hold.accountId === undefined || proposal.accountIds.includes(hold.accountId)

/** From the first place where its first day has begun, to the last place where its end has. */
const isDuring = (from: number, end: number | undefined, question: Question): boolean =>
  today(question).some((day) => day >= from) &&
  (end === undefined || today(question).some((day) => day < end))

export const ban: Lets = ({ says }, question) =>
  question.facts.holds.some(
    (hold) =>
      says.unless_hold?.includes(hold.reason) &&
      isFor(hold, question) &&
      isDuring(
        dayOf(hold.fromOn),
        hold.untilOn === undefined ? undefined : dayOf(hold.untilOn),
        question,
      ),
  )

export const hold: Lets = (rule, question) => {
  const { says } = rule
  return !question.facts.holds.some((each) => {
    if (!says.reasons.includes('any') && !says.reasons.includes(each.reason)) return false
    if (says.written && !each.written) return false
    if (!isFor(each, question)) return false
    if (says.within && !isInTime(rule, each, question)) return false
    return isDuring(dayOf(each.fromOn), says.outlasts ? undefined : endOf(says, each), question)
  })
}

function endOf(says: SlowRule['says'], { fromOn, untilOn, endedOn }: HoldFact) {
  if (untilOn !== undefined) return dayOf(untilOn)
  if (endedOn !== undefined) return dayOf(endedOn) + 1 + (says.lasts_after_end ?? 0)
  if (says.lasts === undefined) return undefined
  return dayOf(fromOn) + says.lasts.days + (says.lasts.first === 'next_day' ? 1 : 0)
}

/** Sent before the period for asking to validate was over, of one of its debts. */
function isInTime(rule: SlowRule, each: HoldFact, { facts, proposal }: Question): boolean {
  const period = rule.book
    .flatMap((file) => file.says)
    .map((part) => part.deadline && valueOn(part.deadline, rule.onDay))
    .findLast((says) => says?.of === 'validation_period')
  if (period === undefined) return true
  const sentOn = dayOf(each.sentOn ?? each.fromOn)
  const accounts = each.accountId === undefined ? proposal.accountIds : [each.accountId]
  return accounts.some((id) => {
    const notices = facts.history.filter(
      (past) =>
        past.notice === 'validation' &&
        past.direction === 'out' &&
        hasArrived(past) &&
        (past.accountIds.length === 0 || past.accountIds.includes(id)),
    )
    const isStill = notices.some((past) => {
      let on = wall(facts.zones[0] ?? '', past.at).day
      for (let left = period.receipt_business_days; left > 0;) {
        on++
        if (weekdayOf(on) < 5 && !isYearly(period.holidays, on)) left--
      }
      return sentOn <= on + period.days
    })
    return notices.length === 0 || isStill
  })
}

export const represented: Lets = ({ says }, question) => {
  const { facts, proposal } = question
  const speaker = facts.borrower.representative
  if (speaker === undefined || !speaker.contactKnown || !says.by.includes(speaker.kind)) return true
  if (speaker.accountIds && !speaker.accountIds.some((id) => proposal.accountIds.includes(id))) {
    return true
  }
  if (speaker.consentsToDirect === true) return true
  if (says.uninstructed && speaker.instructed === false) return true
  if (says.answer && isFirstAnswer(question)) return true
  const theirs = facts.history.filter(({ party }) =>
    [
      'attorney',
      'representative',
      `attorney:${speaker.party}`,
      `representative:${speaker.party}`,
    ].includes(party),
  )
  // Whatever they answer begins everything anew.
  const heard = theirs.filter((past) => past.direction === 'in').map((past) => past.at)
  const ours = theirs.filter(
    (past) =>
      past.direction === 'out' &&
      heard.every((at) => past.at > at) &&
      past.undeliverableOn === undefined &&
      !['bounced', 'not_connected'].includes(past.result),
  )
  const dayIn = (at: number) => wall(facts.zones[0] ?? '', at).day
  const isOver = (at: number, days: number) =>
    today(question).every((day) => day > dayIn(at) + days)
  const noAuthority =
    says.authority_days !== undefined &&
    speaker.kind !== 'attorney' &&
    ours.some(
      (past) => past.notice === 'written_authority_request' && isOver(past.at, says.authority_days),
    )
  const noAnswer =
    says.silence_days !== undefined &&
    ours.some(
      (warning) =>
        warning.notice === 'representative_warning' &&
        ['letter', 'email'].includes(warning.channel) &&
        ours.some((first) => dayIn(warning.at) > dayIn(first.at) + says.silence_days) &&
        isOver(warning.at, says.warning_days),
    )
  // Nobody says how long is reasonable: what is not open when it is asked promises no day.
  const isSilent =
    says.reasonable_silence_days !== undefined &&
    ours.some((past) => dayIn(proposal.at) > dayIn(past.at) + says.reasonable_silence_days)
  return noAuthority || noAnswer || isSilent
}

export const running_plan: Lets = ({ says }, question) => {
  const { facts, proposal } = question
  if (begun(question) !== undefined || proposal.purpose === 'settlement_offer') return true
  const plans = facts.plans.filter(
    (plan) => plan.performing && plan.accountIds.some((id) => proposal.accountIds.includes(id)),
  )
  return plans.every((plan) => {
    const isSo = (fact: unknown) => fact === true || fact === 'unstated'
    if (proposal.purpose === 'payment_reminder') return isSo(plan.remindersRequested)
    if (proposal.purpose !== 'review' || !isSo(plan.reviewable)) return false
    const due = monthsLater(dayOf(plan.lastReviewOn ?? plan.fromOn), says.review_months)
    return today(question).every((day) => day >= due)
  })
}

export const audience: Lets = ({ says }, { proposal }) =>
  names(says.only, roleIn(proposal.to), true)

export const tracing: Lets = (rule, question) => {
  const { says } = rule
  const { facts, proposal } = question
  const theirs = facts.history.filter((past) => past.party === proposal.to)
  if (says.refusal_ends && theirs.some((past) => marked(past, 'refuses_contact'))) return false
  const speaker = facts.borrower.representative
  if (says.not_if_represented && speaker?.kind === 'attorney' && speaker.contactKnown) return false
  if (!isLost(rule, question)) return false
  if (says.once_in === undefined) return true
  const talks = theirs.filter(
    (past) => past.direction === 'out' && endedAs(past, ['conversation', 'met', 'delivered']),
  )
  const last = talks.toSorted((a, b) => a.at - b.at).at(-1)
  if (last === undefined) return true
  const since = theirs.filter((past) => past.at >= last.at)
  const isSaid = (mark: string) => since.some((past) => marked(past, mark))
  if (says.again_if?.some(isSaid)) return true
  if (says.not_the_ignorant && marked(last, 'does_not_know') && !isSaid('answer_believed_wrong')) {
    return false
  }
  if (says.once_in === 'for_ever') return false
  const { months } = says.once_in
  return facts.zones.every(
    (zone) => wall(zone, question.at).day >= monthsLater(wall(zone, last.at).day, months),
  )
}

function isLost({ says }: SlowRule, question: Question): boolean {
  const { facts } = question
  const { reachable, deceased, seriously_ill, representative } = facts.borrower
  if (!says.lost && !says.lost_after) return true
  if (reachable === false) return true
  const isIncapable =
    deceased === true || seriously_ill === true || representative?.kind === 'guardian'
  if (says.or_incapable && isIncapable) return true
  if (reachable === true) return false
  if (!says.lost_after) return reachable === 'unstated'
  const { failed_calls_a_day: times, failed_days: run } = says.lost_after
  const days = failedDays(facts)
  const isEnough = [...days].some(
    ([day, calls]) => calls >= times && today(question).every((now) => now > day),
  )
  const isRun = [...days.keys()].some((day) =>
    Array.from({ length: run }, (_, back) => day - back).every((each) => days.has(each)),
  )
  return isEnough || isRun
}

/** How many calls to the borrower failed on each day, since somebody last spoke with them. */
function failedDays(facts: GuardFacts): Map<number, number> {
  const about = facts.history.filter(
    (past) => past.party === 'borrower' && madeBy(past, 'group', facts),
  )
  const spoken = about.filter((past) => ['conversation', 'met'].includes(past.result))
  const days = new Map<number, number>()
  for (const past of about) {
    const hasFailed =
      past.channel === 'call' &&
      past.direction === 'out' &&
      ['unanswered', 'not_connected', 'voicemail', 'bounced'].includes(past.result) &&
      spoken.every((talk) => talk.at < past.at)
    const day = wall(facts.zones[0] ?? '', past.at).day
    if (hasFailed) days.set(day, (days.get(day) ?? 0) + 1)
  }
  return days
}

export const quiet_after: Lets = (rule, question) => {
  const { says } = rule
  const { facts, proposal } = question
  const mine = countedAs(says.per, proposal.accountIds, facts)
  const isRunning = facts.history.some(
    (past) =>
      past.party === proposal.to &&
      isCoveredPast(rule, past) &&
      madeBy(past, says.of, facts) &&
      says.directions.includes(past.direction) &&
      endedAs(past, says.results) &&
      !(past.result === 'conversation' && marked(past, 'says_busy')) &&
      (past.accountIds.length === 0 ||
        countedAs(says.per, past.discussed ?? past.accountIds, facts).some((id) =>
          mine.includes(id),
        )) &&
      isRecent({ days: says.days }, past, question),
  )
  return (
    !isRunning || isOutsideCaps(exemptOf(rule), question, question.at) || isLifted(rule, question)
  )
}

export const cap: Lets = (rule, question) => {
  const { says } = rule
  const { facts, proposal } = question
  if (says.unless_consent && isAgreed(question)) return true
  if (isOutsideCaps(exemptOf(rule), question, question.at) || isLifted(rule, question)) return true
  const fills = fillsOf(rule, question).filter((past) => isRecent(says, past, question))
  if (says.per === 'address') {
    const there = fills.filter((past) => past.addressId === proposal.addressId)
    return there.length < says.times
  }
  return countedAs(says.per, proposal.accountIds, facts).every((key) => {
    const under = fills.filter(
      (past) =>
        past.accountIds.length === 0 ||
        countedAs(says.per, [...past.accountIds, ...(past.discussed ?? [])], facts).includes(key),
    )
    return under.length < says.times
  })
}

const GROUNDS = ['required_by_law', 'litigation', 'answer_request', 'time_critical']

function isLifted({ id, says }: SlowRule, question: Question): boolean {
  const { proposal, facts, at } = question
  const recorded = facts.overrides.some(
    (each) => each.rule === id && at < each.expiresAt && GROUNDS.includes(each.ground),
  )
  if (says.rebuttable && (recorded || GROUNDS.includes(proposal.purpose))) return true
  if (!says.invited) return false
  return begun(question) !== undefined || ['reply', 'answer_request'].includes(proposal.purpose)
}

/** The last word that holds is a yes; without any, whoever wrote from there agreed to be answered. */
export function isAgreed(question: Question): boolean {
  const { facts, proposal, at } = question
  const said = facts.consents.filter(
    (each) =>
      each.scope === 'contact' &&
      isAbout(each, question) &&
      each.effectiveAt <= at &&
      at < (each.expiresAt ?? Infinity),
  )
  const last = said.at(-1)
  if (last !== undefined) return last.given
  return facts.history.some(
    (past) =>
      past.direction === 'in' &&
      past.party === proposal.to &&
      ['email', 'sms'].includes(past.channel) &&
      past.channel === proposal.channel &&
      past.addressId !== undefined &&
      past.addressId === proposal.addressId,
  )
}
