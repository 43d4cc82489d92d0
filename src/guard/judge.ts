import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { ADDRESS_KINDS } from '../core/channel.ts'
import { type Word, closesFirst, opensTogether } from './gate.ts'
import type { Asked } from './past.ts'
import { type Rule, coversProposal } from './rules.ts'
import { speak } from './speak.ts'
import type { GuardFacts, Proposal, Reason, ReasonCode, Verdict } from './verdict.ts'
import { zoneOf } from './zone.ts'

// An answer is for today: whoever comes later asks again.
const WINDOW_MS_MAX = 86_400_000

type Spoken = { readonly word: Word; readonly reason: Reason }

/** Pure: every rule that covers the proposal speaks, and the strictest answer wins. */
export function judge(proposal: Proposal, facts: GuardFacts, rules: readonly Rule[]): Verdict {
  assert(Number.isSafeInteger(proposal.at), 'a proposal is for a whole millisecond')
  const covering = rules.filter((rule) => coversProposal(rule.covers, proposal, facts))
  const gaps = whatIsMissing(proposal, facts, rules, covering)
  const zones = facts.zones.flatMap((name) => zoneOf(name) ?? [])
  // Without a zone no rule can tell an hour or a day.
  if (zones.length === 0) return { decision: 'deny', reasons: gaps }

  return together(covering, { proposal, facts, zones }, gaps)
}

/** What some rules say by themselves, whatever else is missing; undefined where none has a say. */
export function judgeAlone(
  proposal: Proposal,
  facts: GuardFacts,
  rules: readonly Rule[],
): Verdict | undefined {
  const covering = rules.filter((rule) => coversProposal(rule.covers, proposal, facts))
  const zones = facts.zones.flatMap((name) => zoneOf(name) ?? [])
  return covering.length === 0 ? undefined : together(covering, { proposal, facts, zones }, [])
}

function together(covering: readonly Rule[], asked: Asked, gaps: readonly Reason[]): Verdict {
  const { at } = asked.proposal
  const spoken = covering.map((rule) => heard(rule, asked))
  const reasons = [...gaps, ...spoken.map((each) => each.reason)]
  if (reasons.some((reason) => reason.says === 'deny')) return { decision: 'deny', reasons }

  const gates = spoken.map((each) => each.word.gate)
  const opens = opensTogether(gates, at)
  if (opens === undefined) {
    return { decision: 'deny', reasons: [...reasons, guardSays('guard.never_together', {})] }
  }
  if (opens > at) return { decision: 'defer', until: opens, reasons }
  const closesAt = Math.min(closesFirst(gates, at), at + WINDOW_MS_MAX) as Instant
  const slots = spoken.flatMap((each) => each.word.slots?.(closesAt) ?? [])
  return { decision: 'allow', reasons, slots, closesAt }
}

function heard(rule: Rule, asked: Asked): Spoken {
  const word = speak(rule, asked)
  const { at } = asked.proposal
  const opens = word.gate.opensAt(at)
  const says = opens === undefined ? 'deny' : opens > at ? 'defer' : 'allow'
  const reason: Reason = {
    rule: rule.id,
    says,
    strength: rule.strength,
    citation: rule.citation,
    unverified: rule.unverified,
    code: says === 'allow' ? word.met : word.unmet,
    numbers: word.numbers,
    ...(says === 'defer' ? { until: opens } : {}),
  }
  return { word, reason }
}

/** Whatever the rules cannot be asked without: each gap denies. */
function whatIsMissing(
  proposal: Proposal,
  facts: GuardFacts,
  rules: readonly Rule[],
  covering: readonly Rule[],
): Reason[] {
  const gaps: Reason[] = []
  if (rules.length === 0) gaps.push(guardSays('guard.no_rules', {}))
  if (facts.jurisdictions.length === 0) gaps.push(guardSays('guard.unknown_place', {}))
  for (const place of facts.jurisdictions) {
    if (!rules.some((rule) => rule.pack === place)) gaps.push(guardSays('guard.no_pack', { place }))
    else if (!covering.some((rule) => rule.part.kind === 'open_hours' && speaksIn(rule, place))) {
      gaps.push(guardSays('guard.no_hours', { place, channel: proposal.channel }))
    }
  }
  if (facts.zones.length === 0) gaps.push(guardSays('guard.unknown_zone', { zone: '' }))
  for (const zone of facts.zones) {
    if (zoneOf(zone) === undefined) gaps.push(guardSays('guard.unknown_zone', { zone }))
  }
  if (proposal.accountIds.length === 0) gaps.push(guardSays('guard.no_account', {}))
  if (!ADDRESS_KINDS[proposal.channel].includes(proposal.addressKind)) {
    const { channel, addressKind } = proposal
    gaps.push(guardSays('guard.wrong_address', { channel, addressKind }))
  }
  return gaps
}

/** The house's hours speak everywhere, a country's in its states and cities too. */
const speaksIn = (rule: Rule, place: string): boolean =>
  rule.pack === 'house' || rule.pack === place || place.startsWith(`${rule.pack}-`)

function guardSays(code: ReasonCode, numbers: Reason['numbers']): Reason {
  return {
    rule: code,
    says: 'deny',
    strength: 'prohibited',
    citation: { title: 'Forbear', href: 'docs/compliance.md' },
    unverified: false,
    code,
    numbers,
  }
}
