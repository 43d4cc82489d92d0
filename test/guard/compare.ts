import type { LawBook } from '../../src/guard/book.ts'
import type { Instant } from '../../src/core/calendar.ts'
import type { judgeByRules } from '../../src/guard/judge.ts'
import type { Random } from './random.ts'
import { dayAt, MINUTE } from './random-past.ts'
import type { SlowAnswer, SlowChecker } from './slow-checker.ts'

/** Puts one question to the guard and to the second checker, and tells where they differ. */

export type Judge = typeof judgeByRules

export type Things = { readonly law: LawBook; readonly slow: SlowChecker; readonly judge: Judge }

export type Compared = {
  readonly decision: 'allow' | 'defer' | 'deny'
  /** undefined: they agree. */
  readonly differs: string | undefined
}

const DAY_MS = 1440 * MINUTE
const TWO_DAYS_MIN = 2880
const DENY_DAYS = 60

export type Thoroughness = {
  /** Instants that are looked at before a far `until`; a near one is looked at minute by minute. */
  readonly samples: number
  readonly everyMinute: boolean
}

const text = (at: number) => new Date(at).toISOString()

/** A different minute for each sample, the same for the same question. */
const spread = (n: number, salt: number, among: number): number =>
  Math.floor((((n + 1) * 0.6180339887498949 + salt * 1e-7) % 1) * among)

/** `only`: the id of one rule that is asked alone, so that no other hides it. */
export function compare(
  { proposal, facts }: Random,
  { law, slow, judge }: Things,
  { samples, everyMinute }: Thoroughness,
  only?: string,
): Compared {
  const onDay = dayAt(proposal.at)
  const rules = law
    .rulesFor(facts.jurisdictions, onDay)
    .filter((rule) => only === undefined || rule.id === only)
  const verdict = judge(proposal, facts, rules)
  const answer = slow.about(proposal, facts, onDay, only)
  const { decision } = verdict
  const found = (differs: string | undefined): Compared => ({ decision, differs })

  const slowly = [...new Set(answer.barring(proposal.at))].toSorted().join(' ')
  const guarded = verdict.reasons.filter((reason) => reason.says !== 'allow')
  const quickly = [...new Set(guarded.map((reason) => reason.rule))]
    .filter((id) => id !== 'guard.never_together')
    .toSorted()
    .join(' ')
  if (slowly !== quickly) return found(`now: the guard bars by [${quickly}], slowly [${slowly}]`)
  const isOpen = (at: number) => answer.isAllowed(at)
  if (verdict.decision === 'allow') {
    const last = verdict.closesAt - MINUTE
    const minutes = Math.floor((last - proposal.at) / MINUTE)
    for (let n = 0; n < 20 && minutes > 0; n++) {
      const at = proposal.at + spread(n, proposal.at, minutes) * MINUTE
      if (!isOpen(at)) return found(`allowed until ${text(verdict.closesAt)}, closed ${text(at)}`)
    }
    return found(last >= proposal.at && !isOpen(last) ? `closed ${text(last)}` : undefined)
  }
  if (verdict.decision === 'deny') {
    const open = firstOpen(answer, proposal.at, DENY_DAYS * 1440, Math.ceil(samples * 1.5))
    return found(open === undefined ? undefined : `denied, but open ${text(open)}`)
  }
  const { until } = verdict
  if (!isOpen(until)) {
    return found(`until ${text(until)}, but barred then by ${answer.barring(until).join(' ')}`)
  }
  const again = judge({ ...proposal, at: until }, facts, rules)
  if (again.decision !== 'allow') return found(`until ${text(until)}, but then ${again.decision}`)
  if (isOpen(until - MINUTE)) return found(`until ${text(until)}, open a minute before`)
  const minutes = Math.floor((until - proposal.at) / MINUTE)
  if (everyMinute && minutes <= TWO_DAYS_MIN) {
    for (let at: number = proposal.at; at < until; at += MINUTE) {
      if (isOpen(at)) return found(`until ${text(until)}, open already ${text(at)}`)
    }
    return found(undefined)
  }
  const open = firstOpen(answer, proposal.at, minutes, samples)
  return found(open === undefined ? undefined : `until ${text(until)}, open already ${text(open)}`)
}

function firstOpen(
  answer: SlowAnswer,
  from: Instant,
  minutes: number,
  samples: number,
): number | undefined {
  for (let n = 0; n < samples; n++) {
    const at = from + spread(n, from / DAY_MS, minutes) * MINUTE
    if (answer.isAllowed(at)) return at
  }
  return undefined
}
