import { countedOf, talksOf } from './cap.ts'
import {
  aboutOf,
  counts,
  countedIds,
  exemptPeriods,
  freeAgainAt,
  hasMark,
  periodAt,
  type Asked as Counting,
} from './past.ts'
import type { Cap, PartOf, QuietAfter, Rule } from './rules.ts'
import type { Answer, Asked } from './situation.ts'
import type { SituationCount } from './situation-form.ts'
import { continuesThread } from './thread.ts'
import type { ContactResult, PastContact, Proposal } from './verdict.ts'
import { roleOf } from './vocabulary.ts'
import { zoneOf } from './zone.ts'

/** How many, by each rule's own unit and window, for everybody who was contacted. */
export function countsOf(asked: Asked): Answer {
  const rules = asked.rules.filter(
    (rule) => COUNTING.has(rule.part.kind) && rule.covers.firms.has(asked.context.facts.firm.kind),
  )
  const lines = rules.flatMap((rule) => linesOf(rule, asked))
  return { rules, answer: { counts: lines } }
}

/** Rules that count, or say what is left out and what a contact is. */
const COUNTING: ReadonlySet<string> = new Set(['cap', 'exempt', 'meaning', 'quiet_after', 'factor'])

function linesOf(rule: Rule, asked: Asked): SituationCount[] {
  const { part } = rule
  if (part.kind === 'cap') return peopleOf(asked).flatMap((to) => capLines(rule, part, asked, to))
  if (part.kind === 'quiet_after' && part.results.every((end) => TALKS.has(end))) {
    return quietLines(rule, part, asked)
  }
  if (part.kind === 'meaning' && part.of === 'contact') {
    return peopleOf(asked).flatMap((to) => contactLines(rule, part, asked, to))
  }
  return []
}

const peopleOf = ({ context }: Asked): string[] => [
  ...new Set(['borrower', ...context.facts.history.map((past) => past.party)]),
]

/** The moment of asking, put as a call to that person about that debt. */
function countingOf({ situation, context }: Asked, to: string, accountIds: bigint[]): Counting {
  const { facts, zone } = context
  const proposal: Proposal = {
    at: context.at(situation.asOf ?? `${situation.effectiveOn}T23:59`),
    channel: 'call',
    to,
    purpose: 'collect',
    addressId: undefined,
    addressKind: undefined,
    accountIds,
    voice: 'unstated',
  }
  return { proposal, facts, zones: [zone, ...facts.zones.slice(1).flatMap((n) => zoneOf(n) ?? [])] }
}

function capLines(rule: Rule, cap: Cap, asked: Asked, to: string): SituationCount[] {
  const { situation, context } = asked
  const line = { rule: rule.id, unit: cap.unit, person: to }
  if (cap.per === 'borrower') {
    const accountIds = situation.debts.map((debt) => context.accountId(debt.id))
    return [{ ...line, n: inWindow(rule, cap, countingOf(asked, to, accountIds)).length }]
  }
  if (cap.per === 'address') {
    const counting = countingOf(asked, to, [])
    const counted = inWindow(rule, cap, counting)
    return (situation.addresses ?? []).map(({ id }) => ({
      ...line,
      n: counted.filter((past) => past.addressId === context.addressId(id)).length,
      address: id,
    }))
  }
  const { per } = cap
  return situation.debts.flatMap((debt) => {
    const accountId = context.accountId(debt.id)
    const [key] = countedIds(per, [accountId], context.facts)
    const counted = inWindow(rule, cap, countingOf(asked, to, [accountId])).filter((past) =>
      countedIds(per, aboutOf(past), context.facts).some((id) => id === key),
    )
    return namedOf(debt, { ...line, n: counted.length })
  })
}

/** A debt is counted under its own name, and under that of its account. */
const namedOf = (
  debt: { id: string; account?: string | undefined },
  line: SituationCount,
): SituationCount[] => [
  { ...line, debt: debt.id },
  { ...line, account: debt.account ?? debt.id },
]

function inWindow(rule: Rule, cap: Cap, counting: Counting): readonly PastContact[] {
  const exempt = exemptPeriods(counting, cap.exempt)
  const { at, to } = counting.proposal
  if (!rule.covers.audience.has(roleOf(to))) return []
  return countedOf(rule, cap, counting).filter(
    (past) =>
      past.at <= at &&
      periodAt(exempt, past.at) === undefined &&
      freeAgainAt(cap, counting.zones, past.at) > at,
  )
}

const TALKS: ReadonlySet<ContactResult> = new Set(['conversation', 'met'])

/** Talks about each debt that a quiet period still runs from, whoever began them. */
function quietLines(rule: Rule, quiet: QuietAfter, asked: Asked): SituationCount[] {
  return peopleOf(asked).flatMap((person) =>
    asked.situation.debts.flatMap((debt) => {
      const accountId = asked.context.accountId(debt.id)
      const counting = countingOf(asked, person, [accountId])
      const { at, to } = counting.proposal
      if (!rule.covers.audience.has(roleOf(to))) return []
      const { length: n } = talksOf(rule, quiet, counting).filter(
        (past) => past.at <= at && freeAgainAt(quiet, counting.zones, past.at) > at,
      )
      return namedOf(debt, { rule: rule.id, unit: 'conversation', n, person })
    }),
  )
}

type ContactMeaning = Extract<PartOf<'meaning'>, { of: 'contact' }>

/** What is a contact, what only an attempt, and what reached nobody at all. */
function contactLines(
  rule: Rule,
  part: ContactMeaning,
  asked: Asked,
  to: string,
): SituationCount[] {
  const { situation, context } = asked
  const { facts, zone } = context
  const until = context.at(situation.asOf ?? `${situation.effectiveOn}T23:59`)
  const days = part.thread_business_days
  const ours = facts.history.filter(
    (past) => past.direction === 'out' && past.party === to && past.at <= until,
  )
  const made = ours.filter(
    (past) =>
      counts(past, ['delivered', 'voicemail', 'answered_dropped', 'conversation', 'met']) &&
      !continuesThread(past, { facts, zone, days }),
  )
  const misdirected = (past: PastContact) =>
    hasMark(past, 'number_not_theirs') || ['not_connected', 'bounced'].includes(past.result)
  const groups = [
    { unit: 'contact', events: made },
    {
      unit: 'attempt',
      events: ours.filter((p) => ['unanswered', 'not_met'].includes(p.result) && !misdirected(p)),
    },
    { unit: 'misdirected', events: ours.filter(misdirected) },
  ] as const
  return situation.debts.flatMap((debt) => {
    const accountId = context.accountId(debt.id)
    return groups.flatMap(({ unit, events }) => {
      const n = events.filter((past) => past.accountIds.includes(accountId)).length
      return namedOf(debt, { rule: rule.id, unit, n, person: to })
    })
  })
}
