import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecording } from '../channels/voice/recordings.ts'
import { fileKind } from '../core/file-kind.ts'
import type { Instant } from '../core/calendar.ts'
import { evidenceFolder, receiptOfItem } from '../evidence/folder-receipt.ts'
import { findAccount } from '../store/explained.ts'
import { inTenant } from '../store/db.ts'
import { lookAtAttached } from '../store/folder.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import type { Open } from './context.ts'
import { Stop } from './talk.ts'

type Asked = Open & {
  readonly ref: string
  readonly careId: bigint
  readonly folder: string
  readonly reason: string
  readonly by: string
  readonly now: Instant
}

/** Writes what a borrower put to a complaint into a folder, each with its receipt. */
export async function handOut(asked: Asked): Promise<void> {
  const { db, tenantId, home, talk, ref, careId, reason, by, now, folder } = asked
  const items = await inTenant(db, tenantId, async (tx) => {
    const account = await findAccount(tx, tenantId, ref)
    if (account === undefined) throw new Stop(talk.word('noAccount', { ref }))
    const borrower = { tenantId, borrowerId: account.borrowerId }
    await lockBorrower(tx, borrower)
    return lookAtAttached(tx, borrower, { careId, by, reason, now })
  })
  await mkdir(folder, { recursive: true })
  const files: string[] = []
  for (const item of items) {
    const kept = await readRecording(evidenceFolder(home, tenantId), item.sha256)
    if (kept === undefined) continue
    const ending = item.kind === 'note' ? 'txt' : (fileKind(kept)?.ending ?? 'bin')
    const name = `${item.receiptNo}.${ending}`
    await writeFile(join(folder, name), kept)
    await writeFile(join(folder, `${item.receiptNo}.receipt.txt`), receiptOfItem(item))
    files.push(name)
  }
  talk.data({ files }, () => talk.word('careHanded', { count: String(files.length), folder }))
}
