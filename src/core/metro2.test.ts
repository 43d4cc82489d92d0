import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { day } from './calendar.ts'
import { type CreditRecord, isNegative, profileOf, statusOf, tooOldOn } from './credit-record.ts'
import { dayOfMetro, METRO2_LENGTH, metroBase, metroFile, readBase, writeBase } from './metro2.ts'

const record = (of: Partial<CreditRecord> = {}): CreditRecord => ({
  accountRef: 'A-100',
  name: 'Zoë Q Müller',
  currency: 'USD',
  shape: 'instalment',
  openedOn: day('2024-02-29'),
  closedOn: undefined,
  asOf: day('2026-10-31'),
  balanceMinor: 123_499n,
  pastDueMinor: 10_050n,
  originalMinor: 500_000n,
  lastPaymentOn: day('2026-06-01'),
  lastPaymentMinor: 5_000n,
  delinquentSince: day('2026-07-02'),
  daysPastDue: 95,
  history: [2, 1, 0, undefined],
  disputed: 'no',
  deletes: false,
  ...of,
})

describe('a base segment', () => {
  test('says what the record says, in its places', () => {
    const text = writeBase(metroBase(record(), { furnisher: 'F1' }))
    expect(text).toHaveLength(METRO2_LENGTH)
    expect(text.slice(42, 47)).toBe('A-100')
    expect(text.slice(75, 83)).toBe('02292024')
    expect(text.slice(123, 125)).toBe('80')
    expect(text.slice(126, 150)).toBe('210DBBBBBBBBBBBBBBBBBBBB')
    expect(text.slice(154, 163)).toBe('000001234')
    expect(text.slice(163, 172)).toBe('000000100')
    expect(text.slice(189, 197)).toBe('07022026')
    expect(text.slice(231, 237)).toBe('MULLER')
  })

  test('reads back to what was written, and what is no segment is not read', () => {
    const base = metroBase(record({ disputed: 'open' }), { furnisher: 'F1' })
    expect(readBase(writeBase(base))).toEqual(base)
    expect(base.complianceCode).toBe('XB')
    expect(dayOfMetro(base.dateFirstDelinquency)).toBe('2026-07-02')
    expect(readBase('x'.repeat(METRO2_LENGTH))).toBeUndefined()
    expect(readBase('0')).toBeUndefined()
  })

  test.each([
    [0, '11'],
    [29, '11'],
    [30, '71'],
    [59, '71'],
    [60, '78'],
    [90, '80'],
    [120, '82'],
    [150, '83'],
    [180, '84'],
    [4000, '84'],
  ])('%i days past due is status %s', (daysPastDue, status) => {
    expect(statusOf(record({ daysPastDue }))).toBe(status)
    expect(isNegative(record({ daysPastDue }))).toBe(daysPastDue >= 30)
  })

  test('a deletion says nothing against anybody', () => {
    const deleted = record({ deletes: true })
    expect([statusOf(deleted), isNegative(deleted)]).toEqual(['DA', false])
    expect(statusOf(record({ balanceMinor: 0n, closedOn: day('2026-10-01') }))).toBe('13')
    expect(profileOf(record({ history: [9] }))).toBe(`6${'B'.repeat(23)}`)
  })
})

test('an item is too old seven years and 180 days after the delinquency began', () => {
  const limit = {
    id: 'x',
    mark: 'unverified',
    years: 7,
    extraDays: 180,
    from: 'delinquency',
  } as const
  expect(tooOldOn(record({ delinquentSince: day('2019-01-01') }), limit)).toBe('2026-06-30')
  expect(tooOldOn(record({ delinquentSince: undefined }), limit)).toBeUndefined()
})

test('the trailer counts what is in the file', () => {
  const bases = [record(), record({ daysPastDue: 0 }), record({ deletes: true })].map((one) =>
    metroBase(one, { furnisher: 'F1' }),
  )
  const of = { on: day('2026-10-31'), createdOn: day('2026-11-01'), reporter: 'Demo Bank' }
  const lines = metroFile(bases, of).split('\n').slice(0, -1)
  expect(lines.map((line) => line.length)).toEqual([426, 426, 426, 426, 426])
  const trailer = lines.at(-1) ?? ''
  expect(trailer.slice(11, 20)).toBe('000000003')
  // DA, 11 and 80 stand in the order of the format.
  expect([trailer.slice(65, 74), trailer.slice(83, 92), trailer.slice(164, 173)]).toEqual([
    '000000001',
    '000000001',
    '000000001',
  ])
})

const data = process.env['FORBEAR_DATA']
const folder = join(data ?? '', 'metro2/test/testdata')

test.skipIf(data === undefined || !existsSync(folder))(
  'the sample files of FORBEAR_DATA are read and written back byte for byte (skipped without it)',
  () => {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8').replaceAll(/\r?\n/g, '')
    const fixed = read('unpacked_fixed_file.dat')
    const first = Number(fixed.slice(0, 4))
    // A block begins with its own length, and every record with its own.
    const blocked = read('base_segment.dat')
    for (const text of [fixed.slice(first), blocked.slice(4)]) {
      const base = text.slice(0, METRO2_LENGTH)
      const found = readBase(base)
      expect(found).toMatchObject({
        identificationNumber: '6666666',
        surname: 'SMITH-JONES',
        accountStatus: '62',
        complianceCode: 'XA',
        state: 'MI',
      })
      expect(dayOfMetro(found?.dateFirstDelinquency ?? '')).toBe('2001-07-19')
      expect(writeBase(found ?? {})).toBe(base)
    }
  },
)
