import { assert } from './assert.ts'
import { type Day, parseDay } from './calendar.ts'
import { type CreditRecord, profileOf, statusOf } from './credit-record.ts'

/**
 * The base segment of a Metro 2 file, unpacked, 426 characters fixed. Each field: its name, its length,
 * and whether it is text (left-justified) or a number (zero-filled).
 */
const BASE = [
  ['recordDescriptor', 4, 'n'],
  ['processingIndicator', 1, 'n'],
  ['timeStamp', 14, 'n'],
  ['reserved1', 1, 'n'],
  ['identificationNumber', 20, 't'],
  ['cycle', 2, 't'],
  ['accountNumber', 30, 't'],
  ['portfolioType', 1, 't'],
  ['accountType', 2, 't'],
  ['dateOpened', 8, 'n'],
  ['creditLimit', 9, 'n'],
  ['highestCredit', 9, 'n'],
  ['termsDuration', 3, 't'],
  ['termsFrequency', 1, 't'],
  ['scheduledPayment', 9, 'n'],
  ['actualPayment', 9, 'n'],
  ['accountStatus', 2, 't'],
  ['paymentRating', 1, 't'],
  ['paymentHistory', 24, 't'],
  ['specialComment', 2, 't'],
  ['complianceCode', 2, 't'],
  ['currentBalance', 9, 'n'],
  ['amountPastDue', 9, 'n'],
  ['originalChargeOff', 9, 'n'],
  ['dateOfInformation', 8, 'n'],
  ['dateFirstDelinquency', 8, 'n'],
  ['dateClosed', 8, 'n'],
  ['dateLastPayment', 8, 'n'],
  ['interestType', 1, 't'],
  ['reserved2', 17, 't'],
  ['surname', 25, 't'],
  ['firstName', 20, 't'],
  ['middleName', 20, 't'],
  ['generation', 1, 't'],
  ['socialSecurity', 9, 'n'],
  ['dateOfBirth', 8, 'n'],
  ['telephone', 10, 'n'],
  ['ecoa', 1, 't'],
  ['consumerInformation', 2, 't'],
  ['country', 2, 't'],
  ['addressLine1', 32, 't'],
  ['addressLine2', 32, 't'],
  ['city', 20, 't'],
  ['state', 2, 't'],
  ['postalCode', 9, 't'],
  ['addressIndicator', 1, 't'],
  ['residence', 1, 't'],
] as const
export type Metro2Field = (typeof BASE)[number][0]
export type Metro2Base = Readonly<Record<Metro2Field, string>>

export const METRO2_LENGTH = 426

/** One base segment as text; a field that is not given is blank or zero. */
export function writeBase(given: Partial<Metro2Base>): string {
  const text = BASE.map(([name, length, kind]) => {
    const value = given[name] ?? ''
    if (kind === 'n') {
      assert(
        /^[0-9]*$/.test(value) && value.length <= length,
        `${name}: ${value} is no number here`,
      )
      return value.padStart(length, '0')
    }
    assert(/^[\x20-\x7E]*$/.test(value), `${name}: ${value} has letters that the format lacks`)
    return value.slice(0, length).padEnd(length, ' ')
  }).join('')
  assert(text.length === METRO2_LENGTH, 'a base segment has 426 characters')
  return text
}

/** Upper case without marks; what the format has no letter for is left out. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^\x20-\x7E]/g, '')

/** A base segment read back; undefined where the text is no such segment. */
export function readBase(text: string): Metro2Base | undefined {
  if (text.length !== METRO2_LENGTH) return undefined
  let at = 0
  const found: [string, string][] = []
  for (const [name, length, kind] of BASE) {
    const piece = text.slice(at, at + length)
    at += length
    if (kind === 'n' && !/^[0-9 ]*$/.test(piece)) return undefined
    found.push([name, piece.trimEnd()])
  }
  return Object.fromEntries(found) as Metro2Base
}

/** MMDDYYYY; zeros where there is no day. */
export const metroDay = (on: Day | undefined): string =>
  on === undefined ? '00000000' : `${on.slice(5, 7)}${on.slice(8, 10)}${on.slice(0, 4)}`

export const dayOfMetro = (text: string): Day | undefined =>
  parseDay(`${text.slice(4, 8)}-${text.slice(0, 2)}-${text.slice(2, 4)}`)

/** Whole units, what is behind the point cut off; nothing below zero is told. */
const whole = (minor: bigint): string => {
  const units = minor <= 0n ? 0n : minor / 100n
  return String(units > 999_999_999n ? 999_999_999n : units)
}

const PORTFOLIO: Readonly<Record<CreditRecord['shape'], readonly [string, string]>> = {
  instalment: ['I', '01'],
  single: ['I', '01'],
  revolving: ['R', '18'],
  line: ['C', '15'],
}

/** XB: disputed and looked into. XH: it was, and has been looked into. */
const DISPUTE_CODE: Readonly<Record<CreditRecord['disputed'], string>> = {
  no: '',
  open: 'XB',
  resolved: 'XH',
}

/** What a record is in the Metro 2 format. Numbers and birthdays of persons are not in this book. */
export function metroBase(
  record: CreditRecord,
  { furnisher }: { readonly furnisher: string },
): Metro2Base {
  const [portfolioType, accountType] = PORTFOLIO[record.shape]
  const names = record.name.trim().split(/\s+/)
  const made: Partial<Metro2Base> = {
    recordDescriptor: String(METRO2_LENGTH),
    processingIndicator: '1',
    timeStamp: `${metroDay(record.asOf)}000000`,
    identificationNumber: plain(furnisher).slice(0, 20),
    accountNumber: plain(record.accountRef).slice(0, 30),
    portfolioType,
    accountType,
    dateOpened: metroDay(record.openedOn),
    highestCredit: whole(record.originalMinor),
    actualPayment: whole(record.lastPaymentMinor),
    accountStatus: statusOf(record),
    paymentHistory: profileOf(record),
    complianceCode: DISPUTE_CODE[record.disputed],
    currentBalance: whole(record.balanceMinor),
    amountPastDue: whole(record.pastDueMinor),
    dateOfInformation: metroDay(record.asOf),
    dateFirstDelinquency: metroDay(record.delinquentSince),
    dateClosed: metroDay(record.closedOn),
    dateLastPayment: metroDay(record.lastPaymentOn),
    surname: plain(names.at(-1) ?? '').slice(0, 25),
    firstName: plain(names.length > 1 ? (names[0] ?? '') : '').slice(0, 20),
    ecoa: '1',
    country: 'US',
  }
  const read = readBase(writeBase(made))
  assert(read !== undefined, 'what is written can be read')
  return read
}

const at = (text: string, length: number): string =>
  plain(text).slice(0, length).padEnd(length, ' ')
const count = (n: number): string => String(n).padStart(9, '0')

/** In the order of the trailer's counters. */
const COUNTED = 'DA 05 11 13 61 62 63 64 65 71 78 80 82 83 84 88 89 93 94 95 96 97'.split(' ')

/** Header, base segments and trailer, a line each; every line has 426 characters. */
export function metroFile(
  bases: readonly Metro2Base[],
  of: { readonly on: Day; readonly createdOn: Day; readonly reporter: string },
): string {
  const header = [
    '0426HEADER',
    at('', 37),
    metroDay(of.on),
    metroDay(of.createdOn),
    metroDay(undefined),
    metroDay(undefined),
    at(of.reporter, 40),
    at('', 96),
    '0'.repeat(10),
    at('FORBEAR', 40),
    at('', 161),
  ].join('')
  const status = (code: string) => bases.filter((base) => base.accountStatus === code).length
  const trailer = [
    '0426TRAILER',
    count(bases.length),
    at('', 9),
    count(status('DF')),
    count(0),
    count(0),
    count(bases.length + 2),
    ...COUNTED.map((code) => count(status(code))),
    ...Array.from({ length: 16 }, () => count(0)),
    at('', 19),
  ].join('')
  const lines = [header, ...bases.map(writeBase), trailer]
  for (const line of lines) assert(line.length === METRO2_LENGTH, 'every record has 426 characters')
  return `${lines.join('\n')}\n`
}
