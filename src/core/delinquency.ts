import type { AccountFacts, Snapshot } from './account-facts.ts'
import type { Day, Instant } from './calendar.ts'
import type { DueList, DueRow } from './due-list.ts'
import type { Episode, Run } from './episode.ts'
import type { Lateness } from './lateness.ts'
import type { DaySpan } from './pause.ts'
import type { ProductTerms } from './product.ts'
import { openBook } from './account-book.ts'
import { factsKnown } from './account-facts.ts'
import { addDays, dayFromNumber, dayNumber, daysBetween, monthEnd } from './calendar.ts'
import { dueRow, NOTHING_DUE, paidCount, withRows } from './due-list.ts'
import { delinquentSince, episodesUntil, NO_RUN, runAfter } from './episode.ts'
import {
  NEVER_LATE,
  scheduleArrears,
  scheduleLateness,
  snapshotArrears,
  snapshotLateness,
  snapshotMissed,
} from './lateness.ts'
import { pausedSpans } from './pause.ts'
import { bucketOf, daysPastDue, positionFrom, spansAfter } from './position.ts'

/** The day that is asked about, and the instant whose knowledge answers; without one, all of it. */
export type Asked = { readonly asOf: Day; readonly knownAt?: Instant | undefined }

/** How late an account is on a day. */
export type Delinquency = {
  readonly daysPastDue: number
  readonly bucket: number
  readonly oldestUnpaidDueOn: Day | undefined
  readonly instalmentsMissed: number
  readonly arrearsMinor: bigint | undefined
  /** First day of the present delinquency, and of the first one of all. */
  readonly delinquentSince: Day | undefined
  readonly firstDelinquentOn: Day | undefined
  readonly curedOn: Day | undefined
  readonly timesDelinquent: number
}

/**
 * Derived from the facts alone, each day with facts from the beginning again: nothing is carried
 * that could drift. `Book` gives the same faster, and is tested against this.
 */
export function delinquencyOn(facts: AccountFacts, terms: ProductTerms, asked: Asked): Delinquency {
  const known = factsKnown(facts, asked.knownAt)
  const on = dayNumber(asked.asOf)
  const run = runUntil(known, terms, on)
  const { lateness } = run
  const isLate = lateness.lateFrom <= on
  const effect = inEffectOn(known, terms, on)
  const counted = {
    countedFrom: isLate ? dayFromNumber(lateness.countedFrom) : undefined,
    paused: isLate ? spansAfter(effect.spans, lateness.countedFrom) : [],
  }
  const overdue = overdueOn(effect, lateness, on)
  const episodes = episodesUntil(run, on)
  const since = delinquentSince(run, on)
  return {
    daysPastDue: daysPastDue(counted, terms, asked.asOf),
    bucket: bucketOf(counted, terms, asked.asOf),
    oldestUnpaidDueOn: isLate ? dayFromNumber(lateness.oldestDueOn) : undefined,
    instalmentsMissed: isLate ? overdue.missed : 0,
    arrearsMinor: overdue.arrearsMinor,
    delinquentSince: since === undefined ? undefined : dayFromNumber(since),
    firstDelinquentOn: episodes[0]?.since,
    curedOn: episodes.findLast((episode) => episode.curedOn !== undefined)?.curedOn,
    timesDelinquent: episodes.length,
  }
}

/** Every delinquency up to a day, the oldest first; each cure is the first day without it. */
export function historyOf(
  facts: AccountFacts,
  terms: ProductTerms,
  asked: Asked,
): readonly Episode[] {
  const on = dayNumber(asked.asOf)
  return episodesUntil(runUntil(factsKnown(facts, asked.knownAt), terms, on), on)
}

/** The delinquencies that began within the product's window after the cure of the one before. */
export const redefaults = (
  episodes: readonly Episode[],
  terms: Pick<ProductTerms, 'redefaultDays'>,
): readonly Episode[] =>
  episodes.filter((episode, i) => {
    const cured = episodes[i - 1]?.curedOn
    return cured !== undefined && daysBetween(cured, episode.since) <= terms.redefaultDays
  })

/** The bucket on the last day of each month from that of `from` to that of `asked.asOf`. */
export function monthEndBuckets(
  facts: AccountFacts,
  terms: ProductTerms,
  asked: Asked & { readonly from: Day },
): readonly { readonly on: Day; readonly bucket: number }[] {
  const book = openBook(terms, factsKnown(facts, asked.knownAt))
  const buckets: { on: Day; bucket: number }[] = []
  for (let on = monthEnd(asked.from); on <= asked.asOf; on = monthEnd(addDays(on, 1)))
    buckets.push({ on, bucket: bucketOf(positionFrom(book, on), terms, on) })
  return buckets
}

/** What the facts that have taken effect by a day say, worked out from nothing. */
type InEffect = {
  readonly list: DueList
  readonly paidMinor: bigint
  readonly paidCount: number
  readonly spans: readonly DaySpan[]
  readonly snapshot: Snapshot | undefined
  readonly paidSinceSnapshotMinor: bigint
}

function inEffectOn(facts: AccountFacts, terms: ProductTerms, on: number): InEffect {
  const list = dueListOn(facts, terms, on)
  const paidMinor = paidOn(facts, on)
  const snapshot = snapshotOn(facts, on)
  const told = snapshot === undefined ? -Infinity : dayNumber(snapshot.effectiveOn)
  return {
    list,
    paidMinor,
    paidCount: paidCount(list, { paidMinor, known: 0 }, terms.materiality.toleranceMinor),
    spans: pausedSpans(facts.pauses, on),
    snapshot,
    paidSinceSnapshotMinor: paidMinor - paidOn(facts, told),
  }
}

/** The money that stands: received by the end of a day, and not undone by then. */
function paidOn(facts: AccountFacts, on: number): bigint {
  const happened = facts.payments.filter((payment) => dayNumber(payment.effectiveOn) <= on)
  const undone = new Set(happened.map((payment) => payment.reversesId))
  return happened
    .filter((payment) => payment.reversesId === undefined && !undone.has(payment.id))
    .reduce((sum, payment) => sum + payment.amountMinor, 0n)
}

function dueListOn(facts: AccountFacts, terms: ProductTerms, on: number): DueList {
  const rows = facts.instalments
    .filter((fact) => dayNumber(fact.effectiveOn) <= on)
    .map((fact) => dueRow(fact, dayNumber(fact.effectiveOn), terms))
  return [...new Set(rows.map((row) => row.on))]
    .toSorted((a, b) => a - b)
    .reduce((list: DueList, day) => {
      const entering: readonly DueRow[] = rows.filter((row) => row.on === day)
      const paidBeforeMinor = paidOn(facts, day - 1)
      return withRows(list, { rows: entering, paidBeforeMinor }, terms)
    }, NOTHING_DUE)
}

function snapshotOn(facts: AccountFacts, on: number): Snapshot | undefined {
  return facts.snapshots
    .filter((snapshot) => dayNumber(snapshot.effectiveOn) <= on)
    .toSorted((a, b) => daysBetween(a.effectiveOn, b.effectiveOn) || b.recordedAt - a.recordedAt)
    .at(0)
}

function runUntil(facts: AccountFacts, terms: ProductTerms, on: number): Run {
  const all = [...facts.instalments, ...facts.payments, ...facts.pauses, ...facts.snapshots]
  const days = new Set(all.map((fact) => dayNumber(fact.effectiveOn)).filter((day) => day <= on))
  return [...days]
    .toSorted((a, b) => a - b)
    .reduce((run: Run, day) => {
      const effect = inEffectOn(facts, terms, day)
      const lateness = latenessIn(effect, { on: day, terms, before: run.lateness })
      return runAfter(run, day, { lateness, tellsFrom: tellsFrom(facts, effect, day) })
    }, NO_RUN)
}

function latenessIn(
  effect: InEffect,
  clock: { readonly on: number; readonly terms: ProductTerms; readonly before: Lateness },
): Lateness {
  const { list, snapshot, spans } = effect
  if (list.version !== undefined) return scheduleLateness(list, effect, { ...clock, spans })
  if (snapshot === undefined) return NEVER_LATE
  return snapshotLateness(snapshot, effect.paidSinceSnapshotMinor, { ...clock, spans })
}

/** A snapshot speaks for the days since the one before it, everything else from its day on. */
function tellsFrom(facts: AccountFacts, effect: InEffect, on: number): number {
  const { snapshot, list } = effect
  if (list.version !== undefined || snapshot === undefined) return on
  if (dayNumber(snapshot.effectiveOn) !== on) return on
  const previous = snapshotOn(facts, on - 1)
  return previous === undefined ? -Infinity : dayNumber(previous.effectiveOn) + 1
}

function overdueOn(
  effect: InEffect,
  lateness: Lateness,
  on: number,
): { readonly arrearsMinor: bigint | undefined; readonly missed: number } {
  const { list, snapshot } = effect
  if (list.version !== undefined)
    return scheduleArrears(list, { ...effect, paidCount: lateness.paidCount }, on)
  if (snapshot === undefined) return { arrearsMinor: 0n, missed: 0 }
  return {
    arrearsMinor: snapshotArrears(snapshot, effect.paidSinceSnapshotMinor),
    missed: snapshotMissed(snapshot),
  }
}
