import type { Instant } from '../core/calendar.ts'
import type { Flag, ReasonCode, SlotNeed } from './verdict.ts'

/** What one rule says of every instant, the facts being as they are. */
export type Gate = {
  /** The earliest instant, not before `at`, when the rule lets through; undefined: never, so far. */
  opensAt(at: Instant): Instant | undefined
  /** Asked of an instant when it is open: up to when it surely stays so. */
  closesAt(at: Instant): Instant
}

/** What a rule says of a proposal, for now and for every other instant. */
export type Word = {
  readonly gate: Gate
  /** Codes of the catalogue of words: where the rule is met, and where it is not. */
  readonly met: ReasonCode
  readonly unmet: ReasonCode
  readonly numbers: Readonly<Record<string, string | number>>
  /** It would have stood in the way, and an exception of its own lifts it. */
  readonly excepted?: true | undefined
  readonly flags?: readonly Flag[] | undefined
  readonly slots?: ((closesAt: Instant) => readonly SlotNeed[]) | undefined
}

/** Later than anything a rule can name. */
export const FOREVER = 8_640_000_000_000_000 as Instant

export const OPEN: Gate = { opensAt: (at) => at, closesAt: () => FOREVER }
export const SHUT: Gate = { opensAt: () => undefined, closesAt: (at) => at }

// Two places whose hours never meet would send the search on for ever; this is about a year.
export const JUMPS_MAX = 1000

/** The earliest instant when all gates are open at once: each jump goes where some gate opens. */
export function opensTogether(gates: readonly Gate[], from: Instant): Instant | undefined {
  let at = from
  for (let jumps = 0; jumps < JUMPS_MAX; jumps++) {
    const before = at
    for (const gate of gates) {
      const opens = gate.opensAt(at)
      if (opens === undefined) return undefined
      at = opens
    }
    if (at === before) return at
  }
  return undefined
}

export function closesFirst(gates: readonly Gate[], at: Instant): Instant {
  let first: Instant = FOREVER
  for (const gate of gates) {
    const closes = gate.closesAt(at)
    if (closes < first) first = closes
  }
  return first
}

/** A gate whose answer changes only at known instants. */
export function gateOfChanges(changes: readonly Instant[], isOpen: (at: Instant) => boolean): Gate {
  const inOrder = changes.toSorted((a, b) => a - b)
  return {
    opensAt: (at) => (isOpen(at) ? at : inOrder.find((change) => change > at && isOpen(change))),
    closesAt: (at) => inOrder.find((change) => change > at && !isOpen(change)) ?? FOREVER,
  }
}
