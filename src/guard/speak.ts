import { speakOfCap, speakOfQuiet } from './cap.ts'
import { speakOfBan, speakOfContentBan, speakOfDisclosure } from './content.ts'
import { speakOfConsent } from './consent.ts'
import { speakOfFactor } from './factor.ts'
import { FOREVER, OPEN, type Word } from './gate.ts'
import { speakOfHold } from './hold.ts'
import { type Asked, exemptPeriods, isTheAnswer, periodAt } from './past.ts'
import { speakOfAtMost, speakOfAudience, speakOfPartySize, speakOfVisit } from './person.ts'
import { speakOfPlan } from './plan.ts'
import { speakOfRepresented } from './represented.ts'
import type { Exempt, Part, Rule } from './rules.ts'
import { speakOfTracing } from './tracing.ts'
import { speakOfWaiting, speakOfWithin } from './waiting.ts'
import { agreedHours, speakOfHours, speakOfWish } from './wish.ts'

/** Asked of a rule that covers the proposal. */
export function speak(rule: Rule, asked: Asked): Word {
  const part: Part = rule.part
  switch (part.kind) {
    case 'ban':
      return speakOfBan(part, asked)
    case 'hold':
      return speakOfHold(part, asked)
    case 'represented':
      return speakOfRepresented(part, asked)
    case 'running_plan':
      return speakOfPlan(part, asked)
    case 'audience':
      return speakOfAudience(part, asked)
    case 'tracing':
      return speakOfTracing(part, asked)
    case 'consent':
      return speakOfConsent(part, asked)
    case 'waiting':
      return speakOfWaiting(rule, part, asked)
    case 'within':
      return speakOfWithin(part, asked)
    case 'at_most':
      return speakOfAtMost(asked)
    case 'open_hours':
      return speakOfHours(part, asked)
    case 'wish':
      return speakOfWish(part, asked)
    case 'quiet_after':
      return speakOfQuiet(rule, part, asked)
    case 'cap':
      return speakOfCap(rule, part, asked)
    case 'exempt':
      return speakOfExempt(part, asked)
    case 'answer':
      return speakOfAnswer(part.medium, asked)
    case 'party_size':
      return speakOfPartySize(part.least, asked)
    case 'visit_needs':
      return speakOfVisit(part, asked)
    case 'disclosure':
      return speakOfDisclosure(part, asked)
    case 'content_ban':
      return speakOfContentBan(part, asked)
    case 'factor':
      return speakOfFactor(rule, part, asked)
    case 'coverage':
      return speakOfCoverage(part.binds, asked)
    case 'deadline':
    case 'meaning':
    case 'allocation':
    case 'duty':
      return TOLD
  }
}

/** Says nothing for or against an act: it answers other questions, or is there to be read. */
const TOLD: Word = { gate: OPEN, met: 'told', unmet: 'told', numbers: {} }

/** Bars nothing by itself: it tells what the caps beside it leave out. */
function speakOfExempt(exempt: Exempt, asked: Asked): Word {
  const { facts, proposal } = asked
  const periods = exemptPeriods(asked, exempt)
  const now = periodAt(periods, proposal.at)
  const left = facts.history.filter(
    (past) =>
      exempt.results.some((result) => result === past.result) ||
      periodAt(periods, past.at) !== undefined,
  )
  return {
    gate: OPEN,
    met: now === undefined ? 'exempt.counted' : 'exempt.agreed',
    unmet: 'exempt.counted',
    numbers: {
      left: left.length,
      ...(now === undefined || now.until === FOREVER ? {} : { untilAt: now.until }),
    },
    ...(now === undefined ? {} : { excepted: true }),
  }
}

/** Bars nothing by itself: it tells what lifts the wishes beside it. */
function speakOfAnswer(medium: 'same' | 'any', asked: Asked): Word {
  const isFirst = isTheAnswer(asked, medium) || agreedHours('firm', asked).openAt(asked.proposal.at)
  return {
    gate: OPEN,
    met: isFirst ? 'answer.first' : 'answer.none',
    unmet: 'answer.none',
    numbers: {},
    ...(isFirst ? { excepted: true } : {}),
  }
}

function speakOfCoverage(binds: readonly string[], { facts }: Asked): Word {
  return {
    gate: OPEN,
    met: binds.includes(facts.firm.kind) ? 'coverage.bound' : 'coverage.not_bound',
    unmet: 'coverage.bound',
    numbers: { firm: facts.firm.kind },
  }
}
