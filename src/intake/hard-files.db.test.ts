import { appendFileSync } from 'node:fs'
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Words } from '../core/words.ts'
import { counts, file, HEAD, loadPath, NOTHING, row, said } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { inTenant } from '../store/db.ts'
import type { LoadOptions, LoadResult } from './load.ts'

let folder: string
let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hard files 难-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
afterAll(() => fresh.drop())

async function load(
  content: string | Buffer,
  options: Partial<LoadOptions> & { name?: string } = {},
): Promise<LoadResult> {
  const path = join(folder, options.name ?? 'accounts.csv')
  await writeFile(path, content)
  return loadPath(fresh.db, path, { tempFolder: folder, ...options })
}

const refused = async (
  content: string | Buffer,
  options: Partial<LoadOptions> & { name?: string } = {},
): Promise<string> => {
  const before = await counts(fresh.db)
  const lines = said(await load(content, options))
  expect(await counts(fresh.db)).toEqual(before)
  return lines.join('\n')
}

const accepted = async (
  content: string | Buffer,
  options: Partial<LoadOptions> & { name?: string } = {},
): Promise<string> => said(await load(content, { ...options, dryRun: true })).join('\n')

const three = file(row(1), row(2), row(3))
const ROWS = '"account":{"rows":3'

test.each([
  ['a byte order mark', `\uFEFF${three}`, '"bom"'],
  ['CRLF', three.replaceAll('\n', '\r\n'), ROWS],
  ['CR alone', three.replaceAll('\n', '\r'), ROWS],
  ['mixed line ends', three.replace('\n', '\r\n'), '"mixed_line_ends"'],
  ['no line end at the end', three.slice(0, -1), ROWS],
  ['empty lines at the end', `${three}\n\n`, ROWS],
  ['a quoted line end', file(row(1), row(2, { name: '"Wang\nXiaoming"' }), row(3)), ROWS],
])('%s is read: three accounts', async (_, content, wanted) => {
  const text = await accepted(content)
  expect(text).toContain(wanted)
  expect(text).toContain(ROWS)
})

test('rows are numbered as records, also behind quoted line ends', async () => {
  const text = await refused(file(row(1, { name: '"a\nb\nc"' }), row(2, { balance: 'x' })))
  expect(text).toContain('row 3, column balance')
})

test.each([
  ['a NUL', three.replace('Name 2', 'Na\0me'), 'row 3: the file holds a NUL byte'],
  ['an empty line in the middle', three.replace('\nA2', '\n\nA2'), 'row 3: the row is empty'],
  [
    'too few columns',
    three.replace(',CNY,Name 2', ',Name 2'),
    'row 3: the number of columns is wrong; right would be: 12, not 11',
  ],
  [
    'too many columns',
    three.replace('Name 2', 'Name,2'),
    'row 3: the number of columns is wrong; right would be: 12, not 13',
  ],
  ['an open quote', three.replace('Name 2', '"Name 2'), 'seems to be cut off'],
  [
    'text after a closing quote',
    three.replace('Name 2', '"Name" 2'),
    'row 3: a quoted value is not closed properly',
  ],
  ['a last line that is cut', three.slice(0, -40), 'row 4: the file seems to be cut off'],
  [
    'a missing column',
    three.replace('borrower_ref,', '').replaceAll(/B\d,/g, ''),
    'column borrower_ref / 借款人编号: this column is missing',
  ],
  [
    'an unknown column',
    three.replace('balance', 'balence'),
    'row 1, column balence: the mapping does not know this column',
  ],
  [
    'a column twice',
    three.replace('name', 'currency'),
    'row 1, column currency: this column occurs twice',
  ],
  ['no header', '', 'the file has no header'],
])('%s is refused', async (_, content, wanted) => {
  expect(await refused(content)).toContain(wanted)
})

test('a sparse file of two gigabytes is refused at once', async () => {
  const path = join(folder, 'accounts.csv')
  await writeFile(path, three)
  await truncate(path, 2 ** 31)
  expect(said(await loadPath(fresh.db, path))[0]).toContain('NUL')
})

describe('GB18030', () => {
  const zh = (text: string) => text.replace('account_ref', '账户编号').replace(',name', ',姓名')
  // 账户编号 and 姓名 and 王 as GB18030 writes them.
  const bytes = (text: string) =>
    Buffer.concat(
      Array.from(text, (c) => {
        const pair = {
          账: [0xd5, 0xcb],
          户: [0xbb, 0xa7],
          编: [0xb1, 0xe0],
          号: [0xba, 0xc5],
          姓: [0xd0, 0xd5],
          名: [0xc3, 0xfb],
          王: [0xcd, 0xf5],
        }[c]
        return Buffer.from(pair ?? [c.codePointAt(0) ?? 0])
      }),
    )
  const named = file(row(1, { name: '王' }), row(2), row(3))
  test('is read where it is asked for, or where a Chinese header proves it', async () => {
    expect(await accepted(bytes(named), { encoding: 'gb18030' })).toContain('"gb18030"')
    expect(await accepted(bytes(zh(named)))).toContain('"gb18030"')
  })
  test('is not guessed from values', async () => {
    expect(await refused(bytes(named))).toContain(
      'the text is not UTF-8; right would be: UTF-8 / --encoding gb18030',
    )
  })
  test('arrives as the same characters', async () => {
    const own = await freshDatabase()
    await writeFile(join(folder, 'accounts.csv'), bytes(zh(named)))
    await loadPath(own.db, join(folder, 'accounts.csv'))
    const found = await inTenant(own.db, 1n, (tx) =>
      tx.query<{ name: string }>(`select name from borrower where ref = 'B1'`),
    )
    expect(found.rows).toEqual([{ name: '王' }])
    await own.drop()
  })
})

describe('a file that changes while it is read', () => {
  const path = () => join(folder, 'accounts.csv')
  test('is refused, and nothing of it stays', async () => {
    const say = (words: Words) => {
      if (words.en === 'accounts.csv: 3 rows') appendFileSync(path(), `${row(4)}\n`)
    }
    expect(await refused(three, { say })).toMatch(
      /changed while it was read|two counts|cannot be read/,
    )
    expect(await counts(fresh.db)).toEqual(NOTHING)
  })
  test('also when only its times change', async () => {
    const say = (words: Words) => {
      if (words.en === 'accounts.csv: 3 rows') void utimes(path(), 1, 1)
    }
    expect(await refused(three, { say })).toContain('changed while it was read')
  })
  test('and one that does not is loaded', async () => {
    expect(await accepted(three)).toContain(ROWS)
  })
})

describe('JSON lines', () => {
  const object = (n: number, change: object = {}) => {
    const cells = row(n).split(',')
    return JSON.stringify({
      ...Object.fromEntries(HEAD.split(',').map((column, i) => [column, cells[i]])),
      ...change,
    })
  }
  const lines = (...objects: string[]) => `${objects.join('\n')}\n`
  test('numbers keep the digits that the file has', async () => {
    const exact = object(2).replace('"2000.50"', '12345678901234.56')
    expect(
      await accepted(lines(object(1), exact, object(3)), { name: 'accounts.jsonl' }),
    ).toContain(ROWS)
    expect(
      await refused(lines(object(1), object(2).replace('"2000.50"', '1e3')), {
        name: 'accounts.jsonl',
      }),
    ).toContain('row 2, column balance: this is not an exact decimal amount: "1e3"')
  })
  test.each([
    [
      'an unknown key',
      object(1, { extra: 1 }),
      'row 1, column extra: the mapping does not know this column',
    ],
    [
      'a nested value',
      object(1, { name: { first: 'x' } }),
      'row 1, column name: a value must be a text',
    ],
    [
      'a key twice',
      object(1).replace('{', '{"name":"x",'),
      'row 1, column name: this column occurs twice',
    ],
    [
      'a missing key',
      object(1, { currency: undefined }),
      'row 1, column currency: this column is missing',
    ],
    ['half an object', object(1).slice(0, 30), 'row 1: this is not a JSON object'],
  ])('%s is refused', async (_, text, wanted) => {
    expect(await refused(lines(text), { name: 'accounts.jsonl' })).toContain(wanted)
  })
})

test('Parquet is read with its decimals and days, and floating-point amounts are refused', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const source = join(folder, 'source.csv')
  await writeFile(source, three)
  const make = (type: string, name: string) =>
    connection.run(
      `copy (select * replace (balance::${type} as balance, oldest_unpaid_due_on::date as oldest_unpaid_due_on) from read_csv('${source}', all_varchar = true, header = true)) to '${join(folder, name)}' (format parquet)`,
    )
  await make('decimal(18,2)', 'accounts.parquet')
  expect(
    said(await loadPath(fresh.db, join(folder, 'accounts.parquet'), { dryRun: true }))[0],
  ).toContain(ROWS)
  await make('double', 'float.parquet')
  expect(said(await loadPath(fresh.db, join(folder, 'float.parquet')))[0]).toContain(
    'column balance: a floating-point column holds no exact amounts: "DOUBLE"',
  )
})
