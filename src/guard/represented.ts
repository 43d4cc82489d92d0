import type { Instant } from '../core/calendar.ts'
import { OPEN, SHUT, type Word, gateOfChanges } from './gate.ts'
import { type Asked, isTheAnswer } from './past.ts'
import type { PartOf } from './rules.ts'
import type { PastContact, RepresentativeFact } from './verdict.ts'
import { roleOf } from './vocabulary.ts'
import { latestStartOfDay, localDayNumber } from './zone.ts'

const NOT: Word = { gate: OPEN, met: 'represented.no', unmet: 'represented.no', numbers: {} }

/** Somebody speaks for the borrower, and is to be spoken to: directly only where the rule leaves a way. */
export function speakOfRepresented(part: PartOf<'represented'>, asked: Asked): Word {
  const { proposal, facts } = asked
  const speaker = facts.borrower.representative
  if (speaker === undefined || !speaker.contactKnown || !part.by.includes(speaker.kind)) return NOT
  const { accountIds } = speaker
  if (accountIds !== undefined && !proposal.accountIds.some((id) => accountIds.includes(id))) {
    return NOT
  }
  const isDirect =
    speaker.consentsToDirect === true ||
    (part.uninstructed === true && speaker.instructed === false) ||
    (part.answer !== undefined && isTheAnswer(asked, 'same'))
  const numbers = { representative: speaker.kind }
  const shut = { met: 'represented.direct', unmet: 'represented.yes', numbers } as const
  if (isDirect) return { gate: OPEN, ...shut, excepted: true }
  const opens = opensAfterSilence(part, speaker, asked)
  if (opens === undefined) return { gate: SHUT, ...shut }
  const gate = gateOfChanges([opens], (at: Instant) => at >= opens)
  return { gate, ...shut, ...(opens <= proposal.at ? { excepted: true } : {}) }
}

/** The earliest instant that silence opens, the history being as it is; undefined: not by waiting. */
function opensAfterSilence(
  part: PartOf<'represented'>,
  speaker: RepresentativeFact,
  { proposal, facts, zones }: Asked,
): Instant | undefined {
  const [zone] = zones
  if (zone === undefined) return undefined
  const with_ = facts.history.filter((past) => isWith(speaker, past))
  const spokeAt = Math.max(-Infinity, ...with_.filter((p) => p.direction === 'in').map((p) => p.at))
  const ours = with_.filter(
    (past) => past.direction === 'out' && past.at > spokeAt && hasLeft(past),
  )
  const days: number[] = []
  const dayOf = (past: PastContact) => localDayNumber(zone, past.at)
  const asks = ours.filter((past) => past.notice === 'written_authority_request').map(dayOf)
  if (part.authority_days !== undefined && speaker.kind !== 'attorney' && asks.length > 0) {
    days.push(Math.min(...asks) + part.authority_days + 1)
  }
  const { silence_days: silence, warning_days: warning, reasonable_silence_days: enough } = part
  const first = Math.min(...ours.map(dayOf))
  // How long is reasonable nobody has said: before that no day is promised.
  if (enough !== undefined && localDayNumber(zone, proposal.at) > first + enough) {
    days.push(first + enough + 1)
  }
  if (silence !== undefined && warning !== undefined) {
    const warned = ours
      .filter((past) => past.notice === 'representative_warning' && isWritten(past))
      .map(dayOf)
      .filter((on) => on > first + silence)
    if (warned.length > 0) days.push(Math.min(...warned) + warning + 1)
  }
  return days.length === 0 ? undefined : latestStartOfDay(zones, () => Math.min(...days))
}

const hasLeft = (past: PastContact): boolean =>
  past.result !== 'bounced' && past.result !== 'not_connected' && past.undeliverableOn === undefined

const isWritten = ({ channel }: PastContact): boolean => channel === 'letter' || channel === 'email'

function isWith(speaker: RepresentativeFact, past: PastContact): boolean {
  const role = roleOf(past.party)
  if (role !== 'attorney' && role !== 'representative') return false
  const [, id] = past.party.split(':')
  return id === undefined || id === speaker.party
}
