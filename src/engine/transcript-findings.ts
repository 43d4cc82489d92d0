import type { Day } from '../core/calendar.ts'
import { hear } from '../core/hear/hear.ts'
import type { Heard, HeardClass } from '../core/hear/heard.ts'
import { STOPS } from '../core/hear/heard.ts'
import type { Money } from '../core/money.ts'
import type { Transcript, Turn } from '../core/transcript.ts'
import { ENDINGS, type Disposition } from './disposition.ts'
import { isRecorded, RECORDED_BY } from './heard-recorded.ts'
import { lintFree } from './lint-free.ts'
import type { Audience, Fault, Sender } from './template-lint.ts'

export type SpokenFinding = {
  readonly turn: number
  readonly from: number
  readonly to: number
  readonly words: string
} & (
  | { readonly kind: 'said'; readonly fault: Fault }
  /** What was heard, and the call's outcome does not say. */
  | { readonly kind: 'unrecorded'; readonly fault: HeardClass }
)

export type CallFacts = {
  readonly language: 'zh' | 'en'
  readonly sender: Sender
  readonly amounts: readonly Money[]
  readonly currency: string
  readonly today: Day
  /** How the call ended by the collector's word; undefined: nobody has said. */
  readonly disposition: Disposition | undefined
}

/** What only somebody who writes can do wrong: whoever wrote a call down did not say it. */
const WRITTEN_ONLY: ReadonlySet<Fault> = new Set<Fault>([
  'exclamation',
  'capitals',
  'too_hard_to_read',
])

/** Everything that is wrong in a call: in what we said, and in what we did not write down. */
export function spokenFindings(call: Transcript, facts: CallFacts): readonly SpokenFinding[] {
  const missed = new Set<HeardClass>()
  return call.turns.flatMap((turn, i): readonly SpokenFinding[] => {
    if (turn.speaker === 'collector')
      return saidFindings(turn, i, audienceAt(call, i, facts), facts)
    const found = missedIn(turn, facts).filter(({ what }) => !missed.has(what))
    for (const { what } of found) missed.add(what)
    return found.map(({ what, words }) => ({
      kind: 'unrecorded',
      fault: what,
      turn: i,
      words,
      ...placeOf(turn.text, words),
    }))
  })
}

function saidFindings(
  turn: Turn,
  i: number,
  audience: Audience,
  { language, sender, amounts }: CallFacts,
): readonly SpokenFinding[] {
  const linted = lintFree(turn.text, { language, channel: 'call', audience, amounts, sender })
  if (linted.is === 'clean') return []
  return linted.findings
    .filter(({ fault }) => !WRITTEN_ONLY.has(fault))
    .map(({ fault, from, to, words }) => ({ kind: 'said', fault, turn: i, from, to, words }))
}

/**
 * Who may be listening: until the identity is confirmed, anybody. Where no line says when that was, it
 * is so until somebody has answered; and to the end where the borrower was never spoken with.
 */
function audienceAt(
  { turns, identityTurn }: Transcript,
  i: number,
  { disposition }: CallFacts,
): Audience {
  if (disposition !== undefined && !ENDINGS[disposition].isRightParty) return 'maybe_shared'
  const answered = turns.findIndex(({ speaker }) => speaker !== 'collector')
  const from = identityTurn ?? (answered === -1 ? turns.length : answered)
  return i < from ? 'maybe_shared' : 'borrower'
}

const heardIn = ({ text }: Turn, { today, currency, language }: CallFacts): Heard =>
  hear(text, { today, currency, language })

/** What counts where it is unsure is what stops: everything else must be sure. */
function missedIn(turn: Turn, facts: CallFacts) {
  return heardIn(turn, facts).classes.filter(
    ({ what, certainty }) =>
      RECORDED_BY[what] !== undefined &&
      (certainty === 'sure' || STOPS.has(what)) &&
      !isRecorded(what, facts.disposition, turn.text),
  )
}

/** The words as they were heard may be spelled in another way than they stand. */
function placeOf(text: string, words: string): { readonly from: number; readonly to: number } {
  const from = words === '' ? -1 : text.indexOf(words)
  return from === -1 ? { from: 0, to: text.length } : { from, to: from + words.length }
}
