import type { Day, Instant } from '../core/calendar.ts'
import { declines, type LedgerDeclined } from '../core/ledger-declines.ts'
import { daysDrawn, differences } from '../core/ledger-differences.ts'
import { termsKnown } from '../core/ledger-known.ts'
import type { NewEntry } from '../core/ledger-movement.ts'
import type { StatedEntry } from '../core/ledger-statement.ts'
import { replay } from '../core/ledger-replay.ts'
import type { Entry, EntryKind, MoneyFact } from '../core/ledger.ts'
import type { Close, LedgerBook } from './ledger-read.ts'

type Tick = { readonly now: Instant; readonly today: Day }

/** A fact without what the ledger itself gives it. */
export type FactBody<F = MoneyFact> = F extends MoneyFact ? Omit<F, 'id' | 'recordedAt'> : never

/** What is known of a fact beside what it moves. */
export type Beside = {
  readonly by: string
  readonly approvedBy?: string | undefined
  readonly why?: string | undefined
  readonly ref?: string | undefined
  readonly paymentId?: bigint | undefined
  /** The same key is the same entry for ever; the hash says whether it asks for the same. */
  readonly key?: { readonly text: string; readonly bodyHash: string } | undefined
}

export type GivenFact = { readonly body: FactBody; readonly beside: Beside }

/** An entry with its number, ready to be written. */
export type PlannedEntry = NewEntry & {
  readonly id: bigint
  readonly given?: GivenFact | undefined
}

export type Plan = {
  readonly book: LedgerBook
  readonly recordedAt: Instant
  readonly entries: readonly PlannedEntry[]
  /** Of each given fact, in their order. */
  readonly factIds: readonly bigint[]
}

export type PlanDeclined = LedgerDeclined & { readonly at: number }

/**
 * The entries that new facts ask for: first what pending closes leave, from what was known when their lines
 * were drawn, then the facts with all that follows from them up to today.
 */
export function planFacts(
  book: LedgerBook,
  given: readonly GivenFact[],
  { now, today }: Tick,
): Plan | PlanDeclined {
  const recordedAt = afterAll(book, now)
  const facts = [...book.facts]
  for (const [at, { body }] of given.entries()) {
    const fact = { ...body, id: book.lastEntryId + BigInt(at + 1), recordedAt } as MoneyFact
    const declined = declines(facts, book.terms, fact, today)
    if (declined !== undefined) return { ...declined, at }
    facts.push(fact)
  }
  const factIds = given.map((_, at) => book.lastEntryId + BigInt(at + 1))
  const closed = settleCloses(book)
  const target = replay(facts, book.terms, today, daysDrawn(closed.posted))
  const news = [...closed.made, ...differences(target, closed.posted, closed.until, factIds)]
  return { book, recordedAt, ...numbered(news, { book, given, factIds }) }
}

/** Numbers in the order in which the entries take effect, so that a reader finds a day's charges before its money. */
function numbered(
  news: readonly NewEntry[],
  at: {
    readonly book: LedgerBook
    readonly given: readonly GivenFact[]
    readonly factIds: readonly bigint[]
  },
): Pick<Plan, 'entries' | 'factIds'> {
  const first = at.book.lastEntryId + 1n
  const idOf = new Map<bigint, bigint>()
  for (const [i, { factId }] of news.entries())
    if (factId !== undefined) idOf.set(factId, first + BigInt(i))
  const numberOf = (factId: bigint | undefined) =>
    factId === undefined ? undefined : (idOf.get(factId) ?? factId)
  const entries = news.map((entry, i): PlannedEntry => {
    const place = entry.factId === undefined ? -1 : at.factIds.indexOf(entry.factId)
    return {
      id: first + BigInt(i),
      kind: entry.kind,
      effectiveOn: entry.effectiveOn,
      lines: entry.lines,
      cutMinor: entry.cutMinor,
      cap: entry.cap,
      why: entry.why,
      factId: numberOf(entry.factId),
      reversesFactId: numberOf(entry.reversesFactId),
      causedByFactId: numberOf(entry.causedByFactId),
      given: at.given[place],
    }
  })
  return { entries, factIds: at.factIds.map((factId) => numberOf(factId) ?? factId) }
}

/** Later than all that the borrower's ledger knows, so that the order of knowing is the order of posting. */
const afterAll = (book: LedgerBook, now: Instant): Instant =>
  Math.max(
    now,
    book.entries.at(-1)?.recordedAt ?? 0,
    // Of closes that are in force a later one was drawn later.
    (book.closes.at(-1)?.recordedAt ?? -1) + 1,
  ) as Instant

type Settled = {
  readonly made: readonly NewEntry[]
  readonly posted: readonly Entry[]
  readonly until: Day | undefined
}

/** The last day under which this borrower's ledger has drawn its own line. */
const lineOf = (book: LedgerBook): Day | undefined =>
  book.entries.findLast((entry) => entry.kind === 'close')?.effectiveOn

/**
 * What the lines that were drawn since the borrower's last event leave in the ledger: the charges up to each
 * of them, as they were known then. So a closed day holds what was said of it, whatever comes after.
 */
function settleCloses(book: LedgerBook): Settled {
  let until = lineOf(book)
  let posted: readonly Entry[] = book.entries
  const made: NewEntry[] = []
  for (const close of book.closes) {
    if (until !== undefined && close.closedOn <= until) continue
    const news = settleClose(book, { close, posted, until })
    made.push(...news)
    posted = [...posted, ...news.map(asPosted)]
    until = close.closedOn
  }
  if (until === undefined || until === lineOf(book) || book.entries.length === 0)
    return { made, posted, until }
  return { made: [...made, lineUnder(until)], posted, until }
}

const lineUnder = (on: Day): NewEntry => ({
  kind: 'close' satisfies EntryKind,
  effectiveOn: on,
  lines: [],
})

function settleClose(
  book: LedgerBook,
  at: {
    readonly close: Close
    readonly posted: readonly Entry[]
    readonly until: Day | undefined
  },
): NewEntry[] {
  const { close, until } = at
  const known = book.facts.filter((fact) => fact.recordedAt <= close.recordedAt)
  if (known.length === 0) return []
  const posted = at.posted.filter((entry) => entry.effectiveOn <= close.closedOn)
  const terms = termsKnown(book.terms, close.recordedAt)
  const target = replay(known, terms, close.closedOn, daysDrawn(posted))
  return differences(target, posted, until, [])
}

/** Only its lines and its day matter to what is planned after it. */
const asPosted = (entry: NewEntry): Entry => ({
  id: 0n,
  kind: entry.kind,
  effectiveOn: entry.effectiveOn,
  recordedAt: 0 as Instant,
  lines: entry.lines,
})

/** What was so at the end of a day, as it was known at an instant. */
export type View = {
  /** What is posted, and then, with number 0, what time has charged since and nobody has posted yet. */
  readonly entries: readonly StatedEntry[]
  readonly suspenseMinor: bigint
}

/**
 * The ledger at the end of `asOf` as it was known at `knownAt`. A closed day is as it was known when its line
 * was drawn.
 */
export function viewOn(
  book: LedgerBook,
  { asOf, knownAt }: { readonly asOf: Day; readonly knownAt?: Instant | undefined },
): View {
  const told = book.closes.filter((close) => knownAt === undefined || close.recordedAt <= knownAt)
  const at = told.find((close) => close.closedOn >= asOf)?.recordedAt ?? knownAt
  const isKnown = (one: { readonly recordedAt: Instant }) =>
    at === undefined || one.recordedAt <= at
  const facts = book.facts.filter(isKnown)
  const posted = book.entries.filter((entry) => isKnown(entry) && entry.effectiveOn <= asOf)
  const until = told.findLast((close) => close.closedOn < asOf && isKnown(close))?.closedOn
  const target = replay(facts, termsKnown(book.terms, at), asOf, daysDrawn(posted))
  const made = differences(target, posted, until, [])
  const reckoned = made.map((entry): StatedEntry => ({
    ...asPosted(entry),
    recordedAt: at ?? (Infinity as Instant),
    explained: { why: entry.why, cap: entry.cap },
    cutMinor: entry.cutMinor,
  }))
  return { entries: [...posted, ...reckoned], suspenseMinor: target.suspenseMinor }
}
