import { type Instant, addMonths, dayNumber } from '../core/calendar.ts'
import { FOREVER, OPEN, SHUT, type Word, gateOfChanges } from './gate.ts'
import { type Asked, answered } from './past.ts'
import type { PartOf } from './rules.ts'
import type { Known, PlanFact } from './verdict.ts'
import { latestStartOfDay } from './zone.ts'

/** While an arrangement is kept to: what was asked for, a better offer, a review when it is due. */
export function speakOfPlan(part: PartOf<'running_plan'>, asked: Asked): Word {
  const { proposal, facts } = asked
  const plans = facts.plans.filter(
    (each) => each.performing && each.accountIds.some((id) => proposal.accountIds.includes(id)),
  )
  if (plans.length === 0) return { gate: OPEN, met: 'plan.none', unmet: 'plan.none', numbers: {} }
  const words = plans.map((plan) => speakOfOne(plan, part, asked))
  // Each of them is to be left in peace: what opens last, or never, speaks.
  const opens = (word: Word) => word.gate.opensAt(proposal.at) ?? FOREVER
  return words.reduce((last, word) => (opens(word) > opens(last) ? word : last))
}

function speakOfOne(plan: PlanFact, part: PartOf<'running_plan'>, asked: Asked): Word {
  const { proposal, zones } = asked
  const isWanted =
    answered(asked) !== undefined ||
    proposal.purpose === 'settlement_offer' ||
    (proposal.purpose === 'payment_reminder' && isSo(plan.remindersRequested))
  if (isWanted) return { gate: OPEN, met: 'plan.asked_for', unmet: 'plan.performing', numbers: {} }
  if (proposal.purpose !== 'review' || !isSo(plan.reviewable)) {
    return {
      gate: SHUT,
      met: 'plan.none',
      unmet: 'plan.performing',
      numbers: { fromOn: plan.fromOn },
    }
  }
  const due = dayNumber(reviewDueOn(plan, part.review_months))
  const opens = latestStartOfDay(zones, () => due)
  return {
    gate: gateOfChanges([opens, FOREVER], (at: Instant) => at >= opens),
    met: 'plan.asked_for',
    unmet: 'plan.review',
    numbers: { months: part.review_months, lastOn: plan.lastReviewOn ?? plan.fromOn },
  }
}

const isSo = (known: Known): boolean => known === true || known === 'unstated'

const reviewDueOn = (plan: PlanFact, months: number) =>
  addMonths(plan.lastReviewOn ?? plan.fromOn, months)
