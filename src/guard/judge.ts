import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { changesAhead } from './changes.ts'
import { coversProposal } from './covers.ts'
import { type Gate, type Word, closesFirst, opensTogether } from './gate.ts'
import type { Asked } from './past.ts'
import type { Rule } from './rules.ts'
import { speak } from './speak.ts'
import type { GuardFacts, Proposal, Reason, ReasonCode, Verdict } from './verdict.ts'
import type { Medium, PlaceKind } from './vocabulary.ts'
import { zoneOf } from './zone.ts'

// An answer is for today: whoever comes later asks again.
export const WINDOW_MS_MAX = 86_400_000

type Spoken = { readonly word: Word; readonly reason: Reason }

/** Pure: every rule that covers the proposal speaks, and the strictest answer wins. */
export function judge(proposal: Proposal, facts: GuardFacts, rules: readonly Rule[]): Verdict {
  assert(Number.isSafeInteger(proposal.at), 'a proposal is for a whole millisecond')
  const covering = rules.filter((rule) => coversProposal(rule.covers, proposal, facts))
  const gaps = whatIsMissing(proposal, facts, rules, covering)
  const zones = facts.zones.flatMap((name) => zoneOf(name) ?? [])
  // Without a zone no rule can tell an hour or a day.
  if (zones.length === 0) return { decision: 'deny', reasons: gaps, flags: [] }
  return together(covering, { proposal, facts, zones }, gaps)
}

/**
 * What the rules say by themselves, whatever else a product needs to know: an act that no rule covers
 * is allowed, with no reasons. For situations and for the cases of a rule.
 */
export function judgeByRules(
  proposal: Proposal,
  facts: GuardFacts,
  rules: readonly Rule[],
): Verdict {
  const covering = rules.filter((rule) => coversProposal(rule.covers, proposal, facts))
  const zones = facts.zones.flatMap((name) => zoneOf(name) ?? [])
  return together(covering, { proposal, facts, zones }, [])
}

function together(covering: readonly Rule[], asked: Asked, gaps: readonly Reason[]): Verdict {
  const { at } = asked.proposal
  const spoken = covering.map((rule) => heard(rule, asked))
  const reasons = [...gaps, ...spoken.map((each) => each.reason)]
  const flags = [...new Set(spoken.flatMap((each) => each.word.flags ?? []))]
  if (reasons.some((reason) => reason.says === 'deny')) return { decision: 'deny', reasons, flags }

  const gates = spoken.map((each) => each.word.gate)
  const opens = opensInTime(gates, covering, asked)
  if (opens === undefined) {
    const never = guardSays('guard.never_together', {})
    return { decision: 'deny', reasons: [...reasons, never], flags }
  }
  if (opens > at) return { decision: 'defer', until: opens, reasons, flags }
  const closesAt = closesInTime(gates, covering, asked)
  const slots = spoken.flatMap((each) => each.word.slots?.(closesAt) ?? [])
  return { decision: 'allow', reasons, flags, slots, closesAt }
}

/** The rules as they speak from a later instant on. */
const gatesFrom = (at: Instant, covering: readonly Rule[], asked: Asked): Gate[] =>
  covering.map((rule) => speak(rule, { ...asked, proposal: { ...asked.proposal, at } }).gate)

/** The first instant when all are open together, asked again wherever other facts stand. */
function opensInTime(
  first: readonly Gate[],
  covering: readonly Rule[],
  asked: Asked,
): Instant | undefined {
  let { at } = asked.proposal
  let gates = first
  const soon = opensTogether(gates, at)
  if (soon === at) return soon
  for (const change of changesAhead(asked)) {
    const opens = opensTogether(gates, at)
    if (opens !== undefined && opens < change) return opens
    at = change
    gates = gatesFrom(at, covering, asked)
  }
  return opensTogether(gates, at)
}

function closesInTime(gates: readonly Gate[], covering: readonly Rule[], asked: Asked): Instant {
  const { at } = asked.proposal
  const closes = Math.min(closesFirst(gates, at), at + WINDOW_MS_MAX) as Instant
  const isShutAt = (change: Instant) =>
    gatesFrom(change, covering, asked).some((gate) => gate.opensAt(change) !== change)
  return changesAhead(asked).find((change) => change < closes && isShutAt(change)) ?? closes
}

function heard(rule: Rule, asked: Asked): Spoken {
  const word = speak(rule, asked)
  const { at } = asked.proposal
  const opens = word.gate.opensAt(at)
  const says = opens === undefined ? 'deny' : opens > at ? 'defer' : 'allow'
  const reason: Reason = {
    rule: rule.id,
    title: rule.title,
    says,
    strength: rule.strength,
    citation: rule.citation,
    unverified: rule.unverified,
    code: says === 'allow' ? word.met : word.unmet,
    numbers: word.numbers,
    ...(says === 'defer' ? { until: opens } : {}),
    ...(word.excepted === true ? { excepted: true } : {}),
    ...(word.flags === undefined || word.flags.length === 0 ? {} : { flags: word.flags }),
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
  if (proposal.accountIds.some((id) => !facts.debts.some((debt) => debt.accountId === id))) {
    gaps.push(guardSays('guard.unknown_debt', {}))
  }
  const { channel, addressKind } = proposal
  const kinds = ADDRESS_KINDS_OF[channel]
  if (kinds !== undefined && (addressKind === undefined || !kinds.includes(addressKind))) {
    gaps.push(guardSays('guard.wrong_address', { channel, addressKind: addressKind ?? '' }))
  }
  if (channel === 'call' && proposal.voice === undefined) {
    gaps.push(guardSays('guard.unknown_voice', {}))
  }
  return gaps
}

const PHONES: readonly PlaceKind[] = ['mobile', 'landline', 'work_line']

/** Which kinds of address a medium can use; undefined: it needs none. */
const ADDRESS_KINDS_OF: Readonly<Partial<Record<Medium, readonly PlaceKind[]>>> = {
  sms: ['mobile'],
  message: ['mobile', 'profile'],
  email: ['email', 'work_email'],
  call: PHONES,
  voicemail: PHONES,
  letter: ['post', 'work_post'],
  visit: ['post', 'work_post'],
}

/** The house's hours speak everywhere, a country's in its states and cities too. */
const speaksIn = (rule: Rule, place: string): boolean =>
  rule.pack === 'house' || rule.pack === place || place.startsWith(`${rule.pack}-`)

const GUARD = { en: 'The guard', zh: '合规闸门' }

function guardSays(code: ReasonCode, numbers: Reason['numbers']): Reason {
  return {
    rule: code,
    title: GUARD,
    says: 'deny',
    strength: 'prohibited',
    citation: { title: 'Forbear', href: 'docs/compliance.md' },
    unverified: false,
    code,
    numbers,
  }
}
