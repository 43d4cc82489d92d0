import type { Currency } from './money.ts'
import type { Day, Instant } from './calendar.ts'
import type { Why } from './ledger-movement.ts'
import { lineWords } from './ledger-words.ts'
import {
  type Entry,
  type EntryKind,
  type Part,
  type Parts,
  NO_PARTS,
  PARTS,
  totalOf,
} from './ledger.ts'
import type { Words } from './words.ts'

/** An entry with the numbers that explain it, as they were kept when it was posted. */
export type StatedEntry = Entry & {
  readonly explained?:
    | { readonly why?: Why | undefined; readonly cap?: string | undefined }
    | undefined
  /** The payer's or the bank's reference of money that came in. */
  readonly ref?: string | undefined
}

export type StatementAsk = {
  readonly accountId: bigint
  readonly currency: Currency
  /** Both days are in it. */
  readonly from: Day
  readonly until: Day
  /** Without an instant: as it is known now. */
  readonly knownAt?: Instant | undefined
  /** What the limit of that id is called. */
  readonly capTitle: (id: string) => Words | undefined
}

export type StatementLine = {
  readonly entryId: bigint
  readonly on: Day
  readonly recordedAt: Instant
  readonly kind: EntryKind
  /** The reference of a payment: by it the payment can be looked up and undone. */
  readonly ref?: string | undefined
  /** What it added to each part, or below zero took from it. */
  readonly parts: Parts
  readonly amountMinor: bigint
  /** What is owed after it. */
  readonly balanceMinor: bigint
  readonly words: Words
}

/** One debt between two days: opening + the sum of all kinds = closing, and so for each part. */
export type Statement = {
  readonly accountId: bigint
  readonly from: Day
  readonly until: Day
  readonly knownAt?: Instant | undefined
  readonly opening: Parts
  readonly openingMinor: bigint
  readonly lines: readonly StatementLine[]
  readonly sums: Partial<Record<EntryKind, bigint>>
  readonly closing: Parts
  readonly closingMinor: bigint
}

/** Nothing between a lender and a partner is a line of a borrower. */
const NOT_TOLD: ReadonlySet<EntryKind> = new Set(['commission', 'close'])

/** The statement of one debt, as posted and as it was known then, with every line explained. */
export function statementOf(entries: readonly StatedEntry[], ask: StatementAsk): Statement {
  const { accountId, from, until, knownAt } = ask
  const known = entries
    .filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt)
    .toSorted(inOrder)
  const byId = new Map(known.map((entry) => [entry.id, entry]))
  let parts: Parts = NO_PARTS
  for (const entry of known) if (entry.effectiveOn < from) parts = plus(parts, moved(entry, ask))
  const opening = parts
  const sums: Partial<Record<EntryKind, bigint>> = {}
  const lines: StatementLine[] = []
  for (const entry of known) {
    const isOf = entry.lines.some((line) => line.accountId === accountId)
    if (entry.effectiveOn < from || entry.effectiveOn > until) continue
    if (!isOf || NOT_TOLD.has(entry.kind)) continue
    const change = moved(entry, ask)
    const amountMinor = totalOf(change)
    parts = plus(parts, change)
    sums[entry.kind] = (sums[entry.kind] ?? 0n) + amountMinor
    lines.push({
      entryId: entry.id,
      on: entry.effectiveOn,
      recordedAt: entry.recordedAt,
      kind: entry.kind,
      ref: entry.ref,
      parts: change,
      amountMinor,
      balanceMinor: totalOf(parts),
      words: lineWords(entry, { ...ask, change, entryOf: (id) => byId.get(id) }),
    })
  }
  const [openingMinor, closingMinor] = [totalOf(opening), totalOf(parts)]
  const told = { opening, openingMinor, lines, sums, closing: parts, closingMinor }
  return { accountId, from, until, knownAt, ...told }
}

function inOrder(a: Entry, b: Entry): number {
  if (a.effectiveOn !== b.effectiveOn) return a.effectiveOn < b.effectiveOn ? -1 : 1
  if (a.recordedAt !== b.recordedAt) return a.recordedAt - b.recordedAt
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function moved(entry: Entry, { accountId }: StatementAsk): Parts {
  const change: Record<Part, bigint> = { ...NO_PARTS }
  for (const line of entry.lines) {
    const part = PARTS.find((one) => one === line.ledgerAccount)
    if (part !== undefined && line.accountId === accountId) change[part] += line.amountMinor
  }
  return change
}

function plus(a: Parts, b: Parts): Parts {
  const sum: Record<Part, bigint> = { ...a }
  for (const part of PARTS) sum[part] += b[part]
  return sum
}
