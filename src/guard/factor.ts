import { coversPast } from './covers.ts'
import { concerns, isOneOf } from './hold.ts'
import { OPEN, type Word } from './gate.ts'
import { type Asked, countedIds, counts, freeAgainAt, isOf } from './past.ts'
import type { PartOf, Rule } from './rules.ts'
import type { PastContact } from './verdict.ts'
import type { Flag } from './vocabulary.ts'

type Factor = PartOf<'factor'>

/** Bars nothing: raises its flag where the pattern is there. */
export function speakOfFactor(rule: Rule, part: Factor, asked: Asked): Word {
  const look = LOOKS[part.flag]
  const isThere = look === undefined || look(rule, part, asked)
  return {
    gate: OPEN,
    met: isThere ? 'factor.flag' : 'factor.no',
    unmet: 'factor.no',
    numbers: { flag: part.flag },
    ...(isThere ? { flags: [part.flag] } : {}),
  }
}

type Look = (rule: Rule, part: Factor, asked: Asked) => boolean

/** A flag that is not here is raised for whatever its rule covers. */
const LOOKS: Readonly<Partial<Record<Flag, Look>>> = {
  rapid_succession: (rule, part, asked) => {
    const sinceMs = (part.minutes ?? 0) * 60_000
    const missed = oursTo(rule, asked, ['unanswered', 'voicemail']).filter(
      (past) => isSameNumber(past, asked) && asked.proposal.at - past.at <= sinceMs,
    )
    return missed.length + 1 >= (part.times ?? 1)
  },
  concentrated_day: (rule, part, asked) =>
    recent(part, oursTo(rule, asked, RUNG), asked).filter((past) => isSameNumber(past, asked))
      .length +
      1 >=
    (part.times ?? 1),
  aggregate_volume: (rule, part, asked) =>
    recent(part, oursTo(rule, asked, RUNG), asked).length + 1 >= (part.times ?? 1),
  watch_attempts: (rule, part, asked) =>
    recent(part, oursTo(rule, asked, ['unanswered']), asked).length >= (part.times ?? 1),
  combine_accounts: (rule, part, asked) => {
    const { proposal, facts } = asked
    const mine = countedIds('account', proposal.accountIds, facts)
    const made = oursTo(rule, asked, ['delivered', 'voicemail', 'answered_dropped', 'conversation'])
    return recent(part, made, asked).some((past) =>
      countedIds('account', past.accountIds, facts).some((id) => !mine.includes(id)),
    )
  },
  report_as_disputed: (_, part, asked) =>
    asked.facts.holds.some(
      (hold) => isOneOf(part.holds ?? [], hold.reason) && concerns(hold, asked),
    ),
}

const RUNG = ['unanswered', 'voicemail', 'answered_dropped', 'conversation'] as const

const oursTo = (
  rule: Rule,
  { facts, proposal }: Asked,
  results: Parameters<typeof counts>[1],
): readonly PastContact[] =>
  facts.history.filter(
    (past) =>
      past.direction === 'out' &&
      past.party === proposal.to &&
      coversPast(rule.covers, past) &&
      isOf(past, 'firm', facts) &&
      counts(past, results),
  )

const isSameNumber = (past: PastContact, { proposal }: Asked): boolean =>
  past.addressId === proposal.addressId

/** Those that are still in the window of local days that ends with the day of the proposal. */
const recent = (part: Factor, past: readonly PastContact[], { zones, proposal }: Asked) =>
  past.filter((each) => freeAgainAt({ days: part.days ?? 1 }, zones, each.at) > proposal.at)
