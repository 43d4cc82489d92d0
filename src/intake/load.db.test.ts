import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { counts, file, HEAD, loadPath, NOTHING, row, said, TABLES } from '../../test/intake-book.ts'
import { day } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import type { LoadOptions, LoadResult } from './load.ts'

let folder: string
let fresh: Fresh
let used = true
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake test 借据-'))
  if (used) fresh = await freshDatabase()
})
afterEach(async () => {
  // A load that was refused leaves nothing, so the next test may have the same database.
  const left = await counts(fresh.db)
  used = TABLES.some((table) => left[table] !== 0n)
  if (used) await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})
afterAll(() => fresh.drop())

async function load(
  content: string | Buffer,
  options: Partial<LoadOptions> & { name?: string } = {},
): Promise<LoadResult> {
  const path = join(folder, options.name ?? 'accounts.csv')
  await writeFile(path, content)
  return loadPath(fresh.db, path, { tempFolder: folder, ...options })
}

const THREE = {
  account_profile: 0n,
  borrower: 3n,
  account: 3n,
  address: 3n,
  instalment: 0n,
  payment: 0n,
  snapshot: 3n,
  position: 3n,
  load: 1n,
}

test('a file of balances becomes borrowers, accounts, addresses, snapshots and positions', async () => {
  expect(await load(file(row(1), row(2), row(3)))).toMatchObject({ done: 'loaded' })
  expect(await counts(fresh.db)).toEqual(THREE)
  const position = await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `select p.* from position p join account a using (tenant_id, borrower_id, account_id) where a.ref = 'A2'`,
    ),
  )
  expect(position.rows[0]).toMatchObject({
    outstanding_minor: 200050n,
    arrears_minor: 10000n,
    instalments_missed: 1,
    oldest_unpaid_due_on: '2026-10-12',
    delinquent_since: '2026-10-13',
    times_delinquent: 1,
    channels: 37,
    language: 'zh',
    currency: 'CNY',
    as_of: '2026-11-21',
  })
})

test('the same file twice is a no-op, and the same rows in another file change nothing', async () => {
  await load(file(row(1), row(2), row(3)))
  expect(await load(file(row(1), row(2), row(3)))).toMatchObject({ done: 'already_loaded' })
  const again = await load(file(row(3), row(2), row(1)))
  expect(again).toMatchObject({
    done: 'loaded',
    report: {
      positions: 0,
      preview: {
        account: { inserts: 0, changes: 0, unchanged: 3 },
        snapshot: { inserts: 0, unchanged: 3 },
      },
    },
  })
  expect(await counts(fresh.db)).toEqual({ ...THREE, load: 2n })
})

test('a later file writes only what changed, and its positions', async () => {
  await load(file(row(1), row(2), row(3)), { asOf: day('2026-11-20') })
  const later = await load(file(row(1), row(2, { arrears: '0', oldest_unpaid_due_on: '' }), row(3)))
  expect(later).toMatchObject({
    done: 'loaded',
    report: { positions: 1, preview: { snapshot: { inserts: 1, unchanged: 2 } } },
  })
  const position = await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `select p.* from position p join account a using (tenant_id, borrower_id, account_id) where a.ref = 'A2'`,
    ),
  )
  expect(position.rows[0]).toMatchObject({
    arrears_minor: 0n,
    oldest_unpaid_due_on: null,
    delinquent_since: null,
    cured_on: '2026-11-21',
    times_delinquent: 1,
  })
})

test('a dry run says the same and leaves nothing', async () => {
  expect(await load(file(row(1), row(2), row(3)), { dryRun: true })).toMatchObject({
    done: 'previewed',
    report: { positions: 3, preview: { account: { inserts: 3 } } },
  })
  expect(await counts(fresh.db)).toEqual(NOTHING)
})

describe('an amount is an exact decimal, or the row is named', () => {
  for (const bad of [
    '"1,5"',
    '1e3',
    ' 12 ',
    'NaN',
    '１２',
    '1.005',
    '12-',
    '+12',
    '.5',
    '5.',
    '1 000',
    '0x10',
    '1234567890123456',
  ]) {
    test(bad, async () => {
      const result = await load(file(row(1), row(2, { balance: bad })))
      expect(said(result)).toEqual([
        expect.stringMatching(
          /^accounts\.csv, row 3, column balance: .*: ".*"; right would be: 1234\.50$/,
        ),
      ])
      expect(await counts(fresh.db)).toEqual(NOTHING)
    })
  }
  test('and these are amounts: 0, -12.5, 12.500, 007, fifteen digits', async () => {
    const amounts = ['0', '-12.5', '12.500', '007', '123456789012345.67']
    expect(await load(file(...amounts.map((balance, i) => row(i + 1, { balance }))))).toMatchObject(
      { done: 'loaded' },
    )
    const found = await inTenant(fresh.db, 1n, (tx) =>
      tx.query<{ balance_minor: bigint }>(
        `select s.balance_minor from snapshot s join account a using (tenant_id, borrower_id, account_id) order by a.ref`,
      ),
    )
    expect(found.rows.map((r) => r.balance_minor)).toEqual([
      0n,
      -1250n,
      1250n,
      700n,
      12345678901234567n,
    ])
  })
  test('a currency has its own digits: 12.5 yen are none', async () => {
    expect(
      said(await load(file(row(1, { currency: 'JPY', balance: '12.5', arrears: '0' }))))[0],
    ).toContain('row 2, column balance')
    expect(
      await load(
        file(
          row(1, { currency: 'JPY', balance: '12', arrears: '0' }),
          row(2, { currency: 'KWD', balance: '1.234', arrears: '0' }),
        ),
      ),
    ).toMatchObject({ done: 'loaded' })
    const found = await inTenant(fresh.db, 1n, (tx) =>
      tx.query<{ balance_minor: bigint }>(
        `select balance_minor from snapshot order by balance_minor`,
      ),
    )
    expect(found.rows.map((r) => r.balance_minor)).toEqual([12n, 1234n])
  })
})

test.each([
  [
    'an impossible day',
    { oldest_unpaid_due_on: '2026-02-29' },
    'column oldest_unpaid_due_on',
    'not a day',
  ],
  [
    'a day of another format',
    { oldest_unpaid_due_on: '12/10/2026' },
    'column oldest_unpaid_due_on',
    '2026-11-21',
  ],
  [
    'a day without an end',
    { oldest_unpaid_due_on: 'infinity' },
    'column oldest_unpaid_due_on',
    'not a day',
  ],
  ['an unknown code', { language: 'fr' }, 'column language', 'right would be: zh, en'],
  ['an unknown portfolio', { portfolio: 'no-such' }, 'column portfolio', 'cn-online'],
  ['an unknown zone', { zones: 'Asia/Peking City' }, 'column zones', 'time zone'],
  ['a negative arrears', { arrears: '-1' }, 'column arrears', 'negative'],
  ['a missing reference', { account_ref: '' }, 'column account_ref', 'a value is needed'],
  ['spaces around a reference', { account_ref: ' A2' }, 'column account_ref', 'spaces'],
  ['a currency in small letters', { currency: 'cny' }, 'column currency', 'currency'],
])('%s is refused with row and column', async (_, change, ...words) => {
  const result = await load(file(row(1), row(2, change)))
  expect(said(result)).toHaveLength(1)
  for (const word of ['accounts.csv, row 3', ...words]) expect(said(result)[0]).toContain(word)
  expect(await counts(fresh.db)).toEqual(NOTHING)
})

test('a reference that occurs twice is refused in both rows, and an account under two borrowers too', async () => {
  const twice = await load(file(row(1), row(2), row(3, { account_ref: 'A1' })))
  expect(said(twice).map((line) => line.slice(0, 45))).toEqual([
    expect.stringContaining('row 2, column account_ref'),
    expect.stringContaining('row 4, column account_ref'),
  ])
  expect(await counts(fresh.db)).toEqual(NOTHING)
  expect(
    await load(
      file(row(1), row(2, { borrower_ref: 'B1', name: 'Name 1', mobile: '+8613801000001' })),
    ),
  ).toMatchObject({ done: 'loaded' })
  expect(said(await load(file(row(1, { borrower_ref: 'B9' }))))[0]).toContain('another borrower')
})

test('rows of one borrower must agree', async () => {
  const result = await load(file(row(1), row(2, { borrower_ref: 'B1', name: 'Somebody else' })))
  expect(said(result)[0]).toContain('rows of the same reference say different things')
})

test('two references with one id are never mixed up', async () => {
  await load(file(row(1)))
  await inTenant(fresh.db, 1n, (tx) => tx.query(`update account set ref = 'another reference'`))
  expect(said(await load(file(row(1), row(2))))[0]).toContain(
    'two different references have the same id',
  )
  expect(await counts(fresh.db)).toMatchObject({ account: 1n, load: 1n })
})

describe('limits stop a bad file', () => {
  const many = Array.from({ length: 40 }, (_, i) => row(i + 1))
  test('too many closures or accounts that are gone, unless the limit is raised', async () => {
    await load(file(...many))
    const short = file(...many.slice(0, 30))
    expect(said(await load(short))[0]).toMatch(/more accounts have disappeared.*10 \/ 40: A31, A32/)
    expect(await counts(fresh.db)).toMatchObject({ load: 1n })
    expect(await load(short, { limits: { disappeared: '25%' } })).toMatchObject({
      done: 'loaded',
      report: { preview: { disappeared: 10, openBefore: 40 } },
    })
    const head = `${HEAD},closed_on`
    const closing = [head, ...many.map((line, i) => `${line},${i < 3 ? '2026-11-20' : ''}`)].join(
      '\n',
    )
    expect(said(await load(closing))[0]).toContain('more accounts would close')
    expect(await load(closing, { limits: { closures: '10%' } })).toMatchObject({
      done: 'loaded',
      report: { preview: { closures: 3 } },
    })
  })
})

describe('a manifest beside the file', () => {
  const content = file(row(1), row(2), row(3))
  const manifest = (entry: unknown) =>
    writeFile(join(folder, 'accounts.csv.manifest.json'), JSON.stringify(entry))
  test('must agree in rows, totals and bytes', async () => {
    await manifest({ rows: 4 })
    expect(said(await load(content))[0]).toContain(
      'the number of rows differs from the manifest: "3"; right would be: 4',
    )
    await manifest({ totals: { balance: { CNY: '6001.51' } } })
    expect(said(await load(content))[0]).toContain('"6001.50"; right would be: 6001.51 CNY')
    await manifest({ sha256: '0'.repeat(64) })
    expect(said(await load(content))[0]).toContain('SHA-256')
    await manifest({ row: 3 })
    expect(said(await load(content))[0]).toContain('the manifest cannot be read')
    expect(await counts(fresh.db)).toEqual(NOTHING)
  })
  test('and then the file is loaded', async () => {
    await manifest({ rows: 3, totals: { balance: { CNY: '6001.50' }, arrears: { CNY: '300' } } })
    expect(said(await load(content))[0]).toContain('loaded')
  })
})

test('wrong rows go to a reject file that is mended and loaded, cells exact and safe', async () => {
  const rejects = join(folder, 'rejects.csv')
  const content = file(
    row(1),
    row(2, { name: '"=1+1, ""x"""', balance: '-1e3' }),
    row(3),
    'too,short',
    row(4, { name: "'quoted", balance: 'x' }),
  )
  const result = await load(content, { rejects })
  expect(said(result)[0]).toContain('"rejected":3')
  expect(await counts(fresh.db)).toMatchObject({ account: 2n })
  const written = await readFile(rejects, 'utf8')
  expect(written.split('\n')[0]).toBe(`${HEAD},error_code,error_text`)
  expect(written).toContain(`"'=1+1, ""x""",zh`)
  expect(written).toContain("'-1e3")
  expect(written).toContain('not_an_amount')
  const mended = written
    .replace("'-1e3", '-1000')
    .replace(',x,', ',5,')
    .split('\n')
    .filter((line) => !line.startsWith('too'))
    .join('\n')
  expect(said(await load(mended, { name: 'mended.csv' }))[0]).toContain('loaded')
  const names = await inTenant(fresh.db, 1n, (tx) =>
    tx.query<{ name: string }>(`select name from borrower order by ref`),
  )
  expect(names.rows.map((r) => r.name)).toEqual(['Name 1', '=1+1, "x"', 'Name 3', "'quoted"])
})

test('a folder of files that belong together, and a later file of payments alone', async () => {
  const book = join(folder, 'book')
  await mkdir(book)
  await writeFile(
    join(book, 'borrowers.csv'),
    '借款人编号,姓名,语言,时区\nB1,王小明,中文,Asia/Shanghai\n',
  )
  await writeFile(
    join(book, 'accounts.csv'),
    '账户编号,借款人编号,组合,产品,币种,放款日\nA1,B1,cn-online,instalment-loan,CNY,2026-08-01\n',
  )
  await writeFile(
    join(book, 'addresses.csv'),
    'borrower_ref,kind,value\nB1,手机,13800000000\nB1,邮箱,a@b.example\n',
  )
  await writeFile(
    join(book, 'instalments.jsonl'),
    ['2026-09-01', '2026-10-01', '2026-11-01']
      .map((due, i) =>
        JSON.stringify({ account_ref: 'A1', number: i + 1, due_on: due, amount: '100.10' }),
      )
      .join('\n'),
  )
  await writeFile(
    join(book, 'payments.csv'),
    'payment_ref,account_ref,paid_on,amount\nP1,A1,2026-09-01,100.10\n',
  )
  expect(said(await loadPath(fresh.db, book))[0]).toContain('loaded')
  const before = await inTenant(fresh.db, 1n, (tx) => tx.query(`select * from position`))
  expect(before.rows[0]).toMatchObject({
    outstanding_minor: 20020n,
    arrears_minor: 20020n,
    instalments_missed: 2,
    oldest_unpaid_due_on: '2026-10-01',
    channels: 39,
    last_payment_on: '2026-09-01',
  })
  expect(
    said(
      await load(
        'payment_ref,account_ref,paid_on,amount\nP2,A1,2026-11-20,50\nP3,A9,2026-11-20,50\n',
        { name: 'payments.csv' },
      ),
    )[0],
  ).toContain('row 3, column account_ref: this is not in the file that it points to: "A9"')
  expect(
    said(
      await load('payment_ref,account_ref,paid_on,amount\nP2,A1,2026-11-20,100.10\n', {
        name: 'payments.csv',
      }),
    )[0],
  ).toContain('loaded')
  const after = await inTenant(fresh.db, 1n, (tx) => tx.query(`select * from position`))
  expect(after.rows[0]).toMatchObject({
    arrears_minor: 10010n,
    instalments_missed: 1,
    oldest_unpaid_due_on: '2026-11-01',
    last_payment_on: '2026-11-20',
  })
  expect(
    said(
      await load('payment_ref,account_ref,paid_on,amount\nP2,A1,2026-11-20,99\n', {
        name: 'payments.csv',
      }),
    )[0],
  ).toContain('the book already holds this with other values')
})
