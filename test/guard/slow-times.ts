import type { WishFact } from '../../src/guard/verdict.ts'
import { placeIn, type SlowRule } from './slow-covers.ts'
import { dayOf, isYearly, wall, weekdayOf } from './slow-days.ts'
import { isFirstAnswer, type Question, today } from './slow-past.ts'

/** Hours of rules and wishes of persons, for one instant. */

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

export function isOpen(rule: SlowRule, question: Question): boolean {
  const { facts, at } = question
  const { says } = rule
  const agreed = agreedIn(rule, question)
  const isAgreed = (zone: string) => agreed.some((wish) => namesMinute(wish, zone, at))
  const also = says.also_in
  if (also === undefined || facts.zones.includes(also)) {
    return facts.zones.every((zone) => isOpenIn(rule, zone, question, at) || isAgreed(zone))
  }
  // Hours that were agreed are those of the person's place, whatever the other place's are.
  if (facts.zones.every(isAgreed)) return true
  return (
    isOpenIn(rule, also, question, at) &&
    facts.zones.every((zone) => isOpenIn(rule, zone, question, at) || isAgreed(zone))
  )
}

function isOpenIn({ says }: SlowRule, zone: string, { facts }: Question, at: number): boolean {
  const { day, minute } = wall(zone, at)
  if (says.public_holidays && facts.publicHolidays.some((on) => dayOf(on) === day)) return false
  if (isYearly(says.closed_on ?? [], day)) return false
  const { workHours: work } = facts.borrower
  if (says.known_work_hours && work !== undefined) {
    const works = (on: number) => work.days.includes(weekdayOf(on))
    if (work.from < work.until) return works(day) && isIn(work, minute)
    // Work at night goes on into the next day.
    return (works(day) && minute >= work.from) || (works(day - 1) && minute < work.until)
  }
  const weekday = weekdayOf(day)
  const hours = weekday === 5 ? says.saturday : weekday === 6 ? says.sunday : says.weekdays
  if (hours === 'closed') return false
  const [from, until] = hours.split('-')
  return isIn({ from: minuteOf(from), until: minuteOf(until) }, minute)
}

const isIn = ({ from, until }: { from: number; until: number }, minute: number): boolean =>
  from <= minute && minute < until

function agreedIn(rule: SlowRule, question: Question): WishFact[] {
  const { agreed, agreed_lawfully: lawfully } = rule.says
  const { firm, history, zones } = question.facts
  if (agreed === undefined) return []
  return standing('agreed_time', question).filter((wish) => {
    const isHeard =
      wish.givenTo === firm.id || (agreed === 'group' && firm.group.includes(wish.givenTo))
    const wasOurs = history.some((past) => past.direction === 'out' && past.at === wish.saidAt)
    const wasOpen = zones.every((zone) => isOpenIn(rule, zone, question, wish.saidAt))
    return isHeard && (!lawfully || !wasOurs || wasOpen)
  })
}

/** What the person said last of a kind, of all that stands at the instant. */
function standing(kind: WishFact['kind'], question: Question): WishFact[] {
  const { facts, proposal, at } = question
  const said = facts.wishes.filter(
    (wish) =>
      wish.kind === kind &&
      wish.saidAt <= at &&
      wish.party === proposal.to &&
      (wish.channel === undefined || wish.channel === proposal.channel) &&
      (wish.accountIds === undefined ||
        wish.accountIds.some((id) => proposal.accountIds.includes(id))) &&
      stands(wish, question),
  )
  return said.filter((wish) => said.every((other) => other.saidAt <= wish.saidAt))
}

/** It has not ended somewhere. */
const stands = ({ untilOn }: WishFact, question: Question): boolean =>
  untilOn === undefined || today(question).some((day) => day < dayOf(untilOn))

/** Whether the minute is one of those that a wish names, in a zone. */
function namesMinute(wish: WishFact, zone: string, at: number): boolean {
  const { day, minute } = wall(zone, at)
  if (wish.untilOn !== undefined && day >= dayOf(wish.untilOn)) return false
  const { from = 0, until = 1440 } = wish
  const named = (on: number) => wish.days === undefined || wish.days.includes(weekdayOf(on))
  if (from < until) return named(day) && from <= minute && minute < until
  return (named(day) && minute >= from) || (named(day - 1) && minute < until)
}

export function isSpared(rule: SlowRule, question: Question): boolean {
  const { honours, answer } = rule.says
  const isMet = (honours as string[]).every((honour) => HONOURS[honour]?.(question))
  return isMet || (answer !== undefined && isFirstAnswer(question))
}

const HONOURS: Readonly<Record<string, (question: Question) => boolean>> = {
  times: (question) => {
    const wishes = standing('inconvenient_time', question)
    const { zones } = question.facts
    return !zones.some((zone) => wishes.some((wish) => namesMinute(wish, zone, question.at)))
  },
  places: (question) => {
    const place = placeIn(question.proposal)
    return !standing('inconvenient_place', question).some((wish) => wish.place === place)
  },
  pauses: (question) => standing('needs_time', question).length === 0,
  visit_times: (question) => {
    if (question.proposal.channel !== 'visit') return true
    const agreed = standing('agreed_time', question)
    return standing('another_time', question).every((ask) =>
      agreed.some((wish) => wish.saidAt > ask.saidAt),
    )
  },
}
