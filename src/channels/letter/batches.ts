import type { Instant } from '../../core/calendar.ts'
import { inTenant, type Db } from '../../store/db.ts'
import {
  closeBatch,
  closedBatches,
  manifestLines,
  markReady,
  openBatches,
  recallWaiting,
  type Closed,
} from '../../store/letter-batch.ts'
import { batchName, buildBatch, dropOpen, hasOpen, openFiles } from './folder.ts'

export type ClosedLetters = {
  readonly closed: readonly Closed[]
  /** Waited for a second person too long, or were stopped while they did. */
  readonly waitedInVain: number
  /** Folders that stand whole for the print house since this call. */
  readonly ready: readonly string[]
}

type Where = { readonly folder: string; readonly now: Instant }

/** Closes what is open and makes its folders; after an interruption the next call ends what one began. */
export async function closeLetters(db: Db, tenantId: bigint, where: Where): Promise<ClosedLetters> {
  const waitedInVain = await recallWaiting(db, tenantId, where.now)
  const closed: Closed[] = []
  for (const batchNo of await openBatches(db, tenantId)) {
    const done = await closeBatch(db, tenantId, {
      batchNo,
      now: where.now,
      hasFile: (letter) => hasOpen(where.folder, letter),
    })
    if (done !== undefined) closed.push(done)
  }
  const ready = await finishBatches(db, tenantId, where.folder)
  await sweep(db, tenantId, where.folder)
  return { closed, waitedInVain, ready }
}

async function finishBatches(db: Db, tenantId: bigint, folder: string): Promise<string[]> {
  const made: string[] = []
  for (const batch of await closedBatches(db, tenantId)) {
    const lines = await manifestLines(db, tenantId, batch.batchNo)
    const { madeOn } = batch
    made.push(await buildBatch(folder, { name: batchName(batch), madeOn, lines }))
    await markReady(db, tenantId, batch.batchNo)
  }
  return made
}

/** A file without a row may be of a letter that is being kept at this moment. */
const STRAY_MS = 3_600_000

/** Nothing personal stays behind of what was withdrawn, handed on, or broke off. */
async function sweep(db: Db, tenantId: bigint, folder: string): Promise<void> {
  const files = await openFiles(folder)
  if (files.length === 0) return
  const known = await inTenant(db, tenantId, (tx) =>
    tx.query<{ attempt_key: string; is_needed: boolean }>(
      `select l.attempt_key, l.state = 'to_approve' or (l.state = 'batched' and b.state in ('open', 'closed')) as is_needed
         from letter l left join letter_batch b on b.tenant_id = l.tenant_id and b.batch_no = l.batch_no
        where l.tenant_id = $1 and l.attempt_key::text = any($2)`,
      [tenantId, files.map((file) => file.attemptKey)],
    ),
  )
  const needed = new Map(known.rows.map((row) => [row.attempt_key, row.is_needed]))
  for (const { attemptKey, at } of files) {
    const isStray = !needed.has(attemptKey) && Date.now() - at > STRAY_MS
    if (isStray || needed.get(attemptKey) === false) await dropOpen(folder, attemptKey)
  }
}
