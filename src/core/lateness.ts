import type { Snapshot } from './account-facts.ts'
import type { DueList } from './due-list.ts'
import type { DaySpan } from './pause.ts'
import type { ProductTerms } from './product.ts'
import { addMonths, dayNumber } from './calendar.ts'
import { dayPastGrace } from './pause.ts'
import { hasThreshold, isMaterial } from './product.ts'

/**
 * How late an account is, and will be, if no further fact takes effect. Between two facts lateness
 * only grows, so two days say everything: the day it becomes late, and the day it is past grace.
 * Days are day numbers; Infinity is never.
 */
export type Lateness = {
  /** Instalments that are paid, from the oldest on. */
  readonly paidCount: number
  /** Due day of the oldest unpaid one, past or to come. */
  readonly oldestDueOn: number
  /** From this day on something material is due and unpaid. */
  readonly lateFrom: number
  /** The day that days past due are counted from. */
  readonly countedFrom: number
  /** From this day on the account is delinquent: days past due are above the grace days. */
  readonly delinquentFrom: number
}

export const NEVER_LATE: Lateness = {
  paidCount: 0,
  oldestDueOn: Infinity,
  lateFrom: Infinity,
  countedFrom: Infinity,
  delinquentFrom: Infinity,
}

/** Money received, and how many instalments it pays. */
export type Paid = { readonly paidMinor: bigint; readonly paidCount: number }

/** What else lateness rests on when the facts of day number `on` have taken effect. */
export type Clock = {
  readonly on: number
  readonly spans: readonly DaySpan[]
  readonly terms: ProductTerms
  /** As it was the day before. */
  readonly before: Lateness
}

/** Lateness of a due list. */
export function scheduleLateness(list: DueList, money: Paid, clock: Clock): Lateness {
  const { paidCount } = money
  const oldest = list.items[paidCount]
  const lateFrom = scheduleLateFrom(list, money, clock.terms)
  return latenessFrom({ paidCount, oldestDueOn: oldest?.dueOn ?? Infinity, lateFrom }, clock)
}

function latenessFrom(
  known: Pick<Lateness, 'paidCount' | 'oldestDueOn' | 'lateFrom'>,
  clock: Clock,
): Lateness {
  const { on, spans, terms, before } = clock
  const { paidCount, oldestDueOn, lateFrom } = known
  const goesOn = before.lateFrom < on && lateFrom <= on
  const countedFrom =
    terms.countedFrom === 'first_arrears' && goesOn
      ? Math.min(before.countedFrom, oldestDueOn)
      : oldestDueOn
  const delinquentFrom = Math.max(lateFrom, dayPastGrace(countedFrom, spans, terms.graceDays))
  return { paidCount, oldestDueOn, lateFrom, countedFrom, delinquentFrom }
}

/** The day after the due day with which the arrears become material. */
function scheduleLateFrom(list: DueList, money: Paid, terms: ProductTerms): number {
  const rule = terms.materiality
  const first = money.paidCount
  const paid = money.paidMinor + list.creditMinor
  if (!hasThreshold(rule)) return (list.items[first]?.dueOn ?? Infinity) + 1
  for (let i = first; i < list.items.length; i++) {
    const due = list.upTo[i + 1] ?? 0n
    const missed = due - (list.upTo[first] ?? 0n)
    if (isMaterial(due - paid, missed, rule)) return (list.items[i]?.dueOn ?? Infinity) + 1
  }
  return Infinity
}

/** Due and unpaid on day number `on`: nothing where only tolerated remainders are lacking. */
export function scheduleArrears(
  list: DueList,
  money: Paid,
  on: number,
): { readonly arrearsMinor: bigint; readonly missed: number } {
  let end = money.paidCount
  while ((list.items[end]?.dueOn ?? Infinity) < on) end++
  if (end === money.paidCount) return { arrearsMinor: 0n, missed: 0 }
  const arrearsMinor = (list.upTo[end] ?? 0n) - money.paidMinor - list.creditMinor
  return { arrearsMinor, missed: end - money.paidCount }
}

/** A code above a century says no more than a century does, and its day still has four digits. */
const MONTHS_MAX = 1_200

/** The oldest unpaid due day of a snapshot: given, or that many months before the snapshot's day. */
function snapshotOldest(snapshot: Snapshot): number | undefined {
  if (snapshot.oldestUnpaidDueOn !== undefined) return dayNumber(snapshot.oldestUnpaidDueOn)
  const months = Math.min(snapshot.monthsPastDue ?? 0, MONTHS_MAX)
  return months > 0 ? dayNumber(addMonths(snapshot.effectiveOn, -months)) : undefined
}

/** Missed instalments of a snapshot that is late; a source that gives no number missed at least one. */
export const snapshotMissed = (snapshot: Snapshot): number =>
  Math.max(1, snapshot.monthsPastDue ?? 1)

/**
 * Arrears of a snapshot after `paidSinceMinor`; undefined where the source does not say. Only a late
 * snapshot is changed by money: of a current one nobody knows what a returned payment had paid.
 */
export function snapshotArrears(snapshot: Snapshot, paidSinceMinor: bigint): bigint | undefined {
  const isLate = snapshotOldest(snapshot) !== undefined
  if (snapshot.arrearsMinor === undefined) return isLate ? undefined : 0n
  if (!isLate) return snapshot.arrearsMinor
  const left = snapshot.arrearsMinor - paidSinceMinor
  return left > 0n ? left : 0n
}

/**
 * Lateness of a snapshot. Only what the source called late is late: a next due day that passes is
 * no default, because the money that paid it may be in the file of tomorrow. Where the source gives
 * no arrears, no payment can end the lateness; the next snapshot does.
 */
export function snapshotLateness(
  snapshot: Snapshot,
  paidSinceMinor: bigint,
  clock: Clock,
): Lateness {
  const oldest = snapshotOldest(snapshot)
  if (oldest === undefined) return NEVER_LATE
  const arrears = snapshotArrears(snapshot, paidSinceMinor)
  const rule = clock.terms.materiality
  if (arrears !== undefined) {
    const tolerated = rule.toleranceMinor * BigInt(snapshotMissed(snapshot))
    // The amounts of the missed instalments are unknown, so a share of them cannot be tested.
    const least = rule.arrearsAboveMinor ?? tolerated
    if (arrears <= tolerated || arrears <= least) return NEVER_LATE
  }
  return latenessFrom({ paidCount: 0, oldestDueOn: oldest, lateFrom: oldest + 1 }, clock)
}
