import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { connectAdmin } from '../src/store/db.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/server.ts'
import type { Figure, Say } from './figure.ts'
import { benchOwnPaymentFile, benchPaymentFile } from './ledger-file.ts'
import { benchPostings, BORROWERS_MAX } from './ledger-post.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** What the books of money cost: a month's file of payments, and single postings. */
export async function benchLedger(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-ledger-bench-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), (words) => options.say(words.en))
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect()
    const figures = [
      ...(await benchPostings({ admin, db, home }, options)),
      ...(await benchOwnPaymentFile(
        { admin, db, home },
        { ...options, borrowers: Math.min(options.rows, BORROWERS_MAX) },
      )),
      ...(await benchPaymentFile({ admin, db, home }, options)),
    ]
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
