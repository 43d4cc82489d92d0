import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPath, said } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { inTenant } from '../store/db.ts'

let fresh: Fresh
let folder: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'look-up-'))
  const path = join(folder, 'accounts.csv')
  const head = 'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,balance'
  const line = (n: number) =>
    `A${n},B${n},cn-online,personal-loan,CNY,N${n},zh,Asia/Shanghai,1000.00`
  await writeFile(path, [head, line(1), line(2), ''].join('\n'))
  expect(said(await loadPath(fresh.db, path))[0]).toContain('loaded')
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

const HEAD = 'payment_ref,account_ref,borrower_ref,currency,paid_on,amount'
let files = 0

async function pay(...rows: string[]): Promise<string> {
  // A folder for each file, whose name says what it holds.
  const one = await mkdtemp(join(folder, `${files++}-`))
  await writeFile(join(one, 'payments.csv'), `${[HEAD, ...rows].join('\n')}\n`)
  return said(await loadPath(fresh.db, one)).join('\n')
}

const paid = async () =>
  (
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query<{ ref: string; account: string }>(
        `select p.ref, a.ref as account from payment p join account a using (tenant_id, borrower_id, account_id) order by 1`,
      ),
    )
  ).rows.map((row) => `${row.ref} ${row.account}`)

test.each([
  ['all name their borrower', ['P1,A1,B1,CNY,2026-11-01,1.00', 'P2,A2,B2,CNY,2026-11-01,1.00']],
  ['one leaves it to its account', ['P3,A1,B1,CNY,2026-11-02,1.00', 'P4,A2,,,2026-11-02,1.00']],
  ['all leave it to their accounts', ['P5,A1,,,2026-11-03,1.00', 'P6,A2,,,2026-11-03,1.00']],
])('payments of which %s are taken to the right accounts', async (_, rows) => {
  const before = await paid()
  expect(await pay(...rows)).toContain('loaded')
  const refs = rows.map((row) => row.split(',').slice(0, 2).join(' '))
  expect(await paid()).toEqual([...before, ...refs])
})

test('an account that the book has not is named with its row, whether its borrower is told or looked for', async () => {
  const before = await paid()
  expect(await pay('P7,A1,B1,CNY,2026-11-04,1.00', 'P8,A9,B9,CNY,2026-11-04,1.00')).toMatch(
    /row 3.*"P8"/,
  )
  expect(await pay('P7,A1,B1,CNY,2026-11-04,1.00', 'P8,A9,,,2026-11-04,1.00')).toMatch(
    /row 3, column account_ref.*"A9"/,
  )
  expect(await pay('P7,A1,B1,CNY,2026-11-04,1.00', 'P8,A2,,,2026-11-04,x')).toMatch(
    /row 3, column amount/,
  )
  expect(await paid()).toEqual(before)
})
