import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Pool } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { loadFiles } from '../src/intake/load.ts'
import { random, type Random } from '../src/sim/random.ts'
import { connectAdmin } from '../src/store/db.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/server.ts'
import { median, rounded, timed, type Figure, type Say } from './figure.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TODAY = day('2026-11-21')
const TENANT = 1n
const ROUNDS = 3

const HEAD = [
  'account_ref',
  'borrower_ref',
  'portfolio',
  'product',
  'currency',
  'name',
  'language',
  'zones',
  'mobile',
  'opened_on',
  'principal',
  'balance',
  'arrears',
  'oldest_unpaid_due_on',
  'next_due_on',
  'next_due',
]

/**
 * A day's file of accounts from the file on disk to borrowers, accounts, addresses, snapshots and
 * positions, against a bare COPY of the same bytes into one plain table with a primary key. Same
 * server, same run, durable as it is.
 */
export async function benchLoad(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-load-bench-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), (words) => options.say(words.en))
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect()
    const path = join(home, 'accounts.csv')
    await writeAccounts(path, options.rows)
    options.say(
      `${options.rows} rows of ${HEAD.length} columns, ${rounded(statSync(path).size / 1e6, 0)} MB`,
    )
    const copies: number[] = []
    const loads: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await forget(admin)
      copies.push((await timed(() => bareCopy(admin, path))).seconds)
      const { seconds, result } = await timed(() =>
        loadFiles(db, TENANT, {
          path,
          mapping: 'generic',
          mappings: join(ROOT, 'mappings'),
          asOf: TODAY,
          today: TODAY,
          now: Date.parse(`${TODAY}T02:00:00Z`) as Instant,
          dryRun: false,
          say: () => undefined,
          tempFolder: home,
        }),
      )
      if (!('done' in result) || result.done !== 'loaded')
        throw new Error(`bug: the bench's file was not loaded: ${JSON.stringify(result)}`)
      loads.push(seconds)
      options.say(`copy ${copies.at(-1)?.toFixed(2)} s, load ${seconds.toFixed(2)} s`)
    }
    await db.end()
    await admin.end()
    return figures(options.rows, copies, loads)
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

function figures(rows: number, copies: readonly number[], loads: readonly number[]): Figure[] {
  const ratios = loads.map((load, i) => load / (copies[i] ?? NaN))
  const seconds = (figure: string, values: readonly number[]): Figure => ({
    bench: 'load',
    figure,
    value: rounded(median(values)),
    unit: 's',
  })
  return [
    seconds('bare COPY in, one table with a key', copies),
    seconds(`load of ${rows} rows into the book`, loads),
    {
      bench: 'load',
      figure: 'load over bare COPY',
      value: rounded(median(ratios)),
      unit: 'x',
      goal: 3,
    },
  ]
}

/** An empty book, as before a lender's first file, and an empty plain table. */
async function forget(admin: Pool): Promise<void> {
  await admin.query(
    `truncate borrower, account, address, instalment, payment, snapshot, position, load`,
  )
  await admin.query(
    `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
     values ($1, 'Bench', 'Bench', '000', 'https://bench.example') on conflict do nothing`,
    [TENANT],
  )
  await admin.query('drop table if exists bare')
  await admin.query(`create table bare (
    account_ref text primary key, borrower_ref text, portfolio text, product text, currency char(3), name text,
    language text, zones text, mobile text, opened_on date, principal numeric(18, 2), balance numeric(18, 2),
    arrears numeric(18, 2), oldest_unpaid_due_on date, next_due_on date, next_due numeric(18, 2))`)
  await admin.query('checkpoint')
}

async function bareCopy(admin: Pool, path: string): Promise<void> {
  const client = await admin.connect()
  try {
    const target = client.query(copyFrom('copy bare from stdin (format csv, header true)'))
    await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), target)
  } finally {
    client.release()
  }
}

/** Five accounts to four borrowers, one account in five behind: the same seed, the same bytes. */
async function writeAccounts(path: string, rows: number): Promise<void> {
  const dice = random(20_261_121)
  const out = createWriteStream(path)
  out.write(`${HEAD.join(',')}\n`)
  for (let i = 0; i < rows; i++) {
    if (!out.write(`${accountRow(dice, i).join(',')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

function accountRow(dice: Random, i: number): (string | number)[] {
  const borrower = Math.floor(i * 0.8)
  const amount = (most: number): string => (dice.between(100, most * 100) / 100).toFixed(2)
  const late = i % 5 === 0
  const next = addDays(TODAY, dice.between(1, 30))
  return [
    `LN${String(i).padStart(9, '0')}`,
    `CU${String(borrower).padStart(9, '0')}`,
    'cn-online',
    'personal-loan',
    'CNY',
    `Borrower ${borrower}`,
    'zh',
    'Asia/Shanghai',
    `+86${13_000_000_000 + borrower}`,
    addDays(TODAY, -dice.between(30, 900)),
    amount(50_000),
    amount(40_000),
    late ? amount(3_000) : '0.00',
    late ? addDays(TODAY, -dice.between(1, 180)) : '',
    next,
    amount(2_000),
  ]
}
