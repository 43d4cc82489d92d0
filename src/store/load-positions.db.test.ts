import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPath, MAPPINGS, TODAY } from '../../test/intake-book.ts'
import { freshDatabase } from '../../test/setup/fresh.ts'
import { addDays } from '../core/calendar.ts'
import { random } from '../sim/random.ts'
import { writePositions } from './book.ts'
import { inTenant, type Tx } from './db.ts'

const SEED = 20_261_121
const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,email,balance_on,balance,arrears,oldest_unpaid_due_on,months_past_due,next_due_on,next_due'

/** Snapshots of every kind: known and unknown arrears, credits, days around today, three products. */
function rows(count: number): string[] {
  const dice = random(SEED)
  const near = (days: number) => addDays(TODAY, dice.between(-days, Math.min(days, 3)))
  return Array.from({ length: count }, (_, i) =>
    [
      `A${i}`,
      `B${Math.floor(i / 2)}`,
      'cn-online',
      dice.pick(['instalment-loan', 'personal-loan', 'card']),
      'CNY',
      `N${Math.floor(i / 2)}`,
      'zh',
      'Asia/Shanghai',
      i % 4 < 2 ? `+8613${Math.floor(i / 2)}` : '',
      i % 8 < 4 ? `a${Math.floor(i / 2)}@b.example` : '',
      addDays(TODAY, -dice.between(0, 40)),
      dice.pick(['0', '-12.34', '1000.00', '55.5']),
      dice.pick(['', '0', '0.40', '5', '12.00', '300.25']),
      dice.pick(['', '', near(100), near(3), TODAY]),
      dice.pick(['', '', '0', '1', '2', '7']),
      dice.pick(['', near(20), addDays(TODAY, dice.between(0, 20))]),
      dice.pick(['', '0', '0.10', '77.70']),
    ].join(','),
  )
}

const positions = async (tx: Tx): Promise<string[]> =>
  (
    await tx.query<{ line: string }>(
      `select (to_jsonb(p) - 'recorded_at')::text as line from position p order by borrower_id, account_id`,
    )
  ).rows.map((row) => row.line)

test('positions made as one set are those that the core derives, account by account', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'positions-'))
  const fresh = await freshDatabase()
  // Products with grace, with a tolerance and a threshold, and with neither.
  const generic = await readFile(join(MAPPINGS, 'generic.yaml'), 'utf8')
  const mapping = join(folder, 'generic.yaml')
  const terms = [
    '{ graceDays: 3 }',
    "{ toleranceMinor: '50' }",
    "{ arrearsAboveMinor: '1000', graceDays: 1 }",
  ]
  await writeFile(
    mapping,
    terms.reduce((text, term) => text.replace('delinquency: {}', `delinquency: ${term}`), generic),
  )
  const path = join(folder, 'accounts.csv')
  await writeFile(path, `${[HEAD, ...rows(2000)].join('\n')}\n`)
  expect(await loadPath(fresh.db, path, { mapping })).toMatchObject({
    done: 'loaded',
    report: { positions: 2000 },
  })
  await inTenant(fresh.db, 1n, async (tx) => {
    const asSet = await positions(tx)
    const accounts = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
      `select borrower_id, account_id from account`,
    )
    const keys = {
      borrowerIds: accounts.rows.map((one) => one.borrower_id),
      accountIds: accounts.rows.map((one) => one.account_id),
    }
    await writePositions(tx, 1n, keys, TODAY)
    expect(asSet).toHaveLength(2000)
    const derived = await positions(tx)
    // The first few that differ: two thousand lines tell nobody anything.
    expect(asSet.filter((line, i) => line !== derived[i]).slice(0, 3)).toEqual(
      derived.filter((line, i) => line !== asSet[i]).slice(0, 3),
    )
    const late = await tx.query<{ n: bigint }>(
      `select count(*) as n from position where oldest_unpaid_due_on is not null`,
    )
    expect(late.rows[0]?.n).toBeGreaterThan(300n)
  })
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})
