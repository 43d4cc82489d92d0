import type { Day, Instant } from '../../src/core/calendar.ts'
import { judgeByRules } from '../../src/guard/judge.ts'
import { instantOf } from '../../src/guard/local.ts'
import { plainFacts } from '../../src/guard/plain.ts'
import { readSituation } from '../../src/guard/situation-form.ts'
import type { SituationVerdict } from '../../src/guard/situation-form.ts'
import { answerSituation } from '../../src/guard/situation.ts'
import type { GuardFacts, PastContact, Proposal, Verdict } from '../../src/guard/verdict.ts'
import { localText, zoneOf } from '../../src/guard/zone.ts'
import { law } from './law.ts'

/** What the packs answer to a situation, with everything told that matters to the question. */
export function answerTo(situation: object): SituationVerdict {
  const read = readSituation(situation)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return answerSituation(read.ok, law, 'en')
}

const ZONES = {
  us: 'America/New_York',
  cn: 'Asia/Shanghai',
  in: 'Asia/Kolkata',
  au: 'Australia/Sydney',
} as const

type Place = keyof typeof ZONES

const zoneIn = (place: Place) => {
  const zone = zoneOf(ZONES[place])
  if (zone === undefined) throw new Error(place)
  return zone
}

export const at = (place: Place, local: string): Instant => instantOf(zoneIn(place), local)

/** A letter of ours to the borrower that arrived, but for what is told. */
export const past = (
  place: Place,
  local: string,
  more: Partial<PastContact> = {},
): PastContact => ({
  at: at(place, local),
  channel: 'letter',
  direction: 'out',
  party: 'borrower',
  by: 'us',
  result: 'delivered',
  addressId: 1n,
  accountIds: [1n],
  ...more,
})

/** A call of ours to the borrower about the one debt, but for what is told. */
export const proposed = (place: Place, local: string, more: Partial<Proposal> = {}): Proposal => ({
  at: at(place, local),
  channel: 'call',
  to: 'borrower',
  purpose: 'collect',
  addressId: 1n,
  addressKind: 'mobile',
  accountIds: [1n],
  voice: 'person',
  ...more,
})

/** One rule's own verdict: nothing else stands in the way. */
export function verdictOf(
  rule: string,
  place: Place,
  proposal: Proposal,
  facts: Partial<GuardFacts>,
): Verdict {
  const about = { ...plainFacts({ jurisdictions: [place], zones: [ZONES[place]] }), ...facts }
  const on = localText(zoneIn(place), proposal.at).slice(0, 10) as Day
  const rules = law.rulesFor([place], on).filter((each) => each.id === rule)
  return judgeByRules(proposal, about, rules)
}

/** The same in a word: 'allow', 'deny', 'silent', or the local time until which it waits. */
export function ruleSays(
  rule: string,
  place: Place,
  proposal: Proposal,
  facts: Partial<GuardFacts>,
): string {
  const verdict = verdictOf(rule, place, proposal, facts)
  if (verdict.reasons.length === 0) return 'silent'
  return verdict.decision === 'defer' ? localText(zoneIn(place), verdict.until) : verdict.decision
}
