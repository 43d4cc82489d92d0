import type { AccountFacts } from './account-facts.ts'
import type { Day, Instant, Span } from './calendar.ts'
import type { ProductTerms } from './product.ts'
import type { Book, Standing } from './account-book.ts'
import type { Lateness } from './lateness.ts'
import type { DaySpan } from './pause.ts'
import { lastPayment, openBook, standingOn } from './account-book.ts'
import { factsKnown } from './account-facts.ts'
import {
  addDays,
  day,
  dayFromNumber,
  dayNumber,
  daysBetween,
  daysCovered,
  wholeMonths,
} from './calendar.ts'
import { delinquentSince } from './episode.ts'
import { scheduleArrears, snapshotArrears, snapshotMissed } from './lateness.ts'
import { dayPastGrace } from './pause.ts'
import { onTimeStreak, quickCures } from './standing.ts'

/**
 * Where one account stands, as dates and amounts: a day that passes changes nothing in it until
 * `wakeOn`. Days are past due by `daysPastDue`, never stored.
 */
export type Position = {
  readonly asOf: Day
  /** Everything owed; below zero it is a credit. */
  readonly outstandingMinor: bigint
  /** Due and unpaid; undefined where the account is late and its source does not say by how much. */
  readonly arrearsMinor: bigint | undefined
  /** Instalments due and unpaid; 0 where what is lacking is not material. */
  readonly instalmentsMissed: number
  readonly oldestUnpaidDueOn: Day | undefined
  /** From where days past due are counted: `oldestUnpaidDueOn` unless the product says otherwise. */
  readonly countedFrom: Day | undefined
  /** The next due day, today included, on which something is still to be paid, and how much. */
  readonly nextDueOn: Day | undefined
  readonly nextDueMinor: bigint
  /** The last day with a payment that stands, and what came in on it. */
  readonly lastPaymentOn: Day | undefined
  readonly lastPaymentMinor: bigint
  readonly delinquentSince: Day | undefined
  readonly curedOn: Day | undefined
  readonly timesDelinquent: number
  /** Instalments paid on time one after another, up to the latest. */
  readonly onTimeStreak: number
  /** Delinquencies that ended within fifteen days. */
  readonly quickCures: number
  /** Paused days from `countedFrom` on, merged. */
  readonly paused: readonly Span[]
  /** The first later day on which the position may differ although no new fact has arrived. */
  readonly wakeOn: Day | undefined
}

/** The position on a day, from what was known at an instant; without one, from all facts. */
export function positionOf(
  facts: AccountFacts,
  terms: ProductTerms,
  asOf: Day,
  knownAt?: Instant,
): Position {
  return positionFrom(openBook(terms, factsKnown(facts, knownAt)), asOf)
}

/** The position that a running book holds for a day: any day, also one before its newest facts. */
export function positionFrom(book: Book, asOf: Day): Position {
  const on = dayNumber(asOf)
  const { standing, nextOn } = standingOn(book, on)
  const { lateness, closed } = standing.run
  const isLate = lateness.lateFrom <= on
  const money =
    standing.list.version === undefined ? snapshotMoney(standing, on) : scheduleMoney(standing, on)
  const since = delinquentSince(standing.run, on)
  const last = lastPayment(book, on)
  const tooLateOn = dayPastGrace(lateness.oldestDueOn, standing.spans, book.terms.graceDays)
  return {
    asOf,
    outstandingMinor: outstanding(standing),
    arrearsMinor: money.arrearsMinor,
    instalmentsMissed: isLate ? money.missed : 0,
    oldestUnpaidDueOn: isLate ? dayFromNumber(lateness.oldestDueOn) : undefined,
    countedFrom: isLate ? dayFromNumber(lateness.countedFrom) : undefined,
    nextDueOn: dayOrNone(money.nextDueOn),
    nextDueMinor: money.nextDueMinor,
    lastPaymentOn: dayOrNone(last.on),
    lastPaymentMinor: last.minor,
    delinquentSince: dayOrNone(since),
    curedOn: dayOrNone(closed.at(-1)?.curedOn),
    timesDelinquent: closed.length + (since === undefined ? 0 : 1),
    onTimeStreak: onTimeStreak(book, on),
    quickCures: quickCures(book, on),
    paused: isLate ? spansAfter(standing.spans, lateness.countedFrom) : [],
    wakeOn: dayOrNone(nextTurn(on, { nextOn, nextDueOn: money.nextDueOn, lateness, tooLateOn })),
  }
}

/** The first day after `on` with a fact of its own, or on which lateness grows by itself. */
function nextTurn(
  on: number,
  known: {
    nextOn: number
    nextDueOn: number | undefined
    lateness: Lateness
    /** Until then the oldest unpaid instalment may still be paid on time. */
    tooLateOn: number
  },
): number {
  const { nextOn, nextDueOn, lateness, tooLateOn } = known
  let turn = nextDueOn === undefined ? nextOn : Math.min(nextOn, nextDueOn + 1)
  if (tooLateOn > on) turn = Math.min(turn, tooLateOn)
  if (lateness.lateFrom > on) turn = Math.min(turn, lateness.lateFrom)
  if (lateness.delinquentFrom > on) turn = Math.min(turn, lateness.delinquentFrom)
  return turn
}

/** Banks write 9999-12-31 for "never", and the day after it is none: nothing comes after that day. */
const LAST_DAY = dayNumber(day('9999-12-31'))

const dayOrNone = (on: number | undefined): Day | undefined =>
  on === undefined || on > LAST_DAY ? undefined : dayFromNumber(on)

type MoneyView = {
  readonly arrearsMinor: bigint | undefined
  readonly missed: number
  readonly nextDueOn: number | undefined
  readonly nextDueMinor: bigint
}

function scheduleMoney(standing: Standing, on: number): MoneyView {
  const { list, paidMinor, run } = standing
  const { paidCount } = run.lateness
  const overdue = scheduleArrears(list, { paidMinor, paidCount }, on)
  const start = paidCount + overdue.missed
  const nextDueOn = list.items[start]?.dueOn
  let end = start
  while (end < list.items.length && list.items[end]?.dueOn === nextDueOn) end++
  const earlier = list.upTo[start] ?? 0n
  const paid = paidMinor + list.creditMinor
  const nextDueMinor = (list.upTo[end] ?? 0n) - (paid > earlier ? paid : earlier)
  return {
    arrearsMinor: overdue.arrearsMinor,
    missed: overdue.missed,
    nextDueOn,
    nextDueMinor: nextDueOn === undefined ? 0n : nextDueMinor,
  }
}

/** Money since the snapshot pays its arrears first and its next due amount with the rest. */
function snapshotMoney(standing: Standing, on: number): MoneyView {
  const { snapshot, paidSinceSnapshotMinor } = standing
  if (snapshot === undefined)
    return { arrearsMinor: 0n, missed: 0, nextDueOn: undefined, nextDueMinor: 0n }
  const arrearsMinor = snapshotArrears(snapshot, paidSinceSnapshotMinor)
  const missed = snapshotMissed(snapshot)
  const none = { arrearsMinor, missed, nextDueOn: undefined, nextDueMinor: 0n }
  if (snapshot.nextDueOn === undefined) return none
  const nextDueOn = dayNumber(snapshot.nextDueOn)
  const stated = snapshot.nextDueMinor
  if (nextDueOn < on) return none
  if (stated === undefined) return { arrearsMinor, missed, nextDueOn, nextDueMinor: 0n }
  const more = paidSinceSnapshotMinor - (snapshot.arrearsMinor ?? 0n)
  const nextDueMinor = arrearsMinor === undefined || more < 0n ? stated : stated - more
  return nextDueMinor > 0n ? { arrearsMinor, missed, nextDueOn, nextDueMinor } : none
}

/** The source's balance less what came in since; else all that the schedule has still to bring. */
function outstanding(standing: Standing): bigint {
  const { list, snapshot, paidMinor } = standing
  if (snapshot !== undefined) return snapshot.balanceMinor - standing.paidSinceSnapshotMinor
  return (list.upTo.at(-1) ?? 0n) - paidMinor - list.creditMinor
}

/** The spans from a day on, as calendar days. */
export const spansAfter = (spans: readonly DaySpan[], from: number): Span[] =>
  spans
    .filter((span) => span.until > from)
    .map((span) => ({
      from: dayFromNumber(Math.max(span.from, from)),
      until: dayOrNone(span.until),
    }))

type Counted = Pick<Position, 'countedFrom' | 'paused'>

function unpausedDays(position: Counted, today: Day): number {
  const { countedFrom, paused } = position
  if (countedFrom === undefined || countedFrom >= today) return 0
  const days = daysBetween(countedFrom, today)
  if (paused.length === 0) return days
  return days - daysCovered(paused, { from: countedFrom, until: today })
}

/** Days past due on any day from the position's own until `wakeOn`; 0 within grace. */
export function daysPastDue(position: Counted, terms: ProductTerms, today: Day): number {
  const days = unpausedDays(position, today)
  return days > terms.graceDays ? days : 0
}

/** The number of the band: 0 for M0, current; 1 for M1 and so on. */
export function bucketOf(position: Counted, terms: ProductTerms, today: Day): number {
  const dpd = daysPastDue(position, terms, today)
  if (dpd === 0 || position.countedFrom === undefined) return 0
  if (terms.buckets.unit === 'days') return terms.buckets.edges.filter((edge) => edge <= dpd).length
  const months = wholeMonths(addDays(today, -dpd), today)
  return Math.min(months, terms.buckets.top)
}

export const bucketName = (bucket: number): string => `M${bucket}`

/** True where the row must be worked out again before anything is decided on `today`. */
export const isStale = (position: Pick<Position, 'wakeOn'>, today: Day): boolean =>
  position.wakeOn !== undefined && position.wakeOn <= today
