import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Pool } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { loadFiles } from '../src/intake/load.ts'
import { random } from '../src/sim/random.ts'
import type { Db } from '../src/store/db.ts'
import { median, rounded, timed, type Figure, type Say } from './figure.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TODAY = day('2026-11-21')
const TENANT = 1n
const ROUNDS = 3

/**
 * A month's payments of a lender's book, from the file on disk to payments and new positions, against a
 * bare COPY of the same bytes into one plain table with a primary key. Same server, same run, durable as
 * it is. Four accounts in five of those that the file could name pay, some of them twice.
 */
export async function benchPaymentFile(
  { admin, db, home }: { admin: Pool; db: Db; home: string },
  { rows, say }: { rows: number; say: Say },
): Promise<Figure[]> {
  const accounts = join(home, 'accounts.csv')
  const folder = join(home, 'month')
  mkdirSync(folder)
  const payments = join(folder, 'payments.csv')
  await writeLines(accounts, ACCOUNT_HEAD, rows, accountLine)
  await writeLines(payments, PAYMENT_HEAD, rows, paymentLine(rows))
  await forget(admin)
  await load(db, home, { path: accounts, mapping: 'generic' })
  await admin.query('vacuum analyze')
  say(`${rows} payments, ${rounded(statSync(payments).size / 1e6, 0)} MB`)
  const copies: number[] = []
  const loads: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await unpaid(admin)
    copies.push((await timed(() => bareCopy(admin, payments))).seconds)
    loads.push((await timed(() => load(db, home, { path: folder, mapping: 'generic' }))).seconds)
    say(`copy ${copies.at(-1)?.toFixed(2)} s, payments ${loads.at(-1)?.toFixed(2)} s`)
  }
  const of = (figure: string, value: number, unit: string): Figure => ({
    bench: 'ledger',
    figure,
    value: rounded(value),
    unit,
  })
  const ratios = loads.map((seconds, i) => seconds / (copies[i] ?? NaN))
  return [
    of('bare COPY of a file of payments', median(copies), 's'),
    of(`${rows} payments from the file to positions`, median(loads), 's'),
    { ...of('payment file over bare COPY', median(ratios), 'x'), goal: 6 },
  ]
}

/**
 * The same for a purchased book that benchPostings has made: every borrower pays once, and every payment is
 * replayed, split by its waterfall and posted with the interest up to it before positions follow.
 */
export async function benchOwnPaymentFile(
  { admin, db, home }: { admin: Pool; db: Db; home: string },
  { borrowers, say }: { borrowers: number; say: Say },
): Promise<Figure[]> {
  const copies: number[] = []
  const loads: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const folder = join(home, `own-${round}`)
    mkdirSync(folder)
    const path = join(folder, 'payments.csv')
    const paidOn = addDays(TODAY, round - ROUNDS)
    await writeLines(
      path,
      PAYMENT_HEAD,
      borrowers,
      (i) => `OWN${round}-${padded(i)},D${i},B${i},CNY,${paidOn},125.00`,
    )
    await emptyBare(admin)
    copies.push((await timed(() => bareCopy(admin, path))).seconds)
    const { seconds } = await timed(() => load(db, home, { path: folder, mapping: 'purchased' }))
    loads.push(seconds)
    say(`purchased: copy ${copies.at(-1)?.toFixed(2)} s, payments ${seconds.toFixed(2)} s`)
  }
  const ratios = loads.map((seconds, i) => seconds / (copies[i] ?? NaN))
  const of = { bench: 'ledger' } as const
  return [
    {
      ...of,
      figure: `${borrowers} payments of a purchased book`,
      value: rounded(median(loads)),
      unit: 's',
    },
    {
      ...of,
      figure: 'purchased payment file over bare COPY',
      value: rounded(median(ratios)),
      unit: 'x',
    },
  ]
}

const ACCOUNT_HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,opened_on,principal,balance,arrears,oldest_unpaid_due_on,next_due_on,next_due'

const PAYMENT_HEAD = 'payment_ref,account_ref,borrower_ref,currency,paid_on,amount'

const padded = (n: number): string => String(n).padStart(9, '0')
const borrowerOf = (account: number): number => Math.floor(account * 0.8)

function accountLine(i: number): string {
  const late = i % 5 === 0
  return [
    `LN${padded(i)},CU${padded(borrowerOf(i))},cn-online,personal-loan,CNY`,
    `Borrower ${borrowerOf(i)},zh,Asia/Shanghai,+86${13_000_000_000 + borrowerOf(i)}`,
    `${addDays(TODAY, -30 - (i % 800))},50000.00,40000.00`,
    late ? `3000.00,${addDays(TODAY, -1 - (i % 180))}` : '0.00,',
    `${addDays(TODAY, 1 + (i % 30))},2000.00`,
  ].join(',')
}

/** The same seed, the same bytes. */
function paymentLine(accounts: number): (i: number) => string {
  const dice = random(20_261_122)
  return (i) => {
    const account = dice.between(0, accounts - 1)
    const paidOn = addDays(TODAY, -dice.between(0, 29))
    const amount = (dice.between(100, 200_000) / 100).toFixed(2)
    return `PAY${padded(i)},LN${padded(account)},CU${padded(borrowerOf(account))},CNY,${paidOn},${amount}`
  }
}

async function writeLines(
  path: string,
  head: string,
  rows: number,
  line: (i: number) => string,
): Promise<void> {
  const out = createWriteStream(path)
  out.write(`${head}\n`)
  for (let i = 0; i < rows; i++) {
    if (!out.write(`${line(i)}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

async function load(
  db: Db,
  home: string,
  of: { readonly path: string; readonly mapping: 'generic' | 'purchased' },
): Promise<void> {
  const result = await loadFiles(db, TENANT, {
    ...of,
    mappings: join(ROOT, 'mappings'),
    asOf: TODAY,
    today: TODAY,
    now: Date.parse(`${TODAY}T02:00:00Z`) as Instant,
    dryRun: false,
    say: () => undefined,
    tempFolder: home,
  })
  if (!('done' in result) || result.done !== 'loaded') {
    throw new Error(`bug: the bench's file was not loaded: ${JSON.stringify(result)}`)
  }
}

async function forget(admin: Pool): Promise<void> {
  await admin.query(
    'truncate borrower, account, address, instalment, payment, snapshot, position, entry, debt_terms, load',
  )
  await admin.query(
    `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
     values ($1, 'Bench', 'Bench', '000', 'https://bench.example') on conflict do nothing`,
    [TENANT],
  )
}

/** The book as it was before the month, and an empty plain table. */
async function unpaid(admin: Pool): Promise<void> {
  await admin.query('truncate payment')
  await admin.query(`delete from load where load_id > (select min(load_id) from load)`)
  await emptyBare(admin)
  await admin.query('vacuum analyze position')
  await admin.query('checkpoint')
}

async function emptyBare(admin: Pool): Promise<void> {
  await admin.query('drop table if exists bare_payment')
  await admin.query(`create table bare_payment (
    payment_ref text primary key, account_ref text, borrower_ref text, currency char(3),
    paid_on date, amount numeric(18, 2))`)
}

async function bareCopy(admin: Pool, path: string): Promise<void> {
  const client = await admin.connect()
  try {
    const target = client.query(copyFrom('copy bare_payment from stdin (format csv, header true)'))
    await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), target)
  } finally {
    client.release()
  }
}
