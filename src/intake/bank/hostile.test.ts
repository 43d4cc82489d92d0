import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readApart } from './read-apart.ts'
import { readFile } from './read-file.ts'
import { isAccepted, type BankItem, type FileTold } from './statement.ts'

const folder = mkdtempSync(join(tmpdir(), 'forbear-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const SAMPLES = join(import.meta.dirname, '../../../test/bank')
const MAPPING = readFileSync(
  join(import.meta.dirname, '../../../mappings/bank/generic.yaml'),
  'utf8',
)

const sample = (name: string): string => readFileSync(join(SAMPLES, name), 'utf8')

async function read(
  content: string | Uint8Array,
  mapping?: string,
): Promise<FileTold & { readonly seen: readonly BankItem[] }> {
  const path = join(folder, 'file')
  writeFileSync(path, content)
  const seen: BankItem[] = []
  const told = await readFile({
    path,
    format: mapping === undefined ? 'auto' : 'csv',
    mapping,
    onItem: (item) => seen.push(item),
  })
  return { ...told, seen }
}

const errors = (told: FileTold): string[] =>
  told.findings.flatMap(({ name, severity }) => (severity === 'error' ? [name] : []))

const ALL = [
  'camt053.xml',
  'camt052-noon.xml',
  'camt054.xml',
  'mt940.sta',
  'mt942.sta',
  'bai2.txt',
  'movements.csv',
]
const mappingFor = (name: string) => (name.endsWith('.csv') ? MAPPING : undefined)

describe('a list of movements', () => {
  test('is refused where a quote swallows the rows behind it, though the balances before it agree', async () => {
    const head = 'bank_account,currency,amount,booked_on,payer_name,balance'
    const row = (amount: string, name: string, balance: string) =>
      `GB33BUKB20201555555555,CNY,${amount},2026-11-20,${name},${balance}`
    const mapping = `${MAPPING}\n  balance: balance\n`
    const rows = [row('1.00', 'Ann', '11.00'), row('2.00', 'Bo', '13.00')]
    const whole = await read(`${[head, ...rows, row('3.00', 'Cy', '16.00')].join('\n')}\n`, mapping)
    expect([errors(whole), whole.seen.length]).toEqual([[], 3])
    const torn = await read(`${[head, ...rows, row('3.00', '"Cy', '16.00')].join('\n')}\n`, mapping)
    expect(errors(torn)).toEqual(['truncated'])
  })
})

describe('a word for no reference', () => {
  test('makes no two movements one', async () => {
    const [first, second] = ['2026-11-20', '2026-11-21'].map((on) =>
      sample('camt052-morning.xml')
        .replace('BANK-1', 'NONREF')
        .replaceAll('<Dt>2026-11-20</Dt>', `<Dt>${on}</Dt>`),
    )
    const keys = []
    for (const content of [first, second]) {
      const [item] = (await read(content ?? '')).seen
      expect(item?.bankRef).toBeUndefined()
      keys.push(item?.key)
    }
    expect(keys[0]).not.toBe(keys[1])
  })
})

describe('a file that was cut', () => {
  test.each(ALL)('%s is refused by name, or tells a part that is whole', async (name) => {
    const whole = sample(name)
    const full = await read(whole, mappingFor(name))
    expect(errors(full)).toEqual([])
    const keys = new Set(full.seen.map((item) => `${item.key} ${item.amountMinor}`))
    const step = Math.max(1, Math.floor(whole.length / 400))
    const ends = Array.from({ length: whole.length }, (_, i) => i).filter(
      (i) => i % step === 0 || whole.length - i < 120,
    )
    let refused = 0
    for (const end of ends) {
      const cut = await read(whole.slice(0, end), mappingFor(name))
      if (!isAccepted(cut)) {
        expect(errors(cut).length).toBeGreaterThan(0)
        refused++
        continue
      }
      // What it tells the whole file tells too, to the last digit; statements are told in whole.
      for (const item of cut.seen) expect(keys).toContain(`${item.key} ${item.amountMinor}`)
      if (!name.endsWith('.csv')) expect(cut.seen).toHaveLength(full.seen.length)
    }
    expect(refused).toBeGreaterThan(0)
  })
})

describe('hostile XML', () => {
  const head = '<?xml version="1.0"?>'
  const open =
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
  test.each([
    ['a document type', `${head}<!DOCTYPE Document SYSTEM "file:///etc/passwd">${open}`, 'doctype'],
    ['entities that grow', `${head}${laughs}${open}<Id>&b;</Id>`, 'doctype'],
    [
      'an entity of its own',
      `${head}${open}<Id>&b;</Id></Stmt></BkToCstmrStmt></Document>`,
      'not_well_formed',
    ],
    ['depth', `${head}${open}<Ntry>${'<a>'.repeat(5000)}`, 'too_deep'],
    ['width', `${head}${open}<Ntry>${'<a/>'.repeat(60_000)}</Ntry>`, 'too_big'],
    [
      'one long text',
      `${head}${open}<Ntry><AddtlNtryInf>${'x'.repeat(2_000_000)}</AddtlNtryInf>`,
      'too_big',
    ],
    ['nothing but a beginning', head, 'truncated'],
    [
      'another message',
      `${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>`,
      'unknown_version',
    ],
    [
      'an unknown encoding',
      `<?xml version="1.0" encoding="no-such-thing"?>${open}`,
      'bad_encoding',
    ],
  ])('%s is refused', async (_, text, name) => {
    expect(errors(await read(text))).toContain(name)
  })

  test('what uses up memory or time ends, with a name, in a process of its own', async () => {
    const path = join(folder, 'long.csv')
    writeFileSync(
      path,
      `${sample('movements.csv').split('\n')[0]}\n${`${'G,CNY,1.00,2026-11-20'.padEnd(60, ',')}\n`.repeat(400_000)}`,
    )
    const told = await readApart({
      path,
      format: 'csv',
      mapping: MAPPING,
      onRows: async () => undefined,
      limits: { millisMax: 50 },
    })
    expect(errors(told)).toEqual(['too_slow'])
    const big = await readApart({
      path,
      format: 'auto',
      onRows: async () => undefined,
      limits: { bytesMax: 1000 },
    })
    expect(errors(big)).toEqual(['too_big'])
  })
})

test.each(ALL)('NUL in %s is refused', async (name) => {
  const text = sample(name)
  const told = await read(`${text.slice(0, 700)}\u0000${text.slice(700)}`, mappingFor(name))
  expect(errors(told)).toContain('nul')
})

describe('encodings', () => {
  const text = sample('mt940.sta').replace('Bank charge', 'Bank charge Gebühr')
  const utf16 = (little: boolean): Uint8Array => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
    return little ? bytes : bytes.swap16()
  }
  const xml = sample('camt053.xml').replace('Repayment, thank you', 'Zahlung für')
  const xmlAs = (encoding: string, bytes: (body: string) => Uint8Array) =>
    [`xml ${encoding}`, bytes(xml.replace('encoding="UTF-8"', `encoding="${encoding}"`))] as const
  const latin = (body: string) => Buffer.from(body, 'latin1')
  const wide = (body: string) => Buffer.from(`\uFEFF${body}`, 'utf16le')
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['utf-16le with a mark', utf16(true)],
    ['utf-16be with a mark', utf16(false)],
    ['latin-1', Buffer.from(text, 'latin1')],
    ['plain ASCII', Buffer.from(sample('mt940.sta'), 'ascii')],
    xmlAs('ISO-8859-1', latin),
    xmlAs('windows-1252', latin),
    xmlAs('ISO-8859-15', latin),
    xmlAs('utf-16', wide),
  ] as const)('%s is read to the same sums', async (_, bytes) => {
    const told = await read(bytes)
    expect(errors(told)).toEqual([])
    expect(['60.5', '105.5']).toContain(told.statements[0]?.net)
  })

  test('bytes that are no text of what they say are refused', async () => {
    expect(errors(await read(latin(xml)))).toContain('bad_encoding')
  })
})

describe('amounts are exact or refused', () => {
  const row = (amount: string, currency = 'CNY') =>
    `bank_account,currency,amount,booked_on\nA,${currency},${amount},2026-11-20\n`
  test.each(['1e3', '1,5', ' ١٢', '０.５', '+', '12.', '--1', '1.2.3', 'NaN', '9'.repeat(20)])(
    '%s',
    async (amount) => {
      const told = await read(row(`"${amount}"`), MAPPING)
      if (amount === '12.') expect(told.seen[0]?.amountMinor).toBe(1200n)
      else expect(errors(told)).toContain('bad_amount')
    },
  )

  test('more decimals than the currency has are a finding, never a rounding', async () => {
    expect(errors(await read(row('1.005'), MAPPING))).toEqual(['too_precise'])
    expect(errors(await read(row('1.50', 'JPY'), MAPPING))).toEqual(['too_precise'])
    expect((await read(row('1.500'), MAPPING)).seen[0]?.amountMinor).toBe(150n)
  })
})

describe('a wrong digit', () => {
  const AMOUNTS: Readonly<Record<string, RegExp>> = {
    'camt053.xml': /<Amt Ccy="CNY">[\d.]+|<Sum>[\d.]+|<NbOfNtries>\d+/g,
    'mt940.sta': /:6[02]F:[CD]\d{6}CNY[\d,]+|:61:\d{10}[CD]R[\d,]+/g,
    'bai2.txt': /(?<=\n16,165,)\d+|(?<=,01[05],)\d+|(?<=\n(?:49|98|99),)[\d,]+/g,
  }
  test.each(Object.entries(AMOUNTS))('in an amount of %s is seen', async (name, pattern) => {
    const text = sample(name)
    let planted = 0
    for (const match of text.matchAll(pattern)) {
      const at = match.index + match[0].search(/\d(?=[^\d]*$)/)
      const digit = String((Number(text[at]) + 1) % 10)
      const told = await read(text.slice(0, at) + digit + text.slice(at + 1))
      const seen = told.findings.map((finding) => finding.name)
      expect([match[0], seen]).not.toEqual([match[0], []])
      expect([
        'balance_mismatch',
        'control_total',
        'record_count',
        'details_mismatch',
        'summary_mismatch',
      ]).toContain(seen[0])
      planted++
    }
    expect(planted).toBeGreaterThan(3)
  })
})
