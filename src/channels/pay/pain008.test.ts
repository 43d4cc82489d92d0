import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { day, type Instant } from '../../core/calendar.ts'
import { checkPain008 } from './pain008-check.ts'
import { pain008, sepa, type DebitLine } from './pain008.ts'
import { readPain002 } from './pain002.ts'
import { readXml } from './xml-read.ts'

const line = (n: number, over: Partial<DebitLine> = {}): DebitLine => ({
  endToEndRef: `DDREF${n}`,
  amountMinor: BigInt(n) * 1001n,
  sequence: n % 2 === 0 ? 'RCUR' : 'FRST',
  mandateRef: `M-${n}`,
  signedOn: day('2026-11-01'),
  holder: 'Jörg "Müßig" & Söhne <x>',
  iban: 'DE89370400440532013000',
  bic: n % 3 === 0 ? 'COBADEFF' : undefined,
  says: 'Beispiel Kredit M-1',
  ...over,
})

const file = (version: '02' | '08', lines: readonly DebitLine[]) =>
  pain008({
    fileRef: 'DD-1-20261207-1',
    madeAt: Date.parse('2026-12-01T09:00:00Z') as Instant,
    collectOn: day('2026-12-07'),
    creditor: {
      tenantId: 1n,
      name: 'Beispiel Kredit',
      iban: 'DE02120300000000202051',
      bic: 'BYLADEM1001',
      creditorId: 'DE98ZZZ09999999999',
      version,
      attemptsMax: 2,
      daysBetween: 5,
    },
    lines,
  })

const many = Array.from({ length: 501 }, (_, i) => line(i + 1))

describe.each(['02', '08'] as const)('pain.008.001.%s', (version) => {
  test('counts and sums of the whole and of each batch are exact', () => {
    const text = file(version, many)
    expect(checkPain008(text)).toEqual([])
    expect(text).toContain('<NbOfTxs>501</NbOfTxs><CtrlSum>1258767.51</CtrlSum>')
    expect(text.match(/<PmtInf>/g)).toHaveLength(2)
    expect(text).toContain('Joerg .Muessig. . Soehne .x.')
    expect(text).not.toContain('&amp;')
  })

  test('every planted fault is seen', () => {
    const text = file(version, [line(1), line(2)])
    const broken: [string, string, string][] = [
      ['<NbOfTxs>2</NbOfTxs>', '<NbOfTxs>3</NbOfTxs>', 'totals'],
      ['<CtrlSum>30.03</CtrlSum>', '<CtrlSum>30.04</CtrlSum>', 'totals'],
      ['<NbOfTxs>1</NbOfTxs>', '<NbOfTxs>2</NbOfTxs>', 'batch_totals'],
      ['>20.02</InstdAmt>', '>20.03</InstdAmt>', 'batch_totals'],
      ['DDREF2', 'DDREF1', 'reference_twice'],
      ['DE89370400440532013000', 'DE89370400440532013001', 'bad_iban'],
      ['</Document>', '', 'not_xml'],
    ]
    for (const [from, to, fault] of broken)
      expect(checkPain008(text.replace(from, to)), fault).toContain(fault)
    expect(checkPain008(file(version, []))).toContain('empty')
  })
})

/** Schemas lie outside of the project: FORBEAR_XSD names a folder that has them. */
const folder = process.env['FORBEAR_XSD'] ?? ''
const schema = (name: string) => join(folder, `${name}.xsd`)
const isThere = folder !== '' && existsSync(schema('pain.008.001.02'))
if (!isThere)
  process.stderr.write(
    'Skipped: pain.008 against its schema. Name a folder of schemas: FORBEAR_XSD\n',
  )

describe.skipIf(!isThere)('against the schema', () => {
  const isValid = async (text: string, name: string) => {
    const done = await validateXML({
      xml: { fileName: 'debit.xml', contents: text },
      schema: { fileName: `${name}.xsd`, contents: readFileSync(schema(name), 'utf8') },
    })
    return done.valid ? [] : done.errors.map((error) => error.message)
  }

  test('pain.008.001.02 is valid, and a wrong one is not', async () => {
    const text = file('02', many)
    expect(await isValid(text, 'pain.008.001.02')).toEqual([])
    const wrong = text.replace('<SeqTp>FRST</SeqTp>', '<SeqTp>ONCE</SeqTp>')
    expect(await isValid(wrong, 'pain.008.001.02')).not.toEqual([])
  })

  test('pain.008.001.08 is valid: by its own schema, or by that of .04, which has the same elements', async () => {
    const own = existsSync(schema('pain.008.001.08'))
    const name = own ? 'pain.008.001.08' : 'pain.008.001.04'
    const text = file('08', many).replace('pain.008.001.08', name)
    expect(await isValid(text, name)).toEqual([])
    const wrong = text.replaceAll('BICFI>', 'BIC>')
    expect(await isValid(wrong, name)).not.toEqual([])
  })
})

describe('a status report', () => {
  const report = (inner: string) =>
    `<?xml version="1.0"?><p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><p:CstmrPmtStsRpt>
     <p:OrgnlPmtInfAndSts>${inner}</p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt></p:Document>`
  const one = (ref: string, status: string, code: string) =>
    `<p:TxInfAndSts><p:OrgnlEndToEndId>${ref}</p:OrgnlEndToEndId><p:TxSts>${status}</p:TxSts>
     <p:StsRsnInf><p:Rsn><p:Cd>${code}</p:Cd></p:Rsn></p:StsRsnInf></p:TxInfAndSts>`

  test('names what was rejected, and why', () => {
    const text = report(
      one('A', 'RJCT', 'AC04') + one('B', 'ACSP', 'NARR') + one('C', 'RJCT', 'AM04'),
    )
    expect(readPain002(text)).toEqual([
      { endToEndRef: 'A', reason: 'AC04' },
      { endToEndRef: 'C', reason: 'AM04' },
    ])
  })

  test('another file, a document type, a broken one are none', () => {
    expect(readPain002('<Document/>')).toBeUndefined()
    expect(readPain002(file('08', [line(1)]))).toBeUndefined()
    expect(readPain002(`<!DOCTYPE x [<!ENTITY a "b">]>${report('')}`)).toBeUndefined()
    expect(readPain002(report('<p:TxInfAndSts>'))).toBeUndefined()
    expect(readXml('<a>'.repeat(100))).toBeUndefined()
  })
})

test('names lose what a bank does not take, and are never empty', () => {
  expect(sepa('Zoë  Łukasz', 70)).toBe('Zoe .ukasz')
  expect(sepa('王小明', 70)).toBe('...')
  expect(sepa('   ', 70)).toBe('.')
  expect(sepa('a'.repeat(100), 70)).toHaveLength(70)
})
