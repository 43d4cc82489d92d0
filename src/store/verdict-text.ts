import type { Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import { judge } from '../guard/judge.ts'
import type { GuardFacts, Proposal, Verdict } from '../guard/verdict.ts'
import { withFullSlots, type FullSlots } from '../engine/contact.ts'
import type { Day } from '../core/calendar.ts'

/** The facts of a moment as they are kept with the verdict: enough to judge again. */
export type JudgedFacts = {
  readonly facts: GuardFacts
  /** The local day on which the law was read. */
  readonly rulesOn: Day
  /** Caps whose slots were all taken when the guard had said yes. */
  readonly full?: FullSlots | undefined
}

const BIGINT_KEYS: ReadonlySet<string> = new Set([
  'addressId',
  'accountId',
  'accountIds',
  'discussed',
  'debt',
  'account',
  'amountMinor',
  'inheritedMinor',
])

/** bigint as text, by the name of its key; undefined is left out, as JSON does. */
export const toKept = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item))

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      BIGINT_KEYS.has(key) ? ids(item) : revive(item),
    ]),
  )
}

const ids = (item: unknown): unknown => (Array.isArray(item) ? item.map(numberOf) : numberOf(item))

/** A fact that was left open stays a word. */
const numberOf = (item: unknown): unknown =>
  /^-?[0-9]+$/.test(String(item)) ? BigInt(String(item)) : item

export const proposalFrom = (kept: unknown): Proposal => revive(kept) as Proposal
export const judgedFactsFrom = (kept: unknown): JudgedFacts => revive(kept) as JudgedFacts

/** Judges a kept verdict again: with the same rules the answer is the same. */
export function replay(kept: { proposal: unknown; facts: unknown }, law: LawBook): Verdict {
  const { facts, rulesOn, full } = judgedFactsFrom(kept.facts)
  const verdict = judge(
    proposalFrom(kept.proposal),
    facts,
    law.rulesFor(facts.jurisdictions, rulesOn, facts.firm.id),
  )
  return full === undefined ? verdict : withFullSlots(verdict, full)
}

/** For a kept row: `until` of a deferral. */
export const untilOf = (verdict: Verdict): Instant | undefined =>
  verdict.decision === 'defer' ? verdict.until : undefined
