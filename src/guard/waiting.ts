import { type Instant, dayNumber } from '../core/calendar.ts'
import { FOREVER, type Gate, OPEN, SHUT, type Word, gateOfChanges } from './gate.ts'
import { type Asked, aboutOf, isOf } from './past.ts'
import type { PartOf, Rule } from './rules.ts'
import { arrived } from './validation.ts'
import { type PastContact, debtsOf } from './verdict.ts'
import { latestStartOfDay, localDayNumber } from './zone.ts'

type Waiting = PartOf<'waiting'>

/** Something must have happened first: for each debt a notice that arrived, and the days since. */
export function speakOfWaiting(rule: Rule, part: Waiting, asked: Asked): Word {
  const { proposal, facts } = asked
  const { notices, days = 0 } = part
  const numbers = {
    notices: typeof notices === 'string' ? notices : (notices ?? []).join(','),
    days,
  }
  const words = { met: 'waiting.over', unmet: 'waiting.running', numbers } as const
  const missed = facts.history.filter(
    (past) => past.channel === 'visit' && past.result === 'not_met',
  )
  if (part.or_missed_visits !== undefined && missed.length >= part.or_missed_visits) {
    return { gate: OPEN, ...words }
  }
  const opens = accountsOf(rule, asked).map((id) => opensFor(part, asked, id))
  if (opens.includes(undefined)) return { gate: SHUT, ...words, unmet: 'waiting.nothing_sent' }
  const last = Math.max(...opens.map((at) => at ?? FOREVER)) as Instant
  return {
    gate: last <= proposal.at ? OPEN : gateOfChanges([last], (at) => at >= last),
    ...words,
  }
}

/** The debts that the rule is about: of those that were sold, the others need no notice of it. */
function accountsOf(rule: Rule, { proposal, facts }: Asked): readonly bigint[] {
  const kind = rule.covers.more?.assigned
  if (kind === undefined) return proposal.accountIds
  return debtsOf(proposal, facts)
    .filter(
      (debt) => debt.assigned !== undefined && (kind === 'any' || debt.nonPerforming === true),
    )
    .map((debt) => debt.accountId)
}

function opensFor(part: Waiting, asked: Asked, accountId: bigint): number | undefined {
  const { proposal, facts, zones } = asked
  const { days = 0 } = part
  // What the borrower was told does for whoever else is spoken to.
  const about = facts.history.filter(
    (past) =>
      (past.party === 'borrower' || past.party === proposal.to) &&
      (past.accountIds.length === 0 || aboutOf(past).includes(accountId)),
  )
  if (part.or_conversation === true && about.some((past) => isTalk(past, asked))) return -Infinity
  const sent = about.filter((past) => isNotice(part, past, asked))
  const opens = sent.flatMap((past) => {
    const opensOn = (zone: (typeof zones)[number]) => localDayNumber(zone, past.at) + days
    if (!hasArrived(part, past, zones.map(opensOn))) return []
    return [days === 0 ? past.at : latestStartOfDay(zones, opensOn)]
  })
  return opens.length === 0 ? undefined : Math.min(...opens)
}

const isTalk = (past: PastContact, { facts }: Asked): boolean =>
  (past.result === 'conversation' || past.result === 'met') && isOf(past, 'firm', facts)

const SPOKEN = ['call', 'voicemail', 'visit']
const WRITTEN = ['letter', 'email', 'sms', 'message']

function isNotice(part: Waiting, past: PastContact, { facts }: Asked): boolean {
  const { notices } = part
  if (past.direction !== 'out' || notices === undefined) return false
  if (notices !== 'any_message') {
    return (
      past.notice !== undefined &&
      notices.includes(past.notice) &&
      !(part.durable === true && SPOKEN.includes(past.channel))
    )
  }
  return WRITTEN.includes(past.channel) && isOf(past, 'firm', facts)
}

/** What came back while it was waited for was never told; what came back later was not watched for. */
function hasArrived(part: Waiting, past: PastContact, opensOn: readonly number[]): boolean {
  if (past.undeliverableOn === undefined || (part.days ?? 0) === 0) return arrived(past)
  return dayNumber(past.undeliverableOn) >= Math.min(...opensOn)
}

/** An act that can be done only for some days after a step, whose own day does not count. */
export function speakOfWithin(part: PartOf<'within'>, { proposal, facts, zones }: Asked): Word {
  const step = facts.proceedings.findLast(
    (each) =>
      each.kind === part.of &&
      (each.accountIds === undefined ||
        each.accountIds.some((id) => proposal.accountIds.includes(id))),
  )
  const words = { met: 'within.time', unmet: 'within.late' } as const
  if (step === undefined) return { gate: SHUT, ...words, unmet: 'within.nothing', numbers: {} }
  const after = dayNumber(step.on) + part.days + 1
  const ends = latestStartOfDay(zones, () => after)
  const gate: Gate = { opensAt: (at) => (at < ends ? at : undefined), closesAt: () => ends }
  return { gate, ...words, numbers: { days: part.days, fromOn: step.on } }
}
