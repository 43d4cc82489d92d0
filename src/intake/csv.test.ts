import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvCell, readRecords } from './csv.ts'
import { neutral, restored } from './neutral.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function cellsOf(text: string): Promise<(readonly string[])[]> {
  const path = join(folder, 'x.csv')
  await writeFile(path, text)
  const rows: (readonly string[])[] = []
  for await (const record of readRecords(path, ','))
    rows.push(record.broken ? ['broken', ...record.cells] : record.cells)
  return rows
}

test.each([
  [
    'a,b\r\n1,"x\ny"\r3,\n',
    [
      ['a', 'b'],
      ['1', 'x\ny'],
      ['3', ''],
    ],
  ],
  ['\uFEFFa\n""\n"q""q"', [['a'], [''], ['q"q']]],
  [
    'a,b\n1,"x"y\n',
    [
      ['a', 'b'],
      ['broken', '1', 'xy'],
    ],
  ],
  ['a\n"open\n', [['a'], ['broken', 'open\n']]],
])('%j', async (text, rows) => {
  expect(await cellsOf(text)).toEqual(rows)
})

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[=+\-@\t\r\n'＝＋－＠"][^\0]{0,6}$/),
)
const clean = (value: string): string =>
  value
    .replaceAll('\0', '')
    .replace(/^\uFEFF/, '')
    .replaceAll(/\p{Cs}/gu, '')

test('a neutral cell is no formula, and comes back exactly', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell.map(clean), { minLength: 2, maxLength: 4 }), {
        minLength: 1,
        maxLength: 5,
      }),
      async (rows) => {
        const text = rows
          .map((row) => row.map((value) => csvCell(neutral(value), ',')).join(','))
          .join('\n')
        const width = (await cellsOf(`${text}\n`)).map((row) => row.map(restored))
        expect(width).toEqual(rows)
        for (const value of rows.flat())
          expect(neutral(value)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
      },
    ),
    { numRuns: 300, seed: 20_261_121 },
  )
})
