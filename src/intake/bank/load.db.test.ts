import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addAccounts, loadBank, moneyBook, NOW, TODAY } from '../../../test/bank-world.ts'
import { freshDatabase, type Fresh } from '../../../test/setup/fresh.ts'
import { day } from '../../core/calendar.ts'
import { inTenant } from '../../store/db.ts'
import { matchItem } from '../../store/money-decide.ts'
import { listWaiting, readDecisions } from '../../store/money.ts'
import { applyReversal } from '../../store/payment-reversal.ts'

let fresh: Fresh
beforeEach(async () => {
  fresh = await freshDatabase()
  await addAccounts(fresh.db, 3)
})
afterEach(() => fresh.drop())

const HEAD =
  'bank_account,currency,amount,booked_on,bank_ref,reference,payer_name,payer_account,remittance'

const ONE_DAY = {
  payments: ['LN-000001 4000 2026-11-20', 'LN-000002 2550 2026-11-20', 'LN-000003 1200 2026-11-20'],
  waiting: ['Lin Tao 800', 'Somebody 1000', 'Somebody 1000'],
}

describe('a statement', () => {
  test('is matched where the evidence is certain, and waits where it is not', async () => {
    const result = await loadBank(fresh.db, 'camt053.xml')
    expect(result).toMatchObject({
      done: 'loaded',
      counts: { statements: 1, items: 6, fresh: 6, matched: 3, waiting: 3 },
    })
    expect(await moneyBook(fresh.db)).toMatchObject(ONE_DAY)
  })

  test('is one effect, however often it is loaded', async () => {
    await loadBank(fresh.db, 'camt053.xml')
    const before = await moneyBook(fresh.db)
    expect(await loadBank(fresh.db, 'camt053.xml')).toMatchObject({ done: 'already_loaded' })
    expect(await moneyBook(fresh.db)).toEqual(before)
  })

  test('that does not balance changes nothing, and says why', async () => {
    const result = await loadBank(fresh.db, 'camt053-wrong.xml')
    expect(result.done).toBe('refused')
    expect(result.findings.map(({ name }) => name)).toEqual(['balance_mismatch'])
    expect(await moneyBook(fresh.db)).toEqual({ payments: [], waiting: [], items: 0 })
  })

  test('that is only looked at changes nothing', async () => {
    const result = await loadBank(fresh.db, 'camt053.xml', { dryRun: true })
    expect(result).toMatchObject({ done: 'previewed', counts: { fresh: 6, matched: 1 } })
    expect(await moneyBook(fresh.db)).toEqual({ payments: [], waiting: [], items: 0 })
  })
})

const permutations = (names: readonly string[]): string[][] =>
  names.length <= 1
    ? [[...names]]
    : names.flatMap((name) =>
        permutations(names.filter((one) => one !== name)).map((rest) => [name, ...rest]),
      )

describe('files that overlap post each movement once, in any order', () => {
  const files = ['camt052-noon.xml', 'camt054.xml', 'camt053.xml']
  test.each(permutations(files).map((order) => [order.join(', '), order] as const))(
    '%s',
    async (_, order) => {
      for (const name of order) await loadBank(fresh.db, name)
      expect(await moneyBook(fresh.db)).toMatchObject(ONE_DAY)
      await loadBank(fresh.db, 'camt052-morning.xml')
      expect(await moneyBook(fresh.db)).toMatchObject(ONE_DAY)
    },
  )

  test.each([
    ['mt942.sta', 'mt940.sta'],
    ['mt940.sta', 'mt942.sta'],
  ])('%s, %s', async (...order) => {
    for (const name of order) await loadBank(fresh.db, name)
    expect(await moneyBook(fresh.db)).toEqual({
      payments: ['LN-000001 4000 2026-11-20', 'LN-000002 2550 2026-11-20'],
      waiting: [],
      items: 2,
    })
  })

  test('a batch that was told as a sum is told apart where nobody has touched the sum', async () => {
    await loadBank(fresh.db, 'camt053-sum-only.xml')
    expect((await moneyBook(fresh.db)).waiting).toContain('? 2000')
    await loadBank(fresh.db, 'camt054.xml')
    expect(await moneyBook(fresh.db)).toMatchObject(ONE_DAY)
    await loadBank(fresh.db, 'camt053.xml')
    expect(await moneyBook(fresh.db)).toMatchObject(ONE_DAY)
  })

  test('a list of movements tells equal ones apart, and the same ones once', async () => {
    await loadBank(fresh.db, 'movements.csv')
    const before = await moneyBook(fresh.db)
    expect(before).toMatchObject({
      payments: ONE_DAY.payments.slice(0, 2),
      waiting: ['Somebody 1000', 'Somebody 1000'],
    })
  })
})

test('a returned payment is undone on the day of its return', async () => {
  await loadBank(fresh.db, 'camt053.xml')
  const result = await loadBank(fresh.db, 'camt053-return.xml')
  expect(result.counts).toMatchObject({ returned: 1, waiting: 0 })
  expect((await moneyBook(fresh.db)).payments).toContain('LN-000002 2550 2026-11-23 undone')
})

test('a return that comes before what it returns waits, and is found when both are there', async () => {
  await loadBank(fresh.db, 'camt053-return.xml')
  expect((await moneyBook(fresh.db)).waiting).toEqual(['? -2550'])
  await loadBank(fresh.db, 'camt053.xml')
  expect((await moneyBook(fresh.db)).payments).toContain('LN-000002 2550 2026-11-23 undone')
})

/** A file of rows of account, amount, day, bank's reference, what they are for, and return code. */
function listOf(...rows: readonly (readonly string[])[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'forbear-list-')), 'list.csv')
  const lines = rows.map(
    ([amount, on, ref, reference, code = '', original = '']) =>
      `GB33BUKB20201555555555,CNY,${amount},${on},${ref},${reference},Payer,,,${code},${original}`,
  )
  writeFileSync(path, [`${HEAD},return_code,original_ref`, ...lines, ''].join('\n'))
  return path
}

test('two payments of one file that are together more than is owed are not both certain', async () => {
  const owed = await inTenant(fresh.db, 1n, (tx) =>
    tx.query<{ minor: bigint }>(
      `select outstanding_minor as minor from position join account using (tenant_id, borrower_id, account_id)
        where ref = 'LN-000003'`,
    ),
  )
  const minor = owed.rows[0]?.minor ?? 0n
  const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
  const row = (ref: string) => [amount, '2026-11-20', ref, 'LN-000003']
  await loadBank(fresh.db, listOf(row('Y-1'), row('Y-2')))
  expect(await moneyBook(fresh.db)).toMatchObject({
    payments: [`LN-000003 ${minor} 2026-11-20`],
    waiting: [`Payer ${minor}`],
  })
})

test('a return of money in parts undoes all of them or none', async () => {
  const by = { by: 'ann', why: 'both paid' }
  const tick = { now: NOW, today: TODAY }
  await loadBank(fresh.db, listOf(['9.00', '2026-11-20', 'X-1', 'TOGETHER-1']))
  const [item] = await inTenant(fresh.db, 1n, (tx) =>
    listWaiting(tx, 1n, { after: undefined, limit: 1 }),
  )
  if (item === undefined) throw new Error('it waits')
  await inTenant(fresh.db, 1n, async (tx) => {
    for (const [ref, amountMinor] of [['LN-000001', 400n] as const, ['LN-000002', 500n] as const])
      await matchItem(tx, 1n, { ...item, account: { ref }, amountMinor, ...by }, tick)
    const second = (await readDecisions(tx, 1n, item)).findLast(({ kind }) => kind === 'match')
    await applyReversal(
      tx,
      1n,
      {
        borrowerId: second?.borrowerId ?? 0n,
        paymentId: second?.paymentId ?? 0n,
        effectiveOn: day('2026-11-21'),
        kind: 'reversal',
        why: 'by hand',
      },
      tick,
    )
  })
  await loadBank(fresh.db, listOf(['-9.00', '2026-11-22', 'X-2', '', 'AC04', 'TOGETHER-1']))
  const { payments, waiting } = await moneyBook(fresh.db)
  expect(payments).toContain('LN-000001 400 2026-11-20')
  expect(payments.filter((one) => one.endsWith('undone'))).toEqual([
    'LN-000002 500 2026-11-21 undone',
  ])
  expect(waiting).toEqual(['Payer -900'])
})

test('a load that was stopped on its way goes on where it was', async () => {
  const stopped = await loadBank(fresh.db, 'camt053.xml', { signal: AbortSignal.abort() })
  expect(stopped.counts).toMatchObject({ matched: 1, waiting: 5 })
  expect(await loadBank(fresh.db, 'camt053.xml')).toMatchObject({ done: 'already_loaded' })
  expect(await moneyBook(fresh.db)).toMatchObject(ONE_DAY)
})

test('more than is owed, or of a day to come, is nobody’s yet', async () => {
  await loadBank(fresh.db, 'movements.csv')
  const rows = (...cells: string[]) =>
    `${HEAD}\n${cells.map((cell) => `GB33BUKB20201555555555,CNY,${cell}`).join('\n')}\n`
  const path = join(mkdtempSync(join(tmpdir(), 'forbear-odd-')), 'odd.csv')
  writeFileSync(
    path,
    rows(
      '99999.00,2026-11-20,Z-2,LN-000001,Too Much,,',
      '9.00,2026-12-20,Z-3,LN-000001,Too Early,,',
      '9.00,2026-11-20,Z-4,LN-000003,Right,,',
    ),
  )
  await loadBank(fresh.db, path)
  const { payments, waiting } = await moneyBook(fresh.db)
  expect(payments).toContain('LN-000003 900 2026-11-20')
  expect(waiting).toEqual(expect.arrayContaining(['Too Early 900', 'Too Much 9999900']))
})
