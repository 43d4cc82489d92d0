import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPath, said } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { day, type Instant } from '../core/calendar.ts'
import { statementText } from '../cli/ledger-text.ts'
import { sentence, type WordKey } from '../cli/words.ts'
import type { Values } from '../cli/talk.ts'
import { inTenant } from './db.ts'
import { readStatement } from './ledger-statement.ts'
import { applyReversal } from './payment-reversal.ts'
import { checkLedger } from './ledger-check.ts'

const DEBTS = `account_ref,borrower_ref,portfolio,product,currency,purchased_on,seller,original_creditor,contracted_on,defaulted_on,charged_off_on,last_payment_on,last_payment,principal,interest,late_interest,fee,cost,rate,name,language,zones,mobile
D1,B1,cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,,2025-02-01,500.00,8000.00,900.00,100.00,50.00,,14.6,Li Ming,zh,Asia/Shanghai,+8613800000001
D2,B1,cn-purchased,purchased-card,CNY,2026-01-10,Bank A,Bank A,2022-05-01,2025-06-20,2025-12-31,,,2000.00,300.00,,,,,Li Ming,zh,Asia/Shanghai,+8613800000001
D3,B2,cn-purchased,purchased-loan,CNY,2026-01-10,Bank A,Bank A,2023-05-01,2025-03-15,,,,1000.00,,,,,10,Wu Fang,zh,Asia/Shanghai,+8613800000002
`

let fresh: Fresh
let folder: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

let nth = 0
async function load(files: Record<string, string>) {
  const book = join(folder, String(nth++))
  await mkdir(book)
  for (const [name, text] of Object.entries(files)) await writeFile(join(book, name), text)
  return loadPath(fresh.db, book, { mapping: 'purchased' })
}

const rows = (sql: string, values: unknown[] = []) =>
  inTenant(fresh.db, 1n, async (tx) => (await tx.query(sql, values)).rows)

test('a purchased portfolio is placed with its parts, and its positions say what the ledger does', async () => {
  const done = await load({ 'debts.csv': DEBTS })
  expect(said(done)).toEqual(expect.arrayContaining([expect.stringContaining('loaded')]))
})

const PAYMENTS = `payment_ref,account_ref,paid_on,amount
P1,D1,2026-10-05,400.00
P2,D1,2026-10-19,1000.00
P3,D2,2026-10-20,600.00
P4,D3,2026-10-21,1500.00
`

test('payments', async () => {
  const done = await load({ 'payments.csv': PAYMENTS })
  expect(said(done)).toEqual([expect.stringContaining('loaded')])
  const talk = (language: 'zh' | 'en') => ({
    language,
    word: (key: WordKey, values: Values = {}) => sentence(language, key, values),
  })
  const [d1] = await rows(`select * from account where ref = 'D1'`)
  const show = async (language: 'zh' | 'en') => {
    const told = await inTenant(fresh.db, 1n, (tx) =>
      readStatement(
        tx,
        { tenantId: 1n, borrowerId: d1.borrower_id },
        { accountId: d1.account_id, until: day('2026-11-21') },
      ),
    )
    if (told !== undefined) console.log(statementText(talk(language), told))
  }
  await show('en')
  const [p1] = await rows(`select * from entry where ref = 'P1'`)
  const undone = await inTenant(fresh.db, 1n, (tx) =>
    applyReversal(
      tx,
      1n,
      {
        borrowerId: d1.borrower_id,
        paymentId: p1.payment_id,
        effectiveOn: day('2026-10-07'),
        kind: 'reversal',
        why: 'returned',
      },
      { now: Date.UTC(2026, 10, 22) as Instant, today: day('2026-11-22') },
    ),
  )
  console.log(undone)
  await show('en')
  await show('zh')
  console.log(
    await rows(
      'select entry_id, kind, effective_on, caused_by_id, reverses_id, line_ledger, line_minors from entry where borrower_id = $1 order by entry_id',
      [d1.borrower_id],
    ),
  )
  console.log(await checkLedger(fresh.db, 1n, { today: day('2026-11-22') }))
})
