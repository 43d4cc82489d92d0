import { dayNumber } from '../core/calendar.ts'
import { interruptionOf } from './ask-deadline.ts'
import { isLimitedContent } from './content.ts'
import { isEmailHarbor, isTextHarbor } from './harbor.ts'
import { hasMark } from './past.ts'
import type { PartOf, Rule } from './rules.ts'
import type { Answer, Asked } from './situation.ts'
import { proposalOfSituation } from './situation-proposal.ts'
import type { SituationClass } from './situation-form.ts'
import { localDayNumber } from './zone.ts'

type Meaning = PartOf<'meaning'>

/** What it is, by the definition of the rule that has one. */
export function classOf(asked: Asked): Answer {
  const about = asked.situation.askAbout
  const rules = asked.rules.filter(({ part }) =>
    about === 'limitation'
      ? part.kind === 'deadline' && part.of === 'limitation'
      : part.kind === 'meaning' && part.of === about,
  )
  const classes = rules.flatMap((rule) => classBy(rule, asked) ?? [])
  const [first] = classes
  return { rules, answer: first === undefined ? {} : { class: first } }
}

function classBy({ part }: Rule, asked: Asked): SituationClass | undefined {
  if (part.kind === 'deadline') return limitationClass(part, asked)
  if (part.kind !== 'meaning') return undefined
  switch (part.of) {
    case 'message':
      return messageClass(asked)
    case 'email_safe_harbor':
    case 'text_safe_harbor':
      return harborClass(part, asked)
    case 'payment_order':
      return orderClass(part, asked)
    case 'follow_up':
      return followUpClass(asked)
    case 'contact':
      return undefined
  }
}

function messageClass({ situation, context }: Asked): SituationClass | undefined {
  if (situation.proposal === undefined) return undefined
  const { channel, content, to } = proposalOfSituation(situation.proposal, context)
  const isLimited = to === 'borrower' && content !== undefined && isLimitedContent(channel, content)
  return isLimited ? 'limited_content_message' : 'not_limited_content_message'
}

function harborClass(
  part: Extract<Meaning, { of: 'email_safe_harbor' | 'text_safe_harbor' }>,
  { situation, context }: Asked,
): SituationClass | undefined {
  const { facts, zone, addresses } = context
  const { proposal } = situation
  const address = addresses.find(
    (each) =>
      proposal?.address !== undefined && each.addressId === context.addressId(proposal.address),
  )
  if (proposal === undefined || address === undefined) return 'no_safe_harbor'
  const { collector, otherCollectors = [] } = situation
  const creditors = otherCollectors.filter(({ kind }) => kind === 'creditor').map(({ id }) => id)
  const harbor = {
    facts,
    zone,
    address,
    onDay: localDayNumber(zone, context.at(proposal.at)),
    creditors: collector.actsFor === undefined ? creditors : [...creditors, collector.actsFor],
  }
  const isIn =
    part.of === 'email_safe_harbor'
      ? isEmailHarbor(harbor, part.opt_out_days)
      : isTextHarbor(harbor, part.days)
  return isIn ? 'safe_harbor' : 'no_safe_harbor'
}

/** Whether the last thing that happened begins limitation anew. */
function limitationClass(
  part: Extract<PartOf<'deadline'>, object>,
  asked: Asked,
): SituationClass | undefined {
  if (part.of !== 'limitation') return undefined
  const { facts, zone } = asked.context
  const last = facts.history.at(-1)
  const step = facts.proceedings.at(-1)
  const isStep =
    step !== undefined &&
    (last === undefined || dayNumber(step.on) > localDayNumber(zone, last.at)) &&
    ['mediation_request', 'payment_order_issued'].includes(step.kind)
  const by = isStep ? 'proceedings' : last && interruptionOf(last, asked)?.by
  return by !== undefined && part.interrupted_by.includes(by) ? 'interrupts_limitation' : undefined
}

/** An order lapses if it was not served in time, or by an objection in time that denies the debt. */
function orderClass(
  part: Extract<Meaning, { of: 'payment_order' }>,
  { situation, context }: Asked,
): SituationClass | undefined {
  const steps = context.facts.proceedings
  const dayOf = (kind: string) => {
    const step = steps.findLast((each) => each.kind === kind)
    return step === undefined ? undefined : dayNumber(step.on)
  }
  const issued = dayOf('payment_order_issued')
  const served = dayOf('payment_order_served')
  const asked = situation.asOf === undefined ? situation.effectiveOn : situation.asOf.slice(0, 10)
  const now = localDayNumber(context.zone, context.at(`${asked}T12:00`))
  if (issued !== undefined && (served ?? now) - issued > part.service_days) {
    return 'payment_order_lapsed'
  }
  const objections = steps.filter(
    (step) =>
      step.kind === 'payment_order_objection' &&
      (served === undefined || dayNumber(step.on) - served <= part.objection_days),
  )
  // That one cannot pay, or not now, or not so, is no objection to the debt.
  const denies = objections.some(
    ({ ground }) => ground !== 'cannot_pay' && ground !== 'time_or_manner',
  )
  return denies ? 'payment_order_lapsed' : 'payment_order_stands'
}

/** Terms that were agreed by word of mouth are confirmed in writing. */
function followUpClass({ context }: Asked): SituationClass | undefined {
  const { history } = context.facts
  const agreed = history.findLastIndex((past) => hasMark(past, 'agrees_plan'))
  if (agreed === -1) return undefined
  const isConfirmed = history
    .slice(agreed)
    .some(
      (past) =>
        past.direction === 'out' &&
        past.purpose === 'plan_confirmation' &&
        ['letter', 'email'].includes(past.channel),
    )
  return isConfirmed ? undefined : 'written_confirmation_due'
}
