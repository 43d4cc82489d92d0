import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import { assert } from '../src/core/assert.ts'
import type { LawBook } from '../src/guard/book.ts'
import { connectAdmin, inTenant, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/server.ts'
import { readLoad } from '../src/store/work-load.ts'
import { nextCase } from '../src/store/work-next.ts'
import { saveSetup } from '../src/store/work-setup.ts'
import { rounded, timed, type Figure, type Say } from './figure.ts'
import { makePeople, NOW, TENANT, TODAY } from './permits-world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const CONNECTIONS = 32
const CASES_MAX = 100_000
const STAFF = 200
const ALONE = 200
const ROUNDS = 6
const LISTS = ['early', 'late', 'branch', 'service'] as const
const GOAL_MS = 300

/**
 * How long a person waits for the next case of a book of 100,000 listed ones, half of which the law
 * does not allow now: alone, and when 32 people press the key in the same moment.
 */
export async function benchWork(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-work-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect({ connectionsMax: CONNECTIONS })
    const cases = Math.min(options.rows, CASES_MAX)
    await makeWork(admin, db, cases)
    const figures = await measure({ db, admin, law: loadLaw(join(ROOT, 'law')) })
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

type Bench = { readonly db: Db; readonly admin: Pool; readonly law: LawBook }

async function makeWork(admin: Pool, db: Db, cases: number): Promise<void> {
  await makePeople(admin, cases)
  await admin.query(
    `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
       priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
     select 1, n, n, 1, 'open', 'early', 'warm', n % 1000, 10000, 'CNY', '2026-11-01', '2026-11-02', '2026-11-20'
       from generate_series(1, $1::int) n`,
    [cases],
  )
  // Every second one stands where the window has closed, the most urgent ones among them.
  await admin.query(
    `update treatment set state = 'listed', channel = 'call', template = null, priority = borrower_id % 1000,
       worklist = ($2::text[])[1 + borrower_id % 4],
       lawful_until = case when (borrower_id / 4) % 2 = 0 then $1::timestamptz - interval '1 minute'
                           else $1::timestamptz + interval '8 hours' end`,
    [new Date(NOW), LISTS],
  )
  await admin.query(
    `insert into callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
     select 1, n * 7, n * 7, $1::timestamptz + n * interval '1 minute', 'Asia/Shanghai', 'borrower', 'x'
       from generate_series(1, 500) n`,
    [new Date(NOW)],
  )
  await inTenant(db, TENANT, async (tx) => {
    await tx.query(
      `insert into staff (tenant_id, user_id, name, role)
       select 1, 'p' || n, 'P' || n, 'collector' from generate_series(1, $1::int) n`,
      [STAFF],
    )
    await saveSetup(tx, TENANT, setup(), 'bench')
  })
  await admin.query('vacuum analyze')
}

const setup = (): Parameters<typeof saveSetup>[2] => ({
  worklists: LISTS.map((worklist) => ({
    worklist,
    nameZh: worklist,
    nameEn: worklist,
    minutesACase: 6,
    skills: [],
    languages: [],
    idleMinutes: 15,
    stayDays: 7,
  })),
  people: Array.from({ length: STAFF }, (_, n) => ({
    userId: `p${n + 1}`,
    languages: ['zh'] as const,
    skills: [],
    shifts: [
      {
        kind: 'work' as const,
        firstOn: TODAY,
        untilOn: undefined,
        days: 127,
        fromMinute: 0,
        untilMinute: 1440,
        zone: 'Asia/Shanghai',
      },
    ],
  })),
})

async function measure({ db, admin, law }: Bench): Promise<Figure[]> {
  const ask = async (user: number) => {
    const seeking = { tenantId: TENANT, userId: `p${user}`, now: NOW, today: TODAY, law }
    const { seconds, result } = await timed(() => nextCase(db, seeking))
    assert(result.is === 'lease' && !result.again, 'everybody is given a case of their own')
    return { ms: seconds * 1000, borrowerId: result.lease.borrowerId }
  }
  const giveBack = () => admin.query('update lease set ended_at = taken_at')
  for (let user = 1; user <= 20; user++) await ask(user)
  await giveBack()
  const alone: number[] = []
  for (let n = 0; n < ALONE; n++) {
    alone.push((await ask((n % STAFF) + 1)).ms)
    if (n % STAFF === STAFF - 1) await giveBack()
  }
  const crowd: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await giveBack()
    const users = Array.from({ length: CONNECTIONS }, (_, n) => n + 1)
    const answers = await Promise.all(users.map(ask))
    const given = new Set(answers.map((answer) => answer.borrowerId))
    assert(given.size === CONNECTIONS, 'no case went to two people')
    crowd.push(...answers.map((answer) => answer.ms))
  }
  const of = { now: NOW, today: TODAY, zone: 'Asia/Shanghai' }
  const load = await timed(() => inTenant(db, TENANT, (tx) => readLoad(tx, TENANT, of)))
  return [
    figure('next case, one person, median', at(alone, 0.5)),
    { ...figure('next case, one person, p95', at(alone, 0.95)), goal: GOAL_MS },
    figure('next case, 32 at once, median', at(crowd, 0.5)),
    figure('next case, 32 at once, p95', at(crowd, 0.95)),
    figure('load against hours, whole book', load.seconds * 1000),
  ]
}

const figure = (name: string, ms: number): Figure => ({
  bench: 'work',
  figure: name,
  value: rounded(ms, 1),
  unit: 'ms',
})

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN
