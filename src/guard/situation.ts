import { day } from '../core/calendar.ts'
import { allocationOf } from './ask-allocation.ts'
import { classOf } from './ask-class.ts'
import { countsOf } from './ask-count.ts'
import { deadlineOf } from './ask-deadline.ts'
import type { LawBook } from './book.ts'
import { coversProposal } from './covers.ts'
import { judgeByRules } from './judge.ts'
import type { Rule } from './rules.ts'
import { type SituationFacts, factsOfSituation } from './situation-facts.ts'
import { proposalOfSituation } from './situation-proposal.ts'
import type {
  Situation,
  SituationEffect,
  SituationReason,
  SituationVerdict,
} from './situation-form.ts'
import type { GuardFacts, Proposal, Reason } from './verdict.ts'
import { localText } from './zone.ts'
import { sayReason } from './words.ts'

/** Answers a situation by the packs that it names; house rules are the product's own and stay out. */
export function answerSituation(
  situation: Situation,
  law: LawBook,
  language: 'zh' | 'en',
): SituationVerdict {
  const context = factsOfSituation(situation)
  const rules = law
    .everyRuleFor(situation.jurisdictions, day(situation.effectiveOn))
    .filter((rule) => !rule.isHouse)
  const asked: Asked = { situation, context, rules, language }
  switch (situation.ask) {
    case 'judge':
      return judged(asked)
    case 'count':
      return rested(asked, countsOf(asked))
    case 'deadline':
      return rested(asked, deadlineOf(asked))
    case 'classify':
      return rested(asked, classOf(asked))
    case 'allocate':
      return rested(asked, allocationOf(asked))
  }
}

/** A situation with its facts and the rules of its packs in force on its day. */
export type Asked = {
  readonly situation: Situation
  readonly context: SituationFacts
  readonly rules: readonly Rule[]
  readonly language: 'zh' | 'en'
}

/** An answer with the rules that it rests on. */
export type Answer = {
  readonly rules: readonly Rule[]
  readonly answer: Pick<SituationVerdict, 'counts' | 'deadline' | 'class' | 'allocation'>
}

function judged(asked: Asked): SituationVerdict {
  const { situation, context, rules } = asked
  if (situation.proposal === undefined) return { reasons: [] }
  const proposal = proposalOfSituation(situation.proposal, context)
  const verdict = judgeByRules(proposal, context.facts, rules)
  const reasons = verdict.reasons.toSorted((a, b) => weight(b) - weight(a))
  return {
    decision: verdict.decision,
    ...(verdict.decision === 'defer' ? { until: localText(context.zone, verdict.until) } : {}),
    reasons: [
      ...reasons.map((reason) => reasonOf(reason, asked)),
      ...lookedAt(asked, proposal).map((reason) => reasonOf(reason, asked)),
    ],
    ...(verdict.flags.length === 0 ? {} : { flags: verdict.flags }),
  }
}

/** What decides comes first: bars, then what opens last. */
const weight = ({ says, until, excepted, flags }: Reason): number =>
  says === 'deny' ? Infinity : (until ?? (excepted === true || flags !== undefined ? 2 : 1))

/** Rules that were looked at and stay silent: this is not what they are about, or they leave it out. */
function lookedAt({ context, rules }: Asked, proposal: Proposal): readonly Reason[] {
  const { facts } = context
  const spoke = new Set(
    rules.filter((rule) => coversProposal(rule.covers, proposal, facts)).map((rule) => rule.id),
  )
  const silent = rules.filter((rule) => !spoke.has(rule.id) && rule.part.kind !== 'duty')
  const barring = new Set(leftOut(silent, proposal, facts))
  const told = new Map<string, Reason>()
  for (const rule of silent) {
    if (barring.has(rule.id)) told.set(rule.id, { ...met(rule, 'covers.left_out'), excepted: true })
    else told.set(rule.id, met(rule, 'covers.not'))
  }
  return [...told.values()]
}

/** Ids of rules that would stand in the way of a plain demand, of a call, to the borrower, by an agency. */
function leftOut(silent: readonly Rule[], proposal: Proposal, facts: GuardFacts): string[] {
  const others: readonly (readonly [Proposal, GuardFacts])[] = [
    [{ ...proposal, purpose: 'collect' }, facts],
    [{ ...proposal, to: 'borrower' }, facts],
    [{ ...proposal, channel: 'call', content: undefined }, facts],
    [proposal, { ...facts, firm: { ...facts.firm, kind: 'agency' } }],
    [
      { ...proposal, purpose: 'collect', to: 'borrower', channel: 'call', content: undefined },
      facts,
    ],
  ]
  return [...new Set(silent.map((rule) => rule.id))].filter((id) => {
    const own = silent.filter((rule) => rule.id === id)
    return others.some(([act, known]) => judgeByRules(act, known, own).decision !== 'allow')
  })
}

const met = (rule: Rule, code: Reason['code']): Reason => ({
  rule: rule.id,
  title: rule.title,
  says: 'allow',
  strength: rule.strength,
  citation: rule.citation,
  unverified: rule.unverified,
  code,
  numbers: {},
})

function effectOf({ says, excepted, flags }: Reason): SituationEffect {
  if (says === 'deny') return 'bars'
  if (says === 'defer') return 'defers'
  if (excepted === true) return 'excepts'
  return flags === undefined ? 'passes' : 'flags'
}

function reasonOf(reason: Reason, { context, language }: Asked): SituationReason {
  const { zone } = context
  return {
    rule: reason.rule,
    effect: effectOf(reason),
    ...(reason.strength === 'factor' ? {} : { strength: reason.strength }),
    ...(reason.until === undefined ? {} : { until: localText(zone, reason.until) }),
    note: sayReason(reason, language, zone.name),
  }
}

function rested(asked: Asked, { rules, answer }: Answer): SituationVerdict {
  const unique = [...new Map(rules.map((rule) => [rule.id, rule])).values()]
  return { ...answer, reasons: unique.map((rule) => reasonOf(met(rule, 'told'), asked)) }
}
