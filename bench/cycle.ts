import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { to as copyTo } from 'pg-copy-streams'
import type { Pool } from 'pg'
import { addDays, day, type Day, type Instant } from '../src/core/calendar.ts'
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

type Run = {
  readonly name: string
  readonly late: number
  readonly isOrdinary: boolean
  readonly goal?: number
}

/** An ordinary day follows a day that was decided; a first day finds nothing decided yet. */
const RUNS: readonly Run[] = [
  { name: 'one in five delinquent, an ordinary day', late: 20, isOrdinary: true, goal: 4 },
  { name: 'one in five delinquent, the first day', late: 20, isOrdinary: false },
  { name: 'every account delinquent, an ordinary day', late: 100, isOrdinary: true },
]

/**
 * Deciding a whole book and keeping what was chosen, against a bare binary COPY out of the same
 * columns on one connection, both read to the end by this process.
 */
export async function benchCycle(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-cycle-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), (words) => options.say(words.en))
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect()
    const figures: Figure[] = []
    await makeTenant(admin)
    await publishFolder(db, TENANT, join(ROOT, 'strategies'), join(ROOT, 'templates'))
    let late = 0
    for (const run of RUNS) {
      if (run.late !== late) await makeBook(admin, options.rows, run.late)
      late = run.late
      figures.push(...(await measure({ db, admin, ...options }, run)))
    }
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

type Bench = { readonly db: Db; readonly admin: Pool; readonly rows: number; readonly say: Say }

async function measure(bench: Bench, run: Run): Promise<Figure[]> {
  const rounds: { copy: number; cycle: number; chosen: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await bench.admin.query('truncate treatment, borrower_case, cadence, cycle, cycle_shard')
    if (run.isOrdinary) {
      await cycleOn(bench.db, addDays(TODAY, -1))
      // The day before was dispatched as well as decided.
      await bench.admin.query(`update treatment set state = 'sent' where state = 'planned'`)
    }
    await bench.admin.query('vacuum analyze position, treatment, borrower_case, cadence')
    await bench.admin.query('checkpoint')
    const copy = await timed(() => copyOut(bench.db))
    const cycle = await timed(() => cycleOn(bench.db, TODAY))
    const one = { copy: copy.seconds, cycle: cycle.seconds, chosen: cycle.result }
    rounds.push(one)
    bench.say(
      `${run.name}: copy ${rounded(one.copy)} s, cycle ${rounded(one.cycle)} s, ${one.chosen} treatments`,
    )
  }
  const figure = (name: string, value: number, unit: string): Figure => ({
    bench: 'cycle',
    figure: `${run.name}: ${name}`,
    value,
    unit,
  })
  const ratio = figure(
    'cycle over bare COPY',
    rounded(median(rounds.map((r) => r.cycle / r.copy))),
    'x',
  )
  return [
    figure('bare binary COPY out', rounded(median(rounds.map((r) => r.copy))), 's'),
    figure(`cycle of ${bench.rows} accounts`, rounded(median(rounds.map((r) => r.cycle))), 's'),
    figure('treatments chosen', median(rounds.map((r) => r.chosen)), 'rows'),
    run.goal === undefined ? ratio : { ...ratio, goal: run.goal },
  ]
}

async function cycleOn(db: Db, today: Day): Promise<number> {
  const now = Date.parse(`${today}T09:00:00Z`) as Instant
  return (await runCycle(db, TENANT, { today, now })).treatments
}

async function copyOut(db: Db): Promise<void> {
  await inTenant(db, TENANT, async (tx) => {
    const stream = tx.query(
      copyTo(
        `copy (select ${POSITION_COLUMNS} from position where tenant_id = ${TENANT}) to stdout (format binary)`,
      ),
    )
    let bytes = 0
    for await (const chunk of stream) bytes += (chunk as Buffer).length
    if (bytes === 0) throw new Error('bug: nothing was copied out')
  })
}

async function makeTenant(admin: Pool): Promise<void> {
  await admin.query(
    `insert into tenant (tenant_id, name, trading_name, check_phone, check_url) values (1, 'Bench', 'Bench', '-', '-')`,
  )
  await admin.query(`insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
    values (1, 1, 'bench', '测试', 'Bench', 'host', 'Bench', 'creditor', '{cn}', 'online-lender')`)
  await admin.query(
    `insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 1, 'loan', 'instalment', '{}')`,
  )
}

/** Positions drawn by a hash of their number: the same book on every machine. */
async function makeBook(admin: Pool, rows: number, latePercent: number): Promise<void> {
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
