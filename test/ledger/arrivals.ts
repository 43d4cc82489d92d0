import { addDays, type Day, type Instant } from '../../src/core/calendar.ts'
import { daysDrawn, differences } from '../../src/core/ledger-differences.ts'
import { replay, type Drawn } from '../../src/core/ledger-replay.ts'
import type { StatedEntry } from '../../src/core/ledger-statement.ts'
import type { Entry, MoneyFact } from '../../src/core/ledger.ts'
import type { Random } from '../../src/sim/random.ts'
import { balancesOfLines, type Balances } from './compare.ts'
import { shuffled, type History } from './random-history.ts'

/** Facts that came to be known in some order, each with what it made us post. */
export type Arrivals = {
  readonly posted: readonly StatedEntry[]
  /** The facts as they arrived, with the instants at which they did. */
  readonly facts: readonly MoneyFact[]
  /** After each arrival: the instant, the day that it was, and which debts were charged up to which days. */
  readonly steps: readonly {
    readonly at: Instant
    readonly today: Day
    readonly drawn: readonly Drawn[]
  }[]
  readonly closes: readonly { readonly on: Day; readonly balances: Balances }[]
  readonly today: Day
}

export const postedOn = (
  posted: readonly Entry[],
  asOf: Day,
  knownAt = Number.MAX_SAFE_INTEGER,
): Balances =>
  balancesOfLines(
    posted
      .filter((entry) => entry.effectiveOn <= asOf && entry.recordedAt <= knownAt)
      .flatMap(({ lines }) => lines),
  )

/** A reversal is not known before its payment; else anything may come first. */
function inSomeOrder(dice: Random, facts: readonly MoneyFact[]): MoneyFact[] {
  const order = shuffled(dice, facts)
  const reversals = order.filter((fact) => 'reversesId' in fact)
  const others = order.filter((fact) => !('reversesId' in fact))
  for (const reversal of reversals) {
    const after = others.findIndex(
      ({ id }) => 'reversesId' in reversal && id === reversal.reversesId,
    )
    others.splice(dice.between(after + 1, others.length), 0, reversal)
  }
  return others.map((fact, no) => ({ ...fact, recordedAt: ((no + 1) * 1000) as Instant }))
}

/** Every fact arrives alone; sometimes a line is drawn under a day between two of them. */
export function arriveOneByOne(dice: Random, history: History, closes: boolean): Arrivals {
  const facts = inSomeOrder(dice, history.facts)
  const posted: StatedEntry[] = []
  const entryOf = new Map<bigint, bigint>()
  const named = (id: bigint | undefined) => (id === undefined ? undefined : entryOf.get(id))
  const steps: Arrivals['steps'][number][] = []
  const closed: Arrivals['closes'][number][] = []
  let closedUntil: Day | undefined
  let today = facts[0]?.on ?? history.untilOn
  const post = (
    count: number,
    at: Instant,
    arrived: readonly bigint[],
    drawnOn: readonly Day[],
  ) => {
    const extra = drawnOn.flatMap((on) => history.terms.map(({ accountId }) => ({ accountId, on })))
    const days = [...daysDrawn(posted), ...extra]
    const target = replay(facts.slice(0, count), history.terms, today, days)
    for (const entry of differences(target, posted, closedUntil, arrived)) {
      const { kind, effectiveOn, lines, cutMinor, why, cap } = entry
      const id = BigInt(posted.length + 1)
      if (entry.factId !== undefined) entryOf.set(entry.factId, id)
      const causes = {
        reversesId: named(entry.reversesFactId),
        causedById: named(entry.causedByFactId),
      }
      const explained = { why, cap }
      posted.push({ id, kind, effectiveOn, lines, recordedAt: at, cutMinor, explained, ...causes })
    }
  }
  facts.forEach((fact, no) => {
    const at = fact.recordedAt
    today = addDays(fact.on > today ? fact.on : today, dice.pick([0, 0, 1, dice.between(0, 30)]))
    post(no + 1, at, [fact.id], [])
    steps.push({ at, today, drawn: daysDrawn(posted) })
    if (!closes || dice.next() < 0.7) return
    const on = addDays(today, -dice.between(0, 60))
    if (closedUntil !== undefined && on <= closedUntil) return
    post(no + 1, at, [], [on])
    closedUntil = on
    closed.push({ on, balances: postedOn(posted, on) })
  })
  if (closedUntil !== undefined && closedUntil >= today) today = addDays(closedUntil, 1)
  post(facts.length, ((facts.length + 1) * 1000) as Instant, [], [])
  return { posted, facts, steps, closes: closed, today }
}
