import type { Day } from '../core/calendar.ts'
import { partsOn } from '../core/ledger-balance.ts'
import { termsKnown } from '../core/ledger-known.ts'
import { replay } from '../core/ledger-replay.ts'
import { PARTS, type Part } from '../core/ledger.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { viewOn } from './ledger-plan.ts'
import { readLedgers, type LedgerBook } from './ledger-read.ts'

/** What a recount found wrong: each names its borrower. */
export type LedgerFault =
  | { readonly fault: 'entry_unbalanced'; readonly borrowerId: bigint; readonly entryId: bigint }
  | {
      readonly fault: 'replay_differs'
      readonly borrowerId: bigint
      readonly accountId: bigint
      readonly part: Part
      readonly postedMinor: bigint
      readonly replayedMinor: bigint
    }

export type LedgerCheck = {
  readonly borrowers: number
  readonly entries: number
  readonly faults: readonly LedgerFault[]
}

const BATCH = 500
const FAULTS_MAX = 100

/**
 * Counts the whole ledger again: every entry sums to zero by itself, so all of them do, and for every debt what is
 * posted up to the last posting is what the facts give when they are replayed.
 */
export async function checkLedger(
  db: Db,
  tenantId: bigint,
  { today }: { readonly today: Day },
): Promise<LedgerCheck> {
  const faults: LedgerFault[] = []
  let [borrowers, entries] = [0, 0]
  let after: bigint | undefined = -1n
  while (after !== undefined && faults.length < FAULTS_MAX) {
    const from: bigint = after
    const done = await inTenant(db, tenantId, (tx) => checkBatch(tx, tenantId, { from, today }))
    borrowers += done.borrowers
    entries += done.entries
    faults.push(...done.faults)
    after = done.last
  }
  return { borrowers, entries, faults: faults.slice(0, FAULTS_MAX) }
}

async function checkBatch(
  tx: Tx,
  tenantId: bigint,
  { from, today }: { readonly from: bigint; readonly today: Day },
): Promise<LedgerCheck & { readonly last: bigint | undefined }> {
  const found = await tx.query<{ borrower_id: bigint }>(
    `select distinct borrower_id from entry where tenant_id = $1 and borrower_id > $2
      order by borrower_id limit ${BATCH}`,
    [tenantId, from],
  )
  const ids = found.rows.map((row) => row.borrower_id)
  const books = [...(await readLedgers(tx, tenantId, ids)).values()].flat()
  return {
    borrowers: ids.length,
    entries: books.reduce((sum, book) => sum + book.entries.length, 0),
    faults: books.flatMap((book) => [...unbalanced(book), ...differing(book, today)]),
    last: ids.at(-1),
  }
}

const unbalanced = (book: LedgerBook): LedgerFault[] =>
  book.entries
    .filter((entry) => entry.lines.reduce((sum, line) => sum + line.amountMinor, 0n) !== 0n)
    .map(({ id }) => ({ fault: 'entry_unbalanced', borrowerId: book.borrowerId, entryId: id }))

/** Of each debt and part: the posted lines with what time has charged since, against the replay alone. */
function differing(book: LedgerBook, today: Day): LedgerFault[] {
  const last = book.entries.at(-1)
  if (last === undefined) return []
  // What was stopped since the last posting is posted with the next one.
  const knownAt = last.recordedAt
  const { debts } = replay(book.facts, termsKnown(book.terms, knownAt), today)
  const { entries } = viewOn(book, { asOf: today, knownAt })
  // What the view adds may only be what time charged: a correction would mean that a posting is missing.
  const faults = entries.filter((entry) => entry.id === 0n && entry.kind === 'correction')
  return book.debts.flatMap(({ accountId }) => {
    const posted = partsOn(entries, { asOf: today, accountId })
    const corrected = partsOn(faults, { asOf: today, accountId })
    const replayed = debts.get(accountId)?.parts
    return PARTS.flatMap((part): LedgerFault[] => {
      const replayedMinor = replayed?.[part] ?? 0n
      const postedMinor = posted[part] - corrected[part]
      if (postedMinor === replayedMinor) return []
      const { borrowerId } = book
      return [{ fault: 'replay_differs', borrowerId, accountId, part, postedMinor, replayedMinor }]
    })
  })
}
