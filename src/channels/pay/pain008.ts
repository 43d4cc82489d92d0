import type { Day, Instant } from '../../core/calendar.ts'
import { decimalText, type Currency } from '../../core/money.ts'
import type { Creditor } from './settings.ts'

/** One collection as the bank is told of it. */
export type DebitLine = {
  readonly endToEndRef: string
  readonly amountMinor: bigint
  readonly sequence: 'FRST' | 'RCUR'
  readonly mandateRef: string
  readonly signedOn: Day
  readonly holder: string
  readonly iban: string
  readonly bic: string | undefined
  /** What the borrower reads on the statement: no word of a debt. */
  readonly says: string
}

export type DebitFile = {
  readonly fileRef: string
  readonly madeAt: Instant
  readonly collectOn: Day
  readonly creditor: Creditor
  readonly lines: readonly DebitLine[]
}

const EUR = 'EUR' as Currency
const SEQUENCES = ['FRST', 'RCUR'] as const

/**
 * A direct debit initiation, pain.008.001.02 or .08 (ISO 20022; EPC130-08 core implementation guide):
 * one batch for first and one for recurrent collections, with the exact count and sum of each.
 */
export function pain008(file: DebitFile): string {
  const space = `urn:iso:std:iso:20022:tech:xsd:pain.008.001.${file.creditor.version}`
  const batches = SEQUENCES.flatMap((sequence) => {
    const lines = file.lines.filter((line) => line.sequence === sequence)
    return lines.length === 0 ? [] : [batchOf(file, sequence, lines)]
  })
  const header = element('GrpHdr', [
    element('MsgId', file.fileRef),
    element('CreDtTm', new Date(file.madeAt).toISOString().slice(0, 19)),
    ...totals(file.lines),
    element('InitgPty', element('Nm', sepa(file.creditor.name, 70))),
  ])
  const body = element('CstmrDrctDbtInitn', [header, ...batches])
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${space}">${body}</Document>\n`
}

const totals = (lines: readonly DebitLine[]): string[] => [
  element('NbOfTxs', String(lines.length)),
  element('CtrlSum', euros(lines.reduce((sum, line) => sum + line.amountMinor, 0n))),
]

const euros = (minor: bigint): string => decimalText({ minor, currency: EUR })

function batchOf(
  file: DebitFile,
  sequence: DebitLine['sequence'],
  lines: readonly DebitLine[],
): string {
  const { creditor } = file
  return element('PmtInf', [
    element('PmtInfId', `${file.fileRef}-${sequence}`),
    element('PmtMtd', 'DD'),
    element('BtchBookg', 'true'),
    ...totals(lines),
    element('PmtTpInf', [
      element('SvcLvl', element('Cd', 'SEPA')),
      element('LclInstrm', element('Cd', 'CORE')),
      element('SeqTp', sequence),
    ]),
    element('ReqdColltnDt', file.collectOn),
    element('Cdtr', element('Nm', sepa(creditor.name, 70))),
    element('CdtrAcct', accountOf(creditor.iban)),
    element('CdtrAgt', agentOf(creditor.bic, creditor.version)),
    element('ChrgBr', 'SLEV'),
    element('CdtrSchmeId', schemeOf(creditor.creditorId)),
    ...lines.map((line) => lineOf(line, creditor.version)),
  ])
}

const accountOf = (iban: string): string => element('Id', element('IBAN', iban))

/** Newer versions call it BICFI; without one the bank finds the agent by the IBAN. */
const agentOf = (bic: string | undefined, version: Creditor['version']): string =>
  element(
    'FinInstnId',
    bic === undefined
      ? element('Othr', element('Id', 'NOTPROVIDED'))
      : element(version === '02' ? 'BIC' : 'BICFI', bic),
  )

const schemeOf = (creditorId: string): string =>
  element(
    'Id',
    element(
      'PrvtId',
      element('Othr', [element('Id', creditorId), element('SchmeNm', element('Prtry', 'SEPA'))]),
    ),
  )

const lineOf = (line: DebitLine, version: Creditor['version']): string =>
  element('DrctDbtTxInf', [
    element('PmtId', element('EndToEndId', line.endToEndRef)),
    `<InstdAmt Ccy="EUR">${euros(line.amountMinor)}</InstdAmt>`,
    element(
      'DrctDbtTx',
      element('MndtRltdInf', [
        element('MndtId', line.mandateRef),
        element('DtOfSgntr', line.signedOn),
      ]),
    ),
    element('DbtrAgt', agentOf(line.bic, version)),
    element('Dbtr', element('Nm', sepa(line.holder, 70))),
    element('DbtrAcct', accountOf(line.iban)),
    element('RmtInf', element('Ustrd', sepa(line.says, 140))),
  ])

/**
 * No text here holds a sign of XML: `sepa` lets none through, and references and accounts are held to letters
 * and digits where they are kept.
 */
const element = (name: string, inner: string | readonly string[]): string =>
  `<${name}>${typeof inner === 'string' ? inner : inner.join('')}</${name}>`

/** The letters that every bank of the scheme takes (EPC217-08); others lose their marks or become a dot. */
export function sepa(text: string, lengthMax: number): string {
  const plain = text
    .replaceAll(/[ÄÖÜäöüß]/g, (sign) => GERMAN[sign] ?? sign)
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^A-Za-z0-9/?:().,'+ -]/g, '.')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, lengthMax)
  return plain === '' ? '.' : plain
}

const GERMAN: Readonly<Record<string, string>> = {
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
}
