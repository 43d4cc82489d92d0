import { join } from 'node:path'
import { day, type Instant } from '../src/core/calendar.ts'
import { loadFiles, type LoadOptions, type LoadResult } from '../src/intake/load.ts'
import { problemText } from '../src/intake/problem.ts'
import { inTenant, type Db } from '../src/store/db.ts'

export const NOW = Date.UTC(2026, 10, 21) as Instant
export const TODAY = day('2026-11-21')
export const MAPPINGS = join(import.meta.dirname, '../mappings')

export const TABLES = [
  'borrower',
  'account',
  'address',
  'instalment',
  'payment',
  'snapshot',
  'account_profile',
  'position',
  'load',
] as const
export const NOTHING = Object.fromEntries(TABLES.map((table) => [table, 0n]))

/** How many rows the tenant has: a load that is refused leaves all of them as they were. */
export const counts = (db: Db): Promise<Record<string, bigint>> =>
  inTenant(db, 1n, async (tx) => {
    const found: Record<string, bigint> = {}
    for (const table of TABLES) {
      const { rows } = await tx.query<{ n: bigint }>(`select count(*) as n from ${table}`)
      found[table] = rows[0]?.n ?? 0n
    }
    return found
  })

export const loadPath = (
  db: Db,
  path: string,
  options: Partial<LoadOptions> = {},
): Promise<LoadResult> =>
  loadFiles(db, 1n, {
    path,
    mapping: 'generic',
    mappings: MAPPINGS,
    asOf: TODAY,
    today: TODAY,
    now: NOW,
    dryRun: false,
    say: () => undefined,
    ...options,
  })

/** The sentences of a refusal, or the result as text. */
export const said = (result: LoadResult): string[] =>
  'problems' in result
    ? result.problems.map((problem) => problemText(problem, 'en'))
    : [
        JSON.stringify(result, (_, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        ),
      ]

export const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,balance,arrears,oldest_unpaid_due_on'

/** One account of one borrower, with what is different about it. */
export function row(n: number, change: Readonly<Record<string, string>> = {}): string {
  const cells: Record<string, string> = {
    account_ref: `A${n}`,
    borrower_ref: `B${n}`,
    portfolio: 'cn-online',
    product: 'personal-loan',
    currency: 'CNY',
    name: `Name ${n}`,
    language: 'zh',
    zones: 'Asia/Shanghai',
    mobile: `+861380${1_000_000 + n}`,
    balance: `${n}000.50`,
    arrears: '100.00',
    oldest_unpaid_due_on: '2026-10-12',
    ...change,
  }
  return HEAD.split(',')
    .map((column) => cells[column] ?? '')
    .join(',')
}

export const file = (...rows: string[]): string => `${[HEAD, ...rows].join('\n')}\n`
