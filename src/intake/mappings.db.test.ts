import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { file, loadPath, row, said, counts } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { day } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'

let folder: string
let fresh: Fresh
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mappings-'))
  fresh = await freshDatabase()
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

const write = async (name: string, lines: readonly string[]): Promise<string> => {
  await writeFile(join(folder, name), `${lines.join('\n')}\n`)
  return join(folder, name)
}

/** The position of the only account with a reference. */
const positionOf = (ref: string) =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await tx.query<Record<string, unknown>>(
      `select p.* from position p join account a using (tenant_id, borrower_id, account_id) where a.ref = $1`,
      [ref],
    )
    return found.rows[0]
  })

test('homecredit-instalments: parts of a payment, decimal zeros, days from an anchor, rounding', async () => {
  const head =
    'SK_ID_PREV,SK_ID_CURR,NUM_INSTALMENT_VERSION,NUM_INSTALMENT_NUMBER,DAYS_INSTALMENT,DAYS_ENTRY_PAYMENT,AMT_INSTALMENT,AMT_PAYMENT'
  const path = await write('installments_payments.csv', [
    head,
    '1000001,100001,1.0,1,-91.0,-95.0,1716.525,1716.525',
    '1000001,100001,1.0,2,-61.0,-61.0,1716.525,1000.0',
    '1000001,100001,1.0,2,-61.0,-60.0,1716.525,500.525',
    '1000001,100001,1.0,2,-61.0,-60.0,1716.525,500.525',
    '1000001,100001,1.0,3,-31.0,,1716.525,',
  ])
  const result = await loadPath(fresh.db, path, {
    mapping: 'homecredit-instalments',
    asOf: day('2018-06-30'),
  })
  expect(result).toMatchObject({
    done: 'loaded',
    report: {
      preview: {
        borrower: { rows: 1 },
        account: { rows: 1 },
        instalment: { rows: 3 },
        payment: { rows: 4 },
      },
    },
  })
  // Two instalments of 1716.53 are due and paid; the third, due on 30 May, is not: 284.53 too much
  // was paid of the second one.
  expect(await positionOf('1000001')).toMatchObject({
    instalments_missed: 1,
    oldest_unpaid_due_on: '2018-05-30',
    arrears_minor: 171_653n - 28_453n,
    currency: 'CZK',
  })
})

test('homecredit-instalments: rows of one instalment that disagree are refused', async () => {
  const head =
    'SK_ID_PREV,SK_ID_CURR,NUM_INSTALMENT_VERSION,NUM_INSTALMENT_NUMBER,DAYS_INSTALMENT,DAYS_ENTRY_PAYMENT,AMT_INSTALMENT,AMT_PAYMENT'
  const path = await write('x.csv', [
    head,
    '7,8,1.0,1,-91.0,-95.0,100,50',
    '7,8,1.0,1,-91.0,-94.0,101,50',
  ])
  expect(said(await loadPath(fresh.db, path, { mapping: 'homecredit-instalments' }))[0]).toContain(
    'rows of the same reference say different things',
  )
})

test('uci-cards: one row is six month-ends and its payments; 1.00E+05 is a number there', async () => {
  const columns = [
    'ID',
    'LIMIT_BAL',
    'SEX',
    'EDUCATION',
    'MARRIAGE',
    'AGE',
    ...[0, 2, 3, 4, 5, 6].map((k) => `PAY_${k}`),
    ...[1, 2, 3, 4, 5, 6].map((k) => `BILL_AMT${k}`),
    ...[1, 2, 3, 4, 5, 6].map((k) => `PAY_AMT${k}`),
    'default.payment.next.month',
  ]
  const cells = (pay: string) =>
    [
      '7',
      '5.00E+05',
      '1',
      '1',
      '2',
      'nan',
      pay,
      '0',
      '-1',
      '-2',
      '0',
      '0',
      '1.00E+05',
      '-165',
      '0',
      '12',
      '13',
      '14',
      '0',
      '2000',
      '0',
      '1.00E+05',
      '0',
      '9',
      '1',
    ].join(',')
  const bad = await write('UCI_Credit_Card.csv', [columns.join(','), cells('10')])
  expect(said(await loadPath(fresh.db, bad, { mapping: 'uci-cards' }))[0]).toContain(
    'row 2, column PAY_0: this code is not known: "10"; right would be: ',
  )
  const good = await write('UCI_Credit_Card.csv', [columns.join(','), cells('3')])
  const result = await loadPath(fresh.db, good, { mapping: 'uci-cards', asOf: day('2005-09-30') })
  expect(result).toMatchObject({
    done: 'loaded',
    report: { preview: { snapshot: { rows: 6 }, payment: { rows: 3 } } },
  })
  expect(await positionOf('7')).toMatchObject({
    outstanding_minor: 10_000_000n,
    instalments_missed: 3,
    oldest_unpaid_due_on: '2005-06-30',
    last_payment_on: '2005-08-31',
  })
})

test('two loads of one file at the same moment: one loads, the other finds it loaded', async () => {
  const path = await write('accounts.csv', [file(row(1), row(2)).trimEnd()])
  const results = await Promise.all([1, 2, 3].map(() => loadPath(fresh.db, path)))
  expect(results.map((result) => ('done' in result ? result.done : 'declined')).toSorted()).toEqual(
    ['already_loaded', 'already_loaded', 'loaded'],
  )
  expect(await counts(fresh.db)).toMatchObject({ load: 3n })
})
