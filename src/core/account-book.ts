import type { AccountFacts, Fact, Payment, Pause, Snapshot } from './account-facts.ts'
import type { DueList, DueRow } from './due-list.ts'
import type { Run } from './episode.ts'
import type { Clock, Lateness } from './lateness.ts'
import type { DaySpan } from './pause.ts'
import type { ProductTerms } from './product.ts'
import { NO_FACTS } from './account-facts.ts'
import { dayNumber } from './calendar.ts'
import { dueRow, NOTHING_DUE, paidCount, withRows } from './due-list.ts'
import { NO_RUN, runAfter } from './episode.ts'
import { NEVER_LATE, scheduleLateness, snapshotLateness } from './lateness.ts'
import { pausedSpans } from './pause.ts'

/** A fact at the day number on which it takes effect. */
type Entry =
  | { readonly on: number; readonly kind: 'instalment'; readonly fact: DueRow }
  | { readonly on: number; readonly kind: 'payment'; readonly fact: Payment }
  | { readonly on: number; readonly kind: 'pause'; readonly fact: Pause }
  | { readonly on: number; readonly kind: 'snapshot'; readonly fact: Snapshot }

type Reversal = { readonly on: number; readonly id: bigint; readonly reversesId: bigint }

/** The account when all facts up to day number `on` have taken effect. */
export type Standing = {
  readonly on: number
  readonly list: DueList
  readonly paidMinor: bigint
  readonly spans: readonly DaySpan[]
  readonly snapshot: Snapshot | undefined
  readonly paidSinceSnapshotMinor: bigint
  readonly run: Run
}

const NO_STANDING: Standing = {
  on: -Infinity,
  list: NOTHING_DUE,
  paidMinor: 0n,
  spans: [],
  snapshot: undefined,
  paidSinceSnapshotMinor: 0n,
  run: NO_RUN,
}

/**
 * The facts of an account in the order in which they take effect, with the account's standing after
 * each day that has some. A fact of the newest day adds one standing; a back-dated one works out
 * again the days from its own on, and no earlier one. What comes out is what `historyOf` derives
 * from the facts alone.
 */
export type Book = {
  readonly terms: ProductTerms
  readonly entries: readonly Entry[]
  /** The earliest first: of two that undo one payment the first one counts. */
  readonly reversals: readonly Reversal[]
  readonly standings: readonly Standing[]
}

export function openBook(terms: ProductTerms, facts: AccountFacts = NO_FACTS): Book {
  const entries: Entry[] = []
  const reversals: Reversal[] = []
  for (const fact of facts.instalments) entries.push(entryOf({ kind: 'instalment', fact }, terms))
  for (const fact of facts.payments) {
    entries.push(entryOf({ kind: 'payment', fact }, terms))
    reversals.push(...reversalsOf(fact))
  }
  for (const fact of facts.pauses) entries.push(entryOf({ kind: 'pause', fact }, terms))
  for (const fact of facts.snapshots) entries.push(entryOf({ kind: 'snapshot', fact }, terms))
  entries.sort((a, b) => a.on - b.on)
  reversals.sort((a, b) => a.on - b.on)
  return withStandings({ terms, entries, reversals, standings: [] })
}

/** The book with one more fact, whenever it takes effect and whenever it arrives. */
export function applyFact(book: Book, fact: Fact): Book {
  const entry = entryOf(fact, book.terms)
  const later = book.entries.findIndex((other) => other.on > entry.on)
  const at = later === -1 ? book.entries.length : later
  const added = fact.kind === 'payment' ? reversalsOf(fact.fact) : []
  return withStandings({
    terms: book.terms,
    entries: book.entries.toSpliced(at, 0, entry),
    reversals:
      added.length === 0
        ? book.reversals
        : [...book.reversals, ...added].toSorted((a, b) => a.on - b.on),
    standings: book.standings.filter((standing) => standing.on < entry.on),
  })
}

function entryOf(fact: Fact, terms: ProductTerms): Entry {
  // Written out, because spreading an object costs more than all the rest of an entry.
  const on = dayNumber(fact.fact.effectiveOn)
  switch (fact.kind) {
    case 'instalment':
      return { on, kind: 'instalment', fact: dueRow(fact.fact, on, terms) }
    case 'payment':
      return { on, kind: 'payment', fact: fact.fact }
    case 'pause':
      return { on, kind: 'pause', fact: fact.fact }
    case 'snapshot':
      return { on, kind: 'snapshot', fact: fact.fact }
  }
}

function reversalsOf(payment: Payment): Reversal[] {
  const { id, reversesId } = payment
  return reversesId === undefined ? [] : [{ on: dayNumber(payment.effectiveOn), id, reversesId }]
}

/** Adds the standings of the days that have none yet. */
function withStandings(book: Book): Book {
  const { terms, entries, reversals } = book
  const standings = [...book.standings]
  let last = standings.at(-1) ?? NO_STANDING
  let start = 0
  while (start < entries.length && (entries[start]?.on ?? 0) <= last.on) start++
  while (start < entries.length) {
    const on = entries[start]?.on
    let end = start + 1
    while (end < entries.length && entries[end]?.on === on) end++
    last = nextStanding(last, { book, start, end })
    standings.push(last)
    start = end
  }
  return { terms, entries, reversals, standings }
}

/** The entries of one day: those from `start` to before `end`. */
type Today = { readonly book: Book; readonly start: number; readonly end: number }

/** The standing after all the facts of one day, in whatever order these are given. */
function nextStanding(before: Standing, today: Today): Standing {
  const { book, start, end } = today
  const on = book.entries[start]?.on ?? 0
  const rows: DueRow[] = []
  let receivedMinor = 0n
  let pauses = false
  let told: Snapshot | undefined
  for (let i = start; i < end; i++) {
    const entry = book.entries[i]
    if (entry === undefined) continue
    if (entry.kind === 'instalment') rows.push(entry.fact)
    else if (entry.kind === 'payment') receivedMinor += received(entry.fact, on, book)
    else if (entry.kind === 'pause') pauses = true
    else if (told === undefined || entry.fact.recordedAt > told.recordedAt) told = entry.fact
  }
  const change = { rows, paidBeforeMinor: before.paidMinor }
  const now = {
    on,
    list: rows.length === 0 ? before.list : withRows(before.list, change, book.terms),
    paidMinor: before.paidMinor + receivedMinor,
    spans: pauses ? pausedSpans(pausesOf(book), on) : before.spans,
    snapshot: told ?? before.snapshot,
    paidSinceSnapshotMinor: told === undefined ? before.paidSinceSnapshotMinor + receivedMinor : 0n,
  }
  const lateness = latenessOf(now, before, book.terms)
  const run = runAfter(before.run, on, { lateness, tellsFrom: tellsFrom(now, before.snapshot) })
  return {
    on,
    list: now.list,
    paidMinor: now.paidMinor,
    spans: now.spans,
    snapshot: now.snapshot,
    paidSinceSnapshotMinor: now.paidSinceSnapshotMinor,
    run,
  }
}

function latenessOf(now: Omit<Standing, 'run'>, before: Standing, terms: ProductTerms): Lateness {
  const clock: Clock = { on: now.on, spans: now.spans, terms, before: before.run.lateness }
  if (now.list.version !== undefined) {
    const more = now.list === before.list && now.paidMinor >= before.paidMinor
    const known = more ? before.run.lateness.paidCount : 0
    const money = { paidMinor: now.paidMinor, known }
    const count = paidCount(now.list, money, terms.materiality.toleranceMinor)
    return scheduleLateness(now.list, { paidMinor: now.paidMinor, paidCount: count }, clock)
  }
  if (now.snapshot === undefined) return NEVER_LATE
  return snapshotLateness(now.snapshot, now.paidSinceSnapshotMinor, clock)
}

/**
 * The first day that the facts of this day speak for: a snapshot of an account without a schedule
 * speaks for the days since the one before it, everything else from its own day on.
 */
function tellsFrom(now: Omit<Standing, 'run'>, previous: Snapshot | undefined): number {
  if (now.list.version !== undefined || now.snapshot === previous) return now.on
  return previous === undefined ? -Infinity : dayNumber(previous.effectiveOn) + 1
}

const pausesOf = (book: Book): Pause[] =>
  book.entries.flatMap((entry) => (entry.kind === 'pause' ? [entry.fact] : []))

/** True where the payment is undone by the end of day number `on`. */
export const isReversed = (book: Book, id: bigint, on: number): boolean =>
  book.reversals.some((reversal) => reversal.reversesId === id && reversal.on <= on)

/** What a payment or a reversal of day number `on` adds to the money that stands. */
function received(payment: Payment, on: number, book: Book): bigint {
  const { reversesId } = payment
  if (reversesId === undefined) return isReversed(book, payment.id, on) ? 0n : payment.amountMinor
  const first = book.reversals.find((reversal) => reversal.reversesId === reversesId)
  if (first?.id !== payment.id) return 0n
  // A payment of this day or a later one was never counted: `isReversed` has seen to that.
  for (const entry of book.entries) {
    if (entry.on >= on) return 0n
    if (entry.kind !== 'payment' || entry.fact.id !== reversesId) continue
    return entry.fact.reversesId === undefined ? -entry.fact.amountMinor : 0n
  }
  return 0n
}

/** The account on day number `on`, and the next day on which a fact that is known takes effect. */
export function standingOn(
  book: Book,
  on: number,
): { readonly standing: Standing; readonly nextOn: number } {
  let at = book.standings.length
  while (at > 0 && (book.standings[at - 1]?.on ?? 0) > on) at--
  return {
    standing: book.standings[at - 1] ?? NO_STANDING,
    nextOn: book.standings[at]?.on ?? Infinity,
  }
}

/** The last day up to `on` with a payment that stands on `on`, and the money of that day. */
export function lastPayment(
  book: Book,
  on: number,
): { readonly on: number | undefined; readonly minor: bigint } {
  let lastOn: number | undefined
  let minor = 0n
  for (let i = book.entries.length - 1; i >= 0; i--) {
    const entry = book.entries[i]
    if (entry === undefined || entry.on > on || entry.kind !== 'payment') continue
    if (lastOn !== undefined && entry.on < lastOn) break
    if (entry.fact.reversesId !== undefined || isReversed(book, entry.fact.id, on)) continue
    lastOn = entry.on
    minor += entry.fact.amountMinor
  }
  return { on: lastOn, minor }
}
