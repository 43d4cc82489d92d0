import type { Day, Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockBorrowersQuery, type LockedRow } from './guard-facts.ts'
import { recallLetter, type OpenLetter, type RecallWhy } from './letter-recall.ts'

/** A letter that is older was judged by facts of another day: it is asked anew. */
const LIFE_MS = 24 * 3_600_000

export type Closed = {
  readonly batchNo: bigint
  readonly letters: number
  readonly withdrawn: Readonly<Record<RecallWhy, number>>
}

/** Says whether a letter's file is there with the bytes it was kept with. */
export type HasFile = (letter: OpenLetter) => Promise<boolean>

type Row = {
  readonly borrower_id: bigint
  readonly attempt_key: string
  readonly contact_id: bigint
  readonly sha256: string
  readonly block_version: bigint
  readonly set_at: Instant
}

const COLUMNS = 'borrower_id, attempt_key, contact_id, sha256, block_version, set_at'

const letterOf = (tenantId: bigint, row: Row): OpenLetter => ({
  tenantId,
  borrowerId: row.borrower_id,
  attemptKey: row.attempt_key,
  contactId: row.contact_id,
  sha256: row.sha256,
  blockVersion: row.block_version,
  setAt: row.set_at,
})

/** The numbers of the batches that are open. */
export async function openBatches(db: Db, tenantId: bigint): Promise<readonly bigint[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ batch_no: bigint }>(
      `select batch_no from letter_batch where tenant_id = $1 and state = 'open' order by batch_no`,
      [tenantId],
    ),
  )
  return found.rows.map((row) => row.batch_no)
}

/**
 * Closes a batch in one commit: whoever was stopped since the permit is taken out under the borrower's
 * lock, and from the commit on nothing comes or goes. undefined: it is not open.
 */
export const closeBatch = (
  db: Db,
  tenantId: bigint,
  of: { readonly batchNo: bigint; readonly now: Instant; readonly hasFile: HasFile },
): Promise<Closed | undefined> =>
  inTenant(
    db,
    tenantId,
    async (tx) => {
      const held = await tx.query(
        `select from letter_batch where tenant_id = $1 and batch_no = $2 and state = 'open' for update`,
        [tenantId, of.batchNo],
      )
      if (held.rowCount === 0) return undefined
      const found = await tx.query<Row>(
        `select ${COLUMNS} from letter where tenant_id = $1 and batch_no = $2 and state = 'batched'
          order by borrower_id, attempt_key`,
        [tenantId, of.batchNo],
      )
      const letters = found.rows.map((row) => letterOf(tenantId, row))
      const withdrawn = await recallStale(tx, tenantId, { ...of, letters })
      const left = await countIn(tx, tenantId, of.batchNo)
      await tx.query(
        `update letter_batch set state = $3, closed_at = $4, letters = $5, pages = $6
          where tenant_id = $1 and batch_no = $2`,
        [
          tenantId,
          of.batchNo,
          left.letters === 0 ? 'void' : 'closed',
          instantText(of.now),
          left.letters,
          left.pages,
        ],
      )
      return { batchNo: of.batchNo, letters: left.letters, withdrawn }
    },
    { retries: 3 },
  )

async function countIn(
  tx: Tx,
  tenantId: bigint,
  batchNo: bigint,
): Promise<{ readonly letters: number; readonly pages: number }> {
  const found = await tx.query<{ letters: number; pages: number }>(
    `select count(*)::int as letters, coalesce(sum(pages), 0)::int as pages from letter
      where tenant_id = $1 and batch_no = $2 and state = 'batched'`,
    [tenantId, batchNo],
  )
  return found.rows[0] ?? { letters: 0, pages: 0 }
}

/** Those that wait for a second person and may not wait any longer; the number of them. */
export async function recallWaiting(db: Db, tenantId: bigint, now: Instant): Promise<number> {
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      const found = await tx.query<Row>(
        `select ${COLUMNS} from letter where tenant_id = $1 and state = 'to_approve' order by borrower_id, attempt_key`,
        [tenantId],
      )
      const letters = found.rows.map((row) => letterOf(tenantId, row))
      const of = { letters, now, hasFile: () => Promise.resolve(true) }
      const withdrawn = await recallStale(tx, tenantId, of)
      return Object.values(withdrawn).reduce((sum, one) => sum + one, 0)
    },
    { retries: 3 },
  )
}

async function recallStale(
  tx: Tx,
  tenantId: bigint,
  of: { readonly letters: readonly OpenLetter[]; readonly now: Instant; readonly hasFile: HasFile },
): Promise<Record<RecallWhy, number>> {
  // Before anybody is held: a stop must not wait until a day's files are read.
  const lost = new Set<OpenLetter>()
  for (const letter of of.letters) if (!(await of.hasFile(letter))) lost.add(letter)
  const ids = [...new Set(of.letters.map((one) => one.borrowerId))]
  const locked = await tx.query<LockedRow>(lockBorrowersQuery(tenantId, ids))
  const versions = new Map(locked.rows.map((row) => [row.borrower_id, row.block_version]))
  const counts: Record<RecallWhy, number> = { stopped: 0, too_old: 0, file_lost: 0 }
  for (const letter of of.letters) {
    const isStopped = letter.blockVersion !== versions.get(letter.borrowerId)
    const why = isStopped ? 'stopped' : staleFor(letter, lost, of.now)
    if (why === undefined) continue
    await recallLetter(tx, letter, { why, now: of.now })
    counts[why] += 1
  }
  return counts
}

function staleFor(
  letter: OpenLetter,
  lost: ReadonlySet<OpenLetter>,
  now: Instant,
): RecallWhy | undefined {
  if (now - letter.setAt > LIFE_MS) return 'too_old'
  return lost.has(letter) ? 'file_lost' : undefined
}

export type ClosedBatch = { readonly batchNo: bigint; readonly madeOn: Day }

/** Batches whose folder does not stand yet, because a run ended between commit and folder. */
export async function closedBatches(db: Db, tenantId: bigint): Promise<readonly ClosedBatch[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<ClosedBatch>(
      `select batch_no as "batchNo", made_on as "madeOn" from letter_batch
        where tenant_id = $1 and state = 'closed' order by batch_no`,
      [tenantId],
    ),
  )
  return found.rows
}

export async function markReady(db: Db, tenantId: bigint, batchNo: bigint): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    tx.query(
      `update letter_batch set state = 'ready' where tenant_id = $1 and batch_no = $2 and state = 'closed'`,
      [tenantId, batchNo],
    ),
  )
}

/** What the print house is told of a letter. No amount, no kind, no name. */
export type ManifestLine = {
  readonly attemptKey: string
  readonly sha256: string
  readonly pages: number
  readonly place: string
  readonly envelope: string
}

export async function manifestLines(
  db: Db,
  tenantId: bigint,
  batchNo: bigint,
): Promise<readonly ManifestLine[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<ManifestLine>(
      `select attempt_key::text as "attemptKey", sha256, pages, place, envelope from letter
        where tenant_id = $1 and batch_no = $2 and state in ('batched', 'handed_over', 'returned')
        order by envelope, place, attempt_key`,
      [tenantId, batchNo],
    ),
  )
  return found.rows
}
