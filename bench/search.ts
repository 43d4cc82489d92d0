import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { connectAdmin, inTenant } from '../src/store/db.ts'
import { migrate } from '../src/store/migrate.ts'
import { search } from '../src/store/search.ts'
import { fillSearch } from '../src/store/search-keys.ts'
import { openDatabase } from '../src/store/server.ts'
import { rounded, timed, type Figure, type Say } from './figure.ts'
import { makePeople, TENANT } from './permits-world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const CASES_MAX = 100_000
const ROUNDS = 40
const GOAL_MS = 100

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林单曾解'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰国庆建华文雪重乐'

/** What people type, of each kind; the numbers lead into the middle of the book. */
const TYPED: Readonly<Record<string, string>> = {
  'one character': '王',
  'a name': '张伟芳',
  'full pinyin': 'zhangweifang',
  'two letters of pinyin': 'zh',
  'pinyin initials': 'zwf',
  'the end of a number': '5678',
  'an amount': '123.45',
  'a reference': 'B50000',
  'a line of a bank': '2026-11-20 转账 张伟芳 123.45 还款 A50000',
  'nothing that is there': 'qqqqqq',
}

/** Search by anything in a book of 100,000 borrowers, each of whom has a case. */
export async function benchSearch(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-search-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect()
    const people = Math.min(options.rows, CASES_MAX)
    await makePeople(admin, people)
    await admin.query(
      `update borrower set name = substr($1, 1 + (borrower_id * 7 % ${SURNAMES.length})::int, 1)
         || substr($2, 1 + (borrower_id * 13 % ${GIVEN.length})::int, 1)
         || substr($2, 1 + (borrower_id * 31 / 7 % ${GIVEN.length})::int, 1)`,
      [SURNAMES, GIVEN],
    )
    await admin.query(
      `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
         priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
       select 1, n, n, 1, 'open', 'early', 'warm', n % 1000, n * 37 % 900000, 'CNY', '2026-11-01', '2026-11-02', '2026-11-20'
         from generate_series(1, $1::int) n`,
      [people],
    )
    const filled = await timed(() => fillSearch(db, TENANT))
    const again = await timed(() => fillSearch(db, TENANT))
    await admin.query('vacuum analyze')
    const figures: Figure[] = [
      figure(`keys of ${people} borrowers, the first time`, filled.seconds * 1000),
      figure('keys again, nothing changed', again.seconds * 1000),
    ]
    for (const [kind, text] of Object.entries(TYPED)) {
      const took: number[] = []
      for (let n = 0; n < ROUNDS; n++) {
        const { seconds } = await timed(() =>
          inTenant(db, TENANT, (tx) => search(tx, TENANT, { text, limit: 12 })),
        )
        took.push(seconds * 1000)
      }
      const p95 = took.toSorted((a, b) => a - b)[Math.floor(ROUNDS * 0.95)] ?? NaN
      figures.push({ ...figure(`search by ${kind}, p95`, p95), goal: GOAL_MS })
    }
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

const figure = (name: string, ms: number): Figure => ({
  bench: 'search',
  figure: name,
  value: rounded(ms, 1),
  unit: 'ms',
})
