import { type Instant, addMonths, dayFromNumber, dayNumber } from '../core/calendar.ts'
import { OPEN, SHUT, type Word, gateOfChanges } from './gate.ts'
import { type Asked, counts, hasMark, isOf } from './past.ts'
import type { PartOf } from './rules.ts'
import type { PastContact } from './verdict.ts'
import { latestStartOfDay, localDayNumber } from './zone.ts'

type Tracing = PartOf<'tracing'>

/** Asking somebody else where the borrower is: only if lost, so often, and never after a no. */
export function speakOfTracing(part: Tracing, asked: Asked): Word {
  const { proposal, facts } = asked
  const theirs = facts.history.filter((past) => past.party === proposal.to)
  if (part.refusal_ends === true && theirs.some((past) => hasMark(past, 'refuses_contact'))) {
    return shut('tracing.refused')
  }
  const speaker = facts.borrower.representative
  if (part.not_if_represented === true && speaker?.kind === 'attorney' && speaker.contactKnown) {
    return shut('tracing.represented')
  }
  const lost = lostFrom(part, asked)
  if (lost === undefined) return shut('tracing.not_lost')
  const again = againFrom(part, theirs, asked)
  if (typeof again === 'string') return shut(again)
  const opens = Math.max(lost, again) as Instant
  return {
    gate: opens === -Infinity ? OPEN : gateOfChanges([opens], (at) => at >= opens),
    met: 'tracing.open',
    unmet: again > lost ? 'tracing.once' : 'tracing.not_lost',
    numbers: {},
  }
}

const shut = (unmet: Word['unmet']): Word => ({
  gate: SHUT,
  met: 'tracing.open',
  unmet,
  numbers: {},
})

/** Since when the borrower counts as lost; undefined: not yet, as far as the history shows. */
function lostFrom(part: Tracing, asked: Asked): number | undefined {
  const { facts } = asked
  if (part.lost_after === undefined && part.lost !== true) return -Infinity
  const { reachable, deceased, seriously_ill: ill, representative } = facts.borrower
  const isIncapable = deceased === true || ill === true || representative?.kind === 'guardian'
  if (reachable === false || (part.or_incapable === true && isIncapable)) return -Infinity
  if (reachable === true) return undefined
  if (part.lost_after !== undefined) return afterFailedCalls(part.lost_after, asked)
  return reachable === 'unstated' ? -Infinity : undefined
}

function afterFailedCalls(
  after: NonNullable<Tracing['lost_after']>,
  { facts, zones }: Asked,
): number | undefined {
  const [zone] = zones
  if (zone === undefined) return undefined
  const calls = facts.history.filter((p) => p.party === 'borrower' && isOf(p, 'group', facts))
  const reached = calls.filter((past) => ['conversation', 'met'].includes(past.result))
  const since = Math.max(-Infinity, ...reached.map((past) => past.at))
  const failed = calls.filter((past) => past.at > since && hasFailed(past))
  const days = new Map<number, number>()
  for (const past of failed) {
    const on = localDayNumber(zone, past.at)
    days.set(on, (days.get(on) ?? 0) + 1)
  }
  const starts: number[] = []
  for (const [on, times] of days) {
    if (times >= after.failed_calls_a_day) starts.push(latestStartOfDay(zones, () => on + 1))
    const run = Array.from({ length: after.failed_days }, (_, back) => on - back)
    if (run.every((each) => days.has(each))) {
      starts.push(
        Math.min(...failed.filter((p) => localDayNumber(zone, p.at) === on).map((p) => p.at)),
      )
    }
  }
  return starts.length === 0 ? undefined : Math.min(...starts)
}

const hasFailed = ({ channel, direction, result }: PastContact): boolean =>
  channel === 'call' &&
  direction === 'out' &&
  ['unanswered', 'not_connected', 'voicemail', 'bounced'].includes(result)

/** When the person may be asked again; a word where waiting does not help. */
function againFrom(
  part: Tracing,
  theirs: readonly PastContact[],
  { zones }: Asked,
): number | 'tracing.once' | 'tracing.knows_nothing' {
  const talks = theirs.filter(
    (past) => counts(past, ['conversation', 'met', 'delivered']) && past.direction === 'out',
  )
  const last = talks.at(-1)
  if (last === undefined || part.once_in === undefined) return -Infinity
  const since = theirs.filter((past) => past.at >= last.at)
  if (part.again_if?.some((mark) => since.some((past) => hasMark(past, mark)))) return -Infinity
  const believedWrong = since.some((past) => hasMark(past, 'answer_believed_wrong'))
  if (part.not_the_ignorant === true && hasMark(last, 'does_not_know') && !believedWrong) {
    return 'tracing.knows_nothing'
  }
  if (part.once_in === 'for_ever') return 'tracing.once'
  const { months } = part.once_in
  return latestStartOfDay(zones, (zone) =>
    dayNumber(addMonths(dayFromNumber(localDayNumber(zone, last.at)), months)),
  )
}
