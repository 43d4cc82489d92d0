import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { day, type Instant } from '../src/core/calendar.ts'
import { loadBankFile, type BankLoadOptions, type BankLoadResult } from '../src/intake/bank/load.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { file, loadPath, row, said } from './intake-book.ts'

export const TODAY = day('2026-11-23')
export const NOW = Date.UTC(2026, 10, 23, 2) as Instant
const SAMPLES = join(import.meta.dirname, 'bank')
const MAPPING = readFileSync(join(import.meta.dirname, '../mappings/bank/generic.yaml'), 'utf8')

/** Accounts LN-000001 to LN-00000n of as many borrowers, each with 1,000 and more outstanding. */
export async function addAccounts(db: Db, n: number): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'forbear-bank-')), 'book.csv')
  const rows = Array.from({ length: n }, (_, i) =>
    row(i + 1, { account_ref: `LN-${String(i + 1).padStart(6, '0')}` }),
  )
  writeFileSync(path, file(...rows))
  const result = await loadPath(db, path, { asOf: day('2026-11-19') })
  if (!('done' in result)) throw new Error(said(result).join('\n'))
}

export const loadBank = (
  db: Db,
  name: string,
  options: Partial<BankLoadOptions> = {},
): Promise<BankLoadResult> =>
  loadBankFile(db, 1n, {
    path: name.startsWith('/') ? name : join(SAMPLES, name),
    format: 'auto',
    mapping: name.endsWith('.csv') ? MAPPING : undefined,
    dryRun: false,
    by: 'test',
    now: NOW,
    today: TODAY,
    say: () => undefined,
    ...options,
  })

export type MoneyBook = {
  readonly payments: readonly string[]
  readonly waiting: readonly string[]
  readonly items: number
}

/** Payments and what waits, as text that does not depend on the order of the files. */
export const moneyBook = (db: Db): Promise<MoneyBook> =>
  inTenant(db, 1n, async (tx) => {
    const payments = await tx.query<{ text: string }>(
      `select a.ref || ' ' || p.amount_minor || ' ' || p.effective_on || case when p.reverses_id is null then '' else ' undone' end as text
         from payment p join account a using (tenant_id, borrower_id, account_id) order by 1`,
    )
    const waiting = await tx.query<{ text: string }>(
      `select coalesce(m.payer_name, '?') || ' ' || w.left_minor as text from money_waiting w
         join money_item m using (tenant_id, item_key, item_no) order by 1`,
    )
    const items = await tx.query<{ n: bigint }>(`select count(*) as n from money_item`)
    return {
      payments: payments.rows.map((one) => one.text),
      waiting: waiting.rows.map((one) => one.text),
      items: Number(items.rows[0]?.n ?? 0n),
    }
  })
