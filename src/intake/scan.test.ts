import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RECORD_BYTES_MAX, scanBytes, type Scan } from './scan.ts'

/** Cuts bytes into chunks of one size, so that every border falls everywhere. */
async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const scan = async (text: string | Buffer, size = 1 << 20): Promise<Scan> => {
  const found = await scanBytes(chunks(Buffer.from(text), size), { delimiter: ',' })
  if ('stopped' in found) throw new Error(`stopped: ${found.stopped}`)
  return found
}

test.each([
  ['LF', 'a,b\n1,2\n', { records: 2, ends: { lf: 2, crlf: 0, cr: 0 }, tailAt: undefined }],
  ['CRLF', 'a,b\r\n1,2\r\n', { records: 2, ends: { lf: 0, crlf: 2, cr: 0 } }],
  ['mixed line ends', 'a,b\r\n1,2\n3,4\r5,6\n', { records: 4, ends: { lf: 2, crlf: 1, cr: 1 } }],
  ['a byte order mark', '\uFEFFa,b\n1,2\n', { records: 2, bom: true }],
  ['no line end at the end', 'a,b\n1,2', { records: 2, tailAt: 4 }],
  ['a quoted line end', 'a,b\n1,"x\ny"\n', { records: 2, ends: { lf: 2, crlf: 0, cr: 0 } }],
  ['a doubled quote', 'a,b\n1,"x""\ny"\n', { records: 2 }],
  ['a quote inside a plain value', 'a,b\n1,5" pipe\n2,x\n', { records: 3 }],
  ['an open quote', 'a,b\n1,"x\ny\n', { records: 2, openQuote: true }],
  ['an empty record in the middle', 'a,b\n\n1,2\n', { records: 2, emptyRow: 2 }],
  [
    'empty records at the end',
    'a,b\n1,2\n\n\n',
    { records: 2, emptyRow: undefined, emptyTailAt: 8 },
  ],
  ['nothing', '', { records: 0, bytes: 0 }],
])('%s', async (_, text, expected) => {
  for (const size of [1, 2, 3, 5, 1 << 20]) expect(await scan(text, size)).toMatchObject(expected)
})

test('what is found does not depend on where chunks end', async () => {
  const piece = fc.constantFrom('a', ',', '"', '""', '\n', '\r\n', '\r', '值', '\uFEFF', '😀')
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      async (pieces, size) => {
        const text = pieces.join('')
        expect(await scan(text, size)).toEqual(await scan(text))
      },
    ),
    { numRuns: 400, seed: 20_261_121 },
  )
})

test('UTF-8 is told from other bytes across chunk borders', async () => {
  const good = Buffer.from('姓名,金额\n王小明😀,1\n')
  const bad = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x31, 0x0a]) // 姓名 in GB18030
  for (const size of [1, 2, 3, 4, 5]) {
    expect((await scan(good, size)).utf8).toBe(true)
    expect((await scan(bad, size)).utf8).toBe(false)
  }
  expect((await scan(good.subarray(0, 2))).utf8).toBe(false)
})

test('a NUL stops the scan with its row, and no NUL does not', async () => {
  expect(await scanBytes(chunks(Buffer.from('a,b\n1,2\n3,\0\n'), 4), { delimiter: ',' })).toEqual({
    stopped: 'nul',
    row: 3,
  })
  expect((await scan('a,b\n1,2\n3,0\n')).records).toBe(3)
})

test('a line of two gigabytes is not read to its end', async () => {
  const megabyte = Buffer.alloc(1 << 20, 'x')
  let given = 0
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from('a,b\n1,2\n')
    for (; given < 2048; given++) yield megabyte
  }
  expect(await scanBytes(endless(), { delimiter: ',' })).toEqual({
    stopped: 'record_too_long',
    row: 3,
  })
  expect(given).toBeLessThan(4)
})

test('a record just within the limit passes, one byte more does not', async () => {
  const line = (length: number) => Buffer.from(`a\n${'x'.repeat(length)}\n1\n`)
  expect((await scan(line(RECORD_BYTES_MAX))).records).toBe(3)
  expect(await scanBytes(chunks(line(RECORD_BYTES_MAX + 1), 1 << 16), { delimiter: ',' })).toEqual({
    stopped: 'record_too_long',
    row: 2,
  })
})
