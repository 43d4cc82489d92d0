import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Columns } from '../src/strategy/columns.ts'
import { connectAdmin } from '../src/store/db.ts'
import { openDatabase } from '../src/store/server.ts'
import { timed, type Say } from './figure.ts'
import { hash, SQL_NAMES, sqlColumns } from './kernel-book.ts'
import { decideSql } from './kernel-sql.ts'
import { folded, same, type Check } from './kernel-check.ts'

const ROUNDS = 3

type Options = { rows: number; columns: Columns; say: Say; checkOf: (rows: number) => Check }
type Answer = { i: number; stage: number; priority: number; mask: number }

/** The first rows of the book as PostgreSQL's COPY reads them. */
function* lines(columns: Columns, rows: number): Generator<string> {
  const { arrays } = sqlColumns(columns, { from: 0, until: rows, e: 0 })
  for (let i = 0; i < rows; i++) yield `${i}\t${arrays.map((array) => array[i]).join('\t')}\n`
}

/** The same question to PostgreSQL over the first rows of the book, with the answers compared. */
export async function benchPostgres(options: Options) {
  const { rows, columns } = options
  const home = mkdtempSync(join(tmpdir(), 'forbear-kernel-pg-'))
  const database = await openDatabase({ home, say: () => undefined })
  try {
    const admin = connectAdmin(database.adminUrl)
    const client = await admin.connect()
    await client.query(
      `create unlogged table book (i integer, ${SQL_NAMES.map((name) => `${name} smallint`).join(', ')})`,
    )
    const target = client.query(copyFrom('copy book from stdin'))
    await pipeline(Readable.from(lines(columns, rows)), target)
    await client.query('vacuum analyze book')
    await client.query(`set jit = off`)
    await client.query(`set max_parallel_workers_per_gather = 0`)
    let seconds = Infinity
    for (let round = 0; round < ROUNDS; round++) {
      await client.query('drop table if exists answer')
      const took = await timed(() => client.query(`create temp table answer as ${decideSql('/')}`))
      seconds = Math.min(seconds, took.seconds)
    }
    const answer = await client.query<Answer>('select i, stage, priority, mask from answer')
    let total = 0
    for (const { i, stage, priority, mask } of answer.rows)
      total += hash((hash(i, 77) + mask) >>> 0, stage * 1000 + priority)
    same('PostgreSQL', { lines: answer.rows.length, total: folded(total) }, options.checkOf(rows))
    client.release()
    await admin.end()
    return { rows, seconds }
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
