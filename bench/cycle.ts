import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { to as copyTo } from 'pg-copy-streams'
import type { Pool } from 'pg'
import { day, type Instant } from '../src/core/calendar.ts'
import { connectAdmin, inTenant, type Db } from '../src/store/db.ts'
import { migrate } from '../src/store/migrate.ts'
import { POSITION_COLUMNS } from '../src/store/positions.ts'
import { openDatabase } from '../src/store/server.ts'
import { publishFolder } from '../src/store/strategy.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { median, rounded, timed, type Figure, type Say } from './figure.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TODAY = day('2026-11-21')
const TENANT = 1n
const ROUNDS = 3

/**
 * Deciding a whole book and keeping what was chosen, against a bare binary COPY out of the same
 * columns on one connection. Two books: one account in five delinquent, and every account.
 */
export async function benchCycle(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-cycle-'))
  const database = await openDatabase({ home, say: options.say })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), options.say)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect()
    const figures: Figure[] = []
    await makeTenant(admin)
    for (const book of [
      { name: 'one in five delinquent', late: 20, goal: 4 },
      { name: 'every account delinquent', late: 100, goal: undefined },
    ]) {
      await makeBook(admin, options.rows, book.late)
      figures.push(...(await measure(db, admin, options, book)))
    }
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function measure(
  db: Db,
  admin: Pool,
  options: { rows: number; say: Say },
  book: { name: string; goal: number | undefined },
): Promise<Figure[]> {
  await publishFolder(db, TENANT, join(ROOT, 'strategies'), join(ROOT, 'templates'))
  const copies: number[] = []
  const cycles: number[] = []
  let chosen = 0
  for (let round = 0; round < ROUNDS; round++) {
    await forget(admin)
    copies.push((await timed(() => copyOut(db))).seconds)
    const { seconds, result } = await timed(() =>
      runCycle(db, TENANT, { today: TODAY, now: Date.parse(`${TODAY}T09:00:00Z`) as Instant }),
    )
    cycles.push(seconds)
    chosen = result.treatments
    options.say(`${book.name}: copy ${copies.at(-1)?.toFixed(2)} s, cycle ${seconds.toFixed(2)} s, ${chosen} treatments`)
  }
  const figure = (name: string, value: number, unit: string, goal?: number): Figure => ({
    bench: 'cycle', figure: `${book.name}: ${name}`, value, unit, ...(goal === undefined ? {} : { goal }),
  })
  return [
    figure('bare binary COPY out', rounded(median(copies)), 's'),
    figure(`cycle of ${options.rows} accounts`, rounded(median(cycles)), 's'),
    figure('treatments chosen', chosen, 'rows'),
    figure('cycle over bare COPY', rounded(median(cycles.map((c, i) => c / (copies[i] ?? NaN)))), 'x', book.goal),
  ]
}

async function copyOut(db: Db): Promise<void> {
  await inTenant(db, TENANT, async (tx) => {
    const stream = tx.query(copyTo(`copy (select ${POSITION_COLUMNS} from position where tenant_id = ${TENANT}) to stdout (format binary)`))
    let bytes = 0
    for await (const chunk of stream) bytes += (chunk as Buffer).length
    if (bytes === 0) throw new Error('bug: nothing was copied out')
  })
}

async function forget(admin: Pool): Promise<void> {
  await admin.query('truncate treatment, borrower_case, cadence, cycle, cycle_shard')
}

export async function makeTenant(admin: Pool): Promise<void> {
  await admin.query(`insert into tenant (tenant_id, name, trading_name, check_phone, check_url) values (1, 'Bench', 'Bench', '-', '-')`)
  await admin.query(`insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
    values (1, 1, 'bench', '测试', 'Bench', 'host', 'Bench', 'creditor', '{cn}', 'online-lender')`)
  await admin.query(`insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 1, 'loan', 'instalment', '{}')`)
}

/** Positions drawn by a hash of their number: the same book on every machine. */
export async function makeBook(admin: Pool, rows: number, latePercent: number): Promise<void> {
  await admin.query('truncate position')
  await admin.query(
    `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
       outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, next_due_on, next_due_minor,
       last_payment_on, last_payment_minor, delinquent_since, times_delinquent, channels, as_of)
     select 1, n * (9223372036854775807 / ($1::bigint + 1)), n, 1, 1, 'CNY', 'zh', 100000 + h % 5000000,
       case when late then 10000 + h % 90000 else 0 end, case when late then 1 + dpd / 30 else 0 end,
       case when late then $3::date - dpd end, $3::date + 1 + (h % 28)::int, 10000 + h % 90000,
       $3::date - 30 - dpd, 10000 + h % 90000, case when late then $3::date - dpd end,
       case when late then 1 else 0 end, 7, $3::date
     from (select n, h, h % 100 < $2 as late, (1 + (h / 100) % 180)::int as dpd
           from (select n, abs(hashint8(n)::bigint) as h from generate_series(1, $1::bigint) as n) as drawn) as shaped`,
    [rows, latePercent, TODAY],
  )
  await admin.query('vacuum analyze position')
}
