import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import { addDays, day, dayNumber, type Day } from '../src/core/calendar.ts'
import { connectAdmin, type Db } from '../src/store/db.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/server.ts'
import { publishFolder } from '../src/store/strategy.ts'
import { copyBare, prepareBare } from './cycle-bare.ts'
import type { ChildAsked, ChildDone } from './cycle-child.ts'
import { median, rounded, type Figure, type Say } from './figure.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TODAY = day('2026-11-21')
const TENANT = 1n
const ROUNDS = 3
const RATIO_GOAL = 1.6
const GROWTH_GOAL = 1.15
const MEMORY_GOAL_MB = 600
/** Of a hundred accounts that have a past, so many come due on a day: about a tenth of the book. */
const DUE_OF_HUNDRED = 30
const LATE_PERCENT = 20

type Bench = {
  readonly db: Db
  readonly admin: Pool
  readonly url: string
  readonly snapshots: string
  readonly say: Say
}

/**
 * An ordinary night: the day before was decided and dispatched, about a tenth of the accounts is due
 * for a step. Against a bare binary COPY out of the same bytes that the cycle reads and COPY in of
 * the same rows that it keeps, into tables without an index, on as many connections as the cycle has.
 */
export async function benchCycle(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-cycle-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect()
    const bench = {
      db,
      admin,
      url: database.adminUrl,
      snapshots: join(home, 'snapshots'),
      say: options.say,
    }
    await makeTenant(bench)
    const sizes = sizesOf(options.rows)
    const measured: Measured[] = []
    for (const rows of sizes) measured.push(await measure(bench, rows))
    await db.end()
    await admin.end()
    return figuresOf(measured)
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

/** A tenth of the size beside it shows whether an account costs more in a larger book. */
const sizesOf = (rows: number): number[] => [
  ...new Set([
    Math.max(Math.round(rows / 10), 1000),
    ...(rows >= 10_000_000 ? [3_000_000] : []),
    rows,
  ]),
]

type Round = { bare: number; alone: number; cycle: number; cpu: number; rssMb: number; due: number }
type Measured = { readonly rows: number; readonly rounds: readonly Round[] }

async function measure(bench: Bench, rows: number): Promise<Measured> {
  bench.say(`making a book of ${rows} accounts`)
  await makeBook(bench.admin, rows)
  let today = addDays(TODAY, -ROUNDS)
  await cycleOn(bench, today)
  const rounds: Round[] = []
  for (let n = 0; n < ROUNDS; n++) {
    await settleDay(bench.admin, today)
    today = addDays(today, 1)
    const done = await cycleOn(bench, today)
    // What the night kept is what the bare copy keeps: so it comes second, with the same caches.
    await prepareBare(bench.admin, today)
    const bare = await copyBare(bench, { rows, connections: 2 })
    const alone = await copyBare(bench, { rows, connections: 1 })
    const round = { bare, alone, ...done, cycle: done.seconds, due: done.treatments / rows }
    rounds.push(round)
    bench.say(
      `${rows} accounts, ${today}: cycle ${done.seconds.toFixed(2)} s, bare COPY on two connections ${bare.toFixed(2)} s, on one ${alone.toFixed(2)} s, ${done.treatments} treatments, ${done.rssMb} MB`,
    )
  }
  return { rows, rounds }
}

const of = (name: string, value: number, unit: string, goal?: number): Figure => ({
  bench: 'cycle',
  figure: name,
  value: rounded(value),
  unit,
  ...(goal === undefined ? {} : { goal }),
})
const mid = ({ rounds }: Measured, pick: (round: Round) => number) => median(rounds.map(pick))

function figuresOf(measured: readonly Measured[]): Figure[] {
  const [small] = measured
  const large = measured.at(-1)
  const figures = measured.flatMap((one) => figuresOfOne(one, one === large))
  if (small === undefined || large === undefined || small === large) return figures
  const each = (one: Measured) => mid(one, (r) => r.cycle) / one.rows
  const growth = each(large) / each(small)
  const name = `an account at ${large.rows} over one at ${small.rows}`
  return [...figures, of(name, growth, 'x', GROWTH_GOAL)]
}

function figuresOfOne(one: Measured, isLast: boolean): Figure[] {
  const name = `${one.rows} accounts`
  const ratio = mid(one, (r) => r.cycle / r.bare)
  return [
    of(
      `${name}: cycle`,
      mid(one, (r) => r.cycle),
      's',
    ),
    of(
      `${name}: bare COPY, two connections`,
      mid(one, (r) => r.bare),
      's',
    ),
    of(`${name}: cycle over bare COPY`, ratio, 'x', isLast ? RATIO_GOAL : undefined),
    of(
      `${name}: cycle over bare COPY on one`,
      mid(one, (r) => r.cycle / r.alone),
      'x',
    ),
    of(`${name}: due for a step`, mid(one, (r) => r.due) * 100, '%'),
    of(
      `${name}: CPU of the worker`,
      mid(one, (r) => r.cpu),
      's',
    ),
    of(
      `${name}: memory of the worker`,
      mid(one, (r) => r.rssMb),
      'MB',
      MEMORY_GOAL_MB,
    ),
  ]
}

/** The cycle in a process of its own, so that its memory is nobody else's. */
function cycleOn({ url, snapshots }: Bench, today: Day): Promise<ChildDone> {
  const child = fork(join(import.meta.dirname, 'cycle-child.ts'), { execArgv: ['--import', 'tsx'] })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code) => failed(new Error(`the cycle's process ended with ${code}`)))
    child.once('message', (message) => done(message as ChildDone))
    child.send({ url, today, snapshots } satisfies ChildAsked)
  })
}

/** The day was dispatched, and enough of the past lies far enough back for the next to be due. */
async function settleDay(admin: Pool, today: Day): Promise<void> {
  const last = dayNumber(today)
  await admin.query(
    `update treatment set state = 'sent' where state in ('planned', 'awaiting_approval', 'listed')`,
  )
  await admin.query(
    `update cadence set steps = regexp_replace(steps, '\\[\\d+,(\\d+)\\]', '[1,${last - 40}]', 'g')
     where abs(hashint8(account_id # ${last})::bigint) % 100 < ${DUE_OF_HUNDRED}`,
  )
  for (const table of ['treatment', 'cadence', 'borrower_case', 'position'])
    await admin.query(`vacuum analyze ${table}`)
  await admin.query('checkpoint')
}

async function makeTenant({ admin, db }: Bench): Promise<void> {
  await admin.query(
    `insert into tenant (tenant_id, name, trading_name, check_phone, check_url) values (1, 'Bench', 'Bench', '-', '-')`,
  )
  await admin.query(`insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
    values (1, 1, 'bench', '测试', 'Bench', 'host', 'Bench', 'creditor', '{cn}', 'online-lender')`)
  await admin.query(
    `insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 1, 'loan', 'instalment', '{}')`,
  )
  await publishFolder(db, TENANT, join(ROOT, 'strategies'), join(ROOT, 'templates'))
}

/** Positions drawn by a hash of their number: the same book on every machine. */
async function makeBook(admin: Pool, rows: number): Promise<void> {
  await admin.query('truncate position, treatment, borrower_case, cadence, cycle, cycle_shard')
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
    [rows, LATE_PERCENT, TODAY],
  )
  await admin.query('vacuum analyze position')
}
