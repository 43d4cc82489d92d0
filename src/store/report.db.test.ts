import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { day, type Instant } from '../core/calendar.ts'
import { loadFiles, type LoadResult } from '../intake/load.ts'
import { inTenant } from './db.ts'
import {
  delinquencyReport,
  rollRates,
  rollRatesCsv,
  shareText,
  type AccountDelinquency,
  type Subset,
} from './report.ts'

const DATA = process.env['FORBEAR_DATA']
if (DATA === undefined)
  console.log(
    'Skipped: real data. Set FORBEAR_DATA to the folder with uci-credit-default, berka and reference.',
  )

const NOW = Date.UTC(2026, 10, 21) as Instant
const MAPPINGS = join(import.meta.dirname, '../../mappings')

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const load = (folder: string, mapping: string, asOf: string): Promise<LoadResult> =>
  loadFiles(fresh.db, 1n, {
    path: folder,
    mapping,
    mappings: MAPPINGS,
    asOf: day(asOf),
    today: day('2026-11-21'),
    now: NOW,
    dryRun: false,
    say: () => undefined,
  })

const csv = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))

describe.skipIf(DATA === undefined)('the real books', () => {
  const data = DATA ?? ''

  test('roll rates of the card book are those of the reference, cell by cell', async () => {
    expect(await load(join(data, 'uci-credit-default'), 'uci-cards', '2005-09-30')).toMatchObject({
      done: 'loaded',
    })
    const [, ...wanted] = csv(join(data, 'reference/uci_roll_buckets.csv'))
    const subsets: Record<string, Subset | undefined> = {
      all: undefined,
      build: { modulo: 5, remainder: 0, others: true },
      heldout: { modulo: 5, remainder: 0, others: false },
    }
    const got: string[][] = []
    for (const [name, subset] of Object.entries(subsets)) {
      const rates = await inTenant(fresh.db, 1n, (tx) =>
        rollRates(tx, 1n, { portfolio: 'uci-cards', subset }),
      )
      got.push(
        ...rollRatesCsv(name, rates)
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.split(',')),
      )
    }
    expect(wanted.length).toBeGreaterThan(400)
    // The reference writes shares as Python does (1.0, 3.7e-05) and whole dollars without cents.
    const plain = (rows: string[][]) =>
      rows.map((row) => row.map((cell, i) => (i >= 4 && cell !== '' ? Number(cell) : cell)))
    expect(plain(got)).toEqual(plain(wanted))
  })

  test('days past due of the loan book are those of the reference, strict and with 0.50', async () => {
    const result = await load(join(data, 'berka'), 'berka', '1994-03-31')
    expect(result).toMatchObject({ done: 'loaded' })
    const notes = 'report' in result ? result.report.files.flatMap((file) => file.notes) : []
    expect(notes).toContain('last_line_ignored')
    const [head = [], ...wanted] = csv(join(data, 'reference/berka_dpd_19940331.csv'))
    const at = (row: string[], column: string) => row[head.indexOf(column)] ?? ''
    const strict = await lateness(0n)
    const tolerant = await lateness(50n)
    expect(strict.size).toBe(wanted.length)
    for (const row of wanted) {
      const ref = at(row, 'loan_id')
      expect([ref, ...said(strict.get(ref))]).toEqual([
        ref,
        Number(at(row, 'arrears_n_strict')),
        at(row, 'oldest_unpaid_strict'),
        Number(at(row, 'dpd_strict')),
      ])
      expect([ref, ...said(tolerant.get(ref))]).toEqual([
        ref,
        Number(at(row, 'arrears_n_tol0.5')),
        at(row, 'oldest_unpaid_tol0.5'),
        Number(at(row, 'dpd_tol0.5')),
      ])
    }
  })

  async function lateness(toleranceMinor: bigint): Promise<Map<string, AccountDelinquency>> {
    return inTenant(fresh.db, 1n, async (tx) => {
      const all = new Map<string, AccountDelinquency>()
      const asked = { asOf: day('1994-03-31'), toleranceMinor, portfolio: 'berka-loans' }
      for await (const one of delinquencyReport(tx, 1n, asked)) all.set(one.ref, one)
      return all
    })
  }

  const said = (one: AccountDelinquency | undefined) => [
    one?.delinquency.instalmentsMissed,
    one?.delinquency.oldestUnpaidDueOn ?? '',
    one?.delinquency.daysPastDue,
  ]
})

test('a share is exact to six decimals, and there is none of nothing', () => {
  expect(shareText(1n, 3n)).toBe('0.333333')
  expect(shareText(2n, 3n)).toBe('0.666667')
  expect(shareText(5n, 5n)).toBe('1.000000')
  expect(shareText(1n, 0n)).toBeUndefined()
})
